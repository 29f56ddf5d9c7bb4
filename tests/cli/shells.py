"""Shells as a user has them: on a terminal, with the Tab key.

Here belongs how a real shell is started and typed at. It must not know what completes to what.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from .process import environment

GUARD = 60
"""Seconds after which a shell is taken to hang."""

START = {
    "bash": ("bash", "--noprofile", "--norc", "-i"),
    "zsh": ("zsh", "-f", "-i"),
}
LOAD = {
    "bash": "source {}",
    "zsh": "autoload -Uz compinit; compinit -u -D; source {}",
}
"""How a script is loaded."""


def has(shell: str) -> bool:
    """Return whether the shell is on this machine."""
    return shutil.which(shell) is not None


def words_after_tab(shell: str, load: str, typed: str, where: Path) -> list[str]:
    """Return the words of a command line that was typed, with Tab keys in it, and entered.

    Before, the shell runs `load`; `devcompat` is a function there that only shows its words.
    """
    # The words are told from the line that was typed, which the terminal shows too, by a mark that
    # the shell puts together.
    shown = 'devcompat() { local w; for w in "$@"; do printf \'<%s:%s>\\n\' w""ord "$w"; done; }'
    done = 'printf \'<%s>\\n\' "d""one"'
    keys = f"{load}; {shown}\n{typed}\n{done}; exit\n"
    screen = _screen(START[shell], keys, where)
    assert "<done>" in screen, screen
    return re.findall(r"<word:(.*?)>\r?\n", screen)


def _screen(command: Sequence[str], keys: str, where: Path) -> str:
    """Return everything that a shell writes to its terminal when the keys are pressed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command,
        cwd=where,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment({"TERM": "dumb", "HOME": str(where), "PS1": "> "}),
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            os.write(ours, keys.encode())
            return _read_to_the_end(ours)
        finally:
            process.kill()
            os.close(ours)


def _read_to_the_end(terminal: int) -> str:
    end = time.monotonic() + GUARD
    read = b""
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            try:
                read += os.read(terminal, 65536)
            except OSError:  # Linux's way to say that the other side is gone
                break
            if b"<done>" in read.replace(b'"', b""):
                break
    return read.decode(errors="replace")

"""The program on a terminal, as a user sees it: a pty of a given width.

Here belongs how it is run there. It must not know what it shows.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

from .process import GUARD, environment


def run_on_terminal(
    words: Sequence[str], where: Path, columns: int = 80, changes: Mapping[str, str] | None = None
) -> str:
    """Return what `devcompat` with those words writes to a terminal, both outputs together."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = environment({"TERM": "xterm", "COLUMNS": "", **(changes or {})})
    with subprocess.Popen(
        [sys.executable, "-m", "devcompat", *words],
        cwd=where, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=variables,
    ) as process:  # fmt: skip
        os.close(theirs)
        written = b""
        while True:
            try:
                written += os.read(ours, 65536)
            except OSError:  # Linux's way to say that the other side is gone
                break
        process.wait(GUARD)
    os.close(ours)
    return written.decode().replace("\r\n", "\n")

"""Tool: running the vdpa tool, the only program that devcompat ever runs.

Belongs here: the one use of subprocess; how the program is found and given up.
Must not know: what it is told to do, which devices there are.

vDPA devices are made through netlink only, for which Python has nothing; the tool is part of
iproute2. It is run by fixed words, never through a shell, found in the system's own directories and
not in PATH, with an environment of its own.
"""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from devcompat.provision.conditions import VDPA
from devcompat.provision.plan import WORD, Forbidden
from devcompat.provision.ports import ToolFailed
from devcompat.provision.waiting import end, given_up
from devcompat.provision.writing import LIMIT

_FOLDERS: Final = ("/usr/sbin", "/sbin", "/usr/bin", "/bin")
_ENVIRONMENT: Final = {"PATH": ":".join(_FOLDERS), "LC_ALL": "C"}
_OPTIONS: Final = ("-j",)
_MOST: Final = 1 << 20


class VdpaTool:
    """Runs the vdpa tool, which acts on the running kernel: so only for the root `/`.

    `limit` is how many seconds it has for each command.
    """

    def __init__(self, root: str, limit: float = LIMIT) -> None:
        self._root = root
        self._limit = limit

    def run(self, words: Sequence[str]) -> str:
        """Return what it prints. Raises ToolFailed, GivenUp, Forbidden for anything but vdpa."""
        name, *rest = words
        if name != VDPA or not all(WORD.fullmatch(word) for word in rest if word not in _OPTIONS):
            raise Forbidden(" ".join(words))
        if Path(self._root).resolve() != Path("/"):
            raise ToolFailed(
                "the vdpa tool acts on the running kernel, not on what is below a root"
            )
        program = next((f"{folder}/{VDPA}" for folder in _FOLDERS if _is(folder)), None)
        if program is None:
            raise ToolFailed("there is no vdpa tool: it is part of iproute2")
        code, out, said = _run([program, *rest], self._limit)
        if code:
            last = said.strip().split("\n")[-1][:200] or f"exit code {code}"
            raise ToolFailed(last, ended=code > 0)
        return out


def _run(words: Sequence[str], seconds: float) -> tuple[int, str, str]:
    """Return a program's exit code and what it printed. Raises ToolFailed, GivenUp.

    It keeps the lock of the directory of state, as the process of a write does (`waiting`).
    """
    try:
        running = subprocess.Popen(  # noqa: S603  (fixed words, checked above, no shell)
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_ENVIRONMENT,
            close_fds=False,
        )
    except OSError as error:
        raise ToolFailed(error.strerror or "it could not be run") from None
    try:
        out, said = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        ended = end(running.pid)
        running.returncode = 0  # it is waited for already, or never will be
        raise given_up(seconds, running.pid, ended=ended) from None
    except KeyboardInterrupt:
        ended = end(running.pid)
        running.returncode = 0
        if ended:
            raise
        raise given_up(seconds, running.pid, ended=False) from None
    finally:
        for pipe in (running.stdout, running.stderr):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
    return (
        running.returncode,
        out[:_MOST].decode(errors="replace"),
        said[:_MOST].decode(errors="replace"),
    )


def _is(folder: str) -> bool:
    return Path(folder, VDPA).is_file()

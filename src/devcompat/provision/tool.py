"""Tool: running the vdpa tool, the only program that devcompat ever runs.

Belongs here: the one use of subprocess; how the program is found and given up.
Must not know: what it is told to do, which devices there are.

vDPA devices are made through netlink only, for which Python has nothing; the tool is part of
iproute2. It is run by fixed words, never through a shell, found in the system's own directories and
not in PATH, with an environment of its own.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from devcompat.provision.conditions import VDPA
from devcompat.provision.plan import WORD, Forbidden
from devcompat.provision.ports import ToolFailed

_FOLDERS: Final = ("/usr/sbin", "/sbin", "/usr/bin", "/bin")
_ENVIRONMENT: Final = {"PATH": ":".join(_FOLDERS), "LC_ALL": "C"}
_OPTIONS: Final = ("-j",)
SECONDS: Final = 60.0
_MOST: Final = 1 << 20


class VdpaTool:
    """Runs the vdpa tool, which acts on the running kernel: so only for the root `/`."""

    def __init__(self, root: str) -> None:
        self._root = root

    def run(self, words: Sequence[str]) -> str:
        """Return what it prints. Raises ToolFailed, Forbidden for anything but vdpa."""
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
        try:
            ended = subprocess.run(  # noqa: S603  (fixed words, checked above, no shell)
                [program, *rest],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=_ENVIRONMENT,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ToolFailed(f"vdpa did not end in {SECONDS:.0f} s", ended=False) from None
        except OSError as error:
            raise ToolFailed(error.strerror or "it could not be run") from None
        if ended.returncode:
            said = ended.stderr[:_MOST].decode(errors="replace").strip().split("\n")
            last = said[-1][:200] or f"exit code {ended.returncode}"
            raise ToolFailed(last, ended=ended.returncode > 0)
        return ended.stdout[:_MOST].decode(errors="replace")


def _is(folder: str) -> bool:
    return Path(folder, VDPA).is_file()

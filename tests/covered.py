"""Covered: how many branches of each room the tests reach, held to a smallest share.

Belongs here: the shares, and the table. Must not know: how coverage was measured (Makefile).

Run by `make coverage` as `python -m tests.covered REPORT`, the report being coverage's JSON.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

LEAST = {"values": 97.0, "language": 97.0, "match": 97.0, "formats": 97.0, "vocabulary": 97.0}
"""Per cent of a room's branches that have to be reached."""


class Reached(NamedTuple):
    """A room's branches: all, those that tests reach, and what is not reached, file by file."""

    room: str
    branches: int
    covered: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Return the per cent that is reached."""
        return 100.0 * self.covered / self.branches if self.branches else 100.0

    @property
    def suffices(self) -> bool:
        """Return whether that is enough."""
        return self.share >= LEAST[self.room]


def reached(report: Mapping[str, Any]) -> Iterator[Reached]:
    """Yield what the tests reach of each room, from coverage's report."""
    for room in LEAST:
        files = {
            path: found
            for path, found in report["files"].items()
            if f"devcompat/{room}/" in path.replace("\\", "/")
        }
        if not files:
            raise SystemExit(f"nothing was measured of {room}")
        missing = tuple(
            f"{path}: {', '.join(f'{before} to {after}' for before, after in arcs)}"
            for path, found in files.items()
            if (arcs := found["missing_branches"])
        )
        branches = sum(found["summary"]["num_branches"] for found in files.values())
        covered = sum(found["summary"]["covered_branches"] for found in files.values())
        yield Reached(room, branches, covered, missing)


def main(path: str) -> int:
    """Print the table, and return the exit status: 1 if a room's share is too small."""
    rooms = list(reached(json.loads(Path(path).read_text(encoding="utf-8"))))
    for found in rooms:
        verdict = "" if found.suffices else f"  TOO FEW: {LEAST[found.room]} are needed"
        counts = f"{found.covered} of {found.branches} branches"
        print(f"{found.room:<11} {found.share:6.2f} %  {counts}{verdict}")
    for found in rooms:
        for line in found.missing:
            print(f"not reached: {line}")
    return 0 if all(found.suffices for found in rooms) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

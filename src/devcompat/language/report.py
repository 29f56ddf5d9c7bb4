"""Report: the problems of one document while it is read, each with its offset.

Belongs here: collecting, ordering and bounding problems. Must not know: what is wrong or why.
"""

from devcompat.language.limits import REPORTED_PROBLEMS
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source

MAX_SHOWN = 120
"""Characters of offending text that a problem carries."""


class Report:
    """Problems of one document; `raise_if_any` ends the reading."""

    __slots__ = ("_found", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: list[tuple[int, Problem]] = []

    def add(self, code: str, offset: int, found: str, expected: str) -> None:
        """Record a problem at `offset` of the text."""
        shown = found if len(found) <= MAX_SHOWN else found[:MAX_SHOWN] + "..."
        position = self.source.position(max(offset, 0))
        self._found.append((offset, Problem(code, position, shown, expected)))

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raise InputError with all problems in the order of the text, if there are any."""
        if not self._found:
            return
        ordered = [problem for _, problem in sorted(self._found, key=lambda entry: entry[0])]
        raise InputError(
            tuple(ordered[:REPORTED_PROBLEMS]),
            self.source.name,
            self.source.text,
            max(0, len(ordered) - REPORTED_PROBLEMS),
        )

"""Report: the problems of one document while it is read, each with its offset.

Belongs here: collecting, ordering and bounding problems. Must not know: what is wrong or why.
"""

from collections.abc import Iterable

from devcompat.language.limits import REPORTED_PROBLEMS
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source

MAX_SHOWN = 120
"""Characters of offending text that a problem carries."""


_NOT_A_HEADER = frozenset({"text.unprintable", "syntax.field", "header.unknown"})


class Report:
    """Problems of one document; `raise_if_any` ends the reading."""

    __slots__ = ("_found", "_spoilt", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: list[tuple[int, Problem]] = []
        self._spoilt: set[tuple[str, int]] = set()

    def add(self, code: str, offset: int, found: str, expected: str) -> None:
        """Record a problem at `offset` of the text, unless its line is spoilt."""
        shown = found if len(found) <= MAX_SHOWN else found[:MAX_SHOWN] + "..."
        position = self.source.position(offset)
        if (position.file, position.line) not in self._spoilt:
            self._found.append((offset, Problem(code, position, shown, expected)))

    def include(self, offset: int, problems: Iterable[Problem]) -> None:
        """Record what another reader found in the part that begins at `offset`."""
        self._found += [(offset, problem) for problem in problems]

    def spoil(self, problems: Iterable[tuple[str, int, str, str]]) -> None:
        """Record problems; nothing else is said of their lines, as it may follow from them."""
        for code, offset, found, expected in problems:
            self.add(code, offset, found, expected)
        self._spoilt.update(
            (found.position.file, found.position.line) for _, found in self._found if found.position
        )

    def may_hide_a_header(self, before: int | None = None) -> bool:
        """Return whether something that was reported may have been meant as a header.

        Only what stands `before` that offset, if one is given.
        """
        return any(
            found.code in _NOT_A_HEADER and (before is None or offset < before)
            for offset, found in self._found
        )

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

"""Versions: dotted numbers and ranges of them (section 5, type `version`).

Belongs here: reading a version, comparing, the comparators of a range and what they contain.
Must not know: pre-releases and vendors' schemes (deliberately absent), or how a domain is spelled.
"""

import re
from typing import NamedTuple

PARTS = 4
VERSION = r"[0-9]+(?:\.[0-9]+){0,3}"
"""A version as a regular expression, of ASCII digits."""

_VERSION = re.compile(VERSION, re.ASCII)

Version = tuple[int, int, int, int]
"""One to four dotted numbers; missing parts count as 0."""

OPERATORS = (">=", "<=", "==", "~=", ">", "<")
"""The comparators, longest first so that a reader can try them in this order."""


class Comparator(NamedTuple):
    """One demand on a version: an operator and the version as it was written."""

    operator: str
    text: str


class VersionRange:
    """All versions that satisfy every comparator; kept as one interval."""

    __slots__ = ("_high", "_high_open", "_low", "_low_open", "comparators")

    comparators: tuple[Comparator, ...]

    def __init__(self, comparators: tuple[Comparator, ...]) -> None:
        if not comparators:
            raise ValueError("a version range has at least one comparator")
        self.comparators = comparators
        self._low: Version = (0, 0, 0, 0)
        self._low_open = False
        self._high: Version | None = None
        self._high_open = False
        for operator, text in comparators:
            self._narrow(operator, text)

    def _narrow(self, operator: str, text: str) -> None:
        version = read_version(text)
        if version is None:
            raise ValueError(f"not a version: {text!r}")
        if operator == ">=":
            self._raise_low(version, opened=False)
        elif operator == "<":
            self._lower_high(version, opened=True)
        elif operator == "~=":
            self._raise_low(version, opened=False)
            self._lower_high(_next_release(text), opened=True)
        elif operator == "==":
            self._raise_low(version, opened=False)
            self._lower_high(version, opened=False)
        elif operator == ">":
            self._raise_low(version, opened=True)
        else:
            self._lower_high(version, opened=False)

    def _raise_low(self, version: Version, *, opened: bool) -> None:
        if (version, opened) > (self._low, self._low_open):
            self._low, self._low_open = version, opened

    def _lower_high(self, version: Version, *, opened: bool) -> None:
        if self._high is None or (version, not opened) < (self._high, not self._high_open):
            self._high, self._high_open = version, opened

    def __contains__(self, version: Version) -> bool:
        if version < self._low or (self._low_open and version == self._low):
            return False
        if self._high is None:
            return True
        return version < self._high or (version == self._high and not self._high_open)

    def normal_comparators(self) -> tuple[Comparator, ...]:
        """Return the comparators of an equal range, the same ones for all that are equal."""
        found: list[Comparator] = []
        if self._high is not None:
            found.append(Comparator("<" if self._high_open else "<=", _written(self._high)))
        if self._low_open or any(self._low) or not found:
            found.insert(0, Comparator(">" if self._low_open else ">=", _written(self._low)))
        return tuple(found)

    def bounds(self) -> tuple[Version, bool, Version | None, bool]:
        """Return the lowest version, whether it is left out, the highest (None: none), the same."""
        return (self._low, self._low_open, self._high, self._high_open)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionRange) and self.bounds() == other.bounds()

    def __hash__(self) -> int:
        return hash(self.bounds())

    def __repr__(self) -> str:
        return f"VersionRange({self.comparators!r})"


def read_version(text: str) -> Version | None:
    """Return the version that `text` spells, leading zeros ignored, or None."""
    if len(text) > 1024 or _VERSION.fullmatch(text) is None:
        return None
    parts = [int(part) for part in text.split(".")]
    first, second, third, fourth = parts + [0] * (PARTS - len(parts))
    return (first, second, third, fourth)


def _written(version: Version) -> str:
    """Return the shortest text of a version."""
    parts = list(version)
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return ".".join(map(str, parts))


def _next_release(text: str) -> Version:
    """Return the first version that `~=text` excludes: `~=2.1` and `~=2` both end before 3."""
    parts = [int(part) for part in text.split(".")]
    kept = parts[:-1] or parts
    kept[-1] += 1
    first, second, third, fourth = kept + [0] * (PARTS - len(kept))
    return (first, second, third, fourth)

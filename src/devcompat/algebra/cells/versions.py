"""Versions: where ranges of versions begin and end, and how a version is spelled.

Belongs here: versions of which one is in every difference of ranges. Must not know: other types.
"""

from collections.abc import Collection, Iterable

from devcompat.language.limits import TEXT_BYTES
from devcompat.values.versions import PARTS, Version, VersionRange


def tellers(ranges: Iterable[VersionRange]) -> list[Version]:
    """Return ascending versions, one in each piece that the ranges cut the versions into.

    A piece is a bound, or begins right after one, or is what is below all.
    """
    found: set[Version] = {(0, 0, 0, 0)}
    for item in ranges:
        low, _, high, _ = item.bounds()
        for bound in (low, high):
            if bound is not None:
                first, second, third, fourth = bound
                found |= {bound, (first, second, third, fourth + 1)}
    return sorted(found)


def major_cuts(ranges: Iterable[VersionRange]) -> set[int]:
    """Return where one number, taken for a version, may get into or out of a range."""
    found: set[int] = {0}
    for item in ranges:
        low, _, high, _ = item.bounds()
        for bound in (low, high):
            if bound is not None:
                found |= {bound[0], bound[0] + 1}
    return found


def dotted(version: Version, hidden: Collection[str]) -> str | None:
    """Return a text of two parts or more for a version that is not in `hidden`; None: none fits."""
    parts = [str(part) for part in version]
    while len(parts) > 2 and parts[-1] == "0":
        parts.pop()
    while len(text := ".".join(parts)) <= TEXT_BYTES:
        if text not in hidden:
            return text
        if len(parts) < PARTS:
            parts.append("0")
        else:
            parts[0] = "0" + parts[0]
    return None

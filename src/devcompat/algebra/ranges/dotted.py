"""Dotted: when texts are versions in a range.

Belongs here: a range of versions as ways for four numbers. Must not know: other types of demands.
"""

from collections.abc import Iterator, Sequence

from devcompat.algebra.ranges.linear import FAR, Span, Unclear
from devcompat.algebra.ranges.numbers import Member, plain
from devcompat.language.nodes import Reference, Template
from devcompat.values.versions import Version, VersionRange

_PARTS = 4

_Bound = tuple[Version, bool] | None
"""A version and whether it is allowed itself; None where all before has decided."""

_Branch = tuple[Span, _Bound, _Bound]


def dotted(value: Template, domain: VersionRange) -> Iterator[list[Member]]:
    """Yield ways for a template that may be a version."""
    if any(isinstance(part, str) and not set(part) <= set("0123456789.") for part in value.parts):
        return
    yield from _between(_version_places(value), *_ends(domain))


def _ends(domain: VersionRange) -> tuple[_Bound, _Bound]:
    low, low_open, high, high_open = domain.bounds()
    return (low, not low_open), None if high is None else (high, not high_open)


def _between(places: Sequence[int | str], low: _Bound, high: _Bound) -> Iterator[list[Member]]:
    """Yield ways for numbers and variables to be between versions, which have as many parts more.

    The ways exclude each other.
    """
    if not places:
        if (low is None or low[1]) and (high is None or high[1]):
            yield []
        return
    at = _PARTS - len(places)
    first = 0 if low is None else low[0][at]
    last = FAR if high is None else high[0][at]
    branches: list[_Branch] = [((first, last), low, high)]
    if low is None or high is None or first < last:
        branches = [((first + (low is not None), last - (high is not None)), None, None)]
        branches += [] if low is None else [((first, first), low, None)]
        branches += [] if high is None else [((last, last), None, high)]
    for span, low_left, high_left in branches:
        known = places[0]
        if span[0] > span[1] or (isinstance(known, int) and not span[0] <= known <= span[1]):
            continue
        member = [Member(plain(known), [span])] if isinstance(known, str) else []
        for more in _between(places[1:], low_left, high_left):
            yield member + more


def _version_places(value: Template) -> list[int | str]:
    """Return the four numbers of a version, or the variables that they are. Raises Unclear."""
    spelled = "".join(part if isinstance(part, str) else "?" for part in value.parts)
    names = iter([part.name for part in value.parts if isinstance(part, Reference)])
    found: list[int | str] = []
    for part in spelled.split("."):
        if part == "?":
            found.append(next(names))
        elif part.isdigit():
            found.append(int(part))
        else:
            raise Unclear
    if len(found) > _PARTS:
        raise Unclear
    return found + [0] * (_PARTS - len(found))


def majors(domain: VersionRange) -> list[Span]:
    """Return which integers are versions in a range."""
    found: list[Span] = []
    ways = _between(["", 0, 0, 0], *_ends(domain))
    for low, high in sorted(span for members in ways for span in members[0].ranges):
        if found and found[-1][1] + 1 == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found

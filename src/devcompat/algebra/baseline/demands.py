"""Demands: the texts that one field may have, with exact intersections and unions.

Belongs here: sets of texts as the language can write them, one form for equal ones where that is
cheap. Must not know: objects, coupled fields, opaque fields.

No named tuples here: the text `a` and the sets of `a` would be equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from devcompat.language.limits import DOMAIN_ITEMS
from devcompat.language.nodes import Variable
from devcompat.values import features, masks
from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical
from devcompat.values.versions import Comparator, VersionRange, read_version


@dataclass(frozen=True, slots=True)
class Listed:
    """These texts; "" is the absent field."""

    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The canonical decimals of these integers, two at least."""

    integers: IntegerSet


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a range that is not empty."""

    range: VersionRange


@dataclass(frozen=True, slots=True)
class Members:
    """The sets of these members, of one at least."""

    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bits:
    """The masks with no other bit."""

    bits: int


@dataclass(frozen=True, slots=True)
class Anything:
    """Every text."""


Demand = Listed | Numbers | Versions | Members | Bits | Anything

NOTHING: Final = Listed(frozenset())
ABSENT: Final = Listed(frozenset({""}))
ANYTHING: Final = Anything()


class CannotSayError(Exception):
    """No domain of the language has just these texts."""


def demand_of(variable: Variable) -> Demand:
    """Return the texts that a variable may be as a field's whole value; `opaque`: every text."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return numbers(domain.items)
    if isinstance(domain, VersionRange):
        return _versions(domain)
    if isinstance(domain, tuple):
        return _members(domain) if variable.type == "set" else listed(domain)
    return Bits(domain) if isinstance(domain, int) else ANYTHING


def listed(texts: Iterable[str]) -> Demand:
    """Return the demand for one of these texts."""
    found = frozenset(texts)
    if len(found) > 1:
        integers = [read_canonical(text) for text in found]
        if None not in integers:
            ordered = sorted(one for one in integers if one is not None)
            return numbers(IntegerRange(one, one) for one in ordered)
    return Listed(found)


def numbers(ranges: Iterable[IntegerRange]) -> Demand:
    """Return the demand for an integer of these ranges."""
    items = tuple(ranges)
    if not items:
        return NOTHING
    found = IntegerSet(items)
    return Numbers(found) if found.size > 1 else Listed(frozenset({str(found.ranges[0].low)}))


def _members(members: Iterable[str]) -> Demand:
    found = frozenset(members)
    return Members(found) if found else ABSENT


def _versions(found: VersionRange) -> Demand:
    low, low_open, high, high_open = found.bounds()
    first = (*low[:3], low[3] + low_open)
    if high is None or first < high or (first == high and not high_open):
        return Versions(found)
    return NOTHING


def has(demand: Demand, text: str) -> bool:
    """Return whether a demand allows a text."""
    if isinstance(demand, Listed):
        return text in demand.texts
    if isinstance(demand, Numbers):
        return demand.integers.accepts_text(text)
    if isinstance(demand, Versions):
        version = read_version(text)
        return version is not None and version in demand.range
    if isinstance(demand, Members):
        return features.is_within(text, demand.members)
    return not isinstance(demand, Bits) or masks.is_within(text, demand.bits)


def meet(one: Demand, other: Demand) -> Demand:
    """Return the texts that both allow. Raises CannotSayError if no domain has just these."""
    if one == other or isinstance(other, Anything):
        return one
    if isinstance(one, Anything):
        return other
    for some, rest in ((one, other), (other, one)):
        if isinstance(some, Listed):
            return listed(text for text in some.texts if has(rest, text))
    for some, rest in ((one, other), (other, one)):
        if isinstance(some, Members) and not isinstance(rest, Members):
            # What is a number, a version or a mask has no `+`: it is a member.
            return listed(text for text in some.members if has(rest, text))
    return _meet_alike(one, other)


def _meet_alike(one: Demand, other: Demand) -> Demand:
    match one, other:
        case Members(some), Members(more):
            return _members(some & more)
        case Bits(some_bits), Bits(more_bits):
            return Bits(some_bits & more_bits)
        case Versions(some_range), Versions(more_range):
            return _versions(_met_versions(some_range, more_range))
        case Numbers(some_numbers), Numbers(more_numbers):
            return numbers(_both(some_numbers, more_numbers.ranges))
    integers = one if isinstance(one, Numbers) else other
    rest = other if isinstance(one, Numbers) else one
    if isinstance(integers, Numbers):
        spans = _majors(rest.range) if isinstance(rest, Versions) else _of_bits(rest, integers)
        return numbers(_both(integers.integers, spans))
    return _version_masks(one, other)


def _met_versions(one: VersionRange, other: VersionRange) -> VersionRange:
    written = (*one.comparators, *other.comparators)
    return _as_written(VersionRange(written), written)


def _as_written(found: VersionRange, like: Sequence[Comparator] = ()) -> VersionRange:
    """Return the range with one comparator for each end, its version as others have written it."""
    texts = (item.text for item in (*found.comparators, *reversed(like)))
    written = {read_version(text): text for text in texts}
    return VersionRange(
        tuple(
            item._replace(text=written.get(read_version(item.text), item.text))
            for item in found.normal_comparators()
        )
    )


def _both(integers: IntegerSet, ranges: Iterable[IntegerRange]) -> list[IntegerRange]:
    """Return what a set has of ranges that stand in order."""
    found: list[IntegerRange] = []
    own = integers.ranges
    at = 0
    for low, high in ranges:
        while at < len(own) and own[at].high < low:
            at += 1
        place = at
        while place < len(own) and own[place].low <= high:
            found.append(IntegerRange(max(low, own[place].low), min(high, own[place].high)))
            place += 1
        at = max(at, place - 1)
    return found


def _majors(versions: VersionRange) -> list[IntegerRange]:
    """Return the integers that are versions of a range."""
    low, _, high, _ = versions.bounds()
    first = low[0] if (low[0], 0, 0, 0) in versions else low[0] + 1
    if high is None:
        return [IntegerRange(first, 10**1024)]
    last = high[0] if (high[0], 0, 0, 0) in versions else high[0] - 1
    return [IntegerRange(first, last)] if first <= last else []


def _of_bits(rest: Demand, integers: Numbers) -> list[IntegerRange]:
    """Return the integers with no bit outside a mask. Raises CannotSayError for too many ranges."""
    bits = rest.bits if isinstance(rest, Bits) else 0
    highest = integers.integers.ranges[-1].high
    if highest < 0:
        return []
    while bits.bit_length() > highest.bit_length():
        bits ^= 1 << (bits.bit_length() - 1)
    tail = (bits + 1 & ~bits) - 1  # the ones at the end: every number up to it
    upper = bits & ~tail
    if upper.bit_count() > 12:
        raise CannotSayError
    found: list[IntegerRange] = []
    part = 0
    while True:
        found.append(IntegerRange(part, part | tail))
        part = (part - upper) & upper
        if not part:
            return found


def _version_masks(one: Demand, other: Demand) -> Demand:
    """Return NOTHING where no version of one part is a mask. Else no domain has just these."""
    versions = one if isinstance(one, Versions) else other
    masked = other if isinstance(one, Versions) else one
    assert isinstance(versions, Versions) and isinstance(masked, Bits)  # noqa: S101, PT018
    bits = masked.bits
    for low, high in _majors(versions.range):
        first = _first_of_bits(bits, low)
        if first is not None and first <= high:
            raise CannotSayError
    return NOTHING


def _first_of_bits(bits: int, low: int) -> int | None:
    """Return the smallest number from `low` on that has no bit outside `bits`."""
    if low & ~bits == 0:
        return low
    for at in range(max(bits.bit_length(), low.bit_length())):
        # Above `at` like `low`, there one more, and nothing below.
        above = low >> at + 1 << at + 1
        if not low >> at & 1 and bits >> at & 1 and above & ~bits == 0:
            return above | 1 << at
    return None


def join(one: Demand, other: Demand) -> Demand | None:
    """Return the texts that one or the other allows; None where no domain says so simply."""
    if one == other:
        return one
    some, more = _integers(one), _integers(other)
    if some is not None and more is not None:
        joined = numbers((*some, *more))
        few = not isinstance(joined, Numbers) or len(joined.integers.ranges) <= DOMAIN_ITEMS
        return joined if few else None
    if isinstance(one, Listed) and isinstance(other, Listed):
        both = one.texts | other.texts
        return listed(both) if len(both) <= DOMAIN_ITEMS else None
    if isinstance(one, Versions) and isinstance(other, Versions):
        return _joined_versions(one.range, other.range)
    return None


def _integers(demand: Demand) -> tuple[IntegerRange, ...] | None:
    if isinstance(demand, Numbers):
        return demand.integers.ranges
    if isinstance(demand, Listed):
        found = [read_canonical(text) for text in demand.texts]
        if None not in found:
            return tuple(IntegerRange(one, one) for one in found if one is not None)
    return None


def _joined_versions(one: VersionRange, other: VersionRange) -> Demand | None:
    """Return the range from the lower beginning to the higher end, if there is no gap."""
    first, second = sorted((one, other), key=_start)
    _, _, high, high_open = first.bounds()
    end = None if high is None else (*high[:3], high[3] + (not high_open))
    if end is not None and _start(second) > end:
        return None
    lower = [item for item in first.normal_comparators() if item.operator in (">", ">=")]
    last = max((first, second), key=_end)
    upper = [item for item in last.normal_comparators() if item.operator in ("<", "<=")]
    joined = VersionRange((*lower, *upper) or (Comparator(">=", "0"),))
    written = (*joined.comparators, *one.comparators, *other.comparators)
    return Versions(_as_written(joined, written))


def _start(found: VersionRange) -> tuple[int, ...]:
    low, low_open, _, _ = found.bounds()
    return (*low[:3], low[3] + low_open)


def _end(found: VersionRange) -> tuple[bool, tuple[int, ...], bool]:
    _, _, high, high_open = found.bounds()
    return (high is None, high or (), not high_open)

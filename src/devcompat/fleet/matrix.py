"""Matrix: the outcome of each class against each, by sets of classes and not pair by pair.

Belongs here: rules of direction, bases and what is unknown, over masks of classes. Must not know:
how many devices a class has, pictures.

A mask is an int whose bit N stands for class N. A class's COMPATIBLE objects are asked once for all
SELFs. What masks cannot say is asked pair by pair, in the same words as `judge`: fields that could
not be read, and bindings that have to be searched for.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from devcompat.fleet.masks import SelfMasks, mask_of
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side, Undescribed, outcome_of
from devcompat.match.verdict import (
    BASES,
    BOTH,
    COMPATIBLE,
    INCOMPATIBLE,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
)


class Matrix(NamedTuple):
    """Outcomes class by class: for each class as the target, masks of the sources.

    `compatible[target]` has the sources that may migrate there, `unknown[target]` those of which
    it is not known; all others are incompatible.
    """

    compatible: tuple[int, ...]
    unknown: tuple[int, ...]

    def outcome(self, source: int, target: int) -> Outcome:
        """Return the outcome for a device of one class as the source and one of another."""
        if self.compatible[target] >> source & 1:
            return COMPATIBLE
        return UNKNOWN if self.unknown[target] >> source & 1 else INCOMPATIBLE


MOST: Final = 20_000
"""Classes of a matrix that people ask for: at this size it takes a hundred megabytes."""

_MANY: Final = 64
"""Classes of a mask that are quicker found among its digits than one by one."""

_DENSE: Final = 16
"""Rows of which one class in so many stands in them are quicker turned as digits."""
_AT_A_TIME: Final = 1024


def matrix_of(
    sides: Sequence[Side], rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None
) -> Matrix:
    """Return the matrix of classes; a class's number is its place among `sides`."""
    found = _accepted(sides)
    if rule == SOURCE_LISTS:
        found = _turned(found)
    elif rule == BOTH:
        found = _both(found, _turned(found))
    return _with_basis(sides, found, minimum_basis)


def members(mask: int) -> Iterator[int]:
    """Yield the classes of a mask in order."""
    if mask.bit_count() < _MANY:
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low
        return
    digits = f"{mask:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def transposed(rows: Sequence[int]) -> tuple[int, ...]:
    """Return the columns of a square of masks, as masks of its rows; equal rows are moved once."""
    alike: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        if row:
            alike.setdefault(row, []).append(number)
    found = [0] * len(rows)
    if sum(map(int.bit_count, alike)) * _DENSE > len(rows) ** 2:
        _transpose_digits(rows, found)
        return tuple(found)
    for row, numbers in alike.items():
        mask = mask_of(numbers, len(rows))
        for number in members(row):
            found[number] |= mask
    return tuple(found)


def _transpose_digits(rows: Sequence[int], found: list[int]) -> None:
    """Add the columns of the rows to what is found, some rows at a time."""
    width = f"0{len(rows)}b"
    for first in range(0, len(rows), _AT_A_TIME):
        digits = [format(row, width) for row in reversed(rows[first : first + _AT_A_TIME])]
        for place, column in enumerate(zip(*digits, strict=True), start=1):
            found[-place] |= int("".join(column), 2) << first


def _accepted(sides: Sequence[Side]) -> Matrix:
    """Return the matrix for "target accepts", without a look at bases."""
    selfs = SelfMasks(sides)
    whole = (1 << len(sides)) - 1
    movable, immovable = _undescribed(sides)
    unread = whole & ~selfs.all & ~movable & ~immovable
    compatible: list[int] = []
    unknown: list[int] = []
    for target in sides:
        if isinstance(target, Undescribed):
            compatible.append(0)
            unknown.append(0 if target.immovable else whole & ~immovable)
            continue
        sure, possible, apart = _of_objects(selfs, target)
        if apart or unread:
            for number in members(apart | unread):
                outcome = outcome_of(sides[number], target)
                if outcome == COMPATIBLE:
                    sure |= 1 << number
                elif outcome == UNKNOWN:
                    possible |= 1 << number
        compatible.append(sure)
        unknown.append(possible & ~sure | movable if possible else movable)
    return Matrix(tuple(compatible), tuple(unknown))


def _of_objects(selfs: SelfMasks, target: Compiled) -> tuple[int, int, int]:
    """Return which classes a target takes over, which perhaps, and which have to be asked apart."""
    if target.unread:
        return 0, 0, selfs.all
    sure = possible = apart = 0
    for item in target.objects:
        found = selfs.accepted(item)
        if item.searched:
            apart |= found
        elif item.opaque:
            possible |= found
        else:
            sure = sure | found if sure else found
    if apart:
        apart &= ~sure
        possible &= ~apart
    return sure, possible, apart


def _undescribed(sides: Sequence[Side]) -> tuple[int, int]:
    """Return the classes without a descriptor: those that may be able to migrate, and those not."""
    found: tuple[list[int], list[int]] = ([], [])
    for number, side in enumerate(sides):
        if isinstance(side, Undescribed):
            found[side.immovable].append(number)
    return mask_of(found[0], len(sides)), mask_of(found[1], len(sides))


def _turned(found: Matrix) -> Matrix:
    """Return the matrix with sources and targets exchanged."""
    return Matrix(transposed(found.compatible), transposed(found.unknown))


def _both(forth: Matrix, back: Matrix) -> Matrix:
    """Return the worse of both, as `combined` has it."""
    compatible, unknown = [], []
    for sure, possible, sure_back, possible_back in zip(*forth, *back, strict=True):
        compatible.append(sure & sure_back)
        unknown.append((sure | possible) & (sure_back | possible_back) & ~compatible[-1])
    return Matrix(tuple(compatible), tuple(unknown))


def _with_basis(sides: Sequence[Side], found: Matrix, minimum: Basis | None) -> Matrix:
    """Return the matrix in which pairs that rest on a weaker basis are unknown."""
    if minimum is None:
        return found
    least = BASES.index(minimum)
    weak = [side.basis is not None and BASES.index(side.basis) < least for side in sides]
    whole = (1 << len(sides)) - 1
    described = whole & ~sum(_undescribed(sides))
    weak_mask = mask_of([number for number, one in enumerate(weak) if one], len(sides))
    compatible, unknown = [], []
    for side, own, sure, possible in zip(sides, weak, *found, strict=True):
        # Where one side is undescribed, only the basis of what is undescribed counts.
        if isinstance(side, Compiled):
            doubtful = (described if own else weak_mask & described) | weak_mask & ~described
        else:
            doubtful = whole if own else weak_mask & ~described
        compatible.append(sure & ~doubtful)
        unknown.append(possible | doubtful)
    return Matrix(tuple(compatible), tuple(unknown))

"""Fleet matrix: which classes of a fleet's devices can go to which, in an order that shows blocks.

Belongs here: the classes that are there, what to call them, their order, counts. Must not know:
pictures, command lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.masks import mask_of
from devcompat.fleet.matrix import MOST, Matrix, members, transposed
from devcompat.language.problems import input_error
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
)
from devcompat.reports.classes import canonical

_TOLD_BY = ("mdev_type", "driver", "type", "device_type", "device")


class ClassLine(NamedTuple):
    """A class: its stable name, what it is in a word or two, and how many devices it has."""

    name: str
    told: str
    devices: int


class Picture(NamedTuple):
    """The classes in an order that shows blocks; outcomes by source, as masks over the targets.

    Bit N of `compatible[M]` says that the Mth class as the source may go to the Nth; `unknown`
    likewise. `blocks` are how many classes stand together, one after the other: classes of
    different blocks have nothing to do with each other. `of` is how many classes there are, where
    only those with the most devices are in the picture.
    """

    rule: Rule
    classes: tuple[ClassLine, ...]
    compatible: tuple[int, ...]
    unknown: tuple[int, ...]
    blocks: tuple[int, ...]
    of: int

    def outcome(self, source: int, target: int) -> Outcome:
        """Return the outcome for two classes by their places in the picture."""
        if self.compatible[source] >> target & 1:
            return COMPATIBLE
        return UNKNOWN if self.unknown[source] >> target & 1 else INCOMPATIBLE

    def counts(self) -> dict[Outcome, int]:
        """Return how many pairs of classes there are of each outcome."""
        sure = sum(map(int.bit_count, self.compatible))
        doubtful = sum(map(int.bit_count, self.unknown))
        rest = len(self.classes) ** 2 - sure - doubtful
        return {COMPATIBLE: sure, INCOMPATIBLE: rest, UNKNOWN: doubtful}


def picture(
    fleet: Fleet,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    most: int | None = None,
) -> Picture:
    """Return the matrix of the classes that have devices, of the `most` largest of them if given.

    The order depends on the classes alone, not on how they came into the fleet. Raises InputError
    `limit.classes`.
    """
    demand_few_classes(fleet)
    sizes = fleet.sizes()
    sides = fleet.classes.sides
    names = {
        number: class_name(canonical(sides[number])) for number, size in enumerate(sizes) if size
    }
    by_size = sorted(names, key=lambda number: (-sizes[number], names[number]))
    chosen = by_size[:most]
    matrix = fleet.matrix(rule, minimum_basis)
    alone = _only(matrix, chosen)
    blocks = _blocks(alone, [sides[number] for number in chosen])
    order = [place for block in blocks for place in block]
    ordered = _only(alone, order)
    lines = [
        ClassLine(names[chosen[place]], told(sides[chosen[place]]), sizes[chosen[place]])
        for place in order
    ]
    return Picture(
        rule,
        tuple(lines),
        transposed(ordered.compatible),
        transposed(ordered.unknown),
        tuple(map(len, blocks)),
        len(names),
    )


def demand_few_classes(fleet: Fleet) -> None:
    """Raise InputError `limit.classes` if a matrix of all classes would be too large."""
    found = len(fleet.classes)
    if found > MOST:
        expected = f"at most {MOST} classes for a question about each pair of them"
        raise input_error("limit.classes", str(found), expected)


def told(side: Side) -> str:
    """Return what a class is in a word or two."""
    if not isinstance(side, Compiled):
        return "cannot migrate" if side.immovable else "no descriptor"
    return next((side.texts[name] for name in _TOLD_BY if side.texts[name]), "-")


def _only(matrix: Matrix, chosen: Sequence[int]) -> Matrix:
    """Return the matrix of some classes in that order."""
    places = {number: place for place, number in enumerate(chosen)}
    known: dict[int, int] = {}

    def moved(mask: int) -> int:
        found = known.get(mask)
        if found is None:
            kept = [places[number] for number in members(mask) if number in places]
            found = known[mask] = mask_of(kept, len(chosen))
        return found

    return Matrix(
        tuple(moved(matrix.compatible[number]) for number in chosen),
        tuple(moved(matrix.unknown[number]) for number in chosen),
    )


def _blocks(matrix: Matrix, sides: Sequence[Side]) -> list[list[int]]:
    """Return places of classes that are linked by a target, largest blocks first, neighbours alike.

    Classes without a descriptor are the last block: what they are linked by is only not known.
    """
    described = [isinstance(side, Compiled) for side in sides]
    linked = [0] * len(sides)
    doubtful = sum(1 << place for place, one in enumerate(described) if not one)
    for target, (sure, possible) in enumerate(zip(*matrix, strict=True)):
        if described[target]:
            for source in members((sure | possible) & ~doubtful):
                linked[source] |= 1 << target
                linked[target] |= 1 << source
    blocks: list[list[int]] = []
    seen = doubtful
    for place, one in enumerate(described):
        if one and not seen >> place & 1:
            block = _reached(place, linked)
            seen |= block
            blocks.append(_chained([*members(block)], matrix, linked))
    blocks.sort(key=lambda block: (-len(block), min(block)))
    rest = [place for place, one in enumerate(described) if not one]
    rest.sort(key=lambda place: told(sides[place]))
    return [*blocks, rest] if rest else blocks


def _reached(place: int, linked: Sequence[int]) -> int:
    found, waiting = 1 << place, [place]
    while waiting:
        new = linked[waiting.pop()] & ~found
        found |= new
        waiting += members(new)
    return found


def _chained(block: list[int], matrix: Matrix, linked: Sequence[int]) -> list[int]:
    """Return a block's places so that classes with the same targets and sources are neighbours.

    Begins with the one that is linked to the most, and goes on with the most similar one.
    """
    width = len(linked)
    profile = {
        place: linked[place] << 2 * width
        | matrix.compatible[place] << width
        | matrix.unknown[place]
        for place in block
    }
    left = sorted(block, key=lambda place: (-linked[place].bit_count(), place))
    order = [left.pop(0)]
    while left:
        last = profile[order[-1]]
        nearest = min(left, key=lambda place: ((profile[place] ^ last).bit_count(), place))
        left.remove(nearest)
        order.append(nearest)
    return order

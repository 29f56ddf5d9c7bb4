"""Cliques: the largest sets of classes that all accept each other.

Belongs here: maximal cliques of a graph of classes, with a work budget. Must not know: why two
classes accept each other, how many devices a class has, names.

A mask is an int whose bit N stands for class N. Classes with the same neighbours, themselves
counted, are always in the same sets: they are looked at as one. Then Bron and Kerbosch (1973), with
the pivot of Tomita and others (2006).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from devcompat.algebra.work import Work, WorkExhausted

MOST: Final = 1_000
"""Sets that are told; a pool has few, a graph may have more than anybody can count."""

WORK: Final = 300_000
"""Units of work of one question."""


class Cliques(NamedTuple):
    """Maximal sets as masks, and whether these are all that there are."""

    masks: tuple[int, ...]
    complete: bool


def mutual(accepted: Sequence[int]) -> list[int]:
    """Return for each class which others accept it and are accepted by it.

    `accepted[N]` has the classes that class N accepts. Classes that do not accept themselves have
    no neighbours: no two devices of them accept each other.
    """
    whole = sum(1 << at for at, mask in enumerate(accepted) if mask >> at & 1)
    turned = [0] * len(accepted)
    for at, mask in enumerate(accepted):
        for other in _members(mask & whole):
            turned[other] |= 1 << at
    return [
        mask & turned[at] & whole & ~(1 << at) if whole >> at & 1 else 0
        for at, mask in enumerate(accepted)
    ]


def maximal_cliques(
    neighbours: Sequence[int], among: int, budget: int = WORK, most: int = MOST
) -> Cliques:
    """Return the maximal sets of classes of `among` that are all neighbours of each other."""
    twins: dict[int, int] = {}
    for at in _members(among):
        closed = neighbours[at] & among | 1 << at
        twins[closed] = twins.get(closed, 0) | 1 << at
    groups = list(twins.values())
    place = {mask & -mask: number for number, mask in enumerate(groups)}
    firsts = sum(place)
    own = [
        sum(1 << place[1 << other] for other in _members(closed & firsts)) & ~(1 << number)
        for number, closed in enumerate(twins)
    ]
    work = Work(budget)
    found: list[int] = []
    try:
        complete = _extend(own, 0, (1 << len(own)) - 1, 0, work, found, most)
    except WorkExhausted:
        complete = False
    masks = [sum(groups[number] for number in _members(mask)) for mask in found]
    return Cliques(tuple(masks), complete)


def _extend(
    neighbours: Sequence[int],
    chosen: int,
    candidates: int,
    done: int,
    work: Work,
    found: list[int],
    most: int,
) -> bool:
    """Add the maximal cliques with all of `chosen` and none of `done`; False: there are more."""
    stack = [(chosen, candidates, done)]
    while stack:
        chosen, candidates, done = stack.pop()
        if not candidates:
            if not done and chosen:
                if len(found) == most:
                    return False
                found.append(chosen)
            continue
        both = candidates | done
        work.spend(4 + both.bit_count() // 4)
        pivot = max(_members(both), key=lambda one: (candidates & neighbours[one]).bit_count())
        for at in _members(candidates & ~neighbours[pivot]):
            stack.append((chosen | 1 << at, candidates & neighbours[at], done & neighbours[at]))
            candidates &= ~(1 << at)
            done |= 1 << at
    return True


def _members(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found

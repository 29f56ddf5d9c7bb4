"""Reach: from a class as the source to the classes that take it over, as bit masks.

Belongs here: a matrix turned to sources; what can be reached by several moves. Must not know:
hosts, devices, VMs.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from devcompat.fleet.matrix import Matrix, members


class Reach(NamedTuple):
    """By source: masks of the targets that surely take it over, and of those that may.

    `possible` has those that are sure too.
    """

    sure: Sequence[int]
    possible: Sequence[int]


def reach_of(matrix: Matrix) -> Reach:
    """Return the targets by source."""
    sure = _by_source(matrix.compatible)
    doubtful = _by_source(matrix.unknown)
    return Reach(sure, [one | other for one, other in zip(sure, doubtful, strict=True)])


def _by_source(rows: Sequence[int]) -> list[int]:
    """Return the masks by column; equal rows, as those of a dense block, are turned together."""
    together: dict[int, int] = {}
    for target, mask in enumerate(rows):
        if mask:
            together[mask] = together.get(mask, 0) | 1 << target
    found = [0] * len(rows)
    for mask, targets in together.items():
        for source in members(mask):
            found[source] |= targets
    return found


def closed(start: int, steps: Callable[[int], int]) -> int:
    """Return the mask of all classes that steps from those of `start` lead to, these included."""
    found, new = start, start
    while new:
        reached = 0
        for number in members(new):
            reached |= steps(number)
        new = reached & ~found
        found |= new
    return found


def leading_to(goal: int, targets: Sequence[int], numbers: Iterable[int]) -> int:
    """Return the mask of those of `numbers` from which moves lead to a class of `goal`.

    One move at least: a class of the goal is among them only if it has such a target.
    """
    waiting = dict.fromkeys(numbers)
    found, grown = 0, True
    reached = goal
    while grown:
        new = [number for number in waiting if targets[number] & reached]
        grown = bool(new)
        for number in new:
            del waiting[number]
            found |= 1 << number
        reached = goal | found
    return found


def mask_of(numbers: Iterable[int]) -> int:
    """Return the mask of these classes."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found

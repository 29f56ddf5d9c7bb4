"""Boxes: products of finite sets, and what is left of one when others are taken away.

Belongs here: subtraction, piece by piece. Must not know: what the sets are made of.
"""

from collections.abc import Iterator, Sequence

from devcompat.algebra.work import Work

Box = tuple[int, ...]
"""For each axis the cells that are in, as bits."""


def rest(box: Box, others: Sequence[Box], work: Work) -> Iterator[Box]:
    """Yield disjoint boxes that together are what of `box` lies in none of the others."""
    waiting: list[tuple[Box, Sequence[Box]]] = [(box, others)]
    while waiting:
        whole, others = waiting.pop()
        left = _narrowed(whole, others, work)
        if left is None:
            continue
        near = left[1]
        if not near:
            yield left[0]
            continue
        taken = min(near, key=lambda cut: sum(map(int.__ne__, cut, left[0])))
        near.remove(taken)
        waiting += [(piece, near) for piece in reversed(_outside(left[0], taken))]


def _narrowed(box: Box, others: Sequence[Box], work: Work) -> tuple[Box, list[Box]] | None:
    """Return the box without the others that only cut off one side of it, and the rest of these.

    None if nothing is left.
    """
    while True:
        near: list[Box] = []
        kept = list(box)
        work.spend(1 + len(others) * (4 + len(box)) // 8)
        for other in others:
            cut = tuple(map(int.__and__, box, other))
            if not all(cut):
                continue
            sides = [axis for axis, inside in enumerate(cut) if inside != box[axis]]
            if not sides:
                return None
            if len(sides) > 1:
                near.append(cut)
                continue
            kept[sides[0]] &= ~cut[sides[0]]
            if not kept[sides[0]]:
                return None
        if tuple(kept) == box:
            return box, near
        box, others = tuple(kept), near


def _outside(box: Box, taken: Box) -> list[Box]:
    """Return disjoint boxes that are `box` without `taken`, which lies in it."""
    kept = list(box)
    found: list[Box] = []
    for axis, inside in enumerate(taken):
        outside = box[axis] & ~inside
        if outside:
            kept[axis] = outside
            found.append(tuple(kept))
            kept[axis] = inside
    return found

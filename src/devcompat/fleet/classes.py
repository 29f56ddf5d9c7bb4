"""Classes: devices that are the same for every verdict, counted as one.

Belongs here: what makes two devices one class; numbers and names of classes.
Must not know: which hosts have them, how classes meet.

INFO, addresses, serial numbers and states are no part of a class.
"""

from collections.abc import Hashable
from hashlib import sha256

from devcompat.match.judge import Side, Undescribed

NAME_DIGITS = 12
"""Hexadecimal digits of a class's name."""


def class_key(side: Side) -> Hashable:
    """Return what is equal for two sides exactly if no verdict can tell their devices apart."""
    if isinstance(side, Undescribed):
        return ("undescribed", side.detail, side.immovable, side.basis)
    descriptor = side.descriptor
    return (
        descriptor.self_object.meaning(),
        tuple(item.meaning() for item in descriptor.compatible),
        side.basis,
        frozenset(side.unread.items()),
    )


def class_name(canonical: bytes) -> str:
    """Return the stable name of a class: `c-` and the first digits of its canonical form's hash."""
    return f"c-{sha256(canonical).hexdigest()[:NAME_DIGITS]}"


class ClassTable:
    """Classes by number, from 0 in the order of their first appearance."""

    def __init__(self) -> None:
        self.sides: list[Side] = []
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.sides)

    def number(self, side: Side) -> int:
        """Return the number of the side's class; a new one for a new class."""
        known = self._known.get(id(side))
        if known is not None and self.sides[known] is side:
            return known
        key = class_key(side)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.sides)
            self.sides.append(side)
            self._known[id(side)] = found
        return found

    def find(self, side: Side) -> int | None:
        """Return the number of the side's class, or None if no device of it was seen."""
        return self._numbers.get(class_key(side))

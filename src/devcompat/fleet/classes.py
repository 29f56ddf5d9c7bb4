"""Classes: devices that are the same for every verdict, counted as one.

Belongs here: what makes two devices one class; numbers and names of classes.
Must not know: which hosts have them, how classes meet.

INFO, addresses, serial numbers and states are no part of a class.
"""

from collections.abc import Hashable, Sequence
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
    """Classes by number, from 0 in the order of their first appearance.

    A class's key is larger than its side and is not kept: its hash is, and the key is made again
    where two hashes are equal.
    """

    def __init__(self) -> None:
        self.sides: list[Side] = []
        self._by_hash: dict[int, int | list[int]] = {}
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.sides)

    def number(self, side: Side) -> int:
        """Return the number of the side's class; a new one for a new class."""
        known = self._known.get(id(side))  # of sides that are kept: no other has their id
        if known is not None:
            return known
        key = class_key(side)
        found = self._find(key)
        return self._add(key, side) if found is None else found

    def numbers(self, sides: Sequence[Side]) -> list[int]:
        """Return the numbers of these sides' classes, as `number` does: quicker for many."""
        known = self._known
        try:
            return [known[id(side)] for side in sides]
        except KeyError:
            return [self.number(side) for side in sides]

    def find(self, side: Side) -> int | None:
        """Return the number of the side's class, or None if no device of it was seen."""
        return self._find(class_key(side))

    def _find(self, key: Hashable) -> int | None:
        there = self._by_hash.get(hash(key), ())
        for number in (there,) if isinstance(there, int) else there:
            if class_key(self.sides[number]) == key:
                return number
        return None

    def _add(self, key: Hashable, side: Side) -> int:
        new = self._known[id(side)] = len(self.sides)
        self.sides.append(side)
        there = self._by_hash.setdefault(hash(key), new)
        if isinstance(there, list):
            there.append(new)
        elif there != new:
            self._by_hash[hash(key)] = [there, new]
        return new

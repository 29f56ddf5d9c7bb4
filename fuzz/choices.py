"""Choices: decisions taken from bytes, so that a change of a byte is a change of a decision.

Belongs here: reading numbers, members and texts out of bytes. Must not know: what is decided.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Decisions read from `data` one after the other; past its end every decision is the first."""

    __slots__ = ("_data", "_offset")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = 0

    def below(self, count: int) -> int:
        """Return a number from 0 to `count` - 1, for a `count` of at most 256."""
        if self._offset >= len(self._data):
            return 0
        self._offset += 1
        return self._data[self._offset - 1] % count

    def pick(self, members: Sequence[T]) -> T:
        """Return one of the members."""
        return members[self.below(len(members))]

    def one_in(self, count: int) -> bool:
        """Return true once in `count` times, and never past the end."""
        return self.below(count) == count - 1

    def text(self, most: int) -> str:
        """Return a text of at most `most` bytes, as they come."""
        size = self.below(most + 1)
        taken = self._data[self._offset : self._offset + size]
        self._offset += len(taken)
        return taken.decode("utf-8", "replace")

    def rest(self) -> bytes:
        """Return the bytes that are left."""
        return self._data[self._offset :]

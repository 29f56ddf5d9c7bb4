"""Members: many devices in a stable order, that come and go.

Belongs here: sorted keys in chunks, and what was made of a chunk, kept until it changes.
Must not know: what a key stands for.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

CHUNK = 512
"""Keys in a chunk when it is made; one twice as large is cut in two."""
NO_KEY = 1 << 64
"""More than any key."""

if TYPE_CHECKING:
    Keys = array[int]
Rendering = Callable[[Sequence[int]], bytes]
"""What is written of some keys."""


def _keys(values: Iterable[int]) -> "Keys":
    return array("Q", values)


class Members:
    """A sorted set of keys below NO_KEY, in chunks of eight bytes a key.

    `size` is how many there are, `lowest` the first of them, NO_KEY where there is none.
    """

    __slots__ = ("_chunks", "_highest", "_texts", "lowest", "size")

    def __init__(self, values: Sequence[int] = ()) -> None:
        """Take keys that are sorted and different."""
        starts = range(0, len(values), CHUNK)
        self._chunks: list[Keys] = [_keys(values[start : start + CHUNK]) for start in starts]
        self._highest: list[int] = [chunk[-1] for chunk in self._chunks]
        self._texts: list[bytes | None] | None = None
        self.size = len(values)
        self.lowest = values[0] if values else NO_KEY

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[int]:
        for chunk in self._chunks:
            yield from chunk

    def __contains__(self, key: int) -> bool:
        chunk, at = self._position(key)
        return chunk < len(self._chunks) and self._chunks[chunk][at] == key

    def first(self, count: int) -> Sequence[int]:
        """Return the first `count` keys."""
        chunks = self._chunks
        if len(chunks) == 1 or (chunks and len(chunks[0]) >= count):
            return chunks[0][:count]
        return list(islice(self, count))

    def add(self, key: int) -> None:
        """Put a key in its place; one that is there stays alone."""
        index = min(bisect_left(self._highest, key), len(self._chunks) - 1)
        if index < 0:
            self._chunks, self._highest = [_keys((key,))], [key]
            self._texts, self.size, self.lowest = None, 1, key
            return
        chunk = self._chunks[index]
        at = bisect_left(chunk, key)
        if at < len(chunk) and chunk[at] == key:
            return
        chunk.insert(at, key)
        self.size += 1
        self.lowest = min(self.lowest, key)
        self._changed(index)
        if len(chunk) > 2 * CHUNK:
            self._cut(index)

    def discard(self, key: int) -> None:
        """Take a key out, if it is there."""
        index, at = self._position(key)
        if index == len(self._chunks) or self._chunks[index][at] != key:
            return
        self._chunks[index].pop(at)
        self.size -= 1
        if self._chunks[index]:
            self._changed(index)
            if key == self.lowest:
                self.lowest = self._chunks[0][0]
            return
        del self._chunks[index], self._highest[index]
        if self._texts is not None:
            del self._texts[index]
        if index == 0:
            self.lowest = self._chunks[0][0] if self._chunks else NO_KEY

    def text(self, rendering: Rendering) -> Iterator[bytes]:
        """Yield what `rendering`, always the same one, makes of each chunk."""
        if self._texts is None:
            self._texts = [None] * len(self._chunks)
        for index, chunk in enumerate(self._chunks):
            text = self._texts[index]
            if text is None:
                text = self._texts[index] = rendering(chunk)
            yield text

    def _position(self, key: int) -> tuple[int, int]:
        """Return the chunk that a key would be in, and where; the chunk may not exist."""
        index = bisect_left(self._highest, key)
        if index == len(self._chunks):
            return index, 0
        return index, bisect_left(self._chunks[index], key)

    def _changed(self, index: int) -> None:
        self._highest[index] = self._chunks[index][-1]
        if self._texts is not None:
            self._texts[index] = None

    def _cut(self, index: int) -> None:
        whole = self._chunks[index]
        halves = [whole[:CHUNK], whole[CHUNK:]]
        self._chunks[index : index + 1] = halves
        self._highest[index : index + 1] = [half[-1] for half in halves]
        if self._texts is not None:
            self._texts[index : index + 1] = [None, None]

"""Source: a document's text and the way from an offset in it to a line and a column.

Belongs here: positions. Must not know: what the text says.
"""

import re
from bisect import bisect_right

from devcompat.language.problems import Position

_LINE_END = re.compile(r"\r\n|\r|\n")


class Source:
    """A text with a name (a path, or what the user called it). Line starts are found when needed.

    A line ends at LF, CR LF or CR.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, text: str, name: str = "") -> None:
        self.text = text
        self.name = name
        self._starts: list[int] | None = None

    def position(self, offset: int) -> Position:
        """Return the line and column of the character at `offset` (its end is allowed)."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        line = bisect_right(self._starts, offset) - 1
        return Position(line + 1, offset - self._starts[line] + 1)

    def overruns(self, most: int) -> list[tuple[int, int]]:
        """Return where each file that has more than `most` bytes is beyond them, and its bytes."""
        offset, size = overrun(self.text, most)
        return [] if offset is None else [(offset, size)]


def overrun(text: str, most: int) -> tuple[int | None, int]:
    """Return the offset of the first character past `most` bytes, or None, and how many there are.

    A character counts as past them if its last byte is.
    """
    data = text.encode(errors="surrogatepass")
    if len(data) <= most:
        return None, len(data)
    return len(data[:most].decode(errors="ignore")), len(data)

"""Joining: the files of a bundle as one text of section 5, and the way back to each file.

Belongs here: pieces of files behind the headers and names that the layout gives them; positions.
Must not know: which layout has which files.
"""

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from devcompat.formats.encoding import decode
from devcompat.language.problems import FilePosition, InputError, Position
from devcompat.language.source import Source, overrun

Bundle = Mapping[str, bytes]
"""The files of a layout: each path, below the directory that was named, with the file's bytes."""


class _Piece(NamedTuple):
    """A piece of a file: where its lead begins and itself, in which file it is, and where there."""

    lead: int
    start: int
    file: str
    whole: Source
    base: int


class JoinedSource(Source):
    """The text that the pieces make; its positions are those in the files."""

    __slots__ = ("_offsets", "_pieces")

    def __init__(self, text: str, name: str, pieces: list[_Piece]) -> None:
        super().__init__(text, name)
        self._pieces = pieces
        self._offsets = [piece.lead for piece in pieces]

    def position(self, offset: int) -> Position:
        """Return the position in the file that the character at `offset` is from.

        What stands before a piece and was written here has the position of the piece's begin.
        """
        later = bisect_right(self._offsets, offset)
        piece = self._pieces[max(later - 1, 0)]
        place = piece.base + max(offset - piece.start, 0)
        found = piece.whole.position(min(place, len(piece.whole.text)))
        return FilePosition.within(piece.file, found)

    def overruns(self, most: int) -> list[tuple[int, int]]:
        """Return where each file that has more than `most` bytes is beyond them, and its bytes."""
        found: dict[str, tuple[int, int]] = {}
        for piece in self._pieces:
            offset, size = overrun(piece.whole.text, most)
            if offset is not None and piece.base <= offset:
                found[piece.file] = (piece.start + offset - piece.base, size)
        return list(found.values())


class Join:
    """Pieces, put one behind the other; `starts` is where what was written here begins."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._texts: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []
        self.starts: set[int] = set()

    def open(self, file: str, data: bytes) -> Source:
        """Return the text of one file. Raises InputError `text.encoding`."""
        try:
            return Source(decode(data, self._name), file)
        except InputError as error:
            (problem,) = error.problems
            place = FilePosition.within(file, problem.position or Position(1, 1))
            raise InputError((problem._replace(position=place),), self._name) from None

    def header(self, header: str, whole: Source, start: int = 0, end: int | None = None) -> None:
        """Add a header, and below it a piece of a file."""
        self._add(f"{header}:\n", whole, start, len(whole.text) if end is None else end)

    def field(self, name: str, whole: Source) -> int:
        """Add a field whose value is a whole file; return the field's offset."""
        return self._add(f"{name}=", whole, 0, len(whole.text))

    def _add(self, lead: str, whole: Source, start: int, end: int) -> int:
        offset = self._length
        self.starts.add(offset)
        written = whole.text[start:end]
        begin = self._length + len(lead)
        self._pieces.append(_Piece(self._length, begin, whole.name, whole, start))
        self._texts += [lead, written, "\n"]
        self._length += len(lead) + len(written) + 1
        return offset

    def source(self) -> JoinedSource:
        """Return what was joined."""
        return JoinedSource("".join(self._texts), self._name, self._pieces)

"""Problems: what is wrong with an input, as data: a code, a position, what was found and expected.

Belongs here: the error values of every reader. Must not know: sentences (wording), any format.
"""

from typing import NamedTuple


class Position(NamedTuple):
    """Where something stands: line and column, both from 1; columns count characters."""

    line: int
    column: int

    @property
    def file(self) -> str:
        """Return the file below the input's name, "" where the input is one file."""
        return ""


class FilePosition(Position):
    """A position in one of the files of an input that is several."""

    _file: str

    @classmethod
    def within(cls, file: str, position: Position) -> "FilePosition":
        """Return `position` as one in `file`."""
        found = cls(*position)
        found._file = file
        return found

    @property
    def file(self) -> str:
        """Return the file below the input's name."""
        return self._file


class Problem(NamedTuple):
    """One thing that is wrong with an input.

    `code` is from the registry (codes.errors); `found` is the offending text as it stands there and
    `expected` says what was expected instead.
    """

    code: str
    position: Position | None
    found: str
    expected: str


class TextProblem(Exception):
    """A text within a document that cannot be read: a value, or a domain.

    `offset` is that within the text; `found` and `expected` are a Problem's.
    """

    def __init__(self, code: str, offset: int, found: str, expected: str) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.found = found
        self.expected = expected


class InputError(Exception):
    """An input that cannot be read: all its independent problems together, in order, at least one.

    `source` names the input as the user did (a path, `-`, "source"); `text` is its text where
    there is one, so that a caret line can be drawn; `unreported` counts problems past the limit.
    """

    def __init__(
        self,
        problems: tuple[Problem, ...],
        source: str = "",
        text: str | None = None,
        unreported: int = 0,
    ) -> None:
        super().__init__(problems[0].code)
        self.problems = problems
        self.source = source
        self.text = text
        self.unreported = unreported


def input_error(code: str, found: str, expected: str, source: str = "") -> InputError:
    """Return the error for an input that is wrong as a whole, at no position within it."""
    return InputError((Problem(code, None, found, expected),), source)

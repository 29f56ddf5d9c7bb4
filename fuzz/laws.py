"""Laws: what holds of every input, whichever reader it is for.

Belongs here: what an error must say, and where it may stand. Must not know: any one target.
"""

from devcompat.codes.errors import ERRORS
from devcompat.language.problems import InputError, Position

_CODES = frozenset(error.code for error in ERRORS)


class BrokenLawError(Exception):
    """An answer that no input may get."""


def require(holds: bool, law: str) -> None:  # noqa: FBT001
    """Raise BrokenLawError unless the law holds."""
    if not holds:
        raise BrokenLawError(law)


def check_error(error: InputError, text: str | None, placeless: tuple[str, ...] = ()) -> None:
    """Require problems of known codes, each with a place in the text, but for `placeless`.

    Without a text, places are within a file of several.
    """
    require(bool(error.problems), "an error without a problem")
    for problem in error.problems:
        require(problem.code in _CODES, f"an unknown code: {problem}")
        require(bool(problem.expected), f"nothing expected: {problem}")
        require(problem.position is not None or problem.code in placeless, f"nowhere: {problem}")
        if text is not None:
            check_position(problem.position, text)


def check_position(position: Position | None, text: str) -> None:
    """Require a position in the text, or just behind a line."""
    if position is None:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    require(1 <= position.line <= len(lines), f"{position} of {len(lines)} lines")
    require(1 <= position.column <= len(lines[position.line - 1]) + 2, f"{position}")

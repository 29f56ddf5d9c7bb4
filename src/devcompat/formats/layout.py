"""Layout: what the layouts of several files have in common.

Belongs here: their directory, lines of fields, and what is said of a file that is missing, strange,
or cannot be written. Must not know: any one of the layouts.
"""

from collections.abc import Sequence
from typing import NoReturn

from devcompat.language.problems import InputError, Problem, input_error

FOLDER = "migration/"
"""Where the layouts `dir` and `keys` have their files."""


def joined_lines(texts: Sequence[tuple[str, str]]) -> bytes:
    """Return fields as lines."""
    return "".join(f"{name}={text}\n" for name, text in texts).encode()


def refuse_files(paths: Sequence[str], expected: str, name: str) -> None:
    """Raise InputError `layout.file` if there are files that a layout does not have."""
    if paths:
        problems = tuple(Problem("layout.file", None, path, expected) for path in sorted(paths))
        raise InputError(problems, name)


def demand_self(found: object, expected: str, name: str) -> None:
    """Raise InputError `object.self-missing` if there is no SELF."""
    if not found:
        raise input_error("object.self-missing", "", expected, name)


def cannot_hold(found: str, expected: str) -> NoReturn:
    """Raise InputError `convert.cannot-hold`."""
    raise input_error("convert.cannot-hold", found, expected)

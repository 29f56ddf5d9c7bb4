"""Regular expressions that every supported Python matches alike, and soon.

Belongs here: constructs that some release gets wrong, or that take for ever on some text.
Must not know: what the expressions are for.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "src"
SOURCES = sorted(SOURCE.rglob("*.py"))

# Debian 12 ships Python 3.11.2, whose possessive quantifiers on groups and atomic groups match
# wrongly (gh-106052, mended in 3.11.5); on a single set of characters they are right.
WRONG_IN_SOME_RELEASE = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")


def test_there_are_sources() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_group_is_possessive_or_atomic(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if WRONG_IN_SOME_RELEASE.search(line)]


def compiled() -> dict[str, re.Pattern[Any]]:
    """Return the expressions of all modules, by where they stand; those in tables too."""
    found: dict[str, re.Pattern[Any]] = {}
    for path in SOURCES:
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[-1] != "__main__":
            module = import_module(".".join(part for part in parts if part != "__init__"))
            for name, value in vars(module).items():
                held = value.values() if isinstance(value, dict) else (value,)
                for index, one in enumerate(held):
                    if isinstance(one, re.Pattern):
                        found[f"{module.__name__}.{name}.{index}"] = one
    return found


def is_endless(operation: tuple[Any, Any]) -> bool:
    """Return whether an operation repeats something without end, and may give some of it back."""
    kind, argument = operation
    return str(kind) in {"MAX_REPEAT", "MIN_REPEAT"} and str(argument[1]) == "MAXREPEAT"


def ways(parsed: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the alternatives of a pattern, as lists of operations; a group is what is in it."""
    operations = list(parsed)
    kind: Any = ""
    argument: Any = None
    if len(operations) == 1:
        kind, argument = operations[0]
    if str(kind) == "SUBPATTERN":
        yield from ways(argument[3])
    elif str(kind) == "BRANCH":
        for way in argument[1]:
            yield from ways(way)
    else:
        yield operations


def explosive(pattern: Iterable[Any]) -> bool:
    """Return whether there is a repetition of repetitions, as in `(?:a+|b)*`.

    On a text that does not match, every way to share out the letters is tried.
    """
    for operation in pattern:
        inside = list(patterns_in(operation[1]))
        if is_endless(operation) and any(
            len(way) == 1 and is_endless(way[0]) for inner in inside for way in ways(inner)
        ):
            return True
        if any(explosive(inner) for inner in inside):
            return True
    return False


def patterns_in(argument: Any) -> Iterator[Any]:
    """Yield the patterns in the argument of an operation."""
    if type(argument).__name__ == "SubPattern":
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from patterns_in(item)


def is_explosive(pattern: re.Pattern[Any]) -> bool:
    parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    return explosive(parsed)


def test_a_repetition_of_repetitions_is_seen() -> None:
    for wrong in (r'"((?:[^"]+|\\.)*)"', r"(?:a+)*b", r"x(?:(?:y*?)|z)+", rb"((\s+|#)+)="):
        assert is_explosive(re.compile(wrong))
    for right in (r'"((?:[^"]++|\\.)*)"', r"(?:ab+)*c", r"(?:a+){3}", r"a+b*"):
        assert not is_explosive(re.compile(right))


def test_no_expression_repeats_repetitions() -> None:
    found = compiled()
    assert len(found) > 80
    assert [name for name, pattern in found.items() if is_explosive(pattern)] == []

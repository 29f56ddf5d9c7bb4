"""Tests that documents as large as may be, and wrong all over, are read once and not again.

Here belongs what is counted: characters, problems, steps, never time. It must not know how a
document is read.
"""

import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from devcompat.language import arithmetic, boundness, limits, templates, tokens
from devcompat.language.arithmetic import references
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from tests.language.hostile import FAMILIES, LINES, chained, filled, in_lines

MOST = 64 * limits.DOCUMENT_BYTES
"""Characters that may be looked at; a reader that begins again at each problem looks at 1,000 times
as many as there are."""


class Counted:
    """A pattern that counts the characters of what it finds, all where a search finds nothing."""

    looked_at = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        return self._noted(self._pattern.match(text, *bounds), *bounds)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        found = self._pattern.search(text, *bounds)
        if found is None:
            Counted.looked_at += len(text) - (bounds[0] if bounds else 0)
        return self._noted(found, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        for found in self._pattern.finditer(text, *bounds):
            Counted.looked_at += found.end() - found.start()
            yield found

    def _noted(
        self, found: re.Match[str] | None, start: int = 0, _end: int = 0
    ) -> re.Match[str] | None:
        if found is not None:
            Counted.looked_at += found.end() - start
        return found


@pytest.fixture
def looking() -> Iterator[type[Counted]]:
    Counted.looked_at = 0
    patches = [
        patch.object(module, name, Counted(pattern))
        for module in (tokens, templates)
        for name, pattern in vars(module).items()
        if isinstance(pattern, re.Pattern)
    ]
    for begun in patches:
        begun.start()
    yield Counted
    for begun in patches:
        begun.stop()


@pytest.mark.parametrize("length", LINES.values(), ids=LINES)
@pytest.mark.parametrize("unit", FAMILIES.values(), ids=FAMILIES)
def test_no_part_of_a_document_is_read_again_and_again(
    unit: str, length: int, looking: type[Counted]
) -> None:
    document = filled(in_lines(unit, length))
    assert len(document) > limits.DOCUMENT_BYTES * 3 // 4
    with pytest.raises(InputError) as caught:
        parse(document)
    assert len(caught.value.problems) <= limits.REPORTED_PROBLEMS
    assert all(len(found.found) < 130 for found in caught.value.problems)
    assert limits.DOCUMENT_BYTES // 8 < looking.looked_at <= MOST


def test_all_problems_past_those_that_are_reported_are_counted() -> None:
    with pytest.raises(InputError) as caught:
        parse("SELF: " + "a=} " * 10_000)
    assert caught.value.unreported == 10_000 - limits.REPORTED_PROBLEMS


def test_after_a_placeholder_that_is_not_closed_a_short_line_is_read_on() -> None:
    with pytest.raises(InputError) as caught:
        parse('SELF: a={"x b=} c=1\nSELF:')
    codes = [found.code for found in caught.value.problems]
    assert codes == ["brace.unclosed", "brace.lone", "object.repeated"]


def test_after_a_placeholder_that_is_not_closed_the_rest_of_a_long_line_is_lost() -> None:
    rest = " b=1" * 200 + " c=}"
    with pytest.raises(InputError) as caught:
        parse(f'SELF: a={{"x{rest}\nSELF:')
    codes = [found.code for found in caught.value.problems]
    assert codes == ["brace.unclosed", "object.repeated"]


def test_order_in_which_variables_follow_is_not_worked_out_beyond_the_limits() -> None:
    steps = 0

    def counted(expression: Any) -> list[str]:
        nonlocal steps
        steps += 1
        return references(expression)

    with (
        patch.object(boundness, "references", counted),
        patch.object(arithmetic, "references", counted),
        pytest.raises(InputError) as caught,
    ):
        parse(chained(1500))
    assert {found.code for found in caught.value.problems} == {"limit.fields", "limit.variables"}
    assert steps <= 10_000

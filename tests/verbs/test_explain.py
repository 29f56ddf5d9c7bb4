"""Explain knows every code that devcompat prints, and what to do about it."""

import pytest

from devcompat.codes.registry import find_entry
from devcompat.language.problems import InputError
from devcompat.verbs.explain import all_entries, explain

CODES = [entry.code for entry in all_entries()]


def test_every_code_is_there_once() -> None:
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_meaning_and_a_next_step(code: str) -> None:
    entry = explain(code)
    assert entry.code == code
    assert entry.meaning
    assert entry.next_step
    assert entry.kind


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("field.missin", "field.missing"),
        ("value.difers", "value.differs"),
        ("usag", "usage"),
        ("FIELD.MISSING", "field.missing"),
        ("[field.missing]:", "field.missing"),
        ("batch", "batch.json"),
        ("field", "field.name"),
        ("dangling", "miss.link-dangling"),
    ],
)
def test_a_code_with_a_slip_gets_the_nearest_ones(wrong: str, near: str) -> None:
    with pytest.raises(InputError) as raised:
        explain(wrong)
    (problem,) = raised.value.problems
    assert problem.code == "code.unknown"
    assert near in problem.expected


@pytest.mark.parametrize("wrong", ["", "zzzzzzzz", "FIELD.MISSING", "field.missing ", "x" * 10_000])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    with pytest.raises(InputError) as raised:
        explain(wrong)
    assert raised.value.problems[0].code == "code.unknown"
    assert find_entry(wrong) is None

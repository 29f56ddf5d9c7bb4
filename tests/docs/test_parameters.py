"""What section 8 of docs/language.md says of parameters by example is what the program does."""

import re

import pytest

from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.choosing import choice, equations
from devcompat.match.compiled import compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.solver import solve
from devcompat.match.verdict import RULES
from tests.docs.pages import DOCS, Row, code, ident, page_text, rows

PAGE = DOCS / "language.md"
FIXED = rows(PAGE, ("type descriptor", "values", "result"))
FOUND = rows(PAGE, ("type descriptor", "source", "rule", "answer"))


def test_the_page_has_examples_of_both() -> None:
    assert len(FIXED) >= 10
    assert len(FOUND) >= 10


def values_of(cell: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in cell.split(", "))


@pytest.mark.parametrize("row", FIXED, ids=ident)
def test_values_give_the_descriptor_or_the_error_that_the_page_says(row: Row) -> None:
    written, values, result = row.cells
    document = parse(code(written))
    if not re.fullmatch(r"[a-z.-]+", code(result)):
        fixed = fix_parameters(document, values_of(values))
        assert fixed.descriptor == parse(code(result)).descriptor
        return
    with pytest.raises(InputError) as caught:
        fix_parameters(document, values_of(values))
    assert [problem.code for problem in caught.value.problems] == [code(result)]


@pytest.mark.parametrize("row", FOUND, ids=ident)
def test_the_answer_is_the_one_that_the_page_says(row: Row) -> None:
    written, source, rule_name, answer = row.cells
    rule = next(rule for rule in RULES if rule == code(rule_name))
    found = solve(parse(code(written)), compile_document(parse(code(source))), rule)
    if answer == "incompatible":
        assert (found.outcome, found.values) == (answer, None)
        return
    assert found.outcome == ("unknown" if answer.startswith("unknown, ") else "compatible")
    expected = values_of(answer.removeprefix("unknown, "))
    assert {name: str(value) for name, value in (found.values or {}).items()} == expected


def test_the_units_of_work_are_those_of_the_program() -> None:
    text = " ".join(page_text("language.md").split())
    assert f"To try a value costs {choice.CHOICE} units" in text
    assert f"{equations.FIXING} and more for each template" in text
    assert f"{equations.FIXING} and {equations.OPERATION} for each operator and operand" in text

"""Tests of fixing parameters where a vector cannot say it: kinds of values, equality, positions.

Here belongs what a caller in Python relies on. Outcomes for texts are vectors.
"""

import pytest

from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError, Problem
from devcompat.match.fixing import fix_parameters

TYPE = """PARAMETERS:
  aggregator={aggr:int:1..8}
  pv_mode={mode:string:a,"b c",""}
SELF:
  mdev_type=V5_{aggr}
  pv_mode={mode}
COMPATIBLE:
  mdev_type=V5_{n:int:1..8}
  aggregator={n}-{aggr}
INFO:
  location=rack
"""


def fixed(text: str, **values: str | int) -> str:
    return write_text(fix_parameters(parse(text), values).descriptor)


def problems(text: str, **values: str | int) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        fix_parameters(parse(text, "type"), values)
    return caught.value.problems


def test_everything_but_the_parameters_stays() -> None:
    assert fixed(TYPE, aggr=4, mode="b c") == (
        'SELF:\n  mdev_type=V5_4\n  pv_mode="b c"\n'
        "COMPATIBLE:\n  mdev_type=V5_{n:int:1..8}\n  aggregator={n}-4\n"
        "INFO:\n  location=rack\n"
    )


def test_a_descriptor_without_parameters_is_itself() -> None:
    document = parse("SELF: a=1 COMPATIBLE: a={n:int:1..8}")
    assert fix_parameters(document, {}) == document


def test_an_integer_may_be_given_as_its_text_and_a_text_not_as_an_integer() -> None:
    assert fixed(TYPE, aggr="4", mode="a") == fixed(TYPE, aggr=4, mode="a")
    (problem,) = problems("SELF: PARAMETERS: q={q:string:1,2}", q=1)
    assert problem.code == "parameters.value"


def test_every_wrong_value_is_told_with_its_place() -> None:
    found = problems(TYPE, aggr=9, other=1)
    assert [(item.code, item.found, item.position) for item in found] == [
        ("parameters.unknown", "other", None),
        ("parameters.value", "9", (2, 3)),
        ("parameters.unset", "mode", (3, 3)),
    ]


@pytest.mark.parametrize("number", ["04", "+4", "4.0", "", "x"])
def test_only_canonical_decimals_are_integers(number: str) -> None:
    (problem,) = problems("SELF: PARAMETERS: a={a:int:0..8}", a=number)
    assert problem.code == "parameters.value"


def test_an_integer_too_long_to_be_written_is_told_by_its_size() -> None:
    (problem,) = problems("SELF: PARAMETERS: a={a:int:0..8}", a=10**5000)
    assert (problem.code, problem.found) == ("parameters.value", "an integer of 16610 bits")


def test_an_expression_of_self_without_a_value_is_told_where_it_stands() -> None:
    text = "PARAMETERS: a={a:int:1..8} b={b:int:0..8}\nSELF:\n  g={a}/{b} h={a}/2 i={a}*2"
    found = problems(text, a=3, b=0)
    assert [(item.code, item.found, item.position) for item in found] == [
        ("parameters.no-value", "g={a}/{b}", (3, 3)),
        ("parameters.no-value", "h={a}/2", (3, 13)),
    ]
    assert "a=3, b=0" in found[0].expected


def test_a_document_without_a_text_has_no_positions() -> None:
    document = Document(parse(TYPE).descriptor)
    with pytest.raises(InputError) as caught:
        fix_parameters(document, {"aggr": 9})
    assert {problem.position for problem in caught.value.problems} == {None}
    assert caught.value.text is None


def test_a_value_of_self_that_becomes_empty_is_an_absent_field() -> None:
    found = fix_parameters(parse(TYPE), {"aggr": 1, "mode": ""}).descriptor
    assert found == found._replace(self_object=parse("SELF: mdev_type=V5_1").descriptor.self_object)

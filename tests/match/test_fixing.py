"""Tests of fixing parameters where a vector cannot say it: kinds of values, equality, positions.

Here belongs what a caller in Python relies on. Outcomes for texts are vectors.
"""

import pytest

from devcompat.language.nodes import Document, Expression, Reference, Template, Value, Variable
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.fixing import (
    fix_parameters,
    fixed_object,
    fixed_value,
    read_value,
    written_size,
)
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet

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


MODE = 'a value for mode of its domain: a,b c,""'
AGGR = "a value for aggr of its domain: 1..8"


def refused(document: Document, **values: str | int) -> InputError:
    with pytest.raises(InputError) as caught:
        fix_parameters(document, values)
    return caught.value


def test_each_problem_says_what_may_stand_there_instead() -> None:
    error = refused(parse(TYPE, "type.txt"), aggr=9, other=1)
    assert error.problems == (
        Problem("parameters.unknown", None, "other", "one of the parameters aggr, mode"),
        Problem("parameters.value", Position(2, 3), "9", AGGR),
        Problem("parameters.unset", Position(3, 3), "mode", MODE),
    )
    assert (error.source, error.text) == ("type.txt", TYPE)
    error = refused(parse(TYPE), mode="x")
    assert [problem.code for problem in error.problems] == ["parameters.unset", "parameters.value"]
    error = refused(parse("SELF: a=1"), p=1)
    assert error.problems == (Problem("parameters.unknown", None, "p", "no parameters"),)
    assert error.source == ""


def test_a_document_that_was_built_has_no_name_and_no_text() -> None:
    error = refused(Document(parse(TYPE).descriptor), aggr=9)
    assert error.problems == (
        Problem("parameters.value", None, "9", AGGR),
        Problem("parameters.unset", None, "mode", MODE),
    )
    assert (error.source, error.text) == ("", None)


def test_a_parameter_at_the_very_beginning_has_a_place() -> None:
    document = parse("PARAMETERS: p={n:int:1}\nSELF: a={n}")
    parameter = document.descriptor.parameters[0]._replace(offset=0)
    moved = document._replace(descriptor=document.descriptor._replace(parameters=(parameter,)))
    (problem,) = refused(moved).problems
    assert problem.position == Position(1, 1)


def test_an_expression_without_a_value_is_spelled_with_the_values_it_was_given() -> None:
    text = "PARAMETERS: a={a:int:1..8} b={b:int:0..8}\nSELF: g=-{a}/({b}-1)"
    (problem,) = problems(text, a=3, b=1)
    assert problem == Problem(
        "parameters.no-value",
        Position(2, 7),
        "g=-{a}/({b}-1)",
        "values of the parameters under which it is an integer; it is none with a=3, b=1",
    )


def test_every_value_that_gets_too_long_is_told() -> None:
    long = "z" * 1020
    text = (
        f"PARAMETERS: p={{s:string:{'y' * 4},{'y' * 5}}}\n"
        f"SELF: a={long}{{s}} b=1\nCOMPATIBLE: a={long}{{s}} c={long}{{s}}"
    )
    fixed(text, s="y" * 4)
    expected = "at most 1024 bytes of text in a value once parameters are fixed"
    assert problems(text, s="y" * 5) == (
        Problem("limit.value", Position(2, 7), "a", expected),
        Problem("limit.value", Position(3, 13), "a", expected),
        Problem("limit.value", Position(3, 13 + 1026), "c", expected),
    )


def test_an_integer_is_written_out_up_to_the_size_of_a_value() -> None:
    bits = 8 * 1024
    text = "SELF: PARAMETERS: a={a:int:0..8}"
    (problem,) = problems(text, a=2**bits - 1)
    assert problem.found == str(2**bits - 1)
    (problem,) = problems(text, a=2**bits)
    assert problem.found == f"an integer of {bits + 1} bits"


X, N = Reference("x"), Reference("n")


@pytest.mark.parametrize(
    ("value", "values", "expected"),
    [
        (Template(("a", X, "b")), {"x": 4}, Template(("a4b",))),
        (Template(("a", X, "-", N)), {"x": "s"}, Template(("as-", N))),
        (Template((N, "-", X)), {"x": "s"}, Template((N, "-s"))),
        (Template((X,)), {"x": ""}, Template(())),
        (Template((X, "-", N)), {"x": ""}, Template(("-", N))),
        (Template((N, "a", X)), {}, Template((N, "a", X))),
        (Expression((X, 2, "*")), {"x": 4}, Template(("8",))),
        (Expression((X, 2, "/")), {"x": 3}, None),
        (Expression((X, N, "+")), {"x": 3}, Expression((3, N, "+"))),
        (Expression((X, N, "+")), {"x": 0}, Expression((0, N, "+"))),
        (Expression((X, N, "+")), {"x": -3}, Expression((3, "neg", N, "+"))),
        (Expression((X, N, "+")), {"x": -(2**63)}, Expression((
            2**63 - 1, "neg", 1, "-", N, "+"))),
        (Expression((X, N, "+")), {"x": 2**63 - 1}, Expression((2**63 - 1, N, "+"))),
        (Expression((X, N, "+")), {"x": 2**63}, None),
        (Expression((X, N, "+")), {"x": -(2**63) - 1}, None),
        (Expression((X, X, "*")), {"x": 3}, Template(("9",))),
        (Expression((X, N, "+")), {}, Expression((X, N, "+"))),
        (Expression((2, 3, "*")), {}, Template(("6",))),
    ],
)  # fmt: skip
def test_a_value_with_parameters_fixed(
    value: Value, values: dict[str, Bound], expected: Value | None
) -> None:
    assert fixed_value(value, values) == expected


def test_an_object_with_a_value_that_has_none_is_none() -> None:
    (item,) = parse(
        "PARAMETERS: a={p:int:1..8} SELF: COMPATIBLE: g={p}/2 t=V{p} u={n:int:1}"
    ).descriptor.compatible
    found = fixed_object(item, {"p": 4})
    assert found is not None
    assert [(field.name, field.value) for field in found.fields] == [
        ("g", Template(("2",))), ("t", Template(("V4",))), ("u", Template((N,))),
    ]  # fmt: skip
    assert (found.variables, found.offset) == (item.variables, item.offset)
    assert fixed_object(item, {"p": 3}) is None


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (Template(()), 0),
        (Template(("ab", X, "é")), 4),
        (Expression((X, 12, "+", N, "*")), len("(+12)*")),
        (Expression((X, "neg")), 1),
    ],
)
def test_a_value_is_as_long_as_what_is_written_outside_placeholders(
    value: Value, size: int
) -> None:
    assert written_size(value) == size


@pytest.mark.parametrize(
    ("variable", "given", "expected"),
    [
        (Variable("n", "int", IntegerSet([IntegerRange(0, 8)])), 0, 0),
        (Variable("n", "int", IntegerSet([IntegerRange(0, 8)])), "8", 8),
        (Variable("n", "int", IntegerSet([IntegerRange(0, 8)])), "9", None),
        (Variable("n", "int", IntegerSet([IntegerRange(0, 8)])), 9, None),
        (Variable("n", "int", IntegerSet([IntegerRange(0, 8)])), "x", None),
        (Variable("s", "string", ("a", "")), "", ""),
        (Variable("s", "string", ("a", "")), "b", None),
        (Variable("s", "string", ("1",)), 1, None),
        (Variable("x", "any", None), "b", None),
    ],
)
def test_a_parameter_is_fixed_to_a_member_of_its_domain(
    variable: Variable, given: str | int, expected: Bound | None
) -> None:
    assert read_value(variable, given) == expected

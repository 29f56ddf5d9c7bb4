"""TOML: integers become decimal text, other values that are no strings are refused."""

import json
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings

from devcompat.formats.registry import read_document, write_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError, Problem
from tests.strategies.nodes import descriptors

from .test_json_errors import split_at_mark
from .test_json_schema import VALIDATOR
from .test_yaml import TRAPS, value_of

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1", "1"), ("-17", "-17"), ("-0", "0"), ("0x1F", "31"), ("0o17", "15"), ("0b11", "3"),
        ("1_000", "1000"), ('"0123"', "0123"), ("'1e3'", "1e3"), ('"a\\tb"', "a\tb"),
        ('"\\u00e9"', "é"), ('"""x"""', "x"), ("'$${x}'", "${x}"), ("'{}'", "{}"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)  # fmt: skip
def test_a_value_is_this_text(written: str, text: str) -> None:
    assert value_of(f"[self]\na = {written}\n", "toml") == text


@pytest.mark.parametrize("text", TRAPS)
def test_a_text_in_quotes_stays_that_text(text: str) -> None:
    assert value_of(f"[self]\na = '{text}'\n", "toml") == text


@SLOW
@given(descriptors())
def test_toml_is_to_the_standard_library_what_json_is(descriptor: Descriptor) -> None:
    found = tomllib.loads(write_document(descriptor, "toml").decode())
    assert {"compatible": [], **found} == json.loads(write_document(descriptor, "json"))
    VALIDATOR.validate(found)


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read_document(text.encode(), "d.toml", "toml")
    return raised.value.problems


@pytest.mark.parametrize(
    "value", ["1.0", "1e3", "true", "nan", "2020-07-29", "12:30:45", "2020-07-29T12:30:45Z", "[1]"]
)
def test_what_is_neither_string_nor_integer_is_refused(value: str) -> None:
    (problem,) = problems(f"[self]\na = {value}\n")
    assert problem.code == "structure.type"


WRONG = {
    "nothing": ("¦", "structure.missing"),
    "comments only": ("¦# nothing\n", "structure.missing"),
    "a bracket that is not closed": ("[self¦\n", "toml.syntax"),
    "a leading zero": ("[self]\na = 0¦1\n", "toml.syntax"),
    "no value": ("[self]\na = ¦\n", "toml.syntax"),
    "a list that is not closed": ("[self]\na = [1,¦", "toml.syntax"),
    "a lone surrogate": ("[self]\na = '1'\nb = \"\\ud800¦\"\n", "toml.syntax"),
    "after CR LF": ("[self]\r\na = '1'\r\nb = ¦x\r\n", "toml.syntax"),
    "a lone CR": ("[self]\na = 1¦\rb = 2\n", "toml.syntax"),
    "a key twice": ("[self]\na = 1\n¦a = 2\n", "toml.duplicate-key"),
    "a key twice in quotes": ("[self]\na = 1\n¦'a' = 2\n", "toml.duplicate-key"),
    "a key twice, escaped": ("[self]\na = 1\n¦\"\\u0061\" = 2\n", "toml.duplicate-key"),
    "a key twice after CR LF": ("[self]\r\na = 1\r\n¦a = 2\r\n", "toml.duplicate-key"),
    "a key twice in an inline table": ("self = { a = 1, ¦a = 2 }\n", "toml.duplicate-key"),
    "a key twice, deeper": (
        "[self]\n[[compatible]]\nfields = { a = { expr = 'x', ¦expr = 'y' } }\n",
        "toml.duplicate-key"),
    "a dotted key twice": ("self.a = 1\nself.¦a = 2\n", "toml.duplicate-key"),
    "a value that becomes a table": ("self = 1\n[¦self]\n", "toml.duplicate-key"),
    "a value with a key below it": ("[self]\na = 1\n¦a.b = 2\n", "toml.duplicate-key"),
    "a table twice": ("[self]\na = 1\n[¦self]\nb = 2\n", "toml.duplicate-key"),
    "a table of an item twice": (
        "[self]\n[[compatible]]\n[compatible.fields]\n[compatible.¦fields]\n",
        "toml.duplicate-key"),
    "a table that is a list": ("[self]\n[[compatible]]\n[¦compatible]\n", "toml.duplicate-key"),
    "a list that is a table": ("[self]\n[compatible]\n[[¦compatible]]\n", "toml.duplicate-key"),
    "a long integer": ("[self]\na = 1\nb = ¦" + "9" * 5000, "limit.value"),
    "a long integer in hexadecimal": ("[self]\na = ¦0x" + "f" * 9000, "limit.value"),
    "lists in lists": ("[self]\na = [" + "[" * 14 + "¦[" + "[" * 9000, "toml.depth"),
    "lists in lists, closed": ("[self]\na = [" + "[" * 14 + "¦[[]]" + "]" * 15, "toml.depth"),
    "tables in tables": ("[self]\na = " + "{a=" * 14 + "{¦a={" + "a={" * 9000, "toml.depth"),
    "a long dotted key": ("[self]\n" + "a." * 15 + "¦" + "a." * 30_000 + "a = 1", "toml.depth"),
    "a dotted key": ("[self]\n" + "a." * 15 + "¦" + "a." * 85 + "a = 1", "toml.depth"),
    "a key in a deep table": ("[self]\n[" + "a." * 15 + "a]\n¦b = 1\n", "toml.depth"),
    "an unknown key": ("[self]\na = 1\n[¦extra]\n", "structure.key"),
    "an unknown key of an item": (
        "[self]\n[[compatible]]\n¦a = 1\nfields.a = 1\n", "structure.key"),
    "an item without fields": ("[self]\n[[compatible]]\nfields = {}\n[[¦compatible]]\n",
        "structure.missing"),
    "a list in place of a table": ("[[¦self]]\na = 1\n", "structure.type"),
    "a table in place of a list": ("[self]\n[¦compatible]\n", "structure.type"),
    "an inline table in place of a list": ("compatible = ¦{}\n[self]\n", "structure.type"),
    "a name that is none": ("[self]\n¦'1a' = 1\n", "field.name"),
    "a placeholder": ("[self]\na = 'x${¦nn}'\n", "placeholder.forbidden"),
    "a placeholder that stands in a comment too": (
        "# x${nn}\n[self] # x${nn}\na = 'x${¦nn}'\n# x${nn}\n", "placeholder.forbidden"),
    "after escapes": (
        '[self]\na = "\\u0041\\U0001F600\\\\\\"${¦nn}"\n', "placeholder.forbidden"),
    "in a text of several quotes": ('[self]\na = """x\\\\"${¦nn}"""\n', "placeholder.forbidden"),
    "in a literal of several quotes": ("[self]\na = '''''x${¦nn}'''\n", "placeholder.forbidden"),
    "after a first line end": ('[self]\na = """\nx${¦nn}"""\n', "placeholder.forbidden"),
    "after lines joined": ('[self]\na = """x\\\n  \t\n  y${¦nn}"""\n', "placeholder.forbidden"),
    "after lines joined at once": ('[self]\na = """\\\n  ${¦nn}"""\n', "placeholder.forbidden"),
    "after CR LF and lines joined": (
        '[self]\r\na = """\r\nx\\\r\n  y${¦nn}"""\r\n', "placeholder.forbidden"),
    "two texts of several quotes": (
        '[self]\na = """x"""""\nb = "${¦nn}"\n', "placeholder.forbidden"),
    "a float": ("[self]\na = '1.5'\nb = ¦1.5\n", "structure.type"),
    "a float at a float": ("[self]\na = '1'\nb = ¦1e3 # 1e3\n", "structure.type"),
    "a date": ("[self]\na = ¦2020-07-29\n", "structure.type"),
    "a date and a time": ("[self]\na = ¦2020-07-29 12:30:45Z # x\n", "structure.type"),
    "infinite": ("[self]\na = ¦-inf\n", "structure.type"),
    "true in a list of texts": (
        ("[self]\n[[compatible]]\nvariables.n.type = 'string'\n"
        "variables.n.domain = ['a', # b\n 'b', ¦true]\nfields.a = '${n}'\n"), "structure.type"),
    "a member of a domain": (
        ("[self]\n[[compatible]]\n[compatible.variables.n]\ntype = 'set'\ndomain = ['a', ¦'a+b']\n"
        "[compatible.fields]\na = '${n}'\n"), "domain.member"),
    "in the second item": (
        ("[self]\n[[compatible]]\n[compatible.fields]\na = '1'\n[[compatible]]\n"
        "[compatible.fields]\na = 'x'\nb = '${¦n}'\n"), "variable.undeclared"),
    "a no-break space": ("[self]\na = 1¦\u00a0\n", "text.unprintable"),
    "a line separator": ("[self]\na = 'x¦\u2028y'\n", "text.unprintable"),
    "an escaped line separator": ('[self]\na = "x¦\\u2028y"\n', "text.unprintable"),
    "a byte order mark": ("¦\ufeff[self]\n", "text.unprintable"),
    "a text of two lines": ("[self]\na = '''x¦\ny'''", "text.unprintable"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_where_it_stands(case: str) -> None:
    marked, code = WRONG[case]
    text, line, column = split_at_mark(marked)
    (problem,) = problems(text)
    assert (problem.code, problem.position) == (code, (line, column))


def test_two_problems_are_both_told_in_the_order_of_the_text() -> None:
    found = problems("[self]\nb = 1.5\na = 1.5\n")
    assert [(problem.code, problem.position) for problem in found] == [
        ("structure.type", (2, 5)),
        ("structure.type", (3, 5)),
    ]

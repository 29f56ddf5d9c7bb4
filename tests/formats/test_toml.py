"""TOML: integers become decimal text, other values that are no strings are refused."""

import json
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings

from devcompat.formats.registry import read_document, write_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError, Problem

from .descriptors import descriptors
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


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "structure.missing", None),
        ("[self\n", "toml.syntax", (1, 6)),
        ("[self]\na = 1\na = 2\n", "toml.syntax", (3, 6)),
        ("[self]\na = 01\n", "toml.syntax", (2, 6)),
        ("[self]\na = \n", "toml.syntax", (2, 5)),
        ("[self]\na = [1,", "toml.syntax", (2, 8)),
        ("[self]\na = " + "9" * 5000, "toml.syntax", None),
        ("[self]\na = 0x" + "f" * 9000, "limit.value", None),
        ("[self]\na = " + "[" * 9000, "toml.depth", None),
        ("[self]\na = " + "[" * 20 + "]" * 20, "toml.depth", None),
        ("[self]\n" + "a." * 30_000 + "a = 1", "toml.depth", (2, 1)),
        ("[self]\n" + "a." * 100 + "a = 1", "toml.depth", None),
        ("[self]\na = 1\n[extra]\n", "structure.key", (3, 2)),
        ("[self]\n'1a' = 1\n", "field.name", (2, 2)),
        ("[self]\na = 'x${nn}'\n", "placeholder.forbidden", (2, 9)),
        ("[self]\na = 'x${nn}'\n# x${nn}\n", "placeholder.forbidden", None),
        ('[self]\na = "\\u0041${nn}"\n', "placeholder.forbidden", None),
        ("[self]\na = 1\u00a0\n", "text.unprintable", (2, 6)),
        ("[self]\na = '''x\ny'''", "text.unprintable", (2, 9)),
    ],
)
def test_a_position_is_told_where_it_is_certain(
    text: str, code: str, position: tuple[int, int] | None
) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.position) == (code, position)


def test_two_problems_without_a_position_are_both_told() -> None:
    found = problems("[self]\na = 1.5\nb = 2.5\n")
    assert [problem.code for problem in found] == ["structure.type", "structure.type"]

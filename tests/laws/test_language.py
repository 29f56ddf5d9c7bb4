"""Laws of the language: reading after writing is identity, and reading gives a value or an error.

Here belongs what holds for all descriptors and all texts. It must not know any example.
"""

import contextlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devcompat.language.arithmetic import to_infix, to_postfix
from devcompat.language.nodes import Descriptor, Expression
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError, Problem
from tests.strategies import DocumentPair, document_pairs
from tests.strategies.nodes import descriptors, expressions

LAW = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

HEADERS = ("SELF:", "COMPATIBLE:", "INFO:", "PARAMETERS:", "a=", "b=1")
BRACES = ("{", "}", "{{", "}}", "${", "$${", "{n}", "{x:any}")
DECLARED = ("{n:int:", "{s:string:", "{v:version:>=", "{m:mask:0x", "1..9", ",")
SPACE = ("\n", "\r\n", "\r", " ", "\t", "#")
SIGNS = ('"', "\\", '\\"', "+", "-", "*", "/", "%", "(", ")", "=")
ODD = ("\x00", "\ufeff", "\u00a0", "\ud800", "é", "😀", "٣", "9" * 30, "x" * 80)
FRAGMENTS = st.sampled_from((*HEADERS, *BRACES, *DECLARED, *SPACE, *SIGNS, *ODD))


def read(text: str) -> Descriptor | None:
    """Read any text: a descriptor, or an error whose problems stand in the text, or a fault."""
    try:
        return parse(text).descriptor
    except InputError as error:
        check_positions(text, error.problems)
        return None


def check_positions(text: str, problems: tuple[Problem, ...]) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    before = (1, 1)
    assert problems
    for problem in problems:
        assert problem.expected
        assert problem.position is not None
        line, column = problem.position
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert before <= (line, column)
        before = (line, column)


@LAW
@given(descriptors())
def test_reading_what_was_written_gives_an_equal_descriptor(descriptor: Descriptor) -> None:
    written = write_text(descriptor)
    assert parse(written).descriptor == descriptor
    assert write_text(parse(written).descriptor) == written


@LAW
@given(document_pairs())
def test_writing_what_was_read_keeps_its_meaning(pair: DocumentPair) -> None:
    for text in (pair.source, pair.target):
        descriptor = parse(text).descriptor
        assert parse(write_text(descriptor)).descriptor == descriptor


@LAW
@given(document_pairs())
def test_line_ends_do_not_count(pair: DocumentPair) -> None:
    text = pair.target.replace("\r\n", "\n")
    expected = parse(text).descriptor
    assert parse(text.replace("\n", "\r\n")).descriptor == expected
    assert parse(text.replace("\n", "\r")).descriptor == expected


@LAW
@given(expressions(["n", "m"]))
def test_postfix_of_the_infix_of_an_expression_is_the_expression(expression: Expression) -> None:
    assert to_postfix(to_infix(expression)) == expression


@LAW
@example("SELF:")
@example("SELF: a=\r")
@given(st.text())
def test_any_text_is_a_descriptor_or_an_input_error(text: str) -> None:
    read(text)


@LAW
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_any_text_of_the_languages_own_fragments_is_too(text: str) -> None:
    read(text)
    read("SELF: a=1 COMPATIBLE: " + text)


@LAW
@given(document_pairs(), st.data())
def test_any_change_to_a_valid_document_is_too(pair: DocumentPair, data: st.DataObject) -> None:
    text = pair.target
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(FRAGMENTS | st.just("")) + text[at + cut :]
    read(text)


@LAW
@given(st.binary(max_size=60))
def test_any_bytes_read_as_latin_1_are_too(content: bytes) -> None:
    read(content.decode("latin-1"))


@LAW
@given(descriptors())
def test_equal_descriptors_have_equal_hashes(descriptor: Descriptor) -> None:
    again = parse(write_text(descriptor)).descriptor
    assert hash(again) == hash(descriptor)


@LAW
@given(document_pairs(), st.text(max_size=3))
def test_an_error_carries_the_text_it_is_about(pair: DocumentPair, name: str) -> None:
    with contextlib.suppress(InputError):
        parse(pair.source + "}", name)
    with pytest.raises(InputError) as raised:
        parse(pair.source + "\n }", name)
    assert raised.value.source == name
    assert raised.value.text == pair.source + "\n }"

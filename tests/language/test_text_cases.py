"""Laws about the documents of the conformance suite, which its protocol cannot ask.

Belongs here: what our parser and printer owe to every document there. Must not hold documents.
"""

import pytest
from suite.cases import Case

from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from tests.conformance.corpus import chosen, is_text, named, text_of

VALID = chosen("parse", lambda case: is_text(case) and "model" in case.expect)
EQUAL = chosen("equal", lambda case: is_text(case) and case.expect["equal"])
WRONG = chosen("parse", lambda case: is_text(case) and "problem" in case.expect)

SHOW_NOTHING = {
    "text.empty",
    "domain.empty",
    "domain.member",
    "domain.unexpected",
    "placeholder.name",
    "variable.type",
}
"""Where what is wrong may be that there is nothing."""


@pytest.mark.parametrize("case", named(VALID))
def test_reading_what_was_written_gives_an_equal_descriptor(case: Case) -> None:
    descriptor = parse(text_of(case)).descriptor
    written = write_text(descriptor)
    assert parse(written).descriptor == descriptor
    assert write_text(parse(written).descriptor) == written


@pytest.mark.parametrize("case", named(VALID))
def test_what_was_read_knows_where_it_stands(case: Case) -> None:
    text = text_of(case)
    found = parse(text).descriptor
    objects = [("SELF:", found.self_object), *(("COMPATIBLE:", item) for item in found.compatible)]
    if found.info is not None:
        objects.append(("INFO:", found.info))
    for header, item in objects:
        assert text.startswith(header, item.offset)
        assert all(text.startswith(f"{field.name}=", field.offset) for field in item.fields)
        assert all(text.startswith(f"{{{x.name}:{x.type}", x.offset - 1) for x in item.variables)
    for parameter in found.parameters:
        variable = parameter.variable
        assert text.startswith(f"{parameter.attribute}=", parameter.offset)
        assert text.startswith(f"{{{variable.name}:{variable.type}", variable.offset - 1)


@pytest.mark.parametrize("case", named(EQUAL))
def test_equal_descriptors_have_equal_hashes(case: Case) -> None:
    one, other = (parse(text_of(case, side)).descriptor for side in ("left", "right"))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("case", named(WRONG))
def test_every_problem_says_what_was_expected_and_shows_what_was_found(case: Case) -> None:
    text = text_of(case)
    with pytest.raises(InputError) as raised:
        parse(text, "case")
    assert raised.value.source == "case"
    assert raised.value.text == text
    for problem in raised.value.problems:
        assert problem.position is not None
        assert problem.expected
        assert problem.found or problem.code in SHOW_NOTHING


def test_without_a_name_a_text_has_none() -> None:
    with pytest.raises(InputError) as raised:
        parse("SELF: a=}")
    assert raised.value.source == ""


def test_half_a_character_is_told_wherever_it_stands() -> None:
    text = f"SELF: a={'x' * 1024}\ud800\nCOMPATIBLE: a={{s:string:b\udfff}}\n"
    with pytest.raises(InputError) as raised:
        parse(text)
    told = [(problem.code, problem.found) for problem in raised.value.problems]
    assert told == [("text.unprintable", "U+D800"), ("text.unprintable", "U+DFFF")]

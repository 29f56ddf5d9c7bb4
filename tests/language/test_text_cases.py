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

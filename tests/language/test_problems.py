"""Problems as a program that catches them has them: what they say, and what nobody named."""

import pytest

from devcompat.language.parser import parse
from devcompat.language.problems import InputError, Problem, TextProblem, input_error
from devcompat.language.source import Source
from devcompat.language.templates import split_value


def test_the_text_of_an_error_is_the_code_of_its_first_problem() -> None:
    with pytest.raises(InputError) as raised:
        parse("SELF: a=} b={")
    assert str(raised.value) == "brace.lone"
    with pytest.raises(TextProblem) as within:
        split_value("}")
    assert str(within.value) == "brace.lone"


def test_an_input_that_is_wrong_as_a_whole_has_one_problem_at_no_position() -> None:
    error = input_error("file.missing", "x", "a file")
    assert error.problems == (Problem("file.missing", None, "x", "a file"),)
    assert (error.source, error.text, error.unreported) == ("", None, 0)
    assert input_error("file.missing", "x", "a file", "here").source == "here"
    assert InputError(error.problems).source == Source("").name == ""

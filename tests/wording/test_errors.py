"""An input error is said with its place, what was found and expected, and the next step."""

import pytest

from devcompat.language.parser import parse
from devcompat.language.problems import InputError, Position, Problem, input_error
from devcompat.wording.sentences import error_lines, problem_message


def lines_of(text: str, *, caret: bool = False) -> list[str]:
    with pytest.raises(InputError) as raised:
        parse(text, "d.txt")
    return error_lines(raised.value, caret=caret)


def test_each_problem_is_a_line_and_each_code_a_next_step() -> None:
    lines = lines_of("SELF:\n  c = 1\n  a={\n  b={\n")
    problems = [line for line in lines if not line.startswith(" ")]
    steps = [line for line in lines if line.startswith("  ")]
    assert [line.split(": ")[:2] for line in problems] == [
        ["d.txt:2:3", "syntax.field"],
        ["d.txt:3:5", "brace.unclosed"],
        ["d.txt:4:5", "brace.unclosed"],
    ]
    assert [line.split(":")[0].strip() for line in steps] == ["syntax.field", "brace.unclosed"]


def test_the_caret_stands_under_the_column() -> None:
    lines = lines_of("SELF:\r\n\ta=\u2603 b={\r\n", caret=True)
    assert lines[1] == "     a=\u2603 b={"
    assert lines[2].index("^") == lines[1].index("{")


def test_the_caret_of_a_long_line_shows_what_is_around_it() -> None:
    lines = lines_of("SELF: " + "a=1 " * 1 + "b=" + "x" * 500 + "{", caret=True)
    assert max(len(line) for line in lines[1:3]) <= 80
    assert lines[1][lines[2].index("^")] == "{"


@pytest.mark.parametrize(
    ("code", "found", "said"),
    [
        ("structure.key", "x", "found x, expected e"),
        ("structure.key", "x y", 'found "x y", expected e'),
        ("structure.key", '"x": 1', "found '\"x\": 1', expected e"),
        ("structure.key", "", "expected e"),
        ("text.encoding", "byte 0xff", "found byte 0xff, expected e"),
        ("file.missing", "No such file", "No such file"),
        ("store.busy", "it is busy", "it is busy"),
        ("usage", "", "e"),
    ],
)
def test_what_was_found_is_quoted_as_needed(code: str, found: str, said: str) -> None:
    assert problem_message(Problem(code, Position(1, 1), found, "e")) == said


def test_an_error_without_a_place_names_its_input_only() -> None:
    first, *_ = error_lines(input_error("file.missing", "No such file", "", "x.txt"), caret=True)
    assert first == "x.txt: file.missing: No such file"

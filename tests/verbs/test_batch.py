"""A batch answers each line in its order, and no line can end it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.verbs.batch import check_lines
from devcompat.verbs.requests import LINE_BYTES

SOURCE = "SELF: a=1"
TARGET = "SELF: a=1 COMPATIBLE: a={n:int:1,2}"
OTHER = "SELF: a=1 COMPATIBLE: a=2"
GOOD = json.dumps({"id": "good", "source": SOURCE, "target": TARGET}).encode() + b"\n"


def request(**changes: Any) -> bytes:
    """Make a line that is good but for what is given; None leaves a key out."""
    keys = {"id": 1, "source": SOURCE, "target": TARGET, **changes}
    return json.dumps({key: value for key, value in keys.items() if value is not None}).encode()


def answers(*lines: bytes) -> list[dict[str, Any]]:
    return [dict(answer) for answer in check_lines(lines)]


def answer_to(line: bytes) -> dict[str, Any]:
    """Answer one line between two good ones, which are answered as ever."""
    before, answer, after = answers(GOOD, line, GOOD)
    assert before == after
    assert before["outcome"] == "compatible"
    return answer


DEEP = b"[" * 100_000
BAD_JSON = {
    "blank": b"\n",
    "blanks": b"  \t\r\n",
    "words": b"hello there\n",
    "half an object": b'{"id": 1, "source"',
    "two objects": b"{} {}\n",
    "list": b"[]\n",
    "text": b'"x"\n',
    "number": b"1\n",
    "null": b"null\n",
    "UTF-16": GOOD.decode().encode("utf-16"),
    "UTF-16 without its mark": GOOD.decode().encode("utf-16-le"),
    "byte order mark": b"\xef\xbb\xbf" + GOOD,
    "not UTF-8": GOOD.replace(b"good", b"g\xff\xfed"),
    "overlong UTF-8": GOOD.replace(b"good", b"g\xc0\xafd"),
    "surrogate in UTF-8": GOOD.replace(b"good", b"\xed\xa0\x80"),
    "NUL bytes": b"\x00" * 100 + b"\n",
    "NUL bytes within": GOOD.replace(b"good", b"go\x00od"),
    "duplicate key": GOOD.replace(b'{"id"', b'{"id": 1, "id"'),
    "duplicate key within the id": b'{"id": {"a": 1, "a": 2}}\n',
    "NaN": b'{"id": NaN}\n',
    "Infinity": b'{"id": Infinity}\n',
    "minus Infinity": b'{"id": -Infinity}\n',
    "too large a float": b'{"id": 1e999}\n',
    "too small a float": b'{"id": -1e999}\n',
    "id of 5000 digits": b'{"id": ' + b"1" * 5000 + b"}\n",
    "lists 100,000 deep": DEEP,
    "closed lists 100,000 deep": DEEP + b"]" * 100_000,
    "objects 100,000 deep": b'{"a":' * 100_000,
    "comment": b'{"id": 1} // x\n',
    "single quotes": b"{'id': 1}\n",
    "raw control character": b'{"id": "\x1b[31m"}\n',
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_a_line_that_is_no_json_object_gets_an_error(case: str) -> None:
    answer = answer_to(BAD_JSON[case])
    assert answer["id"] is None
    assert answer["error"]["code"] == "batch.json"
    assert answer["error"]["input_line"] == 2
    assert "outcome" not in answer
    json.dumps(answer, allow_nan=False)


SHAPES = {
    "no source": (request(source=None), "batch.shape", "source"),
    "no target": (request(target=None), "batch.shape", "target"),
    "neither": (b"{}", "batch.shape", "source"),
    "source that is a number": (request(source=1), "batch.shape", "source"),
    "source that is an object": (request(source={"self": {}}), "batch.shape", "source"),
    "target that is a list": (request(target=[TARGET]), "batch.shape", "target"),
    "unknown rule": (request(rule="target"), "batch.shape", None),
    "rule that is a list": (request(rule=["both"]), "batch.shape", None),
    "rule that is true": (request(rule=True), "batch.shape", None),
    "unknown format": (request(format="ini"), "batch.shape", None),
    "format that is a number": (request(format=1), "batch.shape", None),
    "wrong format named": (request(format="json"), "json.syntax", "source"),
    "lone surrogate in a document": (
        b'{"id": 1, "source": "SELF: a=\\ud800", "target": "SELF:"}', "text.encoding", "source"),
    "NUL in a document": (request(target="SELF: a=\x00"), "text.unprintable", "target"),
    "empty document": (request(source=""), "text.empty", "source"),
    "malformed document": (request(target="SELF: a={"), "brace.unclosed", "target"),
    "type's document": (
        request(target="SELF: a={n} PARAMETERS: g={n:int:1}"), "parameters.unset", "target"),
    "document that is too large": (request(source="#" * 70_000), "limit.document", "source"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_a_line_that_lacks_something_keeps_its_id_and_says_what(case: str) -> None:
    line, code, source = SHAPES[case]
    answer = answer_to(line)
    assert answer["id"] == (None if line == b"{}" else 1)
    assert answer["error"]["code"] == code
    assert answer["error"]["source"] == source
    assert answer["error"]["input_line"] == 2
    assert answer["error"]["message"]


def test_errors_in_documents_have_their_position_in_the_document() -> None:
    error = answer_to(request(target="SELF:\n  a=1\nCOMPATIBLE:\n  a={n:int}"))["error"]
    assert (error["code"], error["line"], error["column"]) == ("domain.empty", 4, 11)


def test_errors_in_json_have_their_column() -> None:
    error = answer_to(b'{"id": nope}\n')["error"]
    assert (error["line"], error["column"]) == (1, 8)
    assert answer_to(b'{"id": 1\n')["error"]["column"] == 9


@pytest.mark.parametrize("size", [LINE_BYTES + 1, 2 << 20])
def test_a_line_that_is_too_long_gets_an_error(size: int) -> None:
    assert answer_to(b'{"id": "' + b"x" * size)["error"]["code"] == "limit.line"


def test_two_documents_of_the_largest_size_fit_on_a_line() -> None:
    text = "SELF: a=1 #" + "\x01" * (64 * 1024 - 11)
    line = request(source=text, target=text)
    assert len(line) < LINE_BYTES
    assert answer_to(line)["error"]["code"] == "text.unprintable"


@pytest.mark.parametrize(
    "identity",
    [0, -1, 1.5, "", "x", "\u202e\x1b", [1, {"a": None}], {"a": [1]}, True, False, 10**1000],
)
def test_an_id_of_any_kind_comes_back_as_it_was(identity: Any) -> None:
    assert answer_to(request(id=identity))["id"] == identity


def test_an_id_with_a_lone_surrogate_comes_back_and_can_be_written() -> None:
    line = request(id="?").replace(b'"?"', b'"\\ud800"')
    answer = answer_to(line)
    assert answer["id"] == "\ud800"
    assert json.loads(json.dumps(answer))["outcome"] == "compatible"


def test_a_line_without_id_is_answered_with_null() -> None:
    answer = answer_to(request(id=None))
    assert (answer["id"], answer["outcome"]) == (None, "compatible")


def test_an_empty_input_has_no_answers() -> None:
    assert answers() == []


def test_the_last_line_needs_no_newline() -> None:
    (answer,) = answers(GOOD.rstrip(b"\n"))
    assert answer["outcome"] == "compatible"


def test_lines_may_end_with_cr_lf() -> None:
    (answer,) = answers(GOOD.rstrip(b"\n") + b"\r\n")
    assert answer["outcome"] == "compatible"


def test_rule_and_format_of_the_run_hold_for_lines_that_name_none() -> None:
    plain = request()
    named = request(rule="target-accepts")
    found = [dict(a)["outcome"] for a in check_lines((plain, named), "source-lists")]
    assert found == ["incompatible", "compatible"]
    (answer,) = check_lines((plain,), format_name="json")
    assert dict(answer)["error"]["code"] == "json.syntax"  # type: ignore[index,call-overload]


def test_documents_may_be_json() -> None:
    target = '{"self": {}, "compatible": [{"fields": {"a": 1}}]}'
    assert answer_to(request(target=target))["outcome"] == "compatible"


def test_evidence_is_that_of_a_single_check() -> None:
    answer = answer_to(request(target=OTHER))
    assert answer["outcome"] == "incompatible"
    (failure,) = answer["failures"]
    assert (failure["code"], failure["field"]) == ("value.differs", "a")
    assert (failure["wanted"], failure["found"]) == ("2", "1")
    assert (failure["document"], failure["line"], failure["column"]) == ("target", 1, 23)


@given(st.lists(st.binary(max_size=60) | st.just(GOOD), max_size=8))
def test_whatever_the_bytes_each_line_has_one_answer_in_order(lines: list[bytes]) -> None:
    found = answers(*lines)
    assert len(found) == len(lines)
    for line, answer in zip(lines, found, strict=True):
        assert ("outcome" in answer) != ("error" in answer)
        if line == GOOD:
            assert answer["outcome"] == "compatible"
        json.dumps(answer, allow_nan=False)


def test_many_distinct_documents_are_answered_alike_when_they_come_again() -> None:
    lines = [
        request(id=number, source=f"SELF: a={number % 700}", target=TARGET)
        for number in range(1400)
    ]
    found = answers(*lines)
    assert [answer["id"] for answer in found] == list(range(1400))
    assert [answer["outcome"] for answer in found[:700]] == [
        answer["outcome"] for answer in found[700:]
    ]

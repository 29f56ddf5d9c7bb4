"""Tests of how the oracle reads: layouts, refused documents, the protocol of JSON lines.

Here belong cases about text. They must not use the package that the oracle checks.
"""

import io
import json
import sys

import pytest

from tests.oracle import OracleError, evaluate
from tests.oracle.__main__ import main

OLD = "SELF: v=1 COMPATIBLE: v=1"
NEW = "SELF: v=2 COMPATIBLE: v={n:int:1,2}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a=1",
        "COMPATIBLE:\n a=1",
        "SELF: a=1 SELF: a=1",
        "SELF: a={x:int:1}",
        "SELF: a=}",
        'SELF: a="b',
        'SELF: a="b"c',
        "SELF: a=1 COMPATIBLE: a=1 a=2",
        "SELF: a=1 COMPATIBLE: a={x}",
        "SELF: a=1 COMPATIBLE: a={x:int:1} b={x:int:1}",
        "SELF: a=1 COMPATIBLE: a={x:int:}",
        "SELF: a=1 COMPATIBLE: a={x:int:9..1}",
        "SELF: a=1 COMPATIBLE: a={x:float:1}",
        "SELF: a=1 COMPATIBLE: a={x:string:a,}",
        "SELF: a=1 COMPATIBLE: a={x:set:a+b}",
        'SELF: a=1 COMPATIBLE: a={x:string:"a"b}',
        "SELF: a=1 COMPATIBLE: a={x:any:1}",
        "SELF: a=1 COMPATIBLE: a={x:opaque}",
        "SELF: a=1 COMPATIBLE: a=b{x:any}",
        "SELF: a=1 COMPATIBLE: a={x:any} b={x}",
        "SELF: a=1 COMPATIBLE: a={x:int:1}{y:int:1}",
        "SELF: a=1 COMPATIBLE: a=1{x:int:1}-2)",
        "SELF: a=1 COMPATIBLE: a=1{x:int:1}-2",
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(OracleError):
        evaluate("SELF: a=1", text)


def test_layout_and_comments_do_not_count() -> None:
    text = "#x\r\nSELF:\ta=1 # SELF: b=2\r\n\r\n COMPATIBLE: a=1 INFO: b=3 #"
    assert evaluate(text, text).outcome == "compatible"


def test_json_lines_are_answered_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = ({"text": text, "format": "text"} for text in (OLD, NEW))
    requests: list[dict[str, object]] = [
        {"op": "about"},
        {"op": "match", "source": old, "target": new, "rule": "target-accepts"},
        {"op": "match", "source": old, "target": new, "rule": "source-lists"},
        {"op": "parse", "document": {"text": "SELF: a=1", "format": "text"}},
        {"op": "parse", "document": {"text": "", "format": "text"}},
        {"op": "parse", "document": {"text": "self: {}", "format": "yaml"}},
        {"op": "match", "source": None, "target": new, "rule": "both"},
        {"op": "sing"},
    ]
    lines = [json.dumps({"id": number, **request}) for number, request in enumerate(requests)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    main()
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(requests)))
    assert [answer.get("outcome") for answer in answers[1:3]] == ["compatible", "incompatible"]
    assert answers[3]["model"]["self"] == {"a": "1"}
    assert all(answer.get("unsupported") for answer in answers[4:])

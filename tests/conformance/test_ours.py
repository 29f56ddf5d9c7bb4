"""devcompat passes its own conformance suite, through its public command.

Belongs here: run.py against `devcompat conformance`. One test a case: test_cases.py.
"""

import json
import subprocess
import sys

import pytest
from suite.cases import LEVELS

from devcompat.verbs.conformance import LEVELS as CLAIMED
from tests.conformance.corpus import CASES, ROOT, SUITE

OURS = (sys.executable, "-m", "devcompat", "conformance")


def test_devcompat_passes_every_case_and_leaves_none_out() -> None:
    command = [sys.executable, str(SUITE / "run.py"), "--json", "--", *OURS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    report = json.loads(done.stdout)
    assert report["failures"] == []
    assert done.returncode == 0
    assert done.stderr == b""
    assert report["left_out"] == sum(case.level not in CLAIMED for case in CASES)
    assert list(report["levels"]) == [level for level in LEVELS if level in CLAIMED]
    for counts in report["levels"].values():
        assert counts["passed"]
        assert counts["unsupported"] == counts["failed"] == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"no json", "batch.json"),
        (b"[]", "batch.json"),
        (b'{"id": 1, "id": 2}', "batch.json"),
        (b'{"id": 7, "op": "parse"}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {}}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {"text": 1}}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {"base64": "?"}}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {"text": "", "name": 1}}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {"files": {"a": 1}}}', "batch.shape"),
        (b'{"id": 7, "op": "parse", "document": {"text": "", "format": "xml"}}', "batch.shape"),
        (b'{"id": 7, "op": "match", "source": {"text": ""}}', "text.empty"),
        (b'{"id": 7, "op": "match", "source": null, "target": 1}', "batch.shape"),
        (b'{"id": 7, "op": "match", "source": {"text": "SELF:", "unread": 1}}', "batch.shape"),
        (b'{"id": 7, "op": "match", "rule": "any"}', "batch.shape"),
        (b'{"id": 7, "op": "match", "vocabulary": {"shipped": "x"}}', "vocabulary.unknown"),
        (b'{"id": 7, "op": "convert", "document": {"text": "SELF:"}, "to": "type"}', "batch.shape"),
    ],
)
def test_what_is_no_request_is_answered_and_the_next_line_too(line: bytes, code: str) -> None:
    given = line + b'\n{"id": 8, "op": "sing"}\n'
    done = subprocess.run(OURS, input=given, capture_output=True, timeout=60, check=False)
    first, second = [json.loads(found) for found in done.stdout.splitlines()]
    assert first["problems"][0]["code"] == code
    assert first["id"] in {None, 7}
    assert second == {"id": 8, "unsupported": True}
    assert done.returncode == 0


def test_each_answer_is_written_before_the_next_line_is_read() -> None:
    with subprocess.Popen(OURS, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in (1, 2):
            running.stdin.write(b'{"id": %d, "op": "about"}\n' % number)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
    assert running.returncode == 0

"""The runner tells what an implementation got wrong, whatever the implementation does.

Belongs here: run.py against small implementations, good and bad ones. Must not know: the cases of
the suite, but for a few made here.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from tests.conformance.corpus import SUITE
from tests.conformance.process import report, run

PARSE = {"op": "parse", "document": "SELF: a=1"}
MODEL = {"self": {"a": "1"}}


def case(ident: str, request: dict[str, Any], expect: dict[str, Any], level: str = "core") -> Any:
    return {
        "id": ident, "section": "5", "level": level, "why": f"why {ident}", "request": request,
        "expect": expect,
    }  # fmt: skip


CASES = [
    case("one", PARSE, {"model": MODEL}),
    case("two", {"op": "equal", "left": "SELF: a=1", "right": "SELF: a=2"}, {"equal": False}),
    case("three", {"op": "parse", "document": "SELF"}, {"problem": {"code": "a.b"}}, "errors"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a directory with a file of three cases."""
    return written(tmp_path, CASES)


def written(directory: Path, cases: list[Any]) -> Path:
    text = json.dumps({"title": "t", "cases": cases})
    (directory / "made.json").write_text(text, encoding="utf-8")
    return directory


def program(body: str) -> tuple[str, ...]:
    """Return the command of an implementation: `answer(request)` is to return its answer."""
    return (sys.executable, "-c", f"import json, sys, time, os\n{body}\n{LOOP}")


LOOP = """
for line in sys.stdin:
    request = json.loads(line)
    found = answer(request)
    if not isinstance(found, str):
        found = json.dumps({'id': request['id'], **found})
    print(found, flush=True)
"""


GOOD = """
def answer(request):
    if request['op'] == 'about':
        return {'name': 'made', 'version': '7'}
    if request['op'] == 'parse' and request['document']['text'] == 'SELF':
        return {'problems': [{'code': 'a.b'}, {'code': 'c.d'}]}
    if request['op'] == 'parse':
        return {'model': {'self': {'a': 1}, 'compatible': []}}
    return {'equal': False}
"""


def test_an_implementation_that_is_right_is_good(corpus: Path) -> None:
    code, found = report("--cases", corpus, "--", *program(GOOD))
    assert code == 0
    assert found["good"]
    assert found["implementation"] == {"name": "made", "version": "7"}
    assert found["levels"]["core"] == {"passed": 2, "failed": 0, "unsupported": 0}
    assert found["levels"]["errors"] == {"passed": 1, "failed": 0, "unsupported": 0}
    assert "errors-all" not in found["levels"]
    assert found["failures"] == []


def test_levels_and_cases_can_be_chosen(corpus: Path) -> None:
    _, found = report("--cases", corpus, "--level", "errors", "--", *program(GOOD))
    assert found["levels"] == {"errors": {"passed": 1, "failed": 0, "unsupported": 0}}
    assert found["left_out"] == 2
    _, found = report("--cases", corpus, "--case", "made/two", "--", *program(GOOD))
    assert sum(counts["passed"] for counts in found["levels"].values()) == 1
    listed = run("run.py", "--cases", corpus, "--list")
    assert listed.out.splitlines()[1] == "made/two  core  5  why two"


def test_what_is_wrong_is_told_with_case_section_wanted_and_got(corpus: Path) -> None:
    body = GOOD.replace("'equal': False", "'equal': True").replace("'a': 1", "'a': 2")
    done = run("run.py", "--cases", corpus, "--", *program(body))
    assert done.code == 1
    assert "FAILED made/one (core; section 5): why one\n  model.self.a\n" in done.out
    assert "    wanted  1\n    got     2\n" in done.out
    assert "FAILED made/two (core; section 5): why two\n  equal\n    wanted  false\n" in done.out
    assert "core         0       2            0" in done.out


WRONG = {
    "dies": ("def answer(request): os._exit(3)", "ended with exit code 3"),
    "dies before it reads": ("sys.exit(4)", "ended with exit code 4"),
    "no JSON": ("def answer(request): return 'no JSON'", "no JSON: 'no JSON\\n'"),
    "no object": ("def answer(request): return '[1]'", "no JSON object"),
    "not UTF-8": (
        "def answer(request):\n    sys.stdout.buffer.write(b'\\xff\\n')\n    return ''", "no JSON"),
    "nested deeply": ("def answer(request): return '[' * 100_000", "no JSON"),
    "another id": ("def answer(request): return '{\"id\": 99}'", "instead of"),
    "no id": ("def answer(request): return '{\"model\": {}}'", "instead of"),
    "an id that is no number": ("def answer(request): return '{\"id\": true}'", "instead of"),
    "silence": ("def answer(request): time.sleep(60)", "no answer within"),
    "closed output": ("os.close(1)\ntime.sleep(60)", "closed its standard output"),
    "an endless line": (
        "def answer(request):\n    while True: print('x' * 999_999, end='')", "a line of more"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_implementation_that_gives_no_answer_to_one_case_fails_that_one(
    corpus: Path, name: str
) -> None:
    body, said = WRONG[name]
    if not body.startswith("def"):
        body = f"def answer(request):\n    {body.replace(chr(10), chr(10) + '    ')}"
    wrong = body.replace("def answer", "def wrong")
    chosen = f"""{GOOD.replace("def answer", "def good")}
{wrong}
def answer(request):
    return wrong(request) if request['op'] == 'equal' else good(request)
"""
    begun = time.monotonic()
    code, found = report("--cases", corpus, "--timeout", "2", "--", *program(chosen))
    assert time.monotonic() - begun < 30
    assert code == 1
    (failure,) = found["failures"]
    assert failure["case"] == "made/two"
    assert said in failure["differences"][0]["got"]
    assert found["levels"]["core"]["passed"] == found["levels"]["errors"]["passed"] == 1


def test_an_implementation_that_never_answers_is_not_started_for_ever(tmp_path: Path) -> None:
    many = [case(f"n{number}", PARSE, {"model": MODEL}) for number in range(40)]
    body = """
def answer(request):
    return {'name': 'x'} if request['op'] == 'about' else time.sleep(60)
"""
    begun = time.monotonic()
    corpus = written(tmp_path, many)
    code, found = report("--cases", corpus, "--timeout", "0.5", "--", *program(body))
    assert time.monotonic() - begun < 60
    assert code == 1
    assert len(found["failures"]) == 40
    assert "not asked" in found["failures"][-1]["differences"][0]["got"]


def test_a_process_that_is_killed_takes_its_children_along(tmp_path: Path) -> None:
    marker = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(4); pathlib.Path({str(marker)!r}).touch()"
    body = f"""
import subprocess
def answer(request):
    if request['op'] == 'about':
        return {{'name': 'x'}}
    subprocess.Popen([sys.executable, '-c', {child!r}])
    time.sleep(60)
"""
    one = [case("one", PARSE, {"model": MODEL})]
    report("--cases", written(tmp_path, one), "--timeout", "1", "--", *program(body))
    time.sleep(5)
    assert not marker.exists()


UNUSABLE = {
    "no such command": ("/no/such/command",),
    "a directory": ("/",),
    "it ends at once": (sys.executable, "-c", "pass"),
    "it says no JSON": (sys.executable, "-c", "input(); print('hello')"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_command_that_cannot_be_asked_is_told_without_a_traceback(
    corpus: Path, name: str
) -> None:
    done = run("run.py", "--cases", corpus, "--", *UNUSABLE[name])
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(f"run.py: {UNUSABLE[name][0]}")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"cases": []}', '{"cases": [{"id": "x"}]}', "{"]
)
def test_a_corpus_without_cases_fails(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "made.json").write_text(content, encoding="utf-8")
    done = run("run.py", "--cases", tmp_path, "--", *program(GOOD))
    assert done.code == 2
    assert done.err.startswith("run.py: ")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "words",
    [(), ("--level", "best", "--", "x"), ("--timeout", "0", "--", "x"), ("--timeout", "soon")],
)
def test_usage_is_told(words: tuple[str, ...]) -> None:
    done = run("run.py", *words)
    assert done.code == 2
    assert done.err.startswith("usage: run.py")


def test_a_case_that_does_not_exist_is_told(corpus: Path) -> None:
    done = run("run.py", "--cases", corpus, "--case", "made/four", "--", *program(GOOD))
    assert (done.code, done.err) == (2, "run.py: no such case: made/four\n")


UNSUPPORTED = """
def answer(request):
    if request['op'] == 'about':
        return ABOUT
    return {'unsupported': True}
"""


def test_unsupported_is_no_failure_but_nothing_that_passed_either(corpus: Path) -> None:
    body = UNSUPPORTED.replace("ABOUT", "{'unsupported': True}")
    code, found = report("--cases", corpus, "--", *program(body))
    assert code == 1
    assert not found["good"]
    assert found["failures"] == []
    assert found["levels"]["core"] == {"passed": 0, "failed": 0, "unsupported": 2}


def test_unsupported_is_a_failure_in_a_level_that_is_claimed(corpus: Path) -> None:
    body = UNSUPPORTED.replace("ABOUT", "{'name': 'x', 'levels': ['core']}")
    code, found = report("--cases", corpus, "--", *program(body))
    assert code == 1
    assert found["levels"] == {"core": {"passed": 0, "failed": 2, "unsupported": 0}}
    assert found["left_out"] == 1


def test_the_first_problem_is_binding_and_what_follows_only_in_errors_all(tmp_path: Path) -> None:
    expect = {"problem": {"code": "a.b"}, "more": []}
    one = [case("three", {"op": "parse", "document": "SELF"}, expect, "errors")]
    words = ("--cases", written(tmp_path, one))
    assert report(*words, "--", *program(GOOD))[0] == 0
    levels = ("--level", "errors", "--level", "errors-all")
    code, found = report(*words, *levels, "--", *program(GOOD))
    assert code == 1
    assert [failure["level"] for failure in found["failures"]] == ["errors-all"]


MATCH = {"op": "match", "source": "SELF: a=1", "target": "SELF: a=1 COMPATIBLE: a={n:int:1}"}
MATCHES = """
def answer(request):
    if request['op'] == 'about':
        return {'name': 'x'}
    return {'outcome': 'compatible', 'evidence': EVIDENCE}
"""
DIRECTION = {"object": 1, "binding": {"n": "1"}, "failures": [], "undecided": []}


@pytest.mark.parametrize(
    ("evidence", "good"),
    [
        ([{"object": 1, "binding": {"n": 1}, "failures": [], "undecided": []}], True),
        ([{**DIRECTION, "rule": "target-accepts", "more": 1}], True),
        ([{**DIRECTION, "object": 2}], False),
        ([{**DIRECTION, "binding": {"n": "01"}}], False),
        ([{**DIRECTION, "binding": {"n": True}}], False),
        ([{**DIRECTION, "failures": [{"code": "a.b", "fields": ["a"]}]}], False),
        ([{"object": 1, "binding": {"n": "1"}, "undecided": []}], False),
        ([DIRECTION, DIRECTION], False),
        (["x"], False),
        ("x", False),
        (None, False),
    ],
)
def test_evidence_is_compared_part_by_part(tmp_path: Path, evidence: Any, *, good: bool) -> None:
    one = [case("m", MATCH, {"outcome": "compatible", "evidence": [DIRECTION]})]
    body = MATCHES.replace("EVIDENCE", repr(evidence))
    _, found = report("--cases", written(tmp_path, one), "--", *program(body))
    assert found["levels"]["core"]["passed"] == 1
    assert bool(found["levels"]["evidence"]["passed"]) == good


def test_one_of_several_outcomes_is_right_and_its_evidence_counts(tmp_path: Path) -> None:
    wanted = [{"outcome": "unknown", "undecided": [{"code": "match.budget"}]}]
    one = [case("m", MATCH, {"outcome": ["compatible", "unknown"], "evidence": wanted})]
    corpus = written(tmp_path, one)
    body = MATCHES.replace("EVIDENCE", "[]")
    assert report("--cases", corpus, "--", *program(body))[0] == 0
    body = body.replace("'compatible'", "'unknown'")
    code, found = report("--cases", corpus, "--", *program(body))
    assert code == 1
    assert [failure["level"] for failure in found["failures"]] == ["evidence"]
    code, found = report("--cases", corpus, "--", *program(body.replace("unknown", "incompatible")))
    assert "core" in {failure["level"] for failure in found["failures"]}


CONVERT = """
def answer(request):
    if request['op'] == 'about':
        return {'name': 'x'}
    if request['op'] == 'convert':
        return WRITTEN
    return {'model': {'self': {'a': '1'}}}
"""


@pytest.mark.parametrize(
    ("form", "result", "good"),
    [
        ("json", {"text": '{"self": {"a": 1}}'}, True),
        ("json", {"text": '{"self": {"a": 2}}'}, False),
        ("json", {"text": "{"}, False),
        ("json", {"files": {}}, False),
        ("toml", {"text": "self = {a = 1}"}, True),
        ("toml", {"text": "self = {a = 1"}, False),
        ("yaml", {"text": "anything: the implementation reads it"}, True),
        ("dir", {"files": {"migration/self": "a=1"}}, True),
        ("dir", {"files": {"migration/me": "a=1"}}, False),
        ("dir", {"text": "a=1"}, False),
    ],
)
def test_what_is_converted_is_read_again(
    tmp_path: Path, form: str, result: dict[str, Any], *, good: bool
) -> None:
    expect: dict[str, Any] = {"model": MODEL}
    if form == "dir":
        expect["paths"] = ["migration/self"]
    one = [case("c", {"op": "convert", "document": "SELF: a=1", "to": form}, expect)]
    body = CONVERT.replace("WRITTEN", repr(result))
    code, _ = report("--cases", written(tmp_path, one), "--", *program(body))
    assert code == (0 if good else 1)


def test_each_line_can_be_seen(corpus: Path) -> None:
    done = run("run.py", "--cases", corpus, "--trace", "--case", "made/two", "--", *program(GOOD))
    assert '> {"id": 2, "op": "equal", ' in done.err
    assert '< {"id": 2, "equal": false}' in done.err


def test_the_report_is_what_its_schema_describes(corpus: Path) -> None:
    schemas = [
        json.loads((SUITE / "schema" / f"{name}.schema.json").read_text("utf-8"))
        for name in ("report", "protocol")
    ]
    registry: Registry[Any] = Registry().with_resources(
        [(found["$id"], Resource.from_contents(found)) for found in schemas]
    )
    validator = jsonschema.Draft202012Validator(schemas[0], registry=registry)
    for body in (GOOD, GOOD.replace("'equal': False", "'equal': True")):
        _, found = report("--cases", corpus, "--", *program(body))
        validator.validate(found)


@pytest.mark.parametrize("words", [("run.py", "--list"), ("run.py", "--help"), ("check.py",)])
def test_the_programs_run_from_anywhere(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out

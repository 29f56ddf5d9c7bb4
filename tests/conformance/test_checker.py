"""The checker passes the suite as it is, and sees whatever is wrong with another.

Belongs here: the suite, and the suite with one fault. Must not know: how a case is answered.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from suite.cases import Case, full_request
from suite.checking import missing_parts, wrong_cases, wrong_files
from suite.pages import DOCS, codes

from devcompat.codes.errors import ERRORS
from devcompat.codes.evidence import EVIDENCE
from devcompat.codes.lint import LINTS
from devcompat.verbs.conformance import answer_line
from tests.conformance.corpus import CASES, ROOT, SUITE
from tests.conformance.process import run


def test_nothing_is_wrong_with_the_suite() -> None:
    done = run("check.py")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(CASES)} cases, nothing wrong\n"
    assert len(CASES) >= 700


def test_the_codes_that_are_checked_for_are_those_of_the_registries() -> None:
    registered = {found.code: found.section for found in ERRORS}
    registered |= {found.code: found.section for found in EVIDENCE}
    registered |= dict.fromkeys((found.code for found in LINTS), "7")
    on_the_page = codes(DOCS / "codes.md")
    assert set(on_the_page) == set(registered)
    assert {code for code, section in on_the_page.items() if section} == {
        code for code, section in registered.items() if section
    }


def changed(name: str, **changes: Any) -> list[Case]:
    """Return the suite's cases, one of them changed."""
    assert name in {case.name for case in CASES}
    return [case._replace(**changes) if case.name == name else case for case in CASES]


def without(refused: Callable[[Case], bool]) -> list[Case]:
    """Return the suite's cases without some."""
    return [case for case in CASES if not refused(case)]


ONE = "match/nearest"
ROW = "truth-table/table-7"
(REQUEST,) = [case.request for case in CASES if case.name == ROW]
FAULTS: dict[str, tuple[list[Case], str]] = {
    "an id twice": ([*CASES, CASES[0]._replace(request={"op": "parse", "document": "SELF: q=1"})],
                    f"{CASES[0].name}: 2 cases have this id"),
    "the same request": (
        [*CASES, CASES[0]._replace(name="x/y")], f"x/y: asks the same as {CASES[0].name}"),
    "the same request, written otherwise": (
        [*CASES, CASES[0]._replace(name="x/y", request={"rule": "target-accepts", **REQUEST})],
        f"x/y: asks the same as {ROW}"),
    "no such section": (changed(ONE, section="5.9"), f"{ONE}: there is no section 5.9"),
    "a section that has no rules": (
        changed(ONE, section="7"), "section 7: has a case, and is listed as one"),
    "a section without a case": (
        without(lambda case: case.section == "4.6"), "section 4.6: no case"),
    "a code without a case": (
        without(lambda case: "vocabulary.rule" in str(case)), "code vocabulary.rule: no case"),
    "an unknown code": (
        changed(ONE, expect={"problem": {"code": "text.emtpy"}}),
        "code text.emtpy: not in codes.md"),
    "an operation without a case": (
        without(lambda case: case.request["op"] == "fix"), "operation fix: no case"),
    "a level without a case": (without(lambda case: case.level == "type"), "level type: no case"),
    "evidence nowhere": (
        [case._replace(expect={"outcome": "unknown"}) for case in CASES],
        "level evidence: no case"),
    "a limit on one side": (
        without(lambda case: case.name == "limits/objects-at"),
        "limits/objects-past: there is no limits/objects-at"),
    "a row of a table left out": (without(lambda case: case.name == ROW), "language.md:"),
    "a row of a table contradicted": (
        changed(ROW, expect={"outcome": "unknown"}), "expects unknown, and language.md:"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(name: str) -> None:
    cases, said = FAULTS[name]
    assert [line for line in (*wrong_cases(cases), *missing_parts(cases)) if said in line]


GOOD: dict[str, Any] = {
    "id": "a", "section": "5", "level": "core", "why": "b",
    "request": {"op": "parse", "document": "SELF:"}, "expect": {"model": {"self": {}}},
}  # fmt: skip
SHAPES: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown key": ({"note": "x"}, "'note' was unexpected"),
    "no why": ({"why": None}, "None is not of type 'string'"),
    "a why of two lines": ({"why": "a\nb"}, "cases/0/why"),
    "an id with blanks": ({"id": "a b"}, "cases/0/id"),
    "an unknown operation": ({"request": {"op": "sing"}}, "cases/0/request"),
    "a document that is none": ({"request": {"op": "parse", "document": 1}}, "cases/0/request"),
    "an unknown level": ({"level": "best"}, "'best' is not one of"),
    "a level of what cases have besides": ({"level": "evidence"}, "'evidence' is not one of"),
    "nothing expected": ({"expect": {}}, "cases/0/expect"),
    "two things expected": (
        {"expect": {"equal": True, "outcome": "unknown"}}, "cases/0/expect"),
    "evidence without an outcome": (
        {"expect": {"equal": True, "evidence": [{"object": 1}]}}, "cases/0/expect"),
}  # fmt: skip


def wrong_shapes(directory: Path, case: dict[str, Any]) -> list[str]:
    text = json.dumps({"title": "t", "cases": [case]})
    (directory / "made.json").write_text(text, encoding="utf-8")
    return list(wrong_files(directory))


@pytest.mark.parametrize("name", SHAPES)
def test_a_case_of_another_shape_is_seen(tmp_path: Path, name: str) -> None:
    change, said = SHAPES[name]
    assert wrong_shapes(tmp_path, GOOD) == []
    (line,) = wrong_shapes(tmp_path, GOOD | change)
    assert line.startswith("made.json: cases/0")
    assert said in line


def test_a_fault_is_printed_and_the_exit_code_tells(tmp_path: Path) -> None:
    wrong_shapes(tmp_path, GOOD)
    done = run("check.py", "--cases", tmp_path)
    assert (done.code, done.err) == (1, "")
    assert "level evidence: no case\n" in done.out
    assert "nothing wrong" not in done.out


@pytest.mark.parametrize("text", ["{", '{"title": "t", "title": "u", "cases": []}'])
def test_a_file_that_is_no_json_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    done = run("check.py", "--cases", tmp_path)
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("x.json: ")


def test_an_empty_corpus_fails(tmp_path: Path) -> None:
    done = run("check.py", "--cases", tmp_path)
    assert done.code == 2
    assert done.err == f"check.py: no cases in {tmp_path}\n"


def test_what_the_pages_say_anew_wants_a_case(tmp_path: Path) -> None:
    for name in ("language.md", "codes.md"):
        shutil.copy(ROOT / "docs" / name, tmp_path)
    page = tmp_path / "language.md"
    text = page.read_text("utf-8").replace("## 10. ", "### 9.9 New\n\nA rule.\n\n## 10. ")
    page.write_text(text, encoding="utf-8")
    assert list(missing_parts(CASES, tmp_path)) == ["section 9.9: no case"]
    page = tmp_path / "codes.md"
    row = next(line for line in page.read_text("utf-8").splitlines() if "`field.missing`" in line)
    with page.open("a", encoding="utf-8") as file:
        heading = "| code | section | meaning | what to do |\n| --- | --- | --- | --- |\n"
        file.write(f"\n{heading}{row.replace('field.missing', 'field.new')}\n")
        file.write("| `elsewhere.new` |  | x | y |\n")
    assert "code field.new: no case" in list(missing_parts(CASES, tmp_path))
    assert any("elsewhere.new" in line for line in missing_parts(CASES, tmp_path))


def validator(name: str) -> jsonschema.Draft202012Validator:
    schemas = {
        path.name.split(".")[0]: json.loads(path.read_text("utf-8"))
        for path in (SUITE / "schema").glob("*.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        [(found["$id"], Resource.from_contents(found)) for found in schemas.values()]
    )
    schema = {"$ref": f"{schemas['protocol']['$id']}#/$defs/{name}"}
    return jsonschema.Draft202012Validator(schema, registry=registry)


def test_requests_and_our_answers_are_what_the_protocols_schema_describes() -> None:
    requests, answers = validator("request"), validator("answer")
    for number, case in enumerate(CASES):
        request = {"id": number, **full_request(case.request)}
        requests.validate(request)
        answers.validate(answer_line(json.dumps(request).encode(), "0"))
    answers.validate(answer_line(b'{"id": 1, "op": "about"}', "0"))


def test_the_readme_names_every_file_level_and_operation() -> None:
    text = (SUITE / "README.md").read_text("utf-8")
    for path in (*SUITE.glob("*.py"), *SUITE.glob("schema/*.json")):
        assert path.name in text
    protocol = json.loads((SUITE / "schema" / "protocol.schema.json").read_text("utf-8"))
    for level in protocol["$defs"]["level"]["enum"]:
        assert f"`{level}`" in text
    for one in protocol["$defs"]["request"]["oneOf"]:
        assert f"`{one['properties']['op']['const']}`" in text


@pytest.mark.parametrize("number", range(2))
def test_the_readmes_lines_of_the_protocol_are_of_it(number: int) -> None:
    text = (SUITE / "README.md").read_text("utf-8")
    block = re.findall(r"```json\n(.*?)```", text, re.DOTALL)[number]
    for line in block.splitlines():
        validator("answer" if number else "request").validate(json.loads(line))

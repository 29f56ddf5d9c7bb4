"""Lint beyond the conformance cases: what is named, what is given up, and hostile documents."""

import pytest

from devcompat.algebra.lint.checks import lint
from devcompat.algebra.lint.finding import Finding
from devcompat.formats.registry import read_document
from devcompat.language.parser import parse
from devcompat.verbs.lint import lint_file
from devcompat.wording.findings import finding_advice, finding_sentence
from fuzz.linting import check_lint
from tests.docs.pages import ROOT
from tests.match.hostile import BULK, PAIRS, SPLITS

HOSTILE = {name: pair.target for table in (SPLITS, BULK, PAIRS) for name, pair in table.items()}


def findings(text: str, code: str) -> list[Finding]:
    return [found for found in lint(parse(text)) if found.code == code]


def only(text: str, code: str) -> Finding:
    (found,) = findings(text, code)
    return found


@pytest.mark.parametrize(
    ("objects", "by"),
    [
        (["a=1", "a=2", "a={n:int:1..2}"], [(2,), (2,)]),
        (["a={n:int:1..4}", "a={n:int:3..6}", "a={n:int:5..9}", "b=1"], [(0, 2)]),
        (["a=1", "a=1", "a=1"], [(0,), (0,)]),
        (["a={n:int:1,2}", "a=1", "a=2"], [(0,), (0,)]),
        (["a={x:any} b=1", "b=1", "a=1 b=1"], [(0,), (0,)]),
    ],
)
def test_the_fewest_that_cover_are_named(objects: list[str], by: list[tuple[int, ...]]) -> None:
    text = "SELF: a=1 " + " ".join(f"COMPATIBLE: {item}" for item in objects)
    assert [found.facts["by"] for found in findings(text, "lint.covered")] == by


def test_an_object_that_never_matches_neither_covers_nor_is_covered() -> None:
    text = "SELF: a=1 COMPATIBLE: a=1 COMPATIBLE: v={x:version:<0} COMPATIBLE: v={x:version:<0}"
    assert findings(text, "lint.covered") == []
    assert len(findings(text, "lint.never-matches")) == 2


def test_a_question_that_takes_too_long_is_told_once() -> None:
    boxes = [
        " ".join(f"f{n}={{n{n}:int:{at * n % 7}..{60 + at * n % 11}}}" for n in range(16))
        for at in range(40)
    ]
    text = "SELF: a=1\n" + "".join(f"COMPATIBLE: {box}\n" for box in boxes)
    found = only(text, "lint.undecided")
    assert found.facts["question"] == "covered"
    assert "accepts was given up" in finding_sentence(found)


def test_the_values_of_arithmetic_that_couples_nothing_are_offered() -> None:
    found = only("SELF: a=x COMPATIBLE: a=1 g={n:int:0..20}/2", "lint.variable-alone")
    assert found.instead == "{n:int:0..10}"
    assert found.instead in finding_advice(found)
    few = only("SELF: a=x COMPATIBLE: a=1 g={n:int:1,2,7}*3", "lint.variable-alone")
    assert few.instead == "{n:int:3,6,21}"


def test_why_a_device_refuses_itself_is_told_with_the_place() -> None:
    text = "SELF:\n  a=1\n  b=2\nCOMPATIBLE:\n  a=5\n  b=5\nCOMPATIBLE:\n  a=1\n  b={n:int:3..4}\n"
    found = only(text, "lint.self-refused")
    assert (found.object_index, found.fields) == (1, ("b",))
    assert finding_sentence(found).endswith("it refuses SELF's b=2 (line 9, column 3)")


def test_of_a_type_the_choice_is_told() -> None:
    text = "PARAMETERS: p={n:int:1..4} SELF: t={n} COMPATIBLE: t={m:int:1..2}"
    found = only(text, "lint.self-refused")
    assert finding_sentence(found).startswith("the device that n=3 gives does not accept")


def test_a_page_of_json_is_one_of_its_text() -> None:
    fields = ", ".join(f'"f{number}": "{"x" * 100}"' for number in range(40))
    data = f'{{"self": {{{fields}}}, "compatible": [{{"fields": {{{fields}}}}}]}}'.encode()
    found = lint(read_document(data, "", "json"), structured=True)
    assert [finding.code for finding in found] == ["lint.page"]
    assert "the descriptor as text has" in finding_sentence(found[0])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends(name: str) -> None:
    check_lint(parse(HOSTILE[name]))


def test_what_to_write_instead_of_arithmetic_by_accident() -> None:
    bare = only("SELF: a=10-4 COMPATIBLE: a=10-{n:int:1..9} # x", "lint.arithmetic")
    assert finding_advice(bare).endswith(': a="10-{n:int:1..9}"')
    quoted = only('SELF: a=8 b=4 COMPATIBLE: a={n:int:8} b="{n}/2"', "lint.quoted-arithmetic")
    assert finding_advice(quoted).endswith(": b={n}/2")


def documents_of_ours() -> list[str]:
    captured = {path.parent for path in (ROOT / "tests" / "captures").rglob("migration*")}
    typed = {path.parent for path in (ROOT / "tests" / "captures").rglob("software_version")}
    directories = sorted(str(path) for path in captured | typed if "debug" not in path.parts)
    return [*map(str, (ROOT / "examples" / "descriptors").iterdir()), *directories]


def test_nothing_is_found_in_our_examples_and_captures() -> None:
    linted = [lint_file(name) for name in documents_of_ours()]
    readable = [found for found in linted if found.error is None]
    assert len(readable) >= 6
    assert [(found.name, item) for found in readable for item in found.findings] == []
    broken = [found.name.rpartition("/")[2] for found in linted if found.error is not None]
    assert set(broken) == {"acme-broken"}


def test_of_several_reasons_the_first_field_is_told() -> None:
    text = "SELF: a=1 COMPATIBLE: a=1 b={n:int:1,3} c={n}/2 v={x:version:<0} d={n}/0 e={n}/4"
    assert only(text, "lint.never-matches").fields == ("c",)
    turned = "SELF: a=1 COMPATIBLE: v={x:version:<0} a=1 b={n:int:1,3} c={n}/2"
    assert only(turned, "lint.never-matches").fields == ("v",)

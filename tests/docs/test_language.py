"""What docs/language.md says by example is what the program does."""

import re

import pytest

from devcompat.algebra.diff import diff
from devcompat.codes.baselines import BASELINES
from devcompat.codes.differences import DIFFERENCES
from devcompat.codes.errors import ERRORS
from devcompat.codes.evidence import EVIDENCE
from devcompat.codes.lint import LINTS, NOTE
from devcompat.formats.registry import FORMATS, LAYOUTS, detect, read_document
from devcompat.language import limits
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match import budget
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.verdict import BASES, RULES
from devcompat.vocabulary.rules import RULES as FIELD_RULES
from tests.conformance.corpus import CASES
from tests.docs.pages import DOCS, Block, Row, blocks, code, ident, page_text, rows

PAGE = DOCS / "language.md"
DESCRIPTORS = blocks(PAGE, "descriptor")
IN_COMPATIBLE = rows(PAGE, ("written in COMPATIBLE", "result"))
AS_DOCUMENT = rows(PAGE, ("written as a document", "result"))
COMPARED = rows(PAGE, ("OLD", "NEW", "relation"))
MATCHES = rows(PAGE, ("source", "target", "outcome", "evidence"))
POSITIONS = rows(PAGE, ("error", "where it stands", "written as a document", "position"))
LONG_POSITIONS = rows(PAGE, ("error", "where it stands"))
LIMITS = rows(PAGE, ("limit", "number", "code"))

_FINDING = re.compile(r"`([a-z-]+\.[a-z-]+)`(?: ([\w+]+))?")
_BOUND = re.compile(r"(\w+)=([^,]*)")


def codes_of(text: str) -> list[str]:
    try:
        parse(text)
    except InputError as error:
        return [problem.code for problem in error.problems]
    return []


def test_the_page_has_examples_of_each_kind() -> None:
    assert len(DESCRIPTORS) >= 3
    assert len(IN_COMPATIBLE) >= 50
    assert len(AS_DOCUMENT) >= 15
    assert len(MATCHES) >= 60
    assert len(COMPARED) >= 10
    assert len(LIMITS) >= 11


@pytest.mark.parametrize("row", COMPARED, ids=ident)
def test_two_sides_differ_as_the_page_says(row: Row) -> None:
    *sides, relation = row.cells
    old, new = (
        compile_document(
            parse("SELF: " + "".join(f"COMPATIBLE: {code(item)} " for item in objects))
        )
        for objects in (side.split(" · ") for side in sides)
    )
    assert diff(old, new).relation == relation


@pytest.mark.parametrize("block", DESCRIPTORS, ids=ident)
def test_a_descriptor_reads(block: Block) -> None:
    parse(block.body)


STRUCTURED = [block for info in ("json", "yaml", "toml") for block in blocks(PAGE, info)]


@pytest.mark.parametrize("block", STRUCTURED, ids=ident)
def test_a_structured_descriptor_reads_and_shows_its_format(block: Block) -> None:
    read_document(block.body.encode())
    assert detect(block.body.encode()) == block.info


@pytest.mark.parametrize("row", POSITIONS, ids=ident)
def test_an_error_stands_where_the_page_says(row: Row) -> None:
    name, _, written, position = row.cells
    with pytest.raises(InputError) as raised:
        parse(code(written))
    first = raised.value.problems[0]
    assert first.position is not None
    assert (first.code, f"{first.position.line}:{first.position.column}") == (code(name), position)


FAMILIES = "text header syntax object field quote brace placeholder variable domain expression"
ELSEWHERE = {"variable.unused", "limit.defaults"}
"""Errors of these families that the text format does not have."""


def test_every_error_of_the_text_format_has_its_position_on_the_page() -> None:
    families = {*FAMILIES.split(), "parameter", "limit"}
    of_the_language = {error.code for error in ERRORS if error.section} - ELSEWHERE
    wanted = {name for name in of_the_language if name.split(".")[0] in families}
    assert wanted
    cells = [row.cells[0] for row in (*POSITIONS, *LONG_POSITIONS)]
    said = {name for cell in cells for name in re.findall(r"`([a-z.-]+)`", cell)}
    assert wanted - said == set()


def test_every_position_without_an_example_has_a_case() -> None:
    firsts = {case.expect["problem"]["code"] for case in CASES if "problem" in case.expect}
    said = {code(row.cells[0].split(", ")[0]) for row in LONG_POSITIONS}
    assert len(said) >= 10
    assert said - firsts == set()


def expected_codes(result: str) -> list[str]:
    return [] if result == "ok" else [code(result)]


@pytest.mark.parametrize("row", IN_COMPATIBLE, ids=ident)
def test_a_field_reads_or_is_the_error_that_the_page_says(row: Row) -> None:
    written, result = row.cells
    assert codes_of(f"SELF:\nCOMPATIBLE:\n{code(written)}") == expected_codes(result)


@pytest.mark.parametrize("row", AS_DOCUMENT, ids=ident)
def test_a_document_reads_or_is_the_error_that_the_page_says(row: Row) -> None:
    written, result = row.cells
    text = code(written)
    assert codes_of(f"{text}\n" if text else "") == expected_codes(result)


@pytest.mark.parametrize("row", MATCHES, ids=ident)
def test_a_pair_gets_the_outcome_and_evidence_that_the_page_says(row: Row) -> None:
    source_fields, target_fields, outcome, evidence = row.cells
    source = compile_document(parse(f"SELF: {code(source_fields)}"))
    target = compile_document(parse(f"SELF: COMPATIBLE: {code(target_fields)}"))
    verdict = judge(source, target)
    assert verdict.outcome == outcome
    (judgement,) = verdict.judgements
    found = [
        (failure.code, "+".join(failure.fields))
        for failure in (*judgement.failures, *judgement.undecided)
    ]
    if outcome == "compatible":
        bound = dict(_BOUND.findall(evidence.replace(", ", ",")))
        assert not bound or bound == {name: str(value) for name, value in judgement.binding.items()}
        return
    expected = _FINDING.findall(evidence)
    assert expected, "a row that does not match names its evidence"
    undecided = {"field.opaque"} if outcome == "incompatible" else set()
    assert [item for item in found if item[0] not in undecided] == expected


NUMBERS = {
    "limit.document": limits.DOCUMENT_BYTES,
    "limit.objects": limits.COMPATIBLE_OBJECTS,
    "limit.fields": limits.FIELDS,
    "limit.variables": limits.VARIABLES,
    "limit.items": limits.DOMAIN_ITEMS,
    "limit.name": limits.NAME_BYTES,
    "limit.value": limits.TEXT_BYTES,
    "limit.member": limits.TEXT_BYTES,
    "limit.joined": limits.TEXT_BYTES,
    "limit.placeholders": limits.PLACEHOLDERS,
    "limit.combinations": limits.COMBINATIONS,
}


def test_the_table_of_limits_is_that_of_the_program() -> None:
    said = {code(row.cells[2]): int(row.cells[1]) for row in LIMITS}
    assert said == NUMBERS


def test_the_budget_is_that_of_the_program() -> None:
    text = " ".join(page_text("language.md").split())
    assert f"{budget.PAIR_CANDIDATES:,} candidates of a pair" in text
    assert budget.EVIDENCE_CANDIDATES * 10 == budget.PAIR_CANDIDATES
    assert "a tenth of that again" in text
    assert f"at most {limits.REPORTED_PROBLEMS} of them" in text


def test_every_error_of_the_language_is_named_where_the_page_says_error() -> None:
    text = page_text("language.md")
    of_the_language = [error.code for error in ERRORS if error.section]
    assert of_the_language
    missing = [name for name in of_the_language if f"[`{name}`]" not in text]
    in_tables = [name for name in missing if f"| `{name}` |" in text]
    assert [name for name in missing if name not in in_tables] == []


def test_every_code_that_the_page_names_exists() -> None:
    tables = (BASELINES, DIFFERENCES, ERRORS, EVIDENCE, LINTS)
    known = {item.code for table in tables for item in table}
    named = set(re.findall(r"\[`([a-z-]+\.[a-z-]+)`\]", page_text("language.md")))
    assert named - known == set()


def test_every_lint_code_has_its_row_and_notes_are_named() -> None:
    listed = rows(DOCS / "language.md", ("code", "holds if", "position"))
    assert {row.cells[0].strip("`") for row in listed} == {item.code for item in LINTS}
    text = " ".join(page_text("language.md").split())
    (notes,) = re.findall(r"decided here\)\*\*\. ((?:[^.]|\.(?! ))*) are notes", text)
    named = set(re.findall(r"`(lint\.[a-z-]+)`", notes))
    assert named == {item.code for item in LINTS if item.severity == NOTE}


@pytest.mark.parametrize(
    "word",
    [
        *RULES,
        *BASES,
        *FORMATS,
        *LAYOUTS,
        *FIELD_RULES,
        *(item.code for item in EVIDENCE if item.section),
    ],
)
def test_the_page_names_every_rule_basis_format_and_evidence(word: str) -> None:
    assert f"`{word}`" in page_text("language.md")

"""What section 11 of docs/language.md shows of vocabularies is what the program does."""

import json

import pytest

from devcompat.catalog.shipped import shipped_vocabularies
from devcompat.catalog.vocabulary_file import KEYS, read_vocabulary
from devcompat.language.nodes import Document
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge
from devcompat.vocabulary.definition import RULE_NAMES, Vocabulary
from devcompat.vocabulary.derive import derive
from devcompat.vocabulary.rules import RULES
from tests.docs.pages import DOCS, Row, code, ident, page_text, rows
from tests.docs.test_schemas import demand, run

PAGE = DOCS / "language.md"
EXAMPLES = rows(PAGE, ("rule of the field", "source has", "target has", "verdict"))
SECTION = page_text("language.md").split("## 11. Field rules")[1]


def side(vocabulary: Vocabulary, cell: str) -> Compiled:
    text = code(cell)
    return compile_document(Document(derive({"a": text} if text else {}, vocabulary)))


@pytest.mark.parametrize("row", EXAMPLES, ids=ident)
def test_a_field_gets_the_verdict_that_the_page_says(row: Row) -> None:
    rule, source, target, outcome = row.cells
    data = f'name = "page"\nversion = "1"\n[fields]\na = {code(rule)}\n'.encode()
    vocabulary = read_vocabulary(data, "page.toml")
    assert judge(side(vocabulary, source), side(vocabulary, target)).outcome == outcome


def test_every_rule_has_examples_for_and_against() -> None:
    for name in RULE_NAMES:
        found = {row.cells[3] for row in EXAMPLES if f'"{name}"' in row.cells[0]}
        expected = {"opaque": {"unknown"}, "ignored": {"compatible"}}
        assert found == expected.get(name, {"compatible", "incompatible"}), name


def test_the_vocabulary_on_the_page_reads() -> None:
    body = SECTION.split("```toml vocabulary\n")[1].split("```")[0]
    found = read_vocabulary(body.encode(), "acme.toml")
    assert (found.name, found.unlisted, len(found.fields)) == ("acme-nic", "equal", 5)


def test_every_key_rule_and_shipped_vocabulary_is_on_the_page() -> None:
    assert set(RULES) == set(RULE_NAMES)
    words = (*KEYS, *RULES, *shipped_vocabularies(), "default", "lists", "decides")
    assert [word for word in words if f"`{word}`" not in SECTION] == []


@pytest.mark.parametrize("given", ["SELF: level=2 features=a x=1", "SELF: level=two", "SELF:"])
@pytest.mark.parametrize("name", shipped_vocabularies())
def test_what_follows_as_json_is_what_the_schema_describes(name: str, given: str) -> None:
    words = ("derive", "-", "--vocabulary", name, "--json")
    demand("derivation", json.loads(run(*words, given=given.encode())))

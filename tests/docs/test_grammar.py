"""The grammar in docs/language.md is the one in the docstrings of the parser."""

import ast
import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

LANGUAGE = ROOT / "src" / "devcompat" / "language"
_PRODUCTION = re.compile(r"^ *([a-z][a-z ]*?) *= (.*?) ;(?= *$|   )", re.MULTILINE | re.DOTALL)


def productions(text: str) -> dict[str, str]:
    return {name: " ".join(rule.split()) for name, rule in _PRODUCTION.findall(text)}


def docstrings(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    kinds = (ast.Module, ast.FunctionDef, ast.ClassDef)
    found = [ast.get_docstring(node) for node in nodes if isinstance(node, kinds)]
    return [text for text in found if text]


PAGE: dict[str, str] = {}
for block in blocks(DOCS / "language.md", "ebnf"):
    PAGE |= productions(block.body)
CODE = {
    (path.stem, name): rule
    for path in sorted(LANGUAGE.glob("*.py"))
    for text in docstrings(path)
    for name, rule in productions(text).items()
}
TERMINALS = {"space or tab"}


def test_there_are_productions_on_both_sides() -> None:
    assert len(PAGE) >= 30
    assert len(CODE) >= 15


@pytest.mark.parametrize("key", CODE, ids="-".join)
def test_a_production_of_the_parser_is_on_the_page(key: tuple[str, str]) -> None:
    _, name = key
    assert name in PAGE
    assert CODE[key] == PAGE[name]


@pytest.mark.parametrize("name", PAGE)
def test_every_word_of_a_production_is_defined(name: str) -> None:
    rule = re.sub(r"\?.*?\?", "", PAGE[name])
    rule = re.sub(r'"[^"]*"', "", rule)
    rule = re.sub(r"'[^']*'", "", rule)
    words = {word.strip() for word in re.split(r"[,|{}\[\]()]", rule)}
    assert {word for word in words if word} - set(PAGE) - TERMINALS == set()

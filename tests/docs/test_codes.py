"""docs/codes.md is what the registries say, and the registries are what the program gives."""

import ast
import re
from pathlib import Path

import pytest

from devcompat.codes.registry import Entry
from devcompat.inventory.misses import MISS_CODES
from devcompat.verbs.explain import all_entries
from tests.docs.pages import ROOT, page_text, script

SRC = ROOT / "src" / "devcompat"
TABLES = ("baselines", "differences", "errors", "evidence", "lint", "plans", "reasons", "steps")
REGISTRIES = {SRC / "codes" / f"{name}.py" for name in TABLES}
MISSES = SRC / "inventory" / "misses.py"
_CODE = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)?", re.ASCII)


def texts_in(path: Path) -> set[str]:
    """Return the string literals of a module, docstrings and parts of f-strings included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def texts() -> dict[str, list[str]]:
    """Return every literal of the program, the registries left out, with the modules it is in."""
    found: dict[str, list[str]] = {}
    for path in sorted(SRC.rglob("*.py")):
        if path not in REGISTRIES:
            for text in texts_in(path):
                found.setdefault(text, []).append(str(path.relative_to(SRC)))
    return found


def registered() -> dict[str, Entry]:
    return {entry.code: entry for entry in all_entries()}


def test_the_page_is_what_the_registries_say() -> None:
    made = script("generate_codes.py").page()
    assert page_text("codes.md") == made, "run: python docs/generate_codes.py"


def test_a_code_stands_in_one_registry_only() -> None:
    codes = [entry.code for entry in all_entries()]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("entry", all_entries(), ids=lambda entry: entry.code)
def test_an_entry_has_a_meaning_and_a_next_step(entry: Entry) -> None:
    assert _CODE.fullmatch(entry.code)
    assert entry.meaning
    assert entry.next_step


def test_every_literal_that_looks_like_a_code_is_registered() -> None:
    known = registered()
    families = {code.split(".")[0] for code in known if "." in code}
    unknown = {
        text: where
        for text, where in texts().items()
        if _CODE.fullmatch(text)
        and "." in text
        and text.split(".")[0] in families
        and text not in known
    }
    assert unknown == {}


def test_every_registered_code_is_given_somewhere() -> None:
    literals = texts()
    misses = {row.code for row in MISS_CODES}
    printed = {"internal"} if any(": internal: " in text for text in literals) else set()
    unused = set(registered()) - set(literals) - printed - misses
    assert unused == set()


def test_every_kind_of_miss_is_given_somewhere() -> None:
    tree = ast.parse(MISSES.read_text(encoding="utf-8"))
    names = {
        node.target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    used = {
        node.attr
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert {code for name, code in names.items() if name not in used} == set()
    assert set(names.values()) == {row.code for row in MISS_CODES}

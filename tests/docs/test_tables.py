"""The tables on the pages are the program's tables, and the examples of overlays are overlays."""

import json
from pathlib import Path

import pytest

from devcompat.discovery.overlay import TypeMatch
from devcompat.discovery.overlay_file import read_overlay
from devcompat.verbs.overlays import load_overlay
from tests.docs.pages import DOCS, blocks, page_text, script

TABLES = script("generate_tables.py")
CAPTURES = DOCS / "captures.md"


@pytest.mark.parametrize("name", TABLES.PAGES)
def test_the_tables_of_a_page_are_the_programs(name: str) -> None:
    assert page_text(name) == TABLES.page(name), "run: python docs/generate_tables.py"


@pytest.mark.parametrize("name", TABLES.TABLES)
def test_every_table_stands_on_one_page(name: str) -> None:
    text = "".join(page_text(page) for page in TABLES.PAGES)
    assert text.count(f"<!-- table {name},") == 1


@pytest.mark.parametrize("name", TABLES.TABLES)
def test_a_table_has_rows_of_equal_length(name: str) -> None:
    lines = TABLES.TABLES[name]().splitlines()
    assert len(lines) >= 5
    assert len({line.count(" | ") for line in lines}) == 1


@pytest.mark.parametrize("form", ["yaml", "toml"])
def test_the_overlay_on_the_page_is_the_one_that_its_commands_use(form: str) -> None:
    block = blocks(CAPTURES, form)[0]
    assert block.body == (DOCS / f"overlay.{form}").read_text(encoding="utf-8")


def test_an_overlay_of_types_on_the_page_reads(tmp_path: Path) -> None:
    block = blocks(CAPTURES, "yaml")[1]
    (tmp_path / "o.yaml").write_text(block.body)
    overlay = load_overlay(str(tmp_path / "o.yaml"))
    assert overlay is not None
    (entry,) = overlay.entries
    assert entry.match == TypeMatch(parent="0000:65:00.0", type_id="nvidia-105")


def test_both_overlays_say_the_same() -> None:
    read = [
        read_overlay((DOCS / f"overlay.{form}").read_bytes(), f"overlay.{form}").entries
        for form in ("yaml", "toml")
    ]
    said = [[entry._replace(line=None) for entry in entries] for entries in read]
    assert said[0] == said[1]


@pytest.mark.parametrize("block", blocks(CAPTURES, "json"), ids=lambda block: str(block.line))
def test_json_examples_are_json(block: object) -> None:
    assert isinstance(json.loads(getattr(block, "body", "")), dict)

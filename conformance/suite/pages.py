"""Pages: what the specification's pages list, which the suite has to cover.

Belongs here: finding sections, codes and tables in Markdown. Must not know: cases.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parents[2] / "docs"

NOTHING = "(nothing)"

_HEADING = re.compile(r"#{2,3} ([0-9]+(?:\.[0-9]+)?)\.? .+")
_SEPARATOR = re.compile(r"[|\s:-]+")


class Row(NamedTuple):
    """A row of a table: the section and the line it stands in, its cells by their headings."""

    section: str
    line: int
    cells: dict[str, str]


def sections(page: Path) -> list[str]:
    """Return the numbers of a page's sections."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [found[1] for line in lines if (found := _HEADING.fullmatch(line))]


def rows(page: Path, headings: tuple[str, ...]) -> list[Row]:
    """Return the rows of all tables of a page that have exactly these headings."""
    return [row for row in _all_rows(page) if tuple(row.cells) == headings]


def _all_rows(page: Path) -> Iterator[Row]:
    section = ""
    headings: list[str] | None = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        found = _HEADING.fullmatch(line)
        section = found[1] if found else section
        if not line.startswith("|"):
            headings = None
        elif headings is None:
            headings = _cells(line)
        elif not _SEPARATOR.fullmatch(line):
            cells = _cells(line)
            cells += [""] * (len(headings) - len(cells))
            yield Row(section, number, dict(zip(headings, cells, strict=True)))


def _cells(line: str) -> list[str]:
    return [cell.strip(" |") for cell in line.strip().strip("|").split(" | ")]


def written(cell: str) -> str:
    """Return what a cell says in code; `(nothing)` is the empty text."""
    return "" if cell == NOTHING else cell.removeprefix("`").removesuffix("`")


def codes(page: Path) -> dict[str, str]:
    """Return the codes of errors, evidence and lint in docs/codes.md, each with its section."""
    texts = ("meaning", "what to do")
    found = [
        *rows(page, ("code", "section", *texts)),
        *rows(page, ("code", "severity", "section", *texts)),
    ]
    return {written(row.cells["code"]): row.cells["section"] for row in found}

"""Pages: the documentation's files, cut into fenced blocks and tables.

Belongs here: finding and reading them. Must not know: what any page says.
"""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_NOTHING = "(nothing)"


class Block(NamedTuple):
    """A fenced block: what stands after the fence, its text, and the line it begins on."""

    page: Path
    info: str
    body: str
    line: int


class Row(NamedTuple):
    """A row of a table: its cells, and the line it stands on."""

    page: Path
    cells: tuple[str, ...]
    line: int


def page_text(name: str) -> str:
    """Return the text of a page below docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    """Return a script below docs/ as a module: what it would write can be asked for."""
    spec = importlib.util.spec_from_file_location(name.removesuffix(".py"), DOCS / name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(page: Path, info: str) -> list[Block]:
    """Return the page's fenced blocks that are marked with `info`."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, found["info"], found["body"], text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
        if found["info"].split() == [info]
    ]


def rows(page: Path, heading: tuple[str, ...]) -> list[Row]:
    """Return the rows of all the page's tables with that heading."""
    found: list[Row] = []
    inside = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("|"):
            inside = False
            continue
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))
        cells = tuple(cell.strip(" |") for cell in cells)
        if cells == heading:
            inside = True
        elif inside and not set(line) <= set("|- "):
            cells += ("",) * (len(heading) - len(cells))
            found.append(Row(page, cells, number))
    return found


def code(cell: str) -> str:
    """Return what a cell says in code; `(nothing)` is the empty text."""
    if cell == _NOTHING:
        return ""
    assert cell.startswith("`"), cell
    assert cell.endswith("`"), cell
    return cell[1:-1]


def ident(item: Block | Row) -> str:
    """Return a test's name: page and line."""
    return f"{item.page.name}:{item.line}"

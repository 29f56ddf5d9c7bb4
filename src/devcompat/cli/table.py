"""Table: rows as text, through rich.

Belongs here: the one use of rich's tables. Must not know: what the rows say.
"""

import io
import os
import shutil
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_STYLES = {
    "yes": "green",
    "compatible": "green",
    "no": "red",
    "incompatible": "red",
    "unknown": "yellow",
}
_GAP = 2
_INDENT = 2
_LEAST = 20
"""Of the last column, where it is folded."""
_WIDE = 10_000
"""The width where nothing is folded."""

Rows = Sequence[Sequence[str]]


def render(headings: Sequence[str], rows: Rows, *, terminal: bool) -> list[str]:
    """Return a table's lines: ruled and coloured for a terminal, else plain columns.

    Names and addresses stay whole, so that they can be copied. On a terminal the last column is
    folded to its width; where that is not enough, the first cell of each row stands on a line of
    its own above the others; where they still do not fit, they are a list. Cells are plain text
    without control characters.
    """
    if not terminal:
        return _plain(headings, rows)
    console = _Console()
    width = shutil.get_terminal_size().columns
    if _least_width(headings, rows) <= width:
        console.columns(headings, rows, width)
    elif _INDENT + _least_width(headings[1:], [row[1:] for row in rows]) <= width:
        console.stacked(headings, rows, width)
    else:
        console.listed(headings, rows, width)
    return console.lines()


def _plain(headings: Sequence[str], rows: Rows) -> list[str]:
    """Return plain columns without rich, a hundred times faster: a fleet has many rows."""
    table = [[heading.upper() for heading in headings], *rows]
    columns = [_padded(column) for column in zip(*table, strict=True)]
    lines = [(" " * _GAP).join(row).rstrip() for row in zip(*columns, strict=True)]
    return [line for line in lines if line]


def _padded(column: Sequence[str]) -> list[str]:
    """Return cells with blanks behind them, so that all are as wide as the widest."""
    if all(map(str.isascii, column)):
        width = max(map(len, column))
        return [cell.ljust(width) for cell in column]
    widths = [*map(cell_len, column)]
    widest = max(widths)
    return [cell + " " * (widest - width) for cell, width in zip(column, widths, strict=True)]


def _widths(headings: Sequence[str], rows: Rows) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]


def _least_width(headings: Sequence[str], rows: Rows) -> int:
    """Return the width that a table needs with its last column folded."""
    widths = _widths(headings, rows)
    return sum(widths[:-1]) + min(widths[-1], _LEAST) + _GAP * (len(widths) - 1)


def _styled(cell: str, written: str | None = None) -> Text:
    return Text(cell if written is None else written, style=_STYLES.get(cell, ""))


class _Console:
    """Writes rows through rich into memory."""

    def __init__(self) -> None:
        self._buffer = io.StringIO()
        self._console = Console(
            file=self._buffer, width=_WIDE, force_terminal=True, highlight=False,
            no_color=bool(os.environ.get("NO_COLOR")),
        )  # fmt: skip

    def lines(self) -> list[str]:
        """Return what was written."""
        return [line.rstrip() for line in self._buffer.getvalue().splitlines() if line.strip()]

    def columns(self, headings: Sequence[str], rows: Rows, width: int) -> None:
        """Write one line a row, more where the last column is folded."""
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False,
            header_style="bold", padding=(0, _GAP - 1, 0, 0),
        )  # fmt: skip
        for heading in headings:
            last = len(table.columns) == len(headings) - 1
            table.add_column(heading.upper(), overflow="fold", no_wrap=not last)
        for row in rows:
            table.add_row(*map(_styled, row))
        self._console.print(table, width=width)

    def stacked(self, headings: Sequence[str], rows: Rows, width: int) -> None:
        """Write the first cell of each row on a line of its own, the others below it in columns."""
        widths = _widths(headings, rows)[1:-1]
        room = width - _INDENT - sum(widths) - _GAP * len(widths)
        self._print(Text(headings[0].upper(), style="bold"))
        self._below([Text(heading.upper(), style="bold") for heading in headings[1:]], widths, room)
        self._print(Text("\u2500" * width))
        for first, *others in rows:
            self._print(Text(first))
            self._below([_styled(cell) for cell in others], widths, room)

    def _below(self, cells: Sequence[Text], widths: Sequence[int], room: int) -> None:
        line = Text(" " * _INDENT)
        for cell, width in zip(cells[:-1], widths, strict=True):
            line.append_text(cell)
            line.append(" " * (width - cell.cell_len + _GAP))
        indent = line.cell_len
        for number, part in enumerate(cells[-1].wrap(self._console, room)):
            self._print(Text(" " * indent).append_text(part) if number else line + part)

    def listed(self, headings: Sequence[str], rows: Rows, width: int) -> None:
        """Write the first cell of each row, and below it the others; each with its heading."""
        for first, *others in rows:
            self._print(Text(f"{headings[0]} ").append(first, style="bold"))
            said = Text(", ").join(
                Text(f"{heading} ").append_text(_styled(cell))
                for heading, cell in zip(headings[1:], others, strict=True)
            )
            for part in said.wrap(self._console, width - _INDENT):
                self._print(Text(" " * _INDENT).append_text(part))

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)

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
_GAP = 3
_LEAST = 20
"""Of the last column, where it is folded."""
_WIDE = 10_000
"""The width where nothing is folded."""


def render(headings: Sequence[str], rows: Sequence[Sequence[str]], *, terminal: bool) -> list[str]:
    """Return a table's lines: ruled and coloured for a terminal, else plain columns.

    Only the last column is folded, and only where the terminal has room for the others: names and
    addresses stay whole. Cells are plain text without control characters.
    """
    width = _folding_width(headings, rows) if terminal else None
    table = Table(
        box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, header_style="bold",
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    for heading in headings:
        last = len(table.columns) == len(headings) - 1
        table.add_column(heading.upper(), overflow="fold", no_wrap=width is None or not last)
    for row in rows:
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=width or _WIDE, force_terminal=terminal, highlight=False,
        no_color=bool(os.environ.get("NO_COLOR")) or not terminal,
    )  # fmt: skip
    console.print(table)
    return [line.rstrip() for line in buffer.getvalue().splitlines() if line.strip()]


def _folding_width(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return the terminal's width if the last column can be folded to it, else None."""
    width = shutil.get_terminal_size().columns
    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    left = width - sum(widths[:-1]) - _GAP * len(widths)
    return width if left >= min(widths[-1], _LEAST) else None

"""Table: rows as text, through rich.

Belongs here: the one use of rich's tables. Must not know: what the rows say.
"""

import io
import os
import shutil
from collections.abc import Sequence

from rich import box
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
_WIDE = 10_000
"""The width of what is not a terminal: nothing is folded there."""


def render(headings: Sequence[str], rows: Sequence[Sequence[str]], *, terminal: bool) -> list[str]:
    """Return a table's lines: ruled, folded and coloured for a terminal, else plain columns.

    Cells are plain text without control characters.
    """
    table = Table(
        box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, header_style="bold",
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    for heading in headings:
        table.add_column(heading.upper(), overflow="fold", no_wrap=not terminal)
    for row in rows:
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
    buffer = io.StringIO()
    width = shutil.get_terminal_size().columns if terminal else _WIDE
    console = Console(
        file=buffer, width=width, force_terminal=terminal, highlight=False,
        no_color=bool(os.environ.get("NO_COLOR")) or not terminal,
    )  # fmt: skip
    console.print(table)
    return [line.rstrip() for line in buffer.getvalue().splitlines()]

"""Tables: whatever the terminal's width, names stay whole and nothing runs out of it."""

import io
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from devcompat.cli.table import render

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
WORDS = st.text("abcde-:.09\u4e2d", min_size=1, max_size=12)
HEADINGS = ("device", "kind", "driver", "why")
ROWS = st.lists(
    st.tuples(WORDS, WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=8).map(" ".join)),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def _no_colour_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def plain(lines: list[str]) -> list[str]:
    return [ESCAPE.sub("", line) for line in lines]


def on_terminal(rows: list[tuple[str, ...]], width: int) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        return render(HEADINGS, rows, terminal=True)


def words_of(lines: list[str]) -> Iterator[str]:
    for line in plain(lines):
        yield from re.split(r"[ ,]+", line)


@given(ROWS, st.integers(30, 120))
def test_on_a_terminal_no_line_is_wider_and_every_word_is_whole(
    rows: list[tuple[str, ...]], width: int
) -> None:
    lines = on_terminal(rows, width)
    assert max(map(cell_len, plain(lines))) <= width
    shown = set(words_of(lines))
    assert {word for row in rows for cell in row for word in cell.split()} <= shown


@given(ROWS)
def test_in_a_pipe_a_row_is_a_line_whatever_its_width(rows: list[tuple[str, ...]]) -> None:
    lines = render(HEADINGS, rows, terminal=False)
    assert len(lines) == len(rows) + 1
    assert plain(lines) == lines
    assert all(cell in line for row, line in zip(rows, lines[1:], strict=True) for cell in row)


UUID = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
ROW = (UUID, "mdev", "mtty", "value.differs  nr_ports: wanted 2, found 1")


def test_where_all_fits_it_is_a_table() -> None:
    heading, rule, row = plain(on_terminal([ROW], 120))
    assert heading.split() == ["DEVICE", "KIND", "DRIVER", "WHY"]
    assert set(rule) == {"\u2500"}
    assert row.startswith(f"{UUID}  mdev  mtty    value.differs")


def test_the_last_column_is_folded_first() -> None:
    lines = plain(on_terminal([ROW], 80))
    assert lines[2].startswith(f"{UUID}  mdev  mtty")
    assert len(lines) == 4


def test_then_the_first_cell_has_a_line_of_its_own() -> None:
    lines = plain(on_terminal([ROW], 52))
    assert lines[:2] == ["DEVICE", "  KIND  DRIVER  WHY"]
    assert lines[3:] == [UUID, "  mdev  mtty    value.differs  nr_ports: wanted 2,",
                         "                found 1"]  # fmt: skip


def test_at_last_the_row_is_a_list() -> None:
    lines = plain(on_terminal([(UUID, "mdev" * 5, "mtty" * 5, "because")], 50))
    assert lines == [
        f"device {UUID}", f"  kind {'mdev' * 5}, driver", f"  {'mtty' * 5}, why because",
    ]  # fmt: skip


@pytest.mark.usefixtures("_no_colour_wanted")
@pytest.mark.parametrize("width", [120, 60, 40])
def test_answers_are_coloured_in_every_shape(width: int) -> None:
    row = (UUID, "no", "mtty", "unknown")
    assert "\x1b[31mno" in "".join(on_terminal([row], width))
    assert "\x1b[33munknown" in "".join(on_terminal([row], width))


CELLS = st.text(
    st.characters(min_codepoint=33, max_codepoint=126) | st.sampled_from("\u4e3b\u00f4")
)


def columns_of_rich(rows: list[tuple[str, ...]]) -> list[str]:
    """Return what rich makes of rows where nothing is ruled, coloured or folded."""
    whole = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        whole.add_column(heading.upper(), no_wrap=True)
    for row in rows:
        whole.add_row(*map(Text, row))
    written = io.StringIO()
    Console(file=written, width=10_000, highlight=False, no_color=True).print(whole)
    return [line.rstrip() for line in written.getvalue().splitlines() if line.strip()]


@given(st.lists(st.tuples(*[CELLS] * len(HEADINGS)), max_size=6))
def test_a_table_in_a_pipe_is_what_rich_makes_of_it(rows: list[tuple[str, ...]]) -> None:
    assert render(HEADINGS, rows, terminal=False) == columns_of_rich(rows)

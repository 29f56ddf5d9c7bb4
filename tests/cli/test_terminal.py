"""On a terminal: colour unless it is not wanted, tables within it, a caret below the place."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from .process import run
from .terminal import run_on_terminal

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
CHECK = ("check", "a.txt", "refusing.txt")
DISCOVER = ("discover", "--root", "captures/mdev-created")


@pytest.mark.parametrize("words", [CHECK, DISCOVER, ("explain", "usage")])
def test_a_terminal_has_colour_and_a_pipe_has_none(words: Sequence[str], desk: Path) -> None:
    assert ESCAPE.search(run_on_terminal(words, desk))
    assert "\x1b" not in run(words, desk).out


@pytest.mark.parametrize("words", [CHECK, DISCOVER, ("explain", "usage")])
@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(
    words: Sequence[str], changes: dict[str, str], desk: Path
) -> None:
    shown = run_on_terminal(words, desk, 80, changes)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)
    assert "TERM" not in changes or "\x1b" not in shown
    assert shown


@pytest.mark.parametrize("columns", [80, 100, 132])
def test_the_list_of_codes_stays_within_the_terminal(columns: int, desk: Path) -> None:
    lines = ESCAPE.sub("", run_on_terminal(("explain",), desk, columns)).splitlines()
    assert max(map(len, lines)) <= columns
    assert len(lines) > 100


def test_devices_stay_whole_at_80_columns(desk: Path) -> None:
    lines = ESCAPE.sub("", run_on_terminal(DISCOVER, desk)).splitlines()
    assert "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001" in lines
    assert "  KIND  TYPE          DRIVER  MIGRATES  REASON               DESCRIPTOR" in lines


def test_a_caret_stands_below_the_place(desk: Path) -> None:
    shown = run_on_terminal(("check", "wrong.txt", "b.txt"), desk).splitlines()
    line = shown.index("      c = 2")
    assert shown[line + 1] == "      ^"


def test_json_has_no_colour_on_a_terminal_either(desk: Path) -> None:
    assert "\x1b" not in run_on_terminal((*CHECK, "--json"), desk)

"""Progress: a bar while reports are loaded, on a terminal and nowhere else."""

import re
from pathlib import Path

import pytest

from devcompat.reports.generate import generate

from .process import run
from .terminal import run_on_terminal

LOAD = ("fleet", "load", "some.jsonl", "--store", "fleet.db")


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Give a directory with reports, of which one is bad."""
    made = b"".join(generate(1200, 9, devices_per_host=2))
    (tmp_path / "some.jsonl").write_bytes(b"nonsense\n" + made)
    return tmp_path


def test_a_terminal_shows_how_far_it_is_how_fast_and_how_long_it_takes(where: Path) -> None:
    screen = run_on_terminal(LOAD, where, 100)
    shown = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", part) for part in re.split(r"[\r\n]+", screen)]
    for hosts in ("1,000 hosts, 2,000", "1,200 hosts, 2,400"):
        said = rf"\d+% {hosts} devices, [\d,]+ devices/s \S+ left"
        assert any(re.search(said, part) for part in shown)
    assert any(part.startswith("devcompat: some.jsonl:1:1: json.syntax: ") for part in shown)
    assert "fleet.db: 1200 hosts: 1200 new, 0 replaced, 0 same, 0 stale; 2400 devices" in shown
    assert "\x1b[?25h" in screen  # the cursor is there again


@pytest.mark.parametrize("columns", [30, 60])
def test_a_narrow_terminal_has_one_line_of_it(columns: int, where: Path) -> None:
    screen = run_on_terminal(LOAD, where, columns)
    assert "1200 new" in screen.replace("\n", "")


def test_neither_a_pipe_nor_a_dumb_terminal_has_a_bar(where: Path) -> None:
    dumb = run_on_terminal(LOAD, where, 100, {"TERM": "dumb"})
    assert "%" not in dumb
    assert "\r" not in dumb
    again = run(LOAD, where)
    assert (again.code, "%" in again.err, "\x1b" in again.err) == (1, False, False)
    assert "1200 same" in again.out

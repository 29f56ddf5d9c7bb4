"""Results: what a part of the run found: tables, and goals with what was measured.

Belongs here: records, layout, keeping them in a file. Must not know: how anything is measured.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.tables import aligned


class Goal(NamedTuple):
    """What is wanted and what was measured, in `unit` (x: times as fast)."""

    what: str
    measured: float
    wanted: float
    unit: str
    at_most: bool = False

    def row(self) -> tuple[str, str, str, str]:
        """Return the goal as a row: what, goal, measured, met or missed."""
        met = self.measured <= self.wanted if self.at_most else self.measured >= self.wanted
        bound = "at most" if self.at_most else "at least"
        wanted = f"{bound} {_number(self.wanted)}{self.unit}"
        return (self.what, wanted, f"{_number(self.measured)}{self.unit}",
                "met" if met else "missed")  # fmt: skip


class Part(NamedTuple):
    """A part's tables as text, its goals, and sentences about it."""

    tables: list[str]
    goals: list[Goal]
    notes: list[str]

    def text(self) -> str:
        """Return all of it as plain text."""
        goals = [aligned(("goal", "wanted", "measured", ""), [goal.row() for goal in self.goals])]
        return "\n\n".join([*self.tables, *(goals if self.goals else []), *self.notes])

    def save(self, path: Path) -> None:
        """Write it to a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._asdict(), indent=1) + "\n")


def load_part(path: Path) -> Part:
    """Return what was saved."""
    found = json.loads(path.read_text())
    return Part(found["tables"], [Goal(*goal) for goal in found["goals"]], found["notes"])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return an aligned table."""
    return aligned(head, rows)


def seconds(value: float) -> str:
    """Return a duration as a person reads it."""
    for least, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if value >= least:
            return f"{_number(value / least)} {unit}"
    return f"{value * 1e6:.2f} us"


def _number(value: float) -> str:
    """Return a number with three significant digits, its thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"

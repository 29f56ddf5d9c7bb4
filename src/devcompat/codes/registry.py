"""Registry: all codes of all kinds, by name.

Belongs here: finding a code. Must not know: sentences.
"""

from typing import NamedTuple

from devcompat.codes.baselines import BASELINES
from devcompat.codes.differences import DIFFERENCES
from devcompat.codes.errors import ERRORS
from devcompat.codes.evidence import EVIDENCE
from devcompat.codes.lint import LINTS
from devcompat.codes.plans import PLANS
from devcompat.codes.reasons import REASONS
from devcompat.codes.steps import STEPS


class Entry(NamedTuple):
    """A code as `explain` shows it."""

    code: str
    kind: str
    section: str
    meaning: str
    next_step: str


def iter_entries() -> tuple[Entry, ...]:
    """Return every code, a table after the other: errors first, lint last."""
    errors = [
        Entry(item.code, "error", item.section, item.meaning, item.next_step) for item in ERRORS
    ]
    evidence = [
        Entry(item.code, item.kind, item.section, item.meaning, item.next_step) for item in EVIDENCE
    ]
    reasons = [
        Entry(item.code, f"can it migrate: {item.answer}", "", item.meaning, item.next_step)
        for item in REASONS
    ]
    differences = [
        Entry(item.code, "why a comparison is undecided", "7", item.meaning, item.next_step)
        for item in DIFFERENCES
    ]
    baselines = [
        Entry(item.code, "why there is no baseline", "7", item.meaning, item.next_step)
        for item in BASELINES
    ]
    plans = [
        Entry(item.code, "why there is no order", "", item.meaning, item.next_step)
        for item in PLANS
    ]
    steps = [
        Entry(item.code, "why a step failed", "", item.meaning, item.next_step) for item in STEPS
    ]
    lints = [
        Entry(
            item.code, f"lint: {item.severity}", "7", f"{item.meaning} {item.why}", item.next_step
        )
        for item in LINTS
    ]
    return (*errors, *evidence, *reasons, *differences, *baselines, *plans, *steps, *lints)


def find_entry(code: str) -> Entry | None:
    """Return the entry of a code, or None if there is no such code."""
    return next((entry for entry in iter_entries() if entry.code == code), None)

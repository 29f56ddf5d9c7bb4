"""Explain: what a code means and what to do next.

Belongs here: finding a code in any registry. Must not know: command lines.
"""

import difflib

from devcompat.codes.registry import Entry, iter_entries
from devcompat.inventory.misses import MISS_CODES
from devcompat.language.problems import input_error


def explain(code: str) -> Entry:
    """Return the entry of a code. Raises InputError `code.unknown` with the nearest codes."""
    entries = {entry.code: entry for entry in all_entries()}
    found = entries.get(code)
    if found is not None:
        return found
    near = difflib.get_close_matches(code, entries, n=3)
    expected = f"one of {', '.join(near)}" if near else "a code that devcompat prints"
    raise input_error("code.unknown", code, expected)


def all_entries() -> tuple[Entry, ...]:
    """Return every code that devcompat may print."""
    misses = tuple(
        Entry(row.code, "why something could not be read", "", row.meaning, row.next_step)
        for row in MISS_CODES
    )
    return (*iter_entries(), *misses)

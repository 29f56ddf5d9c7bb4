"""Explain: what a code means and what to do next.

Belongs here: finding a code in any registry; its entry as plain values. Must not know: command
lines, terminals.
"""

import difflib

from devcompat.codes.examples import find_example
from devcompat.codes.registry import Entry, iter_entries
from devcompat.inventory.misses import MISS_CODES
from devcompat.language.problems import input_error
from devcompat.verbs.serial import Plain

_SUGGESTED = 5


def explain(code: str) -> Entry:
    """Return the entry of a code. Raises InputError `code.unknown` with the nearest codes."""
    entries = {entry.code: entry for entry in all_entries()}
    found = entries.get(code)
    if found is not None:
        return found
    near = _near(code, list(entries))
    expected = f"one of {', '.join(near)}" if near else "a code that devcompat prints"
    raise input_error("code.unknown", code, expected)


def _near(code: str, codes: list[str]) -> list[str]:
    """Return the codes of that family, those spelled alike, and those that have `code` in them."""
    word = code.lower().strip(" .,:;[]`'\"")
    if not word:
        return []
    family = [found for found in codes if found.startswith(f"{word}.")]
    spelled = difflib.get_close_matches(word, codes, n=3)
    parts = [found for found in codes if word in found]
    return list(dict.fromkeys(family + spelled + parts))[:_SUGGESTED]


def all_entries() -> tuple[Entry, ...]:
    """Return every code that devcompat may print."""
    misses = tuple(
        Entry(row.code, "why something could not be read", "", row.meaning, row.next_step)
        for row in MISS_CODES
    )
    return (*iter_entries(), *misses)


def entry_to_plain(entry: Entry) -> dict[str, Plain]:
    """Return an entry with its example, as schema/explain describes it."""
    example = find_example(entry.code)
    plain: dict[str, Plain] = {
        "code": entry.code,
        "kind": entry.kind,
        "section": entry.section or None,
        "meaning": entry.meaning,
        "next_step": entry.next_step,
        "example": None,
    }
    if example is not None:
        plain["example"] = {
            "kind": example.kind,
            "text": example.text,
            "target": example.target or None,
        }
    return plain

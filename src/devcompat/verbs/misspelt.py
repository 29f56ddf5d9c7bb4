"""Misspelt: names that are like the one that was typed.

Belongs here: how many are compared and named. Must not know: what the names are of, what is said.
"""

from collections.abc import Sequence

LOOKED_AT = 2000
"""Names that are compared: a fleet has many, and each takes its time."""
_NEAR = 3


def names_like(wanted: str, known: Sequence[str]) -> list[str]:
    """Return the few of the first names that are spelled almost like `wanted`, nearest first."""
    import difflib  # slow, and needed for a misspelt name only

    return difflib.get_close_matches(wanted, known[:LOOKED_AT], n=_NEAR)

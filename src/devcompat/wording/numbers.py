"""Numbers: how many of something, in words.

Belongs here: one and several, a few counts in a row. Must not know: what is counted.
"""

from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def numbered(count: int, one: str, several: str = "") -> str:
    """Return `1 host`, `2 hosts`; `several` where an s is not all of it."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def counts_in_words(counts: Mapping[Name, int]) -> str:
    """Return `5 compatible, 2 unknown`."""
    return ", ".join(f"{number} {name}" for name, number in counts.items())

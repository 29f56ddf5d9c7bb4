"""Survivors: the mutants that no test tells from the program, each with the reason why that is so.

Belongs here: the list, and what of a run is not on it. Must not know: how mutants are run.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mutation.results import Result, survived

LIST = Path(__file__).parent / "survivors.toml"


class Group(NamedTuple):
    """Mutants that survive for one reason: a short name for it, a sentence, their keys."""

    reason: str
    why: str
    mutants: frozenset[str]


class Comparison(NamedTuple):
    """A run beside the list: survivors that are not on it; entries that did not survive."""

    unlisted: list[str]
    outlived: list[str]


def read_groups(path: Path = LIST) -> list[Group]:
    """Return the list. A mutant that is on it twice is a ValueError."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("group", [])
    groups = [
        Group(entry["reason"], entry["why"], frozenset(entry["mutants"])) for entry in entries
    ]
    keys = [key for entry in entries for key in entry["mutants"]]
    if len(keys) != len(set(keys)):
        raise ValueError(f"twice on the list: {sorted({k for k in keys if keys.count(k) > 1})}")
    return groups


def compare(
    results: Iterable[Result], modules: Iterable[str], groups: Iterable[Group]
) -> Comparison:
    """Return where the results of whole modules and the list differ."""
    alive = set(survived(results))
    wanted = tuple(f"{module}." for module in modules)
    listed = {key for group in groups for key in group.mutants if key.startswith(wanted)}
    return Comparison(sorted(alive - listed), sorted(listed - alive))

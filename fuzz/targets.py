"""Targets: what is fuzzed, and how much of the time each gets. One function a target.

Belongs here: the table. Must not know: what holds for an input (documents, matching, readers).
"""

import signal
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fuzz import documents, matching, readers
from fuzz.laws import BrokenLawError

MOST_SECONDS = 5.0
"""Of the processor, for one input: a hundred times what the slowest needs that is not hostile."""


class Target(NamedTuple):
    """What must hold for any bytes whatever: `check` raises or returns; `weight` is its share."""

    check: Callable[[bytes], None]
    weight: int


TARGETS: dict[str, Target] = {
    "parse": Target(matching.check_parse, 3),
    "match": Target(matching.check_match, 4),
    "json": Target(documents.check_json, 2),
    "yaml": Target(documents.check_yaml, 3),
    "toml": Target(documents.check_toml, 3),
    "dir": Target(documents.check_dir, 1),
    "flat": Target(documents.check_flat, 1),
    "keys": Target(documents.check_keys, 2),
    "type": Target(documents.check_type, 1),
    "vocabulary": Target(readers.check_vocabulary, 2),
    "overlay": Target(readers.check_overlay, 1),
    "inventory": Target(readers.check_inventory, 1),
    "domain": Target(readers.check_domain, 1),
}


def seconds_of(name: str, seconds: int, names: Sequence[str]) -> int:
    """Return a target's share of `seconds` for all the `names`, at least one."""
    total = sum(TARGETS[other].weight for other in names)
    return max(1, seconds * TARGETS[name].weight // total)


def run(name: str, data: bytes) -> None:
    """Hold one input to the laws of a target, and to an end in bounded time."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        TARGETS[name].check(data)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_long(*_: object) -> None:
    raise BrokenLawError(f"no end after {MOST_SECONDS} s of the processor")

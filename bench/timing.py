"""Timing: rounds in which every contender has its turn, so that noise hits all alike.

What is counted is processor time, so that what else the machine does weighs less.
Belongs here: the clock, medians. Must not know: what is measured.
"""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import NamedTuple

ROUND_SECONDS = 0.05
"""A contender's turn lasts at least so long, so that it is not the caches' filling that counts."""


class Measured(NamedTuple):
    """Seconds for one unit of work: the median round, and the quartiles of all rounds."""

    median: float
    lower: float
    upper: float

    def per_second(self) -> float:
        """Return how many units a second the median round did."""
        return 1 / self.median


def interleaved(
    contenders: Mapping[str, Callable[[], object]], units: int, rounds: int
) -> dict[str, Measured]:
    """Run each contender in its turn, round by round, after one round that does not count.

    A turn is as many runs as take ROUND_SECONDS. Garbage is collected as Python does by default;
    what is there already is out of its way.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.freeze()
    runs = {
        name: max(1, round(ROUND_SECONDS / _turn(work, 1))) for name, work in contenders.items()
    }
    for _ in range(rounds):
        for name, work in contenders.items():
            seconds[name].append(_turn(work, runs[name]) / runs[name] / units)
    gc.unfreeze()
    return {name: measured(found) for name, found in seconds.items()}


def _turn(work: Callable[[], object], runs: int) -> float:
    """Return the seconds that so many runs take."""
    begun = time.process_time()
    for _ in range(runs):
        work()
    return time.process_time() - begun


def measured(seconds: list[float]) -> Measured:
    """Return the median and the quartiles."""
    lower, _, upper = quantiles(seconds, n=4)
    return Measured(median(seconds), lower, upper)

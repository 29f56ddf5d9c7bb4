"""Clock: how long single questions take: the median of all, and the slowest of a hundred.

Belongs here: turns, order of contenders. Must not know: what is asked.

Wall time of each single question. Contenders take turns, each with all questions of a round: who
is asked answers many questions, and not one between those of a database. Garbage collection is as
Python does it, with what was there before out of its way.
"""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple, TypeVar

Asked = TypeVar("Asked")
WARM = 3
"""Questions that only warm up."""


class Times(NamedTuple):
    """Seconds of one question: the median and the 99th percentile of `count` questions."""

    median: float
    p99: float
    count: int


def times_of(seconds: Sequence[float]) -> Times:
    """Return the median and the 99th percentile."""
    ordered = sorted(seconds)
    return Times(median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
                 len(ordered))  # fmt: skip


def in_turn(
    contenders: Mapping[str, Callable[[Asked], object]],
    questions: Sequence[Asked],
    rounds: int = 3,
) -> dict[str, Times]:
    """Ask every contender each question, the first round not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.freeze()
    now = time.perf_counter
    for turn in range(rounds + 1):
        for name, ask in contenders.items():
            for question in questions:
                begun = now()
                ask(question)
                ended = now()
                if turn:
                    seconds[name].append(ended - begun)
    gc.unfreeze()
    return {name: times_of(found) for name, found in seconds.items()}


def once(
    contenders: Mapping[str, Callable[[Asked], object]], questions: Sequence[Asked]
) -> dict[str, Times]:
    """Ask each contender each question once; the first three are not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.freeze()
    for name, ask in contenders.items():
        for place, question in enumerate(questions):
            begun = time.perf_counter()
            ask(question)
            if place >= WARM:
                seconds[name].append(time.perf_counter() - begun)
    gc.unfreeze()
    return {name: times_of(found) for name, found in seconds.items()}

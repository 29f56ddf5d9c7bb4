"""The ways in which everything here is decided by chance.

Here belong thin wrappers around drawing. They must not know what is decided.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class ByChance:
    """Stands for Hypothesis where many cases are wanted fast, and none is to be made simpler."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  (nothing here is secret)

    def __call__(self, strategy: st.SearchStrategy[T], label: object = None) -> T:
        """Refuse: only integers between bounds are drawn, by `between`."""
        raise NotImplementedError(f"{strategy} {label}")

    def between(self, low: int, high: int) -> int:
        """Take an integer, both ends included, each as likely as another."""
        return self._random.randint(low, high)


def chance(draw: st.DrawFn, percent: int) -> bool:
    """Be true in so many of a hundred cases; the simplest case is false."""
    return between(draw, 1, 100) > 100 - percent


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Take one of the options; the first is the simplest."""
    return options[between(draw, 0, len(options) - 1)] if len(options) > 1 else options[0]


def between(draw: st.DrawFn, low: int, high: int) -> int:
    """Take an integer, both ends included."""
    return draw.between(low, high) if isinstance(draw, ByChance) else draw(st.integers(low, high))

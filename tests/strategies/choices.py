"""The two ways in which everything here is decided by chance.

Here belong thin wrappers around drawing. They must not know what is decided.
"""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

_PERCENT = st.integers(1, 100)


def chance(draw: st.DrawFn, percent: int) -> bool:
    """Be true in so many of a hundred cases; the simplest case is false."""
    return draw(_PERCENT) > 100 - percent


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Take one of the options; the first is the simplest."""
    return options[draw(st.integers(0, len(options) - 1))] if len(options) > 1 else options[0]


def between(draw: st.DrawFn, low: int, high: int) -> int:
    """Take an integer, both ends included."""
    return draw(st.integers(low, high))

"""Numbers: where demands begin and end among integers, and which bits of masks tell numbers apart.

Belongs here: cuts of the integers, numbers for every pattern of masks. Must not know: how a number
is spelled.
"""

from collections.abc import Iterable, Iterator, Sequence

from devcompat.algebra.work import Work
from devcompat.language.limits import TEXT_BYTES

LEAST = -(10 ** (TEXT_BYTES - 1)) + 1
"""The least number that a value's text can spell."""

GREATEST = 10**TEXT_BYTES - 1
"""The greatest number that a value's text can spell."""

_BIT = 1


def pieces(cuts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges that begin at each cut, and the one before the first, in ascending order.

    Together they are all numbers that a value can spell.
    """
    low = LEAST
    for cut in sorted(set(cuts)):
        if cut > GREATEST:
            break
        if cut > low:
            yield low, cut - 1
            low = cut
    yield low, GREATEST


def by_masks(low: int, high: int, masks: Sequence[int], work: Work) -> list[int]:
    """Return numbers of `low`..`high` (0 <= low), one for each set of masks that hold one there.

    A mask holds a number that has no bit outside of it. Bit by bit, from the highest: what counts
    is which masks still hold the bits before, and whether these are the first of `low` or `high`.
    """
    longest = max([low.bit_length(), *(mask.bit_length() for mask in masks)]) + 1
    high = min(high, (1 << longest) - 1)
    everything = (1 << len(masks)) - 1
    states = {(True, True, everything): 0}
    for place in range(high.bit_length() - 1, -1, -1):
        work.spend(_BIT * (len(states) + len(masks) // 4))
        holding = sum(1 << index for index, mask in enumerate(masks) if mask >> place & 1)
        lowest, highest = low >> place & 1, high >> place & 1
        following: dict[tuple[bool, bool, int], int] = {}
        for (at_low, at_high, pattern), number in states.items():
            for bit in (0, 1):
                if (at_low and bit < lowest) or (at_high and bit > highest):
                    continue
                state = (
                    at_low and bit == lowest,
                    at_high and bit == highest,
                    pattern & holding if bit else pattern,
                )
                following.setdefault(state, number << 1 | bit)
        states = following
    found: dict[int, int] = {}
    for (_, _, pattern), number in states.items():
        if number < found.get(pattern, number + 1):
            found[pattern] = number
    return sorted(found.values())

"""Counted: a budget that remembers how much was asked of it, for tests of what things cost.

Here belongs the counting alone. It must not know what is counted.
"""

from devcompat.match.budget import PAIR_CANDIDATES, Budget


class Counted(Budget):
    """A budget of a pair, or of so many candidates, and what was asked of it in units of work."""

    __slots__ = ("asked",)

    def __init__(self, candidates: int = PAIR_CANDIDATES) -> None:
        super().__init__(candidates)
        self.asked = 0

    def spend(self, units: int = 0) -> None:
        """Count and take a candidate's units."""
        self.asked += units
        super().spend(units)

    def work(self, units: int) -> None:
        """Count and take units of work."""
        self.asked += units
        super().work(units)

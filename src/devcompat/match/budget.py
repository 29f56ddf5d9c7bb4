"""Budget: how much work one pair may cost (section 9). No clock: the same pair, the same answer.

Belongs here: counting candidate bindings. Must not know: what a candidate is.
"""

PAIR_CANDIDATES = 120_000
"""Candidate bindings searched for one pair in one direction, over all objects."""

EVIDENCE_CANDIDATES = 20_000
"""Candidate bindings looked at to tell which field of a pair fails alone."""

OPERATIONS_PER_CANDIDATE = 16
"""An expression longer than this counts as several candidates each time it is evaluated."""


class BudgetExhausted(Exception):
    """The work budget of a pair is used up."""


class Budget:
    """What is left of a number of candidates."""

    __slots__ = ("left",)

    def __init__(self, candidates: int) -> None:
        self.left = candidates

    def spend(self, candidates: int = 1) -> None:
        """Take candidates from what is left; raise BudgetExhausted when there are none."""
        self.left -= candidates
        if self.left < 0:
            raise BudgetExhausted

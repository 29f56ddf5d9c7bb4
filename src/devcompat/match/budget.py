"""Budget: how much work one pair may cost (section 9). No clock: the same pair, the same answer.

Belongs here: counting candidate bindings and the work that they cause.
Must not know: what a candidate is.
"""

PAIR_CANDIDATES = 100_000
"""Candidate bindings searched for one pair in one direction, over all objects."""

EVIDENCE_CANDIDATES = 10_000
"""Candidate bindings looked at to tell which field of a pair fails alone."""

WORK_PER_CANDIDATE = 36
"""Units of work that a candidate may cause on average; a unit is about one arithmetic operation.
So 65,536 combinations are decided with 40 operators to check for each; dearer candidates (longer
expressions, long numbers, many fields) are fewer than above."""


class BudgetExhausted(Exception):
    """The work budget of a pair is used up."""


class Budget:
    """What is left of a number of candidates, and of the work for them."""

    __slots__ = ("left", "work_left")

    def __init__(self, candidates: int) -> None:
        self.left = candidates
        self.work_left = candidates * WORK_PER_CANDIDATE

    def spend(self, units: int = 0) -> None:
        """Take a candidate and its units of work from what is left.

        Raises BudgetExhausted when either is used up.
        """
        self.left -= 1
        self.work_left -= units
        if self.left < 0 or self.work_left < 0:
            self.left = self.work_left = -1
            raise BudgetExhausted

    def work(self, units: int) -> None:
        """Take units of work from what is left; raise BudgetExhausted when there are none."""
        self.work_left -= units
        if self.work_left < 0:
            self.left = self.work_left = -1
            raise BudgetExhausted

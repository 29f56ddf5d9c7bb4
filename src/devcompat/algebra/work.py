"""Work: how much one question of the algebra may cost. No clock: it is counted.

Belongs here: counting units of work. Must not know: what they are spent on.
"""

WORK = 100_000
"""Units that one question may cost unless it is told otherwise; a unit is about a microsecond."""


class WorkExhausted(Exception):
    """The work budget of a question is used up."""


class Work:
    """What is left of a number of units."""

    __slots__ = ("left",)

    def __init__(self, units: int = WORK) -> None:
        self.left = units

    def spend(self, units: int) -> None:
        """Take units from what is left. Raises WorkExhausted, and takes all, if that is less."""
        if units > self.left:
            self.left = 0
            raise WorkExhausted
        self.left -= units

    def claim(self, units: int) -> None:
        """Take units for what has not begun. Raises WorkExhausted, and takes none, if too few."""
        if units > self.left:
            raise WorkExhausted
        self.left -= units

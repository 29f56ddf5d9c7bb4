"""Difference codes: why it is not known whether one descriptor accepts what another does (section 7).

Belongs here: the table. Must not know: how descriptors are compared (algebra).
"""

from typing import NamedTuple


class DifferenceCode(NamedTuple):
    """One reason for an undecided comparison of two descriptors."""

    code: str
    meaning: str
    next_step: str


DIFFERENCES: tuple[DifferenceCode, ...] = (
    DifferenceCode("diff.opaque",
                   "It depends on a field that only someone else can judge, or that could not be read.",
                   "Ask who decides whether both releases are judged alike; with the same words for who "
                   "decides, they are taken to be."),
    DifferenceCode("diff.coupled",
                   "What is accepted of coupled fields together could not be told, and no SELF was found "
                   "that only one side accepts.",
                   "Write the objects with the same templates and expressions, or with smaller domains."),
    DifferenceCode("diff.budget", "The comparison took more work than it may.",
                   "Give it more with --budget, or compare fewer or simpler objects."),
    DifferenceCode("diff.limits",
                   "A difference may exist only in values near the limit of a value's size.",
                   "Shorten the members of the domains concerned."),
)  # fmt: skip

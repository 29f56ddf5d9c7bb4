"""Baseline codes: why what several devices accept cannot be written as one descriptor (section 7.2).

Belongs here: the table. Must not know: how an intersection is found (algebra).
"""

from typing import NamedTuple


class BaselineCode(NamedTuple):
    """One reason why there is no baseline, or why not all pools are told."""

    code: str
    meaning: str
    next_step: str


BASELINES: tuple[BaselineCode, ...] = (
    BaselineCode(
        "baseline.fields",
        "No domain of the language has just the texts that members allow in a field, such as "
        "versions that are masks as well.",
        "Let the members use one type for the field, or leave out who differs.",
    ),
    BaselineCode(
        "baseline.coupled",
        "Members couple fields in different ways, with more values than can be written out.",
        "Write the objects with the same templates and expressions, or with smaller domains.",
    ),
    BaselineCode(
        "baseline.opaque",
        "A member leaves a field to someone else to judge; where another demands values of it, "
        "no descriptor says both.",
        "Ask who decides, and write the values; or leave out the members that do not say.",
    ),
    BaselineCode(
        "baseline.objects",
        "The combinations need more COMPATIBLE objects than a descriptor may have.",
        "Divide the members, as `devcompat pools` does.",
    ),
    BaselineCode(
        "baseline.limits",
        "What all accept breaks another limit of a descriptor.",
        "Divide the members, or shorten lists of values to ranges.",
    ),
    BaselineCode(
        "baseline.self",
        "No SELF that all accept could be made of the values that members have and name.",
        "Give the members a SELF that is accepted, or write the baseline by hand.",
    ),
    BaselineCode(
        "baseline.budget",
        "To intersect the members took more work than it may.",
        "Give fewer members, or members with fewer and simpler objects.",
    ),
    BaselineCode(
        "pools.budget",
        "There are more pools than are told, or to find them took more work than it may.",
        "Ask for fewer classes, such as those of one label; what is told are pools.",
    ),
)

"""Types as targets in a fleet: of what could be made the best counts, with all that is asked."""

import json

import pytest

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import Query
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.verbs.fleet_answers import found_in_brief
from devcompat.verbs.fleet_find import OUTCOMES, Answers, Found, find_asked

SLICES = (
    "PARAMETERS: slices={s:int:1..8} SELF: mdev_type=V slices={s} "
    "COMPATIBLE: mdev_type=V slices={any:any}"
)
SOURCE = "SELF: mdev_type=V slices=4 COMPATIBLE: mdev_type=V slices={n:int:3..5}"


def fleet_of(*types: dict[str, object], device: dict[str, object] | None = None) -> Fleet:
    """Make a fleet of host `h`, with device `d`, and of host `t` with types of parent `p`."""
    one = device or {"descriptor": SOURCE}
    reports: list[dict[str, object]] = [
        {"host": "h", "devices": [{"address": "d", **one}]},
        {"host": "t", "devices": [], "types": [{"parent": "p", **found} for found in types]},
    ]
    sides = Sides()
    return Fleet(
        host_report(
            decode_report(json.dumps({"schema": "devcompat/report/1", **found}).encode()), sides
        )
        for found in reports
    )


def found_in(fleet: Fleet, **other: object) -> list[Found]:
    """Return all types as targets of `h/d`, having compared what is counted with what is listed."""
    asked = find_asked(fleet, "h/d")
    query = Query(asked.side, leaving=asked.place)._replace(**other)  # type: ignore[arg-type]
    answers = Answers(fleet, query)
    counts: dict[Outcome, int] = answers.counts()
    listed = [one for outcome in OUTCOMES for one in answers.found(outcome)]
    for outcome in OUTCOMES:
        assert sum(one.reason.outcome == outcome for one in listed) == counts[outcome]
    return listed


@pytest.mark.parametrize(
    ("asked", "slices"),
    [
        ({}, 1),
        ({"returning": True}, 3),
        ({"same": ("slices",)}, 4),
        ({"same": ("slices", "mdev_type"), "returning": True}, 4),
        ({"same": ("mdev_type",)}, 1),
    ],
)
def test_values_are_chosen_with_which_all_that_is_asked_holds(
    asked: dict[str, object], slices: int
) -> None:
    (one,) = found_in(fleet_of({"type": "V", "available": 1, "descriptor": SLICES}), **asked)
    assert one.reason.outcome == COMPATIBLE
    assert one.proposal is not None
    assert one.proposal.values == {"s": slices}


@pytest.mark.parametrize(
    ("source", "asked", "why"),
    [
        ("SELF: mdev_type=V slices=9", {"same": ("slices",)}, "another slices"),
        (
            "SELF: mdev_type=V slices=4",
            {"returning": True},
            "back: compatible.none: it takes over nothing",
        ),
        ("SELF: mdev_type=W slices=4", {"returning": True}, "mdev_type: wanted V, found W"),
    ],
)
def test_where_no_values_will_do_it_is_said_what_is_lacking(
    source: str, asked: dict[str, object], why: str
) -> None:
    offered: dict[str, object] = {"type": "V", "available": 1, "descriptor": SLICES}
    (one,) = found_in(fleet_of(offered, device={"descriptor": source}), **asked)
    assert one.reason.outcome == INCOMPATIBLE
    assert found_in_brief(one) == why


def test_of_what_nothing_is_known_it_is_not_known_whether_it_is_the_same() -> None:
    offered: dict[str, object] = {"type": "V", "available": 1}
    (one,) = found_in(fleet_of(offered), same=("mdev_type",))
    assert one.reason.outcome == UNKNOWN


@pytest.mark.parametrize("known", [{"descriptor": SLICES}, {}])
@pytest.mark.parametrize(("minimum", "outcome"), [(None, INCOMPATIBLE), ("native", UNKNOWN)])
def test_a_source_that_cannot_migrate_is_only_as_sure_as_its_basis(
    known: dict[str, object], minimum: str | None, outcome: Outcome
) -> None:
    stuck = {"detail": "no", "immovable": True, "basis": "document"}
    fleet = fleet_of({"type": "V", "available": 1, **known}, device={"undescribed": stuck})
    (one,) = found_in(fleet, minimum_basis=minimum)
    assert one.reason.outcome == outcome


def test_types_are_listed_as_the_host_reported_them() -> None:
    types: list[dict[str, object]] = [
        {"type": "no", "available": 1, "descriptor": "SELF: COMPATIBLE: mdev_type=W"},
        {"type": "none-left", "available": 0, "descriptor": SLICES},
        {"type": "no-too", "available": 1, "descriptor": "SELF:"},
    ]
    listed = found_in(fleet_of(*types))
    assert [one.address for one in listed] == ["p/no", "p/none-left", "p/no-too"]

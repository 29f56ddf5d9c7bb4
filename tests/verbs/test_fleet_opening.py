"""A fleet that is opened from a store answers as one that got the reports themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import HostReport, Query
from devcompat.fleet.vm import find_hosts
from devcompat.match.judge import Side
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.reports.generate import generate
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.store.errors import StoreError
from devcompat.store.store import Store, open_store
from devcompat.verbs.creating import propose
from devcompat.verbs.fleet_find import proposal_for
from devcompat.verbs.fleet_opening import open_fleet
from devcompat.verbs.inventory_reports import inventory_report
from devcompat.verbs.places import NamedType, iter_types

from .fleet import CAPTURES, captured
from .stored import put

OUTCOMES: tuple[Outcome, ...] = (COMPATIBLE, INCOMPATIBLE, UNKNOWN)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "fleet.db")) as found:
        yield found


REFUSING = ("constructed-gvtg", "constructed-old-kernel", "constructed-types", "mdev-created")


def made_up(sides: Sides) -> list[HostReport]:
    return [host_report(decode_report(line), sides) for line in generate(40, 30)]


def from_captures(sides: Sides) -> list[HostReport]:
    names = sorted(found.name for found in CAPTURES.iterdir() if found.is_dir())
    return [inventory_report(captured(name), sides) for name in names]


@pytest.mark.parametrize("reports", [made_up, from_captures])
def test_every_answer_is_the_same(store: Store, reports: object) -> None:
    assert callable(reports)
    hosts = reports(Sides())
    put(store, hosts)
    opened, direct = open_fleet(store), Fleet(hosts)
    assert [entry.name for entry in opened.hosts()] == [entry.name for entry in direct.hosts()]
    assert len(opened) == len(direct) > 0
    for source in direct.classes.sides:
        for query in (
            Query(source),
            Query(source, free=True, returning=True),
            Query(source, labels={"zone": "z01"}, same=("mdev_type",)),
        ):
            assert opened.count(query) == direct.count(query)
            for outcome in OUTCOMES:
                assert list(opened.iter_places(query, outcome)) == list(
                    direct.iter_places(query, outcome)
                )
            assert find_hosts(opened, [query, query]) == find_hosts(direct, [query, query])


def test_types_come_back_with_their_pools(store: Store) -> None:
    hosts = [*made_up(Sides()), *from_captures(Sides())]
    put(store, hosts)
    opened = {entry.name: entry for entry in open_fleet(store).hosts()}
    offering = [report for report in hosts if report.types]
    assert any(found.document and found.document.descriptor.parameters
               for report in offering for found in report.types)  # fmt: skip
    for report in offering:
        offers = [offer.report for offer in opened[report.host].offers]
        assert [found._replace(document=None) for found in offers] == [
            found._replace(document=None) for found in report.types
        ]
        for found, wanted in zip(offers, report.types, strict=True):
            assert (found.document is None) == (wanted.document is None)
            if found.document and wanted.document:
                descriptor = wanted.document.descriptor._replace(info=None)
                assert found.document.descriptor == descriptor


def test_classes_are_made_once_each(store: Store) -> None:
    hosts = made_up(Sides())
    put(store, hosts)
    assert len(open_fleet(store).classes) == len(Fleet(hosts).classes)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE classes SET document = x'00'",
        "UPDATE classes SET document = '[]'",
        "UPDATE classes SET document = '{}'",
        'UPDATE descriptors SET document = \'{"basis": "native"}\'',
        "DELETE FROM classes",
        "DELETE FROM descriptors",
        "UPDATE hosts SET document = replace(document, '\"free\"', '\"lost\"')",
        "UPDATE hosts SET document = '[]'",
        "UPDATE hosts SET labels = '7'",
    ],
)
def test_a_row_that_is_not_ours_is_told(tmp_path: Path, store: Store, damage: str) -> None:
    put(store, made_up(Sides()))
    engine = create_engine(f"sqlite:///{tmp_path / 'fleet.db'}")
    with engine.begin() as connection:
        connection.execute(text(damage.replace(":", "\\:")))
    engine.dispose()
    with pytest.raises(StoreError) as told:
        open_fleet(store)
    assert told.value.problems[0].code == "store.damaged"


def outcome_without_count(source: Side, place: NamedType) -> Outcome:
    """Return the outcome of a type as if some were left of it."""
    offered = place.offered._replace(available_instances=1)
    return propose(source, place._replace(offered=offered)).verdict.outcome


def test_types_without_a_descriptor_keep_the_reason(store: Store) -> None:
    """Each type of a capture is to each source what find says of the inventory, and why."""
    hosts = [captured(name) for name in REFUSING]
    put(store, [inventory_report(found, Sides()) for found in hosts])
    fleet = open_fleet(store)
    offers = {
        f"{entry.name}/{offer.report.parent}/{offer.report.type_id}": offer.report
        for entry in fleet.hosts()
        for offer in entry.offers
    }
    reasons = set()
    for place in iter_types(hosts):
        for source in fleet.classes.sides:
            query = Query(source)
            wanted = propose(source, place).verdict
            found = proposal_for(query, offers[place.label], place.label).verdict
            if place.describe().refusal is not None:
                assert found == wanted
                reasons |= {failure.code for failure in found.judgements[0].failures}
                reasons |= {failure.code for failure in found.judgements[0].undecided}
            assert place.label in {
                f"{entry.name}/{offered.parent}/{offered.type_id}"
                for entry, offered in fleet.iter_offers(query, outcome_without_count(source, place))
            }
    assert {"descriptor.missing", "device.immovable"} <= reasons

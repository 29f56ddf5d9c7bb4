"""Hosts for a whole VM: the answer is that of trying every assignment on every host."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devcompat.fleet import selection
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import (
    STATES,
    DeviceReport,
    HostReport,
    Place,
    Query,
    TypeReport,
)
from devcompat.fleet.vm import find_hosts
from devcompat.inventory.pools import Costs, Pool
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import Undescribed
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    NATIVE,
    RULES,
    UNKNOWN,
    Outcome,
)
from devcompat.values.integers import IntegerSet
from tests.fleet.scan import outcome_at
from tests.fleet.sides import some_sides

SIDES = some_sides()[:12]
DOCUMENTS = [
    parse("PARAMETERS: g={p:int:1..2} SELF: t=V_{p} COMPATIBLE: t=V_{m:int:1..4} g={m}/{p}"),
    parse("PARAMETERS: g={p:int:1..3} SELF: t=V_{p} g={p} COMPATIBLE: t=V_{m:int:1..4} g={a:any}"),
    parse("SELF: t=V_1 COMPATIBLE: t=V_1 driver={x:any}"),
    parse("SELF: t=V_9 COMPATIBLE: t=V_9"),
]
# Either a descriptor, or nothing is known, or a reason why there is none.
TYPES: list[tuple[Document | None, Undescribed | None]] = [
    *((document, None) for document in DOCUMENTS),
    (None, None),
    (None, Undescribed("", "no vocabulary")),
    (None, Undescribed("", "the driver cannot", immovable=True, basis="document")),
]


def offered(
    parent: str,
    name: str,
    available: int | None,
    known: tuple[Document | None, Undescribed | None],
    *,
    units: int | None,
    mixed: bool,
) -> TypeReport:
    document, refusal = known
    return TypeReport(parent, name, available, document, NATIVE, units, mixed, refusal)


DEVICES = st.lists(
    st.builds(
        DeviceReport,
        st.sampled_from([f"d{number}" for number in range(4)]),
        st.sampled_from(SIDES),
        st.sampled_from(STATES),
    ),
    max_size=3,
    unique_by=lambda device: device.address,
).map(tuple)
OFFERS = st.lists(
    st.builds(
        offered,
        st.sampled_from(["p", "q"]),
        st.sampled_from(["small", "large"]),
        st.none() | st.integers(0, 4),
        st.sampled_from(TYPES),
        units=st.none() | st.integers(1, 2),
        mixed=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda found: (found.parent, found.type_id),
).map(tuple)
REPORTS = st.lists(
    st.builds(
        HostReport,
        st.sampled_from(["h1", "h2", "h3"]),
        DEVICES,
        st.dictionaries(st.just("zone"), st.sampled_from(["1", "2"])),
        st.just(0),
        OFFERS,
    ),
    max_size=3,
)
QUERIES = st.lists(
    st.builds(
        Query,
        st.sampled_from(SIDES),
        free=st.booleans(),
        labels=st.sampled_from([{}, {"zone": "1"}]),
        leaving=st.none() | st.just(Place("h1", "d0")),
        rule=st.sampled_from(RULES),
        minimum_basis=st.none(),
        same=st.sampled_from([(), ("t",), ("g",)]),
        returning=st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


def outcome_made(offer: TypeReport, query: Query) -> Outcome:
    """Return the outcome of the best device that a type could be made into, by making each."""
    if offer.document is None:
        return outcome_at(offer.refusal or Undescribed("", ""), query)
    found = {outcome_at(side, query) for side in every_side(offer.document)}
    return next(one for one in (COMPATIBLE, UNKNOWN, INCOMPATIBLE) if one in found)


def every_side(document: Document) -> Iterator[Compiled]:
    """Yield what comes out of each choice of a document's parameters."""
    domains = []
    for found in document.descriptor.parameters:
        assert isinstance(found.variable.domain, IntegerSet)
        domains.append(
            [n for low, high in found.variable.domain.ranges for n in range(low, high + 1)]
        )
    names = [found.variable.name for found in document.descriptor.parameters]
    for values in product(*domains):
        yield compile_document(fix_parameters(document, dict(zip(names, values, strict=True))))


def takes_all(report: HostReport, queries: list[Query], *, creatable: bool, doubtful: bool) -> bool:
    """Whether some assignment of every device of the VM holds, by trying all."""
    good = {COMPATIBLE, UNKNOWN} if doubtful else {COMPATIBLE}
    options: list[list[DeviceReport | TypeReport]] = []
    for query in queries:
        if any(report.labels.get(name) != value for name, value in query.labels.items()):
            return False
        found: list[DeviceReport | TypeReport] = [
            device
            for device in report.devices
            if outcome_at(device.side, query) in good
            and not (query.free and device.state != "free")
        ]
        if creatable:
            found += [offer for offer in report.types if outcome_made(offer, query) in good]
        options.append(found)
    return any(_holds(report, choice, doubtful=doubtful) for choice in product(*options))


def _holds(
    report: HostReport, choice: tuple[DeviceReport | TypeReport, ...], *, doubtful: bool
) -> bool:
    devices = [one.address for one in choice if isinstance(one, DeviceReport)]
    if len(devices) != len(set(devices)):
        return False
    made = [one for one in choice if isinstance(one, TypeReport)]
    for parent in {one.parent for one in made}:
        types = [one for one in report.types if one.parent == parent]
        pool = Pool(
            parent,
            {one.type_id: one.available for one in types},
            Costs(
                {one.type_id: one.units for one in types if one.units is not None},
                mixed=all(one.mixed for one in types),
            ),
        )
        wanted: dict[str, int] = {}
        for one in made:
            if one.parent == parent:
                wanted[one.type_id] = wanted.get(one.type_id, 0) + 1
        if pool.room(wanted) not in ({"yes", "unknown"} if doubtful else {"yes"}):
            return False
    return True


@pytest.mark.parametrize("indexed", [0, 2000])
@settings(max_examples=150, deadline=None)
@given(REPORTS, QUERIES, st.booleans(), st.booleans(), st.none() | st.integers(0, 2))
@example([], [Query(SIDES[0])], True, False, None)
def test_the_hosts_of_a_vm_are_those_where_some_assignment_holds(
    indexed: int,
    reports: list[HostReport],
    queries: list[Query],
    creatable: bool,
    doubtful: bool,
    limit: int | None,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "INDEXED", indexed)
        check_hosts(reports, queries, limit, creatable=creatable, doubtful=doubtful)


def check_hosts(
    reports: list[HostReport],
    queries: list[Query],
    limit: int | None,
    *,
    creatable: bool,
    doubtful: bool,
) -> None:
    fleet = Fleet(reports)
    last = {report.host: report for report in reports}
    leaving = {query.leaving.host for query in queries if query.leaving is not None}
    wanted = [
        name
        for name, report in sorted(last.items())
        if name not in leaving
        and takes_all(report, queries, creatable=creatable, doubtful=doubtful)
    ]
    found = find_hosts(fleet, queries, limit, creatable=creatable, doubtful=doubtful)
    assert found == wanted[:limit]


def test_a_vm_without_devices_is_no_question() -> None:
    assert find_hosts(Fleet([HostReport("h", ())]), []) == []

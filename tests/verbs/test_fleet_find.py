"""What is asked of a store gets the answer that `find --in` gives, and a look at each device."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devcompat.discovery.machine import discover_host
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import Query
from devcompat.fleet.vm import find_hosts
from devcompat.guest.domain import read_domain
from devcompat.language.problems import InputError
from devcompat.match.judge import Undescribed, judge
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, RULES, UNKNOWN, Basis, Outcome, Rule
from devcompat.reports.generate import generate
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.store.store import Store, open_store
from devcompat.verbs.find import find
from devcompat.verbs.fleet_answers import reason_in_brief
from devcompat.verbs.fleet_find import (
    OUTCOMES,
    Answers,
    Asked,
    chained,
    exit_outcome,
    find_asked,
    same_fields,
)
from devcompat.verbs.fleet_opening import open_fleet
from devcompat.verbs.fleet_vm import load_vm
from devcompat.verbs.fleet_why import why
from devcompat.verbs.inventory_reports import inventory_report
from devcompat.verbs.lookup import party_of
from devcompat.verbs.places import NamedType, iter_devices, iter_places
from devcompat.verbs.preflight import preflight

from .fleet import CAPTURES, GVTG_1, GVTG_2, MTTY
from .stored import put

NAMES = sorted(found.name for found in CAPTURES.iterdir() if found.is_dir())
HOSTS = [discover_host(CAPTURES / name) for name in NAMES]
DOMAIN = Path(__file__).parents[2] / "examples" / "domains" / "two-mdevs.xml"


@pytest.fixture(scope="module")
def captured_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("store") / "fleet.db")) as store:
        sides = Sides()
        put(store, [inventory_report(host, sides) for host in HOSTS])
        yield store


@pytest.fixture(scope="module")
def captured_fleet(captured_store: Store) -> Fleet:
    return open_fleet(captured_store)


@pytest.fixture(scope="module")
def made_up() -> Fleet:
    sides = Sides()
    return Fleet(host_report(decode_report(line), sides) for line in generate(60, 40))


def asked_for(fleet: Fleet, name: str, **other: object) -> tuple[Asked, Answers]:
    asked = find_asked(fleet, name)
    query = Query(asked.side, leaving=asked.place)._replace(**other)  # type: ignore[arg-type]
    return asked, Answers(fleet, query)


SOURCES = [found.label for found in iter_devices(HOSTS) if found.describe().problem is None]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("minimum", [None, "read", "native"])
def test_a_store_and_an_inventory_agree(
    captured_fleet: Fleet, rule: Rule, minimum: Basis | None
) -> None:
    """Devices in every outcome; types as targets: of the others a store keeps no reason."""
    assert len(SOURCES) > 20
    for device in iter_devices(HOSTS):
        if device.label not in SOURCES:
            continue
        scanned = find(party_of(device), iter_places(HOSTS), rule, minimum)
        _, answers = asked_for(captured_fleet, device.label, rule=rule, minimum_basis=minimum)
        assert list(answers.names()) == sorted_by_host([one.place.label for one in scanned.targets])
        for outcome in OUTCOMES:
            wanted = [
                one.place.label
                for one in (*scanned.targets, *scanned.others)
                if one.verdict.outcome == outcome and not isinstance(one.place, NamedType)
            ]
            found = [one for one in answers.found(outcome) if one.offered is None]
            assert [one.label for one in found] == sorted_by_host(wanted)
        assert sum(answers.counts().values()) == sum(scanned.counts.values())
        assert answers.creatable()[COMPATIBLE] == scanned.creatable


def sorted_by_host(labels: list[str]) -> list[str]:
    """Return labels by host, devices before types, else in the order given."""
    return sorted(labels, key=lambda label: (label.count("/"), label.partition("/")[0]))


def test_the_reason_is_the_verdict_and_its_words(captured_fleet: Fleet) -> None:
    _, answers = asked_for(captured_fleet, f"mdev-created/{MTTY}")
    by_outcome = {outcome: list(answers.found(outcome)) for outcome in OUTCOMES}
    assert all(by_outcome.values())
    for outcome, found in by_outcome.items():
        for one in found:
            assert one.reason.outcome == one.reason.forth.outcome == outcome
            assert reason_in_brief(one.reason)
            assert one.reason.back is None
    assert {one.class_name for one in by_outcome[COMPATIBLE] if not one.offered} != {""}


@pytest.mark.parametrize("same", [None, [], ["mdev_type", "aggregator"], ["driver"]])
@pytest.mark.parametrize("returning", [False, True])
@pytest.mark.parametrize("free", [False, True])
def test_every_reason_of_a_large_fleet_holds(
    made_up: Fleet, same: list[str] | None, returning: bool, free: bool
) -> None:
    first = next(made_up.hosts())
    seen: set[Outcome] = set()
    for address in first.addresses:
        asked = find_asked(made_up, f"{first.name}/{address}")
        if same == [] and isinstance(asked.side, Undescribed):
            continue
        query = Query(
            asked.side,
            free=free,
            same=same_fields(made_up, asked, same),
            returning=returning,
            leaving=asked.place,
        )
        answers = Answers(made_up, query)
        listed = list(chained(answers, None, everything=True))
        counts = answers.counts()
        for outcome in OUTCOMES:
            assert sum(one.reason.outcome == outcome for one in listed) == counts[outcome]
        for one in listed:
            seen.add(one.reason.outcome)
            assert (one.reason.differing != ()) <= (one.reason.outcome == INCOMPATIBLE)
        hosts = answers.by_host()
        assert sum(devices + types for _, devices, types in hosts) == counts[COMPATIBLE]
        assert [name for name, _, _ in hosts] == sorted(name for name, _, _ in hosts)
        few = list(chained(answers, 3, everything=False))
        assert few == [one for one in listed if one.reason.outcome == COMPATIBLE][:3]
    assert {COMPATIBLE, INCOMPATIBLE} <= seen


def test_what_same_means(captured_fleet: Fleet) -> None:
    mtty = find_asked(captured_fleet, f"mdev-created/{MTTY}")
    assert same_fields(captured_fleet, mtty, None) == ()
    assert same_fields(captured_fleet, mtty, []) == ("driver",)
    assert same_fields(captured_fleet, find_asked(captured_fleet, GVTG_1), []) == ("mdev_type",)
    assert same_fields(captured_fleet, mtty, ["mdev_type", "driver", "mdev_type"]) == (
        "mdev_type",
        "driver",
    )
    nobody = find_asked(captured_fleet, "netdevsim/netdevsim10")
    for source, wanted in (
        (nobody, []),
        (mtty, ["1a"]),
        (mtty, ["driver", ""]),
        (mtty, ["mdev-typ"]),
    ):
        with pytest.raises(InputError) as told:
            same_fields(captured_fleet, source, wanted)
        assert told.value.problems[0].code == "same.field"


def test_the_exit_says_what_the_counts_say() -> None:
    assert exit_outcome({COMPATIBLE: 1, INCOMPATIBLE: 1, UNKNOWN: 1}) == COMPATIBLE
    assert exit_outcome({COMPATIBLE: 0, INCOMPATIBLE: 1, UNKNOWN: 1}) == UNKNOWN
    assert exit_outcome({COMPATIBLE: 0, INCOMPATIBLE: 1, UNKNOWN: 0}) == INCOMPATIBLE


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mdev-created/x", "reference.unknown"),
        ("mdev-cerated/x", "reference.unknown"),
        ("x", "reference.unknown"),
        ("", "reference.unknown"),
        (MTTY, "reference.ambiguous"),
        ("mdev-created/", "reference.unknown"),
    ],
)
def test_a_name_of_nothing(captured_fleet: Fleet, name: str, code: str) -> None:
    with pytest.raises(InputError) as told:
        find_asked(captured_fleet, name)
    assert told.value.problems[0].code == code


def test_an_address_that_one_host_has_is_enough(captured_fleet: Fleet) -> None:
    assert find_asked(captured_fleet, GVTG_1).name == f"constructed-gvtg/{GVTG_1}"


# --- whole VMs


def test_a_domain_goes_where_preflight_says(captured_fleet: Fleet) -> None:
    vm = load_vm(captured_fleet, str(DOMAIN), "mdev-created")
    assert vm.name == "two-mdevs"
    queries = [Query(device.side, leaving=device.place) for device in vm.devices]
    domain = read_domain(DOMAIN.read_bytes(), "d")
    source = next(host for host in HOSTS if host.name == "mdev-created")
    assert find_hosts(captured_fleet, queries) == [*(preflight(domain, source, HOSTS).hosts or ())]
    first = domain._replace(devices=domain.devices[:1])
    assert find_hosts(captured_fleet, queries[:1]) == [
        *(preflight(first, source, HOSTS).hosts or ())
    ]


def write_list(where: Path, items: list[object]) -> str:
    path = where / "vm.json"
    path.write_text(json.dumps(items))
    return str(path)


def test_a_list_of_places_and_descriptors(captured_fleet: Fleet, tmp_path: Path) -> None:
    items: list[object] = [f"constructed-gvtg/{GVTG_1}", {"self": {"a": "1"}}, GVTG_2]
    vm = load_vm(captured_fleet, write_list(tmp_path, items))
    assert vm.name == "vm.json"
    assert [device.name for device in vm.devices] == [
        f"constructed-gvtg/{GVTG_1}",
        "device 2 of vm.json",
        f"constructed-gvtg/{GVTG_2}",
    ]


def with_mdev(uuid: str) -> str:
    source = f"<source><address uuid='{uuid}'/></source>"
    hostdev = f"<hostdev mode='subsystem' type='mdev'>{source}</hostdev>"
    return f"<domain><devices>{hostdev}</devices></domain>"


@pytest.mark.parametrize(
    ("text", "host", "code"),
    [
        ("", None, "vm.form"),
        ("{}", None, "vm.form"),
        ("[]", None, "vm.form"),
        ("[1]", None, "vm.form"),
        ("[[]]", None, "vm.form"),
        ('["nobody/x"]', None, "reference.unknown"),
        ('[{"self": {"a": 1, "a": 2}}]', None, "json.duplicate-key"),
        ('[{"self": {}}', None, "json.syntax"),
        ('[{"slef": {}}]', None, "structure.missing"),
        ('[{"self": {}, "parameters": {"p": {"name": "n", "type": "int", "domain": [1]}}}]', None,
         "parameters.unset"),
        ('["constructed-gvtg/x"]', "mdev-created", "usage"),
        ("<domain><name>x</name></domain>", None, "vm.device"),
        ("<domain><devices><hostdev mode='subsystem' type='usb'/></devices></domain>", None,
         "vm.device"),
        (DOMAIN.read_text(), "nobody", "vm.host"),
        (DOMAIN.read_text(), "sriov-igb", "vm.device"),
        (with_mdev("83b8f4f2-509f-382f-3c1e-000000000000"), None, "vm.host"),
        (with_mdev(MTTY), None, "vm.host"),
        ("<domain", None, "domain.syntax"),
    ],
)  # fmt: skip
def test_what_is_no_vm(
    captured_fleet: Fleet, tmp_path: Path, text: str, host: str | None, code: str
) -> None:
    path = tmp_path / "vm"
    path.write_text(text)
    with pytest.raises(InputError) as told:
        load_vm(captured_fleet, str(path), host)
    assert told.value.problems[0].code == code
    assert told.value.source in {str(path), "devcompat find"}


def test_a_domain_is_found_where_all_its_devices_are(captured_fleet: Fleet) -> None:
    assert load_vm(captured_fleet, str(DOMAIN)) == load_vm(
        captured_fleet, str(DOMAIN), "mdev-created"
    )


# --- why


def test_why_says_of_all_that_a_host_has(captured_store: Store, captured_fleet: Fleet) -> None:
    for source in (f"mdev-created/{MTTY}", "netdevsim/netdevsim10", f"constructed-gvtg/{GVTG_2}"):
        for host in HOSTS:
            found = why(captured_store, source, host.name)
            labels = {f"{host.name}/{one.address}" for one in found.answers}
            assert labels == {place.label for place in iter_places([host])} - {source}
            for one in found.answers:
                if one.device is not None:
                    target = find_asked(captured_fleet, f"{host.name}/{one.address}").side
                    assert one.verdict == judge(found.source.side, target)
            ranks = [OUTCOMES.index(one.verdict.outcome) for one in found.answers]
            assert ranks == sorted(ranks)
            assert sum(found.counts().values()) == len(found.answers)


def test_the_nearest_come_first(tmp_path: Path) -> None:
    texts = ["a=9 b=9 c=9", "a=1 b=9 c=9", "a=1 b=2 c=3", "a=1 b=2 c=9", "x=1", "a=1 b={n:any} c=3"]
    devices: list[dict[str, object]] = [
        {"address": f"d{number}", "descriptor": f"SELF: t=1 COMPATIBLE: {text}"}
        for number, text in enumerate(texts)
    ]
    devices.append({"address": "mute", "descriptor": "SELF: t=1"})
    devices.append({"address": "stuck", "undescribed": {"detail": "x", "immovable": True}})
    line = json.dumps({"schema": "devcompat/report/1", "host": "h", "devices": devices})
    source = tmp_path / "source.txt"
    source.write_text("SELF: a=1 b=2 c=3")
    with open_store(str(tmp_path / "fleet.db")) as store:
        put(store, [host_report(decode_report(line.encode()), Sides())])
        found = why(store, str(source), "h")
    order = [one.address for one in found.answers]
    assert order == ["d2", "d5", "d3", "d1", "d0", "d4", "mute", "stuck"]


@pytest.mark.parametrize(
    ("source", "host"),
    [("mdev-created/x", "mdev-created"), ("nowhere", "mdev-created"), ("x/y", "netdevsim"),
     (f"mdev-created/{MTTY}", "mdev-cretaed"), (f"mdev-created/{MTTY}", "")],
)  # fmt: skip
def test_why_of_nothing(captured_store: Store, source: str, host: str) -> None:
    with pytest.raises(InputError) as told:
        why(captured_store, source, host)
    assert told.value.problems[0].code == "reference.unknown"

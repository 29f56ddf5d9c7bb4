"""Find lists every target a source may go to, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.inventory.records import Host
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.verdict import RULES, Rule
from devcompat.verbs.find import Candidate, Findings, find
from devcompat.verbs.lookup import Party, check_parties, find_party, party_of
from devcompat.verbs.places import NamedDevice, find_named, iter_devices

from .fleet import GVTG_1, GVTG_2, MTTY, accepting, captured, device, host

FLEET = (
    host("h1", accepting("d1", 1, 4), accepting("d2", 2, 9)),
    host("h2", accepting("d3", 1, 9), device("mute", driver="acme"), accepting("d4", 1, 1)),
    host("h3", device("broken", "SELF: a={"), accepting("d5", 1, 2)),
)


def party(hosts: tuple[Host, ...], name: str) -> Party:
    return find_party(hosts, name)


def found_for(name: str, limit: int | None = None, rule: Rule = "target-accepts") -> Findings:
    return find(party(FLEET, name), iter_devices(FLEET), rule, None, limit)


def device_at(candidate: Candidate) -> NamedDevice:
    assert isinstance(candidate.place, NamedDevice)
    return candidate.place


def labels(findings: Findings) -> list[str]:
    return [found.place.label for found in findings.targets]


def test_targets_are_in_the_order_of_the_inventory_without_the_source() -> None:
    assert labels(found_for("d1")) == ["h2/d3", "h2/d4", "h3/d5"]


def test_unknown_devices_are_counted_apart_and_are_no_targets() -> None:
    findings = found_for("d1")
    assert findings.counts == {"compatible": 3, "incompatible": 1, "unknown": 2}
    unknown = [c.place.label for c in findings.others if c.verdict.outcome == "unknown"]
    assert unknown == ["h2/mute", "h3/broken"]


@pytest.mark.parametrize("limit", [1, 2])
def test_the_scan_stops_at_the_limit_and_says_so(limit: int) -> None:
    findings = found_for("d1", limit)
    assert labels(findings) == labels(found_for("d1"))[:limit]
    assert not findings.complete


def test_a_limit_that_is_reached_at_the_very_end_was_no_limit() -> None:
    assert found_for("d1", 3).complete
    assert found_for("d1", 99).complete
    assert found_for("d1").complete


def test_a_document_as_source_excludes_no_device() -> None:
    side = compile_document(parse("SELF: a=1"))
    findings = find(Party("doc", side), iter_devices(FLEET))
    assert labels(findings) == ["h1/d1", "h2/d3", "h2/d4", "h3/d5"]


@pytest.mark.parametrize("rule", RULES)
def test_find_says_of_each_device_what_check_says(rule: Rule) -> None:
    findings = found_for("d2", rule=rule)
    for candidate in (*findings.targets, *findings.others):
        if candidate.place.label != "h3/broken":
            single = check_parties(party(FLEET, "d2"), party_of(device_at(candidate)), rule)
            assert candidate.verdict == single


def test_captured_mttys_find_their_own_type_on_hosts_that_migrate() -> None:
    names = ("constructed-old-kernel", "mdev-created", "mdev-created-cdev-iommufd", "sriov-igb")
    hosts = tuple(captured(name) for name in names)
    findings = find(party(hosts, f"mdev-created/{MTTY}"), iter_devices(hosts))
    assert {device_at(found).device.value("mdev_type") for found in findings.targets} == {"mtty-1"}
    assert {found.place.host.name for found in findings.targets} == {
        "mdev-created",
        "mdev-created-cdev-iommufd",
    }


def test_the_proposals_second_device_may_go_to_the_first_only() -> None:
    hosts = (captured("constructed-gvtg"),)
    forth = find(party(hosts, GVTG_2), iter_devices(hosts))
    back = find(party(hosts, GVTG_1), iter_devices(hosts))
    assert labels(forth) == [f"constructed-gvtg/{GVTG_1}"]
    assert labels(back) == []
    assert labels(find(party(hosts, GVTG_1), iter_devices(hosts), "source-lists")) == [
        f"constructed-gvtg/{GVTG_2}"
    ]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12),
    st.integers(1, 13),
)
def test_law_targets_are_a_plain_scan(pairs: list[tuple[int, int]], limit: int) -> None:
    devices = [accepting(f"d{index}", *sorted(pair)) for index, pair in enumerate(pairs)]
    fleet = (host("h", *devices),)
    source = party(fleet, "d0")
    expected = [
        named.label
        for named in iter_devices(fleet)
        if named.device.address != "d0" and judge(source.side, named.describe().side)
    ]
    assert labels(find(source, iter_devices(fleet))) == expected
    assert labels(find(source, iter_devices(fleet), limit=limit)) == expected[:limit]


def test_lookup_by_host_and_device() -> None:
    assert party(FLEET, "h2/d3").name == "h2/d3"
    assert party(FLEET, "d3").name == "h2/d3"
    assert party(FLEET, "D3").name == "h2/d3"


def test_lookup_of_a_name_that_several_hosts_have_asks_for_the_host() -> None:
    twice = (host("h1", accepting("d", 1, 2)), host("h2", accepting("d", 1, 2)))
    with pytest.raises(InputError) as raised:
        find_named(twice, "d")
    (problem,) = raised.value.problems
    assert problem.code == "reference.ambiguous"
    assert "h1/d, h2/d" in problem.expected
    assert find_named(twice, "h2/d") is not None


def test_lookup_in_two_hosts_of_one_name_is_ambiguous() -> None:
    twins = (host("h", accepting("d", 1, 2)), host("h", accepting("d", 1, 2)))
    with pytest.raises(InputError) as raised:
        find_named(twins, "h/d")
    assert raised.value.problems[0].code == "reference.ambiguous"


@pytest.mark.parametrize("name", ["nowhere", "h1/d3", "h9/d1", "/", "h1/", "x" * 5000, "h1//d1"])
def test_lookup_of_what_is_not_there(name: str) -> None:
    with pytest.raises(InputError) as raised:
        find_party(FLEET, name)
    assert raised.value.problems[0].code in {"reference.unknown", "file.directory"}


def test_a_source_whose_descriptor_is_broken_is_an_error_and_no_verdict() -> None:
    with pytest.raises(InputError) as raised:
        find_party(FLEET, "h3/broken")
    assert raised.value.problems[0].code == "brace.unclosed"
    assert raised.value.source == "h3/broken:sys/broken/migration_compatible"

"""A fleet that is made up is the same for the same seed, as varied as was asked, and valid."""

import hashlib
import json
from collections import Counter

import pytest

from devcompat.fleet.classes import class_key
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Undescribed, outcome_of
from devcompat.reports.families import keys_of
from devcompat.reports.generate import generate
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides, info_of

from .test_lines import SCHEMA


def classes_of(lines: list[bytes]) -> Counter[object]:
    sides = Sides()
    return Counter(
        class_key(found.side)
        for line in lines
        for found in host_report(decode_report(line), sides).devices
    )


@pytest.mark.parametrize(("hosts", "classes"), [(10, 100), (30, 1), (30, 47), (50, 199), (7, 70)])
def test_there_are_exactly_as_many_classes_as_were_asked_for(hosts: int, classes: int) -> None:
    found = classes_of(list(generate(hosts, classes)))
    assert len(found) == classes
    assert sum(found.values()) == hosts * 10


def test_fewer_devices_than_classes_are_all_different() -> None:
    assert len(classes_of(list(generate(3, 1000)))) == 30


def test_classes_are_as_frequent_as_zipf_says() -> None:
    first, second, third, *_ = [n for _, n in classes_of(list(generate(400, 50))).most_common()]
    assert 1.5 < first / second < 2.7
    assert 1.1 < second / third < 2.0


def test_distinct_devices_are_all_of_classes_of_their_own() -> None:
    assert len(classes_of(list(generate(60, 1, distinct=True)))) == 600


def test_the_numbers_of_classes_lead_to_different_ones() -> None:
    assert len({json.dumps(keys_of(number)) for number in range(30_000)}) == 30_000


def test_the_same_seed_gives_the_same_bytes_in_every_python() -> None:
    digest = hashlib.sha256(b"".join(generate(50, 30))).hexdigest()
    assert digest == "ff2db2e64ed2f477536dcf037b389af9254bea0dd3f5c7998452772c5f90818e"
    assert list(generate(5, 30, seed=1)) == list(generate(5, 30))
    assert list(generate(5, 30, seed=2)) != list(generate(5, 30))


@pytest.mark.parametrize("distinct", [False, True])
def test_lines_are_what_the_schema_describes(distinct: bool) -> None:
    for line in generate(20, 40, distinct=distinct):
        assert line.endswith(b"}\n")
        assert [error.message for error in SCHEMA.iter_errors(json.loads(line))] == []


def test_devices_have_info_states_and_addresses_of_their_own() -> None:
    reports = [decode_report(line) for line in generate(200, 40)]
    devices = [found for report in reports for found in report.devices]
    states = Counter(found.state for found in devices)
    assert 0.25 < states["free"] / len(devices) < 0.35
    assert 0 < states["reserved"] / len(devices) < 0.1
    assert all((found.state == "used") == bool(found.vm) for found in devices)
    infos = [info_of(found.descriptor) for found in devices if found.descriptor is not None]
    assert len(set(infos)) == len(infos) > 0.9 * len(devices)
    assert len({report.labels["zone"] for report in reports}) == 20
    assert {*reports[0].labels} == {"zone", "rack", "kernel", "driver"}
    assert any(report.types for report in reports)
    assert not all(report.types for report in reports)


def test_families_have_members_that_can_take_each_other_over_and_some_that_cannot() -> None:
    sides = Sides()
    found = [
        found.side
        for line in generate(30, 300)
        for found in host_report(decode_report(line), sides).devices
    ]
    unique = list({id(side): side for side in found}.values())
    outcomes = Counter(
        outcome_of(one, other) for one in unique for other in unique if one is not other
    )
    assert outcomes["compatible"] > 100
    assert outcomes["unknown"] > 100
    undescribed = [side for side in unique if isinstance(side, Undescribed)]
    assert {side.immovable for side in undescribed} == {True, False}
    assert len(undescribed) < len(unique) / 10
    own = Counter(outcome_of(side, side) for side in unique if isinstance(side, Compiled))
    assert own["compatible"] > 5 * own["unknown"] > 0
    assert not own["incompatible"]


@pytest.mark.parametrize("wrong", [(-1, 1, 10), (1, 0, 10), (1, 1, -1)])
def test_what_cannot_be_made_is_refused(wrong: tuple[int, int, int]) -> None:
    hosts, classes, devices = wrong
    with pytest.raises(ValueError, match="from 0"):
        list(generate(hosts, classes, devices_per_host=devices))


def test_a_host_may_have_no_devices_or_many() -> None:
    assert [decode_report(line).devices for line in generate(2, 5, devices_per_host=0)] == [(), ()]
    (many,) = generate(1, 5, devices_per_host=4000)
    assert len(decode_report(many).devices) == 4000

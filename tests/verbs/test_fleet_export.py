"""The flat table and the picture of a fleet: each holds to the matcher, pair by pair."""

import json
from xml.etree import ElementTree as ET

import pytest

from devcompat.cli.heat_map import COLOURS, heat_map
from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import HostReport
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled
from devcompat.match.judge import outcome_of
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, RULES, Rule
from devcompat.reports.classes import canonical
from devcompat.reports.generate import generate
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.verbs import fleet_matrix
from devcompat.verbs.fleet_export import Kind, export
from devcompat.verbs.fleet_matrix import picture


def reports(classes: int) -> list[HostReport]:
    sides = Sides()
    return [host_report(decode_report(line), sides) for line in generate(60, classes)]


def of_texts(*texts: str) -> Fleet:
    devices = [{"address": f"d{n}", "descriptor": text} for n, text in enumerate(texts)]
    line = json.dumps({"schema": "devcompat/report/1", "host": "h", "devices": devices})
    return Fleet([host_report(decode_report(line.encode()), Sides())])


@pytest.mark.parametrize("rule", RULES)
def test_a_pair_is_listed_only_if_all_its_classes_are_compatible(rule: Rule) -> None:
    fleet = Fleet(reports(60))
    found = export(fleet, rule)
    kinds: dict[Kind, list[Compiled]] = {}
    for side in fleet.classes.sides:
        if isinstance(side, Compiled):
            texts = side.texts
            version = (
                texts["software_version"] or texts["driver_version"] or texts["interface_version"]
            )
            kinds.setdefault(Kind(texts["mdev_type"] or texts["driver"], version), []).append(side)
    wanted, mixed = [], 0
    for source, sources in kinds.items():
        for target, targets in kinds.items():
            outcomes = {outcome_of(one, other, rule) for one in sources for other in targets}
            if outcomes == {COMPATIBLE}:
                wanted.append((source, target))
            mixed += COMPATIBLE in outcomes and outcomes != {COMPATIBLE}
    assert list(found.pairs) == sorted(wanted) != []
    assert found.mixed == mixed > 0
    assert found.classes == sum(map(len, kinds.values()))
    assert found.left_out == len(fleet.classes) - found.classes > 0


def test_a_feature_that_the_table_does_not_show_keeps_a_pair_out() -> None:
    ask = "SELF: mdev_type=a software_version=1 COMPATIBLE: mdev_type=a software_version=1"
    fleet = of_texts(f"{ask} secret={{x:any}}", ask.replace("version=1 ", "version=1 secret=x ", 1))
    found = export(fleet)
    assert (found.pairs, found.mixed) == ((), 1)
    alone = of_texts(f"{ask} secret={{x:any}}")
    kind = Kind("a", "1")
    assert export(alone).pairs == ((kind, kind),)


def test_a_fleet_of_too_many_classes_has_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = of_texts("SELF: driver=a", "SELF: driver=b")
    monkeypatch.setattr(fleet_matrix, "MOST", 1)
    for ask in (export, picture):
        with pytest.raises(InputError) as told:
            ask(fleet)
        assert told.value.problems[0].code == "limit.classes"


def test_other_fields_make_a_finer_table() -> None:
    fleet = of_texts(
        *(f"SELF: model=m{n} fw={n} COMPATIBLE: model=m{n} fw={{v:int:1..{n}}}" for n in (1, 2)),
    )
    assert export(fleet).left_out == 2
    found = export(fleet, type_fields=("x", "model"), version_fields=("fw",))
    assert [(*source, *target) for source, target in found.pairs] == [
        ("m1", "1", "m1", "1"),
        ("m2", "2", "m2", "2"),
    ]
    with pytest.raises(InputError):
        export(fleet, type_fields=("1a",))


def test_classes_that_no_device_has_any_more_are_left_out() -> None:
    fleet = of_texts("SELF: driver=a COMPATIBLE: driver=a", "SELF: driver=b COMPATIBLE: driver=b")
    fleet.replace(HostReport("h", ()))
    assert export(fleet).classes == 0
    assert picture(fleet).classes == ()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("most", [None, 7])
def test_a_picture_has_the_outcomes(rule: Rule, most: int | None) -> None:
    fleet = Fleet(reports(40))
    found = picture(fleet, rule, None, most)
    by_name = {class_name(canonical(side)): side for side in fleet.classes.sides}
    assert len(found.classes) == (most or len(by_name))
    assert found.of == len(by_name)
    assert sum(found.blocks) == len(found.classes)
    for source, line in enumerate(found.classes):
        for target, other in enumerate(found.classes):
            wanted = outcome_of(by_name[line.name], by_name[other.name], rule)
            assert found.outcome(source, target) == wanted
    sizes = dict(
        zip(map(class_name, map(canonical, fleet.classes.sides)), fleet.sizes(), strict=True)
    )
    assert all(sizes[line.name] == line.devices for line in found.classes)
    if most:
        least = min(line.devices for line in found.classes)
        assert sum(size > least for size in sizes.values()) <= most


def test_the_order_does_not_depend_on_how_the_fleet_was_loaded() -> None:
    hosts = reports(40)
    assert picture(Fleet(hosts)) == picture(Fleet(reversed(hosts)))


def test_blocks_have_nothing_to_do_with_each_other() -> None:
    found = picture(Fleet(reports(40)))
    block_of = [number for number, size in enumerate(found.blocks) for _ in range(size)]
    assert len(found.blocks) > 5
    last = len(found.blocks) - 1
    for source in range(len(found.classes)):
        for target in range(len(found.classes)):
            if block_of[source] != block_of[target] and last not in (
                block_of[source],
                block_of[target],
            ):
                assert found.outcome(source, target) == INCOMPATIBLE
    assert found.classes[-1].told == "no descriptor"


@pytest.mark.parametrize("classes", [1, 40, 200])
def test_a_heat_map_is_well_formed_and_says_what_each_cell_is(classes: int) -> None:
    found = picture(Fleet(reports(classes)))
    root = ET.fromstring(heat_map(found, "fleet & <co>"))  # noqa: S314  (made here)
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == "fleet & <co>"
    counts = dict.fromkeys(COLOURS, 0)
    tips = 0
    group = root.find(f"{name}g")
    assert group is not None
    ground, *cells = group
    size = int(ground.get("width", ""))
    side = size // len(found.classes)
    for cell in cells:
        outcome = next(one for one, colour in COLOURS.items() if colour == cell.get("fill"))
        run = int(cell.get("width", "")) // side
        counts[outcome] += run
        tip = cell.findtext(f"{name}title") or ""
        row = found.classes[int(cell.get("y", "")) // side]
        assert tip.startswith(row.name)
        assert tip.endswith(outcome)
        tips += 1
    counts[INCOMPATIBLE] = len(found.classes) ** 2 - sum(counts.values())
    assert counts == found.counts()
    assert tips
    labels = [text.text for text in root.iter(f"{name}text")]
    assert len(labels) > 4


def test_a_picture_of_nothing() -> None:
    found = picture(Fleet())
    assert found.counts() == {"compatible": 0, "incompatible": 0, "unknown": 0}
    ET.fromstring(heat_map(found, "nothing"))  # noqa: S314  (made here)

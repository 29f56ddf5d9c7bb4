"""Sides are one object a class, whatever the spelling, and the same as if each was read alone."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devcompat.fleet.classes import ClassTable, class_key
from devcompat.fleet.hosts import packed
from devcompat.formats.structured_writer import to_plain
from devcompat.language.nodes import Descriptor, Object
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import BASES
from devcompat.reports.classes import canonical, side_of
from devcompat.reports.hosts import host_report, packed_report
from devcompat.reports.lines import DeviceLine, decode_report
from devcompat.reports.sides import Sides, info_of, part_text
from tests.fleet.sides import some_sides
from tests.strategies.nodes import descriptors

SLOW = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


DEVICES = descriptors().filter(lambda found: not found.parameters)


def device(descriptor: Any, **keys: Any) -> DeviceLine:
    told = {"address": "d", "descriptor": descriptor, **keys}
    plain = {"schema": "devcompat/report/1", "host": "h", "devices": [told]}
    return decode_report(json.dumps(plain).encode()).devices[0]


@pytest.mark.parametrize("side", some_sides())
def test_the_way_to_bytes_and_back_keeps_the_class(side: Side) -> None:
    again = side_of(canonical(side))
    assert class_key(again) == class_key(side)
    assert canonical(again) == canonical(side)


def test_equal_classes_have_equal_bytes_and_others_do_not() -> None:
    sides = some_sides()
    for one in sides:
        for other in sides:
            same = class_key(one) == class_key(other)
            assert (canonical(one) == canonical(other)) == same


def _turned(item: Object) -> Object:
    return item._replace(fields=item.fields[::-1], variables=item.variables[::-1])


@SLOW
@given(DEVICES, st.sampled_from(BASES), st.dictionaries(st.just("a"), st.text(max_size=3)))
def test_any_descriptor_to_bytes_and_back(
    found: Descriptor, basis: Any, unread: dict[str, str]
) -> None:
    side = Compiled(found, None, basis, unread)
    form = canonical(side)
    again = side_of(form)
    assert class_key(again) == class_key(side)
    turned = Descriptor(_turned(found.self_object), tuple(map(_turned, found.compatible)))
    assert canonical(Compiled(turned, None, basis, unread)) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a={n:int:1,2,3} b={n}", "a={n:int:1..3} b={n}"),
        ("a={v:version:~=2.1}", "a={v:version:<3,>=2.1.0.0}"),
        ("a={v:version:==2}", 'a="{v:version:<=2.0,>=2.0}"'),
        ("a={v:version:<3}", "a={v:version:>=0,<3.0}"),
        ("a={s:string:x,y}", "a={s:string:y,x,x}"),
        ("a={m:mask:0x0f}", "a={m:mask:15}"),
        ('a=1 b=""', "a=1"),
    ],
)
def test_equal_domains_have_equal_bytes(one: str, other: str) -> None:
    forms = {
        canonical(compile_document(parse(f"SELF: a=1 COMPATIBLE: {text}"))) for text in (one, other)
    }
    assert len(forms) == 1


def test_what_has_no_descriptor_is_one_object_a_class() -> None:
    sides = Sides()
    told = {"detail": "driver.no-migration (mdpy)", "immovable": True, "basis": "executed"}
    found = sides.side(device(None, undescribed=told))
    assert found == Undescribed("", told["detail"], True, "executed")  # type: ignore[arg-type]
    assert sides.side(device(None, undescribed=told)) is found
    assert sides.same(Undescribed("x", "driver.no-migration (mdpy)", True, "executed")) is found


SPELLINGS: list[Any] = [
    {"self": {"a": "1"}, "compatible": [{"fields": {"a": "1", "b": ""}}]},
    {"compatible": [{"fields": {"b": "", "a": 1}}], "self": {"a": 1}, "info": {"serial": "x"}},
    {"self": {"a": "1"}, "compatible": [{"fields": {"a": "1"}}], "info": {"serial": "y", "n": 4}},
    {"self": {"a": "1"}, "compatible": [{"fields": {"a": "1"}}], "info": {"serial": "\u00e9"}},
    "SELF: a=1 COMPATIBLE: a=1",
    "# two\nSELF:\na=1\nCOMPATIBLE:\na=1\nINFO:\nserial=1\n",
    "INFO: serial=2\nSELF: a=1\nCOMPATIBLE: a=1",
    "SELF: a=1\nINFO: serial=3 COMPATIBLE: a=1",
]


def test_spellings_of_one_class_are_one_object() -> None:
    sides = Sides()
    assert len({id(sides.side(device(text))) for text in SPELLINGS * 2}) == 1


def test_basis_and_unread_fields_are_part_of_the_class() -> None:
    sides = Sides()
    ways: list[dict[str, Any]] = [
        {},
        {"basis": "read"},
        {"unread": {"b": "EIO"}},
        {"unread": {"b": "E"}},
    ]
    found = [sides.side(device(SPELLINGS[0], **way)) for way in ways]
    assert len(set(map(id, found))) == len(ways)
    assert [sides.side(device(SPELLINGS[4], **way)) for way in ways] == found


def test_a_spelling_is_read_once_whatever_its_info() -> None:
    sides = Sides()
    for number in range(50):
        info = {"serial": f"{number:08X}", "slot": f"0000:{number:02x}:00.0"}
        sides.side(device({**SPELLINGS[0], "info": info}))
        sides.side(device(f'SELF: a=1\nCOMPATIBLE: a=1\nINFO:\n  serial={number} slot="a b"\n'))
        sides.side(device(f"SELF: a=1\nINFO: serial={number}\nCOMPATIBLE: a=1\n"))
        sides.side(device({**SPELLINGS[0], "info": {"slot": number, "note": "x" * 400}}))
    assert sides.read == 3


def test_a_host_of_many_devices_is_read_once_a_spelling() -> None:
    sides = Sides()
    devices = [
        device({**SPELLINGS[0], "info": {"serial": f"{number:032X}", "slot": number}})
        for number in range(64)
    ]
    assert len(set(map(id, sides.sides(devices)))) == 1
    assert sides.read == 1


def test_one_self_with_several_compatible_objects_is_several_classes() -> None:
    sides = Sides()
    texts = [
        {"self": {"a": "1"}},
        {"self": {"a": "1"}, "compatible": [{"fields": {"a": "1"}}]},
        {"self": {"a": "1"}, "compatible": [{"fields": {"a": "2"}}]},
    ]
    wanted = [alone(text) for text in texts]
    for order in ([0, 1, 2], [2, 1, 0], [1, 1, 0, 0, 2]):
        found = sides.sides([device(texts[index]) for index in order])
        assert [class_key(side) for side in found] == [wanted[index] for index in order]
    assert sides.read == len(texts)


def test_full_tables_forget_nothing_and_go_on() -> None:
    sides = Sides(spellings=1, classes=1)
    texts = ["SELF: a=1", "SELF: a=2", "SELF: a=3"]
    found = [sides.side(device(text)) for text in texts]
    assert sides.side(device(texts[0])) is found[0]
    assert class_key(sides.side(device(texts[2]))) == class_key(found[2])
    assert [sides.form(side) for side in found] == [canonical(side) for side in found]


def alone(descriptor: Any) -> Any:
    """Return the class of a descriptor that is read for itself, as a whole; None if it is wrong."""
    from devcompat.formats.json import read

    try:
        if isinstance(descriptor, str):
            document = parse(descriptor)
        else:
            document = read(json.dumps(descriptor).encode())
        return class_key(compile_document(document))
    except InputError:
        return None


LINES = st.sampled_from(
    ("SELF: a=1", "SELF: a=2", "COMPATIBLE: a=1", "COMPATIBLE:", "INFO:", "INFO: s=1", "INFO: s=2",
     "  INFO:", "x=1", 'x="1 2"', 'x="', "x={n:int:1}", "x={", "#INFO: s=1", "a=INFO: b=1",
     "INFO:x", "SELF: a=1 INFO: s=1", "INFO: s=1 COMPATIBLE: b=2",
     "INFO: b = 2", "PARAMETERS: p={n:int:1}",
     "INFO: s=${n}", 'INFO: s="a\\"b"', "INFO: s=\u00e9", "INFO: s=1 s=2", "info: s=1", "")
)  # fmt: skip


@settings(SLOW, max_examples=600)
@given(st.lists(st.tuples(LINES, st.sampled_from(("\n", "\r\n", " ", "\r"))), max_size=7))
def test_a_text_that_is_looked_up_is_what_it_is_alone(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece for part in parts for piece in part)
    first = "SELF: a=1\nCOMPATIBLE: a=1\nINFO: s=1"
    sides = Sides()
    sides.side(device(first))
    for wanted in (text, text, f"{first}\n{text}"):
        try:
            found = class_key(sides.side(device(wanted)))
        except InputError:
            found = None
        assert found == alone(wanted)


@settings(SLOW, max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(("s", "t", "1", "", "x" * 65, "a.b", "é")),
        st.sampled_from(
            ("1", "", "${n}", "$", "$${", "\n", "\t", "é", "x" * 1025, "é" * 600, 1, -0)
        ),
        max_size=3,
    )
)
def test_an_info_never_hides_what_is_wrong(info: dict[str, str | int]) -> None:
    sides = Sides()
    plain = {"self": {"a": "1"}, "compatible": []}
    sides.side(device(plain))
    wanted = {**plain, "info": info}
    for _ in range(2):
        try:
            found = class_key(sides.side(device(wanted)))
        except InputError:
            found = None
        assert found == alone(wanted)


@SLOW
@given(DEVICES)
def test_any_descriptor_in_both_spellings_is_one_class(found: Descriptor) -> None:
    wanted = alone(to_plain(found))
    sides = Sides()
    for spelled in (to_plain(found), write_text(found)):
        try:
            assert class_key(sides.side(device(spelled))) == wanted
        except InputError:
            assert alone(spelled) is None


def test_info_is_kept_apart() -> None:
    assert (
        info_of(device({**SPELLINGS[0], "info": {"serial": "x"}}).descriptor) == b'{"serial":"x"}'
    )
    assert info_of(device("SELF: a=1\nINFO: s=1\n").descriptor) == b"INFO: s=1"
    assert info_of(device(SPELLINGS[0]).descriptor) == b""
    assert info_of(None) == b""


def test_lines_stay_where_they_were_when_info_is_left_out() -> None:
    parted = part_text("SELF: a=1\nINFO:\n s=1\nCOMPATIBLE: a=1")
    assert parted.text == "SELF: a=1\n\n\nCOMPATIBLE: a=1"
    side = Sides().side(device("SELF: a=1\nINFO:\n s=1\nCOMPATIBLE: b=1"))
    assert isinstance(side, Compiled)
    demand = side.objects[0].demand("b", side.source)
    assert demand is not None
    assert demand.position == (4, 13)


NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/="), min_size=1, max_size=9
)


@SLOW
@given(st.data())
def test_a_report_to_a_line_and_back(data: st.DataObject) -> None:
    texts = ["SELF: a=1", "SELF: a=1 COMPATIBLE: a={n:int:1..4}"]
    told = [
        {
            "address": address,
            "state": data.draw(st.sampled_from(("free", "used", "reserved"))),
            "descriptor": data.draw(st.sampled_from(texts)),
        }
        for address in data.draw(st.lists(NAMES, unique=True, max_size=4))
    ]
    host = data.draw(NAMES)
    labels = data.draw(st.dictionaries(NAMES, NAMES, max_size=3))
    generation = data.draw(st.integers(0, 2**63 - 1))
    plain = {
        "schema": "devcompat/report/1", "host": host, "devices": told, "labels": labels,
        "generation": generation,
    }  # fmt: skip
    ascii_only = data.draw(st.booleans())
    line = decode_report(json.dumps(plain, ensure_ascii=ascii_only).encode())
    report = host_report(line, Sides())
    table = ClassTable()
    rows = packed(report, table.numbers([found.side for found in report.devices]))
    columns = packed_report(line, Sides(), table)
    assert columns._replace(states=list(columns.states)) == rows
    assert (report.host, report.generation, report.labels) == (host, generation, labels)
    assert [(found.address, found.state) for found in report.devices] == [
        (found["address"], found["state"]) for found in told
    ]
    assert [class_key(found.side) for found in report.devices] == [
        alone(found["descriptor"]) for found in told
    ]

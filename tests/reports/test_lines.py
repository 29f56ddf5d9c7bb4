"""A line is a report or tells what is wrong with it; it never ends the run."""

import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from devcompat.fleet.hosts import DEVICES
from devcompat.language.problems import InputError
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import LINE_BYTES, ReportLine, decode_report, iter_reports
from devcompat.reports.sides import Sides
from tests.docs.test_schemas import SCHEMAS

_REGISTRY: Any = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
SCHEMA = Draft202012Validator(SCHEMAS["report"], registry=_REGISTRY)
GOOD: dict[str, Any] = {"address": "d", "descriptor": {"self": {"a": "1"}}}


def line(*devices: Any, **keys: Any) -> dict[str, Any]:
    found = {"schema": "devcompat/report/1", "host": "h", "devices": [*devices], **keys}
    return {key: value for key, value in found.items() if value != "-"}


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def device(**keys: Any) -> dict[str, Any]:
    return {**GOOD, **keys}


FAULTS: dict[str, tuple[Any, str]] = {
    "another schema": (line(schema="devcompat/report/2"), "report.schema"),
    "no schema": (line(schema="-"), "report.schema"),
    "a list": ([1], "report.type"),
    "no host": (line(host="-"), "report.key-missing"),
    "no devices": (line(devices="-"), "report.key-missing"),
    "no address": (line({"descriptor": "SELF: a=1"}), "report.key-missing"),
    "a host that is a number": (line(host=1), "report.type"),
    "a label that is a number": (line(labels={"zone": 1}), "report.type"),
    "a label without a name": (line(labels={"": "z"}), "report.label"),
    "a label with an equals sign": (line(labels={"a=b": "z"}), "report.label"),
    "a label with a line feed": (line(labels={"a": "z\n"}), "report.label"),
    "a state that there is not": (line(device(state="busy")), "report.value"),
    "a basis that there is not": (line(device(basis="hearsay")), "report.value"),
    "a negative generation": (line(generation=-1), "report.value"),
    "a huge generation": (line(generation=2**63), "report.value"),
    "a generation with a fraction": (line(generation=1.5), "report.type"),
    "a device that is a text": (line("d"), "report.type"),
    "a device that is free and has a VM": (line(device(vm="v")), "report.state"),
    "a VM with a tab": (line(device(vm="v\t", state="used")), "report.value"),
    "a VM with a DEL": (line(device(vm="v\x7f", state="used")), "report.value"),
    "a kind with an invisible letter": (line(device(kind="v\u200b")), "report.value"),
    "an unread field without a name": (line(device(unread={"": "EIO"})), "report.value"),
    "no descriptor": (line({"address": "d"}), "report.descriptor"),
    "both": (line(device(undescribed={"detail": "x"})), "report.descriptor"),
    "a detail with a line feed": (
        line({"address": "d", "undescribed": {"detail": "a\nb"}}),
        "report.value",
    ),
    "no detail": (line({"address": "d", "undescribed": {}}), "report.key-missing"),
    "an address twice": (line(GOOD, GOOD), "report.address-repeated"),
    "a descriptor that is a number": (line(device(descriptor=1)), "report.type"),
    "a descriptor without SELF": (line(device(descriptor={})), "report.key-missing"),
    "another key in a descriptor": (
        line(device(descriptor={"self": {}, "more": 1})),
        "structure.key",
    ),
    "too many devices": (
        line(*[device(address=str(number)) for number in range(DEVICES + 1)]),
        "limit.host-devices",
    ),
    "a type without a parent": (line(types=[{"type": "t"}]), "report.key-missing"),
    "a type with a null byte": (line(types=[{"parent": "p", "type": "t\0"}]), "report.value"),
    "a type's parent with a tab": (line(types=[{"parent": "\t", "type": "t"}]), "report.value"),
    "a type that costs nothing": (
        line(types=[{"parent": "p", "type": "t", "cost": 0}]),
        "report.value",
    ),
    "a type with less than none": (
        line(types=[{"parent": "p", "type": "t", "available": -1}]),
        "report.value",
    ),
    **{
        f"the address {wrong!a}": (line(device(address=wrong)), "report.address")
        for wrong in ("", " ", "a b", "a/b", "a\nb", "a\t", "a\x00", "a\x7f", "\u3000",
                      "\u202e", "x" * 256)
    },
    **{
        f"the host {wrong!a}": (line(GOOD, host=wrong), "report.host")
        for wrong in ("", "a b", "a/b", "a\n", "\u00ad", "x" * 256)
    },
}  # fmt: skip


NAME = "1 to 255 printable characters, without blanks and /"


def problems(data: bytes) -> InputError:
    with pytest.raises(InputError) as raised:
        decode_report(data, "fleet.jsonl", 17)
    assert raised.value.source == "fleet.jsonl"
    for problem in raised.value.problems:
        assert problem.position is not None
        assert problem.position.line == 17
        assert problem.found.isprintable()
    return raised.value


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_has_its_code(case: str) -> None:
    value, code = FAULTS[case]
    assert {problem.code for problem in problems(written(value)).problems} == {code}
    as_utf8 = json.dumps(value, ensure_ascii=False).encode()
    assert {problem.code for problem in problems(as_utf8).problems} == {code}


@pytest.mark.parametrize(
    ("data", "code", "column"),
    [
        (b"{", "json.syntax", 2),
        (b'{"host": nil}', "json.syntax", 10),
        (b"SELF: a=1", "json.syntax", 1),
        (b"\xef\xbb\xbf{}", "json.syntax", 1),
        (b'{"\xc3\xa9": x}', "json.syntax", 7),
        (b'{"host": "\\ud800"}', "json.syntax", 1),
        (b'{"generation": NaN}', "json.syntax", 16),
        (b'{"schema": "devcompat/report/1", "host": "\xff"}', "text.encoding", 43),
        (b'{"x": ' + b"[" * 100_000, "json.depth", 1),
    ],
)
def test_what_is_no_json_says_where(data: bytes, code: str, column: int) -> None:
    (problem,) = problems(data).problems
    assert (problem.code, problem.position) == (code, (17, column))


def test_several_faults_are_told_together_with_their_paths() -> None:
    wrong = line(device(address="a b"), {"address": "e"}, host="a/b")
    told = [(problem.code, problem.expected) for problem in problems(written(wrong)).problems]
    assert [code for code, _ in told] == ["report.host", "report.address", "report.descriptor"]
    assert told[1][1].endswith("at $.devices[0].address")
    assert "$.devices[1] (e)" in told[2][1]


def test_what_is_too_deep_in_a_device_is_told_as_any_wrong_type() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    told = written(line(device(descriptor={"self": {}, "info": {"x": 0}})))
    for broken in (deep, "[" * 100_000):
        found = problems(told.replace(b'"x": 0', f'"x": {broken}'.encode()))
        assert found.problems[0].code in ("report.type", "json.depth")


def test_a_label_says_whether_its_name_or_its_value_is_wrong() -> None:
    wrong = line(labels={"a=b": "z", "rack": "x" * 256, "zone": "a\tb", "": ""})
    assert [(one.found, one.expected) for one in problems(written(wrong)).problems] == [
        ("a=b", f"a label's name: {NAME} and = at $.labels"),
        ("x" * 80, "a label's value: at most 255 printable characters at $.labels.rack"),
        ("aU+0009b", "a label's value: at most 255 printable characters at $.labels.zone"),
        ("", f"a label's name: {NAME} and = at $.labels"),
    ]


def test_a_wrong_type_names_the_device() -> None:
    (problem,) = problems(written(line(GOOD, device(address="e", state=1)))).problems
    assert problem.expected.endswith("at $.devices[1].state (e)")


def test_unknown_keys_are_ignored() -> None:
    more = line(device(colour="red"), host="h", weather=[{}], types=[])
    assert decode_report(written(more)) == decode_report(written(line(GOOD)))


def test_what_is_left_out_has_its_default() -> None:
    report = decode_report(written(line(GOOD)))
    (found,) = report.devices
    assert (report.generation, report.labels, report.types) == (0, {}, ())
    assert (found.state, found.vm, found.kind, found.parent, found.basis) == (
        "free", "", "", "", "native",
    )  # fmt: skip


BY_THE_READER_ONLY = {
    "an address twice", "a detail with a line feed", "a VM with a tab", "a VM with a DEL",
    "a kind with an invisible letter", "a label with a line feed",
    "the address 'a\\x00'", "the address 'a\\x7f'", "the address '\\u202e'", "the host '\\xad'",
    "the host 'a\\n'", "a type with a null byte", "a type's parent with a tab",
}  # fmt: skip
"""Faults that the schema cannot say, or leaves to the reader."""


@pytest.mark.parametrize("case", sorted(set(FAULTS) - BY_THE_READER_ONLY))
def test_the_schema_refuses_it_as_well(case: str) -> None:
    assert not SCHEMA.is_valid(FAULTS[case][0])


def test_a_bad_line_never_ends_the_run() -> None:
    good = written(line(GOOD))
    lines = [good, b"{", b"", b"  ", b"\xff", written(line(host="a b")), good + b"\r"]
    found = list(iter_reports(io.BytesIO(b"\n".join(lines)), "f"))
    assert [number for number, _ in found] == [1, 2, 5, 6, 7]
    assert [isinstance(report, ReportLine) for _, report in found] == [
        True,
        False,
        False,
        False,
        True,
    ]
    for number, error in found[1:4]:
        assert isinstance(error, InputError)
        assert error.problems[0].position is not None
        assert error.problems[0].position.line == number


def test_a_line_that_is_too_long_is_passed_over() -> None:
    good = written(line(GOOD))
    filled = good + b" " * (LINE_BYTES - len(good))
    data = b"\n".join([filled, filled + b" ", b"x" * (2 * LINE_BYTES + 9), good])
    found = list(iter_reports(io.BytesIO(data), "f"))
    assert [number for number, _ in found] == [1, 2, 3, 4]
    codes = [report.problems[0].code for _, report in found if isinstance(report, InputError)]
    assert codes == ["limit.report", "limit.report"]
    with pytest.raises(InputError):
        decode_report(filled + b" ")


WRONG_DESCRIPTORS: dict[str, tuple[Any, str]] = {
    "a placeholder in SELF": ("SELF:\na={n:int:1}", "placeholder.forbidden"),
    "no descriptor at all": ("", "text.empty"),
    "a fraction": ({"self": {"a": 1.5}}, "structure.type"),
    "a key twice": (None, "json.duplicate-key"),
    "null for COMPATIBLE": ({"self": {}, "compatible": None}, "structure.type"),
    "parameters": (
        {"self": {"a": "1"}, "parameters": {"p": {"name": "n", "type": "int", "domain": [1]}}},
        "parameters.unset",
    ),
    "INFO with a placeholder": (
        {"self": {"a": "1"}, "info": {"b": "${n}"}},
        "placeholder.forbidden",
    ),
    "INFO with a wrong name": ({"self": {"a": "1"}, "info": {"1": "x"}}, "field.name"),
    "INFO with a line feed": ({"self": {"a": "1"}, "info": {"b": "\n"}}, "text.unprintable"),
    "INFO with a long value": ({"self": {"a": "1"}, "info": {"b": "x" * 1025}}, "limit.value"),
    "INFO twice": ("SELF: a=1\nINFO: b=1\nINFO: b=2", "object.repeated"),
    "INFO in text with a wrong field": ("SELF: a=1\nINFO: b = 1", "syntax.field"),
    "INFO alone": ("INFO: b=1", "object.self-missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_DESCRIPTORS)
def test_one_descriptor_that_is_wrong_makes_the_whole_report_wrong(case: str) -> None:
    wrong, code = WRONG_DESCRIPTORS[case]
    good = "SELF: a=1" if isinstance(wrong, str) else GOOD["descriptor"]
    data = written(line(device(descriptor=good), device(address="e", descriptor=wrong)))
    if wrong is None:
        data = data.replace(b"null", b'{"self": {"a": "1", "a": "2"}}')
    sides = Sides()
    for _ in range(2):
        with pytest.raises(InputError) as raised:
            host_report(decode_report(data), sides, "f:3")
        assert raised.value.problems[0].code == code
        assert raised.value.source == "f:3, h/e"


def test_a_descriptor_of_a_type_that_is_wrong_makes_the_report_wrong() -> None:
    offered = {"parent": "p", "type": "t", "descriptor": "SELF: a = 1"}
    with pytest.raises(InputError) as raised:
        host_report(decode_report(written(line(GOOD, types=[offered]))), Sides())
    assert raised.value.source == "h/p/t"


def test_a_type_may_have_parameters() -> None:
    descriptor = {
        "self": {"a": "1"},
        "parameters": {"p": {"name": "n", "type": "int", "domain": [1]}},
    }
    offered = {"parent": "p", "type": "t", "available": 2, "descriptor": descriptor}
    report = decode_report(written(line(types=[offered, {"parent": "p", "type": "u"}])))
    sides = Sides()
    document = sides.document(report.types[0])
    assert document is not None
    assert document.descriptor.parameters
    assert sides.document(report.types[0]) is document
    first, second = host_report(report, sides).types
    assert first == ("p", "t", 2, document, "native", None, True, None)
    assert second == ("p", "u", None, None, "native", None, True, None)

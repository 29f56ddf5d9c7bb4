"""An inventory is one host or many, in a file, in lines, or in a directory."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from devcompat.inventory.serial import write_host
from devcompat.language.problems import InputError, Problem
from devcompat.verbs.discover import discover, machine_to_plain
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.places import iter_devices

from .fleet import CAPTURES, MTTY, accepting, captured, host, names, save

A, B = host("a", accepting("d1", 1, 4)), host("b", accepting("d2", 2, 4), accepting("d3", 3, 9))


def problem(name: str | Path) -> tuple[Problem, str]:
    """Load an inventory that is wrong; return what is wrong and what it is called."""
    with pytest.raises(InputError) as raised:
        load_inventory(str(name))
    (found,) = raised.value.problems
    return found, raised.value.source


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_one_host_in_a_file(tmp_path: Path) -> None:
    assert load_inventory(str(save(tmp_path / "x", A))) == (A,)


def test_several_hosts_in_a_document(tmp_path: Path) -> None:
    assert load_inventory(str(save(tmp_path / "x", A, B))) == (A, B)


def test_hosts_in_lines(tmp_path: Path) -> None:
    assert load_inventory(str(save(tmp_path / "x", A, B, lines=True))) == (A, B)


def test_hosts_in_a_list(tmp_path: Path) -> None:
    text = json.dumps([write_host(A), write_host(B)], indent=1)
    assert load_inventory(str(saved(tmp_path / "x", text))) == (A, B)


def test_indented_documents_one_after_the_other(tmp_path: Path) -> None:
    text = "\r\n".join(json.dumps(write_host(found), indent=2) for found in (A, B))
    assert load_inventory(str(saved(tmp_path / "x", f"\n {text} \t\n"))) == (A, B)


def test_what_discover_prints_is_an_inventory_of_the_same_host(tmp_path: Path) -> None:
    root = CAPTURES / "mdev-created"
    text = json.dumps(machine_to_plain(discover(str(root))))
    (found,) = load_inventory(str(saved(tmp_path / "x.json", text)))
    plain = found._replace(
        devices=tuple(d._replace(judged=None) for d in found.devices),
        types=tuple(t._replace(judged=None) for t in found.types),
    )
    assert plain == captured("mdev-created")


def test_a_capture_is_an_inventory_of_its_host() -> None:
    assert names(load_inventory(str(CAPTURES / "sriov-igb"))) == ["sriov-igb"]


def test_a_directory_of_captures_is_read_in_the_order_of_names() -> None:
    found = names(load_inventory(str(CAPTURES)))
    assert found == sorted(found)
    assert {"constructed-gvtg", "mdev-created", "vdpa-sim"} <= set(found)


def test_a_directory_of_files(tmp_path: Path) -> None:
    save(tmp_path / "2.json", B)
    save(tmp_path / "1.json", A)
    saved(tmp_path / "notes.txt", "not an inventory")
    assert names(load_inventory(str(tmp_path))) == ["a", "b"]


def test_a_directory_of_captures_and_files(tmp_path: Path) -> None:
    shutil.copytree(CAPTURES / "vdpa-sim", tmp_path / "vdpa-sim", symlinks=True)
    save(tmp_path / "more.json", A, B)
    (tmp_path / "empty").mkdir()
    assert names(load_inventory(str(tmp_path))) == ["vdpa-sim", "a", "b"]


def test_an_overlay_holds_for_files_and_captures(tmp_path: Path) -> None:
    shutil.copytree(CAPTURES / "sriov-igb", tmp_path / "igb", symlinks=True)
    save(tmp_path / "more.json", captured("mdev-created"))
    overlay = saved(
        tmp_path / "site.yaml",
        "devices:\n  - match: {kind: vf}\n    facts: {site: x}\n"
        f"  - match: {{address: {MTTY}}}\n    facts: {{site: y}}\n",
    )
    devices = list(iter_devices(load_inventory(str(tmp_path), load_overlay(str(overlay)))))
    stated = {found.device.address for found in devices if found.device.value("site") is not None}
    assert MTTY in stated
    assert len(stated) == 5


def test_an_overlay_of_types_holds_for_files_and_captures(tmp_path: Path) -> None:
    shutil.copytree(CAPTURES / "mdev-types-only", tmp_path / "types", symlinks=True)
    save(tmp_path / "more.json", captured("mdev-created"))
    text = "types:\n- match: {type: mtty-2}\n  descriptor: 'PARAMETERS: a={n:int:1} SELF: a={n}'\n"
    overlay = saved(tmp_path / "site.yaml", text)
    hosts = load_inventory(str(tmp_path), load_overlay(str(overlay)))
    stated = [(host.name, t.type_id) for host in hosts for t in host.types if t.stated is not None]
    assert stated == [("mdev-types-only", "mtty-2"), ("mdev-created", "mtty-2")]


@pytest.mark.parametrize(
    ("part", "descriptor", "code"),
    [
        (
            "devices:\n- match: {kind: mdev}",
            "PARAMETERS: a={n:int:1} SELF: a={n}",
            "parameters.unset",
        ),
        ("types:\n- match: {type: x}", "PARAMETERS: a={n:int} SELF: a={n}", "domain.empty"),
    ],
)
def test_a_stated_descriptor_that_cannot_be_used_is_the_operators_mistake(
    tmp_path: Path, part: str, descriptor: str, code: str
) -> None:
    overlay = saved(tmp_path / "site.yaml", f"{part}\n  descriptor: '{descriptor}'\n")
    with pytest.raises(InputError) as raised:
        load_overlay(str(overlay))
    assert raised.value.problems[0].code == code


@pytest.mark.parametrize("text", ["", "  \n", "[]", "[]\n[]"])
def test_an_inventory_without_hosts_is_refused(tmp_path: Path, text: str) -> None:
    found, source = problem(saved(tmp_path / "x.json", text))
    assert found.code == "inventory.empty"
    assert source.endswith("x.json")


def test_a_directory_without_hosts_is_refused(tmp_path: Path) -> None:
    found, source = problem(tmp_path)
    assert (found.code, source) == ("inventory.empty", str(tmp_path))


def without(key: str) -> dict[str, Any]:
    plain = dict(write_host(A))
    del plain[key]
    return plain


MALFORMED: dict[str, tuple[Any, str, str]] = {
    "a number": (1, "inventory.type", "at $"),
    "an object of something else": ({}, "inventory.key-missing", "at $.schema"),
    "a list within a list": ([[write_host(A)]], "inventory.type", "at $"),
    "another schema": ({**write_host(A), "schema": "x/2"}, "inventory.schema", "at $.schema"),
    "no kernel": (without("kernel"), "inventory.key-missing", "at $.kernel"),
    "devices that are an object": (
        {**write_host(A), "devices": {}}, "inventory.type", "at $.devices"),
    "a device that is a text": (
        {**write_host(A), "devices": ["d"]}, "inventory.type", "at $.devices[0]"),
    "hosts that are null": (
        {"schema": "devcompat/inventory/1", "hosts": None}, "inventory.type", "at $.hosts"),
    "the second host": (
        [write_host(A), without("name")], "inventory.key-missing", "at $.name of value 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_malformed_is_named_by_its_path(tmp_path: Path, case: str) -> None:
    value, code, place = MALFORMED[case]
    found, source = problem(saved(tmp_path / "x.json", json.dumps(value)))
    assert found.code == code
    assert found.expected.endswith(place)
    assert source.endswith("x.json")


def test_a_malformed_file_in_a_directory_is_named(tmp_path: Path) -> None:
    save(tmp_path / "1.json", A)
    saved(tmp_path / "2.json", "{}")
    _, source = problem(tmp_path)
    assert source == str(tmp_path / "2.json")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json.syntax"),
        ("nope", "json.syntax"),
        ("SELF: a=1", "json.syntax"),
        ("\ufeff{}", "json.syntax"),
        ("[NaN]", "json.syntax"),
        ('{"a": ' + "1" * 5000 + "}", "json.syntax"),
        ("[" * 100_000, "json.depth"),
        (b"\xff\xfe{}", "text.encoding"),
        (b"\x00" * 50, "json.syntax"),
    ],
)
def test_what_is_no_json_is_refused(tmp_path: Path, text: str | bytes, code: str) -> None:
    found, _ = problem(saved(tmp_path / "x.json", text))
    assert found.code == code


def test_json_errors_have_their_position(tmp_path: Path) -> None:
    found, _ = problem(saved(tmp_path / "x.json", '{"a":\n  1,,}'))
    assert found.position == (2, 5)


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "no\x00where", "/dev/null/x"])
def test_a_path_that_cannot_be_is_a_missing_or_unreadable_file(name: str) -> None:
    found, _ = problem(name)
    assert found.code in {"file.missing", "file.unreadable"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"schema": "x", "schema": "y"}', 1, 17),
        ('{"schema": "x",\n "devices": [{"a": {}, "b": 1},\n  {"a": 1, "a": 1}]}', 3, 12),
        ('{"a": "1",\n "\\u0061": "2"}', 2, 2),
        ('{"schema": {"a": 1,\r\n"a": 2}, "schema": 1}', 2, 1),
        ('[{"a": 1}, {"b": 1, "b": 1}]', 1, 21),
    ],
)
def test_a_key_that_stands_twice_is_told_where(
    text: str, line: int, column: int, tmp_path: Path
) -> None:
    found, name = problem(saved(tmp_path / "x", f"{json.dumps(write_host(A))}\n{text}"))
    assert (found.code, found.position) == ("json.duplicate-key", (line + 1, column))
    assert name == str(tmp_path / "x")


def test_lines_end_where_they_do_in_every_format(tmp_path: Path) -> None:
    found, _ = problem(saved(tmp_path / "x", '{"a":\r\n1,\r"b": nope}'))
    assert (found.code, found.position) == ("json.syntax", (3, 6))

"""A host survives being written and read; what is no inventory is refused with a path."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from devcompat.inventory.records import (
    Device,
    Fact,
    Host,
    Json,
    Judged,
    Miss,
    StatedDescriptor,
)
from devcompat.inventory.serial import (
    SCHEMA,
    InventoryError,
    read_host,
    read_inventory,
    write_host,
    write_inventory,
)
from tests.inventory.hosts import HOSTS

_SCHEMA_TEXT = (
    resources.files("devcompat.inventory").joinpath("schema/inventory.schema.json").read_text()
)
PUBLISHED = json.loads(_SCHEMA_TEXT)
VALIDATOR = Draft202012Validator(PUBLISHED)

FACT = Fact("driver", "mtty", "kernel", "sys/devices/x/driver")
HOST = Host(
    name="one",
    root="captures/one",
    kernel=Fact("kernel_release", "6.12", "kernel", "MANIFEST.json"),
    devices=(
        Device(
            "0000:01:10.0",
            "vf",
            "0000:01:00.0",
            (FACT,),
            misses=(Miss("sys/x", "EIO", "miss.failed", "vendor"),),
            judged=Judged({"answer": "no"}, "SELF: a=1", "native"),
        ),
    ),
    types=(),
)


LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def through_json(document: dict[str, Json]) -> Any:
    return json.loads(json.dumps(document))


@LAW
@given(HOSTS)
def test_reading_what_was_written_gives_an_equal_host(host: Host) -> None:
    assert read_host(through_json(write_host(host))) == host


@LAW
@given(st.lists(HOSTS, max_size=2))
def test_reading_a_written_inventory_gives_equal_hosts(hosts: list[Host]) -> None:
    assert read_inventory(through_json(write_inventory(hosts))) == tuple(hosts)


@LAW
@given(HOSTS)
def test_what_is_written_validates_against_the_published_schema(host: Host) -> None:
    VALIDATOR.validate(through_json(write_host(host)))
    VALIDATOR.validate(through_json(write_inventory([host])))


def test_the_published_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(PUBLISHED)


def written_keys(value: Json, definition: str) -> Iterator[tuple[str, str]]:
    """Yield (definition, key) for each key that `write_host` writes at the top of a record."""
    assert isinstance(value, dict)
    yield from ((definition, key) for key in value)


def test_the_schema_names_every_key_that_is_written() -> None:
    document = write_host(HOST)
    devices = document["devices"]
    assert isinstance(devices, list)
    keys = set(written_keys(document, "host")) | set(written_keys(devices[0], "device"))
    for definition, key in keys - {("host", "schema")}:
        assert key in PUBLISHED["$defs"][definition]["properties"]


def test_a_document_of_one_host_is_an_inventory_of_one() -> None:
    assert read_inventory(write_host(HOST)) == (HOST,)


def test_unknown_keys_are_ignored() -> None:
    document = through_json(write_host(HOST))
    document["later"] = 1
    document["devices"][0]["later"] = {"a": []}
    assert read_host(document) == HOST


def test_a_stated_descriptor_of_an_older_document_overrides_nothing() -> None:
    document = through_json(write_host(HOST))
    document["devices"][0]["stated"] = {"text": "SELF: a=1", "source": "o.yaml"}
    VALIDATOR.validate(document)
    assert read_host(document).devices[0].stated == StatedDescriptor("SELF: a=1", "o.yaml")
    document["devices"][0]["stated"]["override"] = "yes"
    with pytest.raises(InventoryError) as caught:
        read_host(document)
    assert caught.value.path == "$.devices[0].stated.override"


def test_what_the_verbs_add_is_kept_as_it_stands() -> None:
    document = through_json(write_host(HOST))
    assert document["devices"][0]["migration"] == {"answer": "no"}
    assert document["devices"][0]["basis"] == "native"
    del document["devices"][0]["migration"]
    device = read_host(document).devices[0]
    assert device.judged == Judged(None, "SELF: a=1", "native")


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (("schema",), "devcompat/inventory/2", "inventory.schema", "$.schema"),
        (("schema",), None, "inventory.type", "$.schema"),
        (("name",), 7, "inventory.type", "$.name"),
        (("constructed",), 0, "inventory.type", "$.constructed"),
        (("devices",), {}, "inventory.type", "$.devices"),
        (("devices", 0, "kind"), "gpu", "inventory.value", "$.devices[0].kind"),
        (("devices", 0, "facts", 0), "x", "inventory.type", "$.devices[0].facts[0]"),
        (
            ("devices", 0, "facts", 0, "origin"),
            "rumour",
            "inventory.value",
            "$.devices[0].facts[0].origin",
        ),
        (("devices", 0, "native"), [], "inventory.type", "$.devices[0].native"),
        (("devices", 0, "migration"), "no", "inventory.type", "$.devices[0].migration"),
    ],
)
def test_a_bad_value_is_refused_with_its_path(
    path: tuple[str | int, ...], value: Json, code: str, where: str
) -> None:
    document = through_json(write_host(HOST))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InventoryError) as caught:
        read_host(document)
    assert caught.value.problems[0].code == code
    assert caught.value.path == where


def test_a_missing_key_is_refused_with_its_path() -> None:
    document = through_json(write_host(HOST))
    del document["devices"][0]["misses"]
    with pytest.raises(InventoryError) as caught:
        read_host(document)
    assert caught.value.problems[0].code == "inventory.key-missing"
    assert caught.value.path == "$.devices[0].misses"


@pytest.mark.parametrize("available", [-1, True, 1.5, "3"])
def test_available_instances_is_a_count(available: Json) -> None:
    document = through_json(write_host(HOST))
    document["types"] = [
        {
            "parent": "p",
            "type": "t",
            "name": None,
            "description": None,
            "device_api": None,
            "available_instances": available,
            "misses": [],
        }
    ]
    with pytest.raises(InventoryError) as caught:
        read_host(document)
    assert caught.value.path == "$.types[0].available_instances"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["schema", "hosts", "name", "devices", "misses"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_any_document_gives_hosts_or_an_inventory_error(document: Json) -> None:
    if isinstance(document, dict):
        document["schema"] = SCHEMA
    hosts: tuple[Host, ...] = ()
    path = "$"
    try:
        hosts = read_inventory(document)
    except InventoryError as error:
        path = error.path
    assert path.startswith("$")
    assert all(isinstance(host, Host) for host in hosts)

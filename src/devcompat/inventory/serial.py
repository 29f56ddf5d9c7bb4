"""Serial: a host as a plain, JSON-able document, and back (schema/inventory.schema.json).

Belongs here: the names of the document's keys, and which of them must be there.
Must not know: files, JSON text, what a fact or a verdict means.

Every key that the schema requires must be there with its type. Unknown keys are ignored: a later
devcompat may add what an earlier one can do without; what an earlier one must not overlook gets
another `schema`. What `discover --json` adds beside a device or a type (`migration`, `descriptor`,
`basis`) is optional and kept as it stands; so are a type's `facts`, `native` and `stated`, which
version 0.1.0 wrote later than the rest.
"""

from collections.abc import Iterable
from typing import Final

from devcompat.inventory.reading import InventoryError, Node
from devcompat.inventory.records import (
    KINDS,
    ORIGINS,
    CreatableType,
    Device,
    Fact,
    Host,
    Json,
    Judged,
    Miss,
    NativeDescriptor,
    StatedDescriptor,
)

SCHEMA: Final = "devcompat/inventory/1"

__all__ = [
    "SCHEMA",
    "InventoryError",
    "read_host",
    "read_inventory",
    "write_host",
    "write_inventory",
]


def write_host(host: Host) -> dict[str, Json]:
    """Return the host as a document of its own; `read_host` gives an equal host."""
    return {"schema": SCHEMA, **_host(host)}


def write_inventory(hosts: Iterable[Host]) -> dict[str, Json]:
    """Return several hosts as one document; `read_inventory` gives equal hosts, same order."""
    return {"schema": SCHEMA, "hosts": [_host(host) for host in hosts]}


def read_host(document: object) -> Host:
    """Return the host that a document of one host holds. Raises InventoryError."""
    node = Node.root(document)
    _demand_schema(node)
    return _read_host(node)


def read_inventory(document: object) -> tuple[Host, ...]:
    """Return the hosts of a document of one host or of several. Raises InventoryError."""
    node = Node.root(document)
    _demand_schema(node)
    if node.has("hosts"):
        return tuple(_read_host(item) for item in node.get("hosts").items())
    return (_read_host(node),)


def _demand_schema(node: Node) -> None:
    schema = node.get("schema")
    if schema.text() != SCHEMA:
        raise schema.error("inventory.schema", f'"{SCHEMA}"')


def _host(host: Host) -> dict[str, Json]:
    return {
        "name": host.name,
        "root": host.root,
        "constructed": host.constructed,
        "kernel": None if host.kernel is None else _fact(host.kernel),
        "devices": [_device(device) for device in host.devices],
        "types": [_type(offered) for offered in host.types],
        "misses": [_miss(miss) for miss in host.misses],
    }


def _fact(fact: Fact) -> dict[str, Json]:
    return {
        "name": fact.name,
        "value": fact.value,
        "origin": fact.origin,
        "source": fact.source,
    }


def _miss(miss: Miss) -> dict[str, Json]:
    return {"path": miss.path, "errno": miss.errno_name, "why": miss.why, "name": miss.name}


def _device(device: Device) -> dict[str, Json]:
    native, stated = device.native, device.stated
    written: dict[str, Json] = {
        "address": device.address,
        "kind": device.kind,
        "parent": device.parent,
        "facts": [_fact(fact) for fact in device.facts],
        "native": None if native is None else _native(native),
        "stated": None if stated is None else _stated(stated),
        "misses": [_miss(miss) for miss in device.misses],
    }
    return {**written, **_judged(device.judged)}


def _judged(judged: Judged | None) -> dict[str, Json]:
    migration, descriptor, basis = judged or Judged()
    written: dict[str, Json] = {}
    if migration is not None:
        written["migration"] = dict(migration)
    if descriptor is not None:
        written["descriptor"] = descriptor
    if basis is not None:
        written["basis"] = basis
    return written


def _stated(stated: StatedDescriptor) -> dict[str, Json]:
    return {"text": stated.text, "source": stated.source, "override": stated.override}


def _native(native: NativeDescriptor) -> dict[str, Json]:
    written: dict[str, Json] = {"text": native.text, "path": native.path}
    if native.files:
        written["files"] = dict(native.files)
    return written


def _type(offered: CreatableType) -> dict[str, Json]:
    native, stated = offered.native, offered.stated
    return {
        "parent": offered.parent,
        "type": offered.type_id,
        "name": offered.name,
        "description": offered.description,
        "device_api": offered.device_api,
        "available_instances": offered.available_instances,
        "facts": [_fact(fact) for fact in offered.facts],
        "native": None if native is None else _native(native),
        "stated": None if stated is None else _stated(stated),
        "misses": [_miss(miss) for miss in offered.misses],
        **_judged(offered.judged),
    }


def _read_host(node: Node) -> Host:
    kernel = node.get("kernel")
    return Host(
        name=node.get("name").text(),
        root=node.get("root").text(),
        kernel=None if kernel.is_null() else _read_fact(kernel),
        devices=tuple(_read_device(item) for item in node.get("devices").items()),
        types=tuple(_read_type(item) for item in node.get("types").items()),
        misses=_read_misses(node),
        constructed=node.get("constructed").boolean(),
    )


def _read_fact(node: Node) -> Fact:
    return Fact(
        name=node.get("name").text(),
        value=node.get("value").text(),
        origin=node.get("origin").one_of(ORIGINS),
        source=node.get("source").text(),
    )


def _read_misses(node: Node) -> tuple[Miss, ...]:
    return tuple(
        Miss(
            path=item.get("path").text(),
            errno_name=item.get("errno").text(),
            why=item.get("why").text(),
            name=item.get("name").text(),
        )
        for item in node.get("misses").items()
    )


def _read_device(node: Node) -> Device:
    native, stated = node.get("native"), node.get("stated")
    return Device(
        address=node.get("address").text(),
        kind=node.get("kind").one_of(KINDS),
        parent=node.get("parent").text(),
        facts=tuple(_read_fact(item) for item in node.get("facts").items()),
        native=None if native.is_null() else _read_native(native),
        stated=None if stated.is_null() else _read_stated(stated),
        misses=_read_misses(node),
        judged=_read_judged(node),
    )


def _read_stated(node: Node) -> StatedDescriptor:
    return StatedDescriptor(
        text=node.get("text").text(),
        source=node.get("source").text(),
        override=node.get("override").boolean() if node.has("override") else False,
    )


def _read_native(node: Node) -> NativeDescriptor:
    files = node.get("files") if node.has("files") else None
    return NativeDescriptor(
        text=node.get("text").text(),
        path=node.get("path").text(),
        files=()
        if files is None
        else tuple((path, files.get(path).text()) for path in files.mapping()),
    )


def _read_judged(node: Node) -> Judged | None:
    judged = Judged(
        migration=node.get("migration").mapping() if node.has("migration") else None,
        descriptor=node.get("descriptor").text() if node.has("descriptor") else None,
        basis=node.get("basis").text() if node.has("basis") else None,
    )
    return None if judged == Judged() else judged


def _read_type(node: Node) -> CreatableType:
    available = node.get("available_instances")
    return CreatableType(
        parent=node.get("parent").text(),
        type_id=node.get("type").text(),
        name=node.get("name").text_or_null(),
        description=node.get("description").text_or_null(),
        device_api=node.get("device_api").text_or_null(),
        available_instances=None if available.is_null() else available.amount(),
        misses=_read_misses(node),
        facts=tuple(_read_fact(item) for item in node.get("facts").items())
        if node.has("facts")
        else (),
        native=_read_native(node.get("native")) if _is_there(node, "native") else None,
        stated=_read_stated(node.get("stated")) if _is_there(node, "stated") else None,
        judged=_read_judged(node),
    )


def _is_there(node: Node, key: str) -> bool:
    return node.has(key) and not node.get(key).is_null()

"""Records: what goes into a store and comes out of it.

Belongs here: the records. Must not know: how they are kept.

All times are ISO 8601 texts in UTC that the caller gives; a store has no clock.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec import Raw

_NONE: Mapping[str, bytes] = MappingProxyType({})

Outcome = Literal["new", "replaced", "same", "stale"]
"""What came of saving a report: `same` and `stale` left the store as it was."""


class StoredDevice(NamedTuple):
    """One device of a host.

    `class_digest` names its class. `state` is `free`, `used` or `reserved`, `vm` whose it is if it
    is used. `info` is JSON text, None for none or null. `since` is when this device was first
    reported with this class: the store fills it in, and whatever is given for saving is not used.
    """

    address: str
    class_digest: str
    state: str = "free"
    vm: str = ""
    kind: str = ""
    parent: str = ""
    info: bytes | None = None
    since: str = ""


class StoredType(NamedTuple):
    """A type that a parent device could make: how many more, at what cost from which pool.

    `descriptor_digest` names its descriptor, "" if it has none. `mixed` is false where the parent
    may refuse types beside each other.
    """

    parent: str
    type_id: str
    available: int | None = None
    descriptor_digest: str = ""
    cost: int | None = None
    pool: str | None = None
    mixed: bool = True


class StoredReport(NamedTuple):
    """What one host said of itself, received at `received`: it replaces what it said before.

    `classes` has the canonical JSON of the devices' classes by digest, `descriptors` that of the
    types' descriptors. For saving either may leave out what the store has already; a report that
    was read has all that it names, and no more.
    """

    host: str
    generation: int
    labels: Mapping[str, str]
    devices: tuple[StoredDevice, ...]
    types: tuple[StoredType, ...]
    received: str
    classes: Mapping[str, bytes] = _NONE
    descriptors: Mapping[str, bytes] = _NONE


class ReportColumns(NamedTuple):
    """A StoredReport for saving, its devices by column: nothing is made per device.

    `digests` has the class of each address. `infos` has INFO as JSON: an object, or its text as
    Raw; None for none.
    """

    host: str
    generation: int
    labels: Mapping[str, str]
    addresses: Sequence[str]
    digests: Sequence[str]
    states: Sequence[str]
    vms: Sequence[str]
    kinds: Sequence[str]
    parents: Sequence[str]
    infos: Sequence[Mapping[str, str | int] | Raw | None]
    types: Sequence[StoredType]
    received: str
    classes: Mapping[str, bytes] = _NONE
    descriptors: Mapping[str, bytes] = _NONE


class HostColumns(NamedTuple):
    """What a question to a fleet needs of a host, its devices by column.

    `classes` has for each address which of `digests` is its class; `states` is one text if all are
    the same. `documents` has at least the classes that `digests` names, and `descriptors` those of
    the types. `vms` is JSON that few questions need: `documents.read_vms`.
    """

    host: str
    generation: int
    labels: Mapping[str, str]
    addresses: Sequence[str]
    digests: Sequence[str]
    classes: Sequence[int]
    states: str | Sequence[str]
    types: Sequence[StoredType]
    documents: Mapping[str, bytes]
    descriptors: Mapping[str, bytes]
    received: str
    vms: bytes = b'""'


class Saved(NamedTuple):
    """What came of one report; it is written durably when this is said.

    `generation` is the one that the store has now; `changes` counts the devices that changed their
    class, appeared or vanished, 0 for a new host.
    """

    host: str
    outcome: Outcome
    generation: int
    changes: int = 0


class StoredHost(NamedTuple):
    """A host without its devices, which are counted."""

    host: str
    generation: int
    labels: Mapping[str, str]
    received: str
    devices: int
    types: int


class Change(NamedTuple):
    """A device that changed its class at a report of its host, with the generations around it.

    `old_digest` is None if it appeared, `new_digest` if it vanished. `at` is when the report was
    received.
    """

    host: str
    address: str
    at: str
    from_generation: int
    to_generation: int
    old_digest: str | None
    new_digest: str | None


class Status(NamedTuple):
    """What a store has: `classes` counts all that it ever saw, as history needs them."""

    name: str
    revision: str
    hosts: int
    devices: int
    types: int
    classes: int
    changes: int

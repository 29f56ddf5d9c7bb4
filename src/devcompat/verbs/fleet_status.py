"""Fleet status: what a store has, host by host and all together.

Belongs here: counting. Must not know: where anything can go, command lines.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from devcompat.fleet.records import STATES
from devcompat.store.records import HostColumns
from devcompat.store.store import Store
from devcompat.verbs.serial import Plain


class HostStatus(NamedTuple):
    """One host: its report, and how many of its devices are in each state."""

    host: str
    generation: int
    received: str
    labels: Mapping[str, str]
    devices: int
    states: Mapping[str, int]
    types: int


class FleetStatus(NamedTuple):
    """A fleet in numbers; `oldest` and `newest` are by when their report was received.

    `classes` are those that devices have now, `known_classes` all that the store ever saw.
    """

    store: str
    kind: str
    schema: str
    hosts: int
    devices: int
    states: Mapping[str, int]
    types: int
    classes: int
    known_classes: int
    changes: int
    oldest: HostStatus | None
    newest: HostStatus | None


def fleet_status(store: Store) -> FleetStatus:
    """Return what a store has. Raises StoreError."""
    counted = store.status()
    states: dict[str, int] = dict.fromkeys(STATES, 0)
    classes: set[str] = set()
    hosts = types = 0
    oldest: HostStatus | None = None
    newest: HostStatus | None = None
    for columns in store.iter_columns():
        found = _host_status(columns)
        hosts += 1
        types += found.types
        for state in STATES:
            states[state] += found.states[state]
        classes.update(columns.digests)
        if oldest is None or found.received < oldest.received:
            oldest = found
        if newest is None or found.received >= newest.received:
            newest = found
    return FleetStatus(
        store.name, store.kind, counted.revision, hosts, sum(states.values()), states, types,
        len(classes), counted.classes, counted.changes, oldest, newest,
    )  # fmt: skip


def iter_host_statuses(store: Store, labels: Mapping[str, str]) -> Iterator[HostStatus]:
    """Yield the hosts that have all of these labels, by name. Raises StoreError."""
    for columns in store.iter_columns():
        if labels.items() <= columns.labels.items():
            yield _host_status(columns)


def _host_status(columns: HostColumns) -> HostStatus:
    count = len(columns.addresses)
    found = columns.states
    states: dict[str, int] = dict.fromkeys(STATES, 0)
    if isinstance(found, str):
        states |= {found: count}
    else:
        states |= {state: found.count(state) for state in STATES}
    return HostStatus(
        columns.host, columns.generation, columns.received, columns.labels, count, states,
        len(columns.types),
    )  # fmt: skip


def status_to_plain(status: FleetStatus) -> dict[str, Plain]:
    """Return a fleet in numbers as plain data."""
    plain: dict[str, Plain] = {
        name: value for name, value in status._asdict().items() if isinstance(value, (str, int))
    }
    plain["states"] = dict(status.states)
    for name, host in (("oldest", status.oldest), ("newest", status.newest)):
        plain[name] = None if host is None else host_to_plain(host)
    return plain


def host_to_plain(host: HostStatus) -> dict[str, Plain]:
    """Return a host in numbers as plain data."""
    return {
        "host": host.host,
        "generation": host.generation,
        "received": host.received,
        "labels": dict(host.labels),
        "devices": host.devices,
        "states": dict(host.states),
        "types": host.types,
    }

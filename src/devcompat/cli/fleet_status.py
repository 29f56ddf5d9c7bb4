"""Fleet status: the commands `devcompat fleet status`, `fleet hosts` and `fleet forget`.

Belongs here: how a fleet in numbers looks. Must not know: how it is counted or kept.
"""

import argparse
from itertools import islice

from devcompat.cli import exits
from devcompat.cli.options import add_labels, count, labels_of
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, store_named
from devcompat.store.store import open_store
from devcompat.verbs.fleet_status import (
    FleetStatus,
    HostStatus,
    fleet_status,
    host_to_plain,
    iter_host_statuses,
    status_to_plain,
)
from devcompat.wording.numbers import counts_in_words


def add_status_options(parser: argparse.ArgumentParser) -> None:
    """Add what `fleet status` lets a user type."""
    add_store(parser)


def run_fleet_status(options: argparse.Namespace, output: Output) -> int:
    """Show what the store has."""
    with open_store(store_named(options), must_exist=True) as store:
        status = fleet_status(store)
    if options.json:
        output.json(status_to_plain(status))
    else:
        _show_status(status, output)
    return exits.DONE


def _show_status(status: FleetStatus, output: Output) -> None:
    output.say(f"{status.store} ({status.kind}, schema {status.schema})", "strong")
    rows = [
        ("hosts", str(status.hosts)),
        ("devices", f"{status.devices}: {counts_in_words(status.states)}"),
        ("classes", f"{status.classes}, {status.known_classes} with those of the past"),
        ("creatable types", str(status.types)),
        ("changes", str(status.changes)),
    ]
    for name, host in (("oldest report", status.oldest), ("newest report", status.newest)):
        if host is not None:
            rows.append((name, f"{host.received}, {host.host}, generation {host.generation}"))
    for name, said in rows:
        output.say(f"  {name:<16}{said}")


def add_hosts_options(parser: argparse.ArgumentParser) -> None:
    """Add what `fleet hosts` lets a user type."""
    add_store(parser)
    add_labels(parser)
    parser.add_argument("--limit", type=count, metavar="N", help="stop after N hosts")


def run_fleet_hosts(options: argparse.Namespace, output: Output) -> int:
    """List hosts."""
    labels = labels_of(options)
    with open_store(store_named(options), must_exist=True) as store:
        found = list(islice(iter_host_statuses(store, labels), options.limit))
    if options.json:
        output.json([host_to_plain(host) for host in found])
    elif found:
        headings = ("host", "devices", "free", "used", "reserved", "types", "generation",
                    "received", "labels")  # fmt: skip
        output.table(headings, [_row(host) for host in found])
    else:
        output.say("no host" + (" with these labels" if labels else ""))
    return exits.DONE


def _row(host: HostStatus) -> tuple[str, ...]:
    labels = " ".join(f"{name}={value}" for name, value in sorted(host.labels.items()))
    numbers = (host.devices, *host.states.values(), host.types, host.generation)
    cells = (host.host, *map(str, numbers), host.received, labels or "-")
    return tuple(clean(cell) for cell in cells)


def add_forget_options(parser: argparse.ArgumentParser) -> None:
    """Add what `fleet forget` lets a user type."""
    parser.add_argument("host", metavar="HOST", help="the host's name")
    add_store(parser)


def run_fleet_forget(options: argparse.Namespace, output: Output) -> int:
    """Remove a host and its history from the store."""
    with open_store(store_named(options), must_exist=True) as store:
        forgotten = store.forget(options.host)
    if options.json:
        output.json({"host": options.host, "forgotten": forgotten})
    else:
        output.say(f"{options.host}: {'forgotten' if forgotten else 'there is no such host'}")
    return exits.DONE if forgotten else exits.ABSENT

"""Member options: which devices `baseline` and `pools` are about.

Belongs here: TARGETs, `--in`, `--store` and `--label`, and the members they stand for.
Must not know: what is asked of them.
"""

import argparse

from devcompat.cli.options import add_format, add_inventory, add_labels, labels_of
from devcompat.cli.output import Output
from devcompat.cli.store_option import add_store, find_store_named
from devcompat.language.problems import input_error
from devcompat.verbs.membership import Membership, named, of_fleet, of_inventory
from devcompat.wording.numbers import numbered


def add_members(parser: argparse.ArgumentParser) -> None:
    """Add what says which devices are meant."""
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET",
        help="a file, -, or HOST/DEVICE; with --store a class or HOST/DEVICE. None: all there are",
    )  # fmt: skip
    add_format(parser, "how every TARGET is written")
    add_inventory(parser, "where HOST/DEVICE is looked up, or whose devices are all meant")
    add_store(parser, "whose classes are meant")
    add_labels(parser)


def members_named(options: argparse.Namespace) -> Membership:
    """Return the members that are meant, one at least. Raises InputError."""
    program = f"devcompat {options.command}"
    if options.inventory is not None and options.store is not None:
        raise input_error("usage", options.store, "--in or --store, not both", program)
    if options.overlay is not None and options.inventory is None:
        expected = "--overlay is about devices of an inventory: add --in INVENTORY"
        raise input_error("usage", options.overlay, expected, program)
    if [*options.targets, options.inventory].count("-") > 1:
        raise input_error("usage", "-", "standard input can be one thing only", program)
    found = _members(options, program)
    if not found.members:
        raise input_error("usage", "", _nobody(found, options), program)
    return found


def _nobody(found: Membership, options: argparse.Namespace) -> str:
    """Return why there is no member."""
    left = found.undescribed + found.immovable
    labels = ", ".join(f"{key}={value}" for key, value in labels_of(options).items())
    if left:
        where = f" on hosts with {labels}" if labels else ""
        return f"of {numbered(left, 'device')}{where} none has a descriptor and can migrate"
    if labels:
        return f"no host with {labels} has a device; `fleet hosts` lists hosts and their labels"
    return "there is no device at all"


def _members(options: argparse.Namespace, program: str) -> Membership:
    if options.inventory is not None:
        from devcompat.verbs.inventories import load_inventory
        from devcompat.verbs.overlays import load_overlay

        hosts = load_inventory(options.inventory, load_overlay(options.overlay))
        if options.targets:
            return named(hosts, options.targets, options.format)
        return of_inventory(hosts)
    store = options.store if options.targets else find_store_named(options)
    if store is None:
        if options.label:
            raise input_error("usage", "--label", "--label is about a store: --store URL", program)
        if not options.targets:
            raise input_error("usage", "", "name TARGETs, --in or --store", program)
        return named((), options.targets, options.format)
    from devcompat.store.store import open_store
    from devcompat.verbs.fleet_opening import open_fleet

    with open_store(store, must_exist=True) as opened:
        fleet = open_fleet(opened)
    return of_fleet(fleet, labels_of(options), options.targets)


def show_left_out(found: Membership, output: Output, before: str = "") -> None:
    """Write how many devices were left out, each line after `before`."""
    if found.undescribed:
        said = numbered(found.undescribed, "device")
        output.say(f"{before}left out: {said} without descriptor", "doubt")
    if found.immovable:
        output.say(f"{before}left out: {numbered(found.immovable, 'device')} that cannot migrate")

"""Discover: the command `devcompat discover`.

Belongs here: how a machine looks. Must not know: how it is read, or why a device migrates.
"""

import argparse

from devcompat.catalog.creatable import TypeDescription
from devcompat.catalog.describe import Description
from devcompat.cli import exits
from devcompat.cli.options import add_overlay, add_root
from devcompat.cli.output import Output, clean
from devcompat.inventory.pools import Pool
from devcompat.inventory.records import Host, Miss, NativeDescriptor
from devcompat.verbs.discover import Machine, Seen, SeenType, discover, machine_to_plain
from devcompat.verbs.overlays import load_overlay
from devcompat.wording.devices import type_of
from devcompat.wording.pools import share_words
from devcompat.wording.reasons import next_step_of
from devcompat.wording.sentences import place, problem_message

TYPES = "mdev_supported_types"
_SHOWN_MISSES = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_root(parser)
    add_overlay(parser)


def run_discover(options: argparse.Namespace, output: Output) -> int:
    """Read the machine below the root and show it."""
    machine = discover(options.root, load_overlay(options.overlay))
    if options.json:
        output.json(machine_to_plain(machine))
    else:
        _show(machine, output)
    return exits.DONE


def _show(machine: Machine, output: Output) -> None:
    host = machine.host
    kernel = "unknown" if host.kernel is None else host.kernel.value
    output.say(f"host {host.name}, kernel {kernel}, read below {host.root}", "strong")
    if host.constructed:
        output.say("constructed by hand: no kernel published this", "doubt")
    if not machine.seen:
        output.say("no device that could be assigned to a VM")
    else:
        rows = [_row(seen) for seen in machine.seen]
        output.table(("device", "kind", "type", "driver", "migrates", "reason", "descriptor"), rows)
    _show_types(machine, output)
    _show_reasons(machine, output)
    _show_misses(host, output)


def _row(seen: Seen) -> tuple[str, ...]:
    device, description = seen
    answer = description.migration
    origin = _origin(description, device.native)
    if origin == "its own" and description.origin.endswith(f"{TYPES}/{type_of(device)}"):
        origin = "its type's"
    cells = (
        device.address,
        device.kind,
        type_of(device),
        device.value("driver") or "-",
        answer.answer,
        answer.code,
        origin,
    )
    return tuple(clean(cell) for cell in cells)


def _origin(description: Description | TypeDescription, native: NativeDescriptor | None) -> str:
    """Return where a descriptor is from, in a few words."""
    if description.problem is not None:
        return f"unreadable ({description.problem.problems[0].code})"
    if native is not None and description.origin == native.path:
        return "its own"
    return description.origin.split(":")[0] or "-"


def _show_types(machine: Machine, output: Output) -> None:
    if not machine.types:
        return
    output.say()
    pools = {pool.parent: pool for pool in machine.pools}
    headings = (
        "creatable type", "parent", "name", "available", "pool", "device api", "migrates", "reason",
        "descriptor",
    )  # fmt: skip
    output.table(headings, [_type_row(seen, pools[seen.offered.parent]) for seen in machine.types])


def _type_row(seen: SeenType, pool: Pool) -> tuple[str, ...]:
    offered, description = seen
    cells = (
        offered.type_id,
        offered.parent,
        offered.name or "-",
        "?" if offered.available_instances is None else str(offered.available_instances),
        share_words(pool, offered.type_id),
        offered.device_api or "-",
        description.migration.answer,
        description.migration.code,
        _origin(description, offered.native),
    )
    return tuple(clean(cell) for cell in cells)


def _show_reasons(machine: Machine, output: Output) -> None:
    """Write what to do about each reason once, and what is wrong with descriptors."""
    output.say()
    found: list[Description | TypeDescription] = [seen.description for seen in machine.seen]
    found += [seen.description for seen in machine.types]
    codes = dict.fromkeys(
        description.migration.code for description in found if description.migration.answer != "yes"
    )
    for code in codes:
        output.say(f"{code}: {next_step_of(code)}")
    problems = [description.problem for description in found if description.problem is not None]
    for error in problems:
        for problem in error.problems:
            name = place(error.source, problem)
            output.say(f"{name}: {problem.code}: {problem_message(problem)}", "bad")


def _show_misses(host: Host, output: Output) -> None:
    found_misses: list[Miss] = list(host.misses)
    for device in host.devices:
        found_misses += device.misses
    for found in host.types:
        found_misses += found.misses
    # A file of a type stands with each of its devices too, where its fact is unknown.
    misses = list({(miss.path, miss.errno_name, miss.why): miss for miss in found_misses}.values())
    if not misses:
        return
    output.say(f"could not be read or used: {len(misses)}", "doubt")
    for miss in misses[:_SHOWN_MISSES]:
        output.say(f"  {miss.errno_name} {miss.path}: {miss.why}")
    if len(misses) > _SHOWN_MISSES:
        output.say(f"  ... and {len(misses) - _SHOWN_MISSES} more (all with --json)")

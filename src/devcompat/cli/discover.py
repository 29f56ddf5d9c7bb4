"""Discover: the command `devcompat discover`.

Belongs here: how a machine looks. Must not know: how it is read, or why a device migrates.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.options import add_overlay, add_root
from devcompat.cli.output import Output, clean
from devcompat.inventory.records import Host, Miss
from devcompat.verbs.discover import Machine, Seen, discover, machine_to_plain
from devcompat.verbs.overlays import load_overlay
from devcompat.wording.devices import type_of
from devcompat.wording.reasons import next_step_of
from devcompat.wording.sentences import place, problem_message

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
    _show_types(host, output)
    _show_reasons(machine, output)
    _show_misses(host, output)


def _row(seen: Seen) -> tuple[str, ...]:
    device, description = seen
    answer = description.migration
    origin = "its own" if device.native is not None else description.origin.split(":")[0]
    if description.problem is not None:
        origin = f"unreadable ({description.problem.problems[0].code})"
    return tuple(
        clean(cell)
        for cell in (
            device.address,
            device.kind,
            type_of(device),
            device.value("driver") or "-",
            answer.answer,
            answer.code,
            origin or "-",
        )
    )


def _show_types(host: Host, output: Output) -> None:
    if not host.types:
        return
    output.say()
    output.table(
        ("creatable type", "parent", "name", "available", "device api"),
        [
            (
                clean(found.type_id),
                clean(found.parent),
                clean(found.name or "-"),
                "?" if found.available_instances is None else str(found.available_instances),
                clean(found.device_api or "-"),
            )
            for found in host.types
        ],
    )


def _show_reasons(machine: Machine, output: Output) -> None:
    """Write what to do about each reason once, and what is wrong with descriptors."""
    output.say()
    codes = dict.fromkeys(
        seen.description.migration.code
        for seen in machine.seen
        if seen.description.migration.answer != "yes"
    )
    for code in codes:
        output.say(f"{code}: {next_step_of(code)}")
    for seen in machine.seen:
        if seen.description.problem is not None:
            for problem in seen.description.problem.problems:
                name = place(seen.description.problem.source, problem)
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

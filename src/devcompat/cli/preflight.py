"""Preflight: the command `devcompat preflight`.

Belongs here: how a domain's devices look. Must not know: how they are judged.
"""

import argparse
from pathlib import Path

from devcompat.cli import exits
from devcompat.cli.complaints import refuse_two_inputs
from devcompat.cli.options import add_overlay, add_root, add_rules, add_vocabulary
from devcompat.cli.output import Output
from devcompat.discovery.machine import discover_host
from devcompat.guest.domain import read_domain
from devcompat.guest.elements import LIMIT
from devcompat.language.problems import input_error
from devcompat.verbs.answers import flight_reasons, preflight_to_plain
from devcompat.verbs.inputs import load_bytes
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.preflight import Preflight, preflight
from devcompat.verbs.vocabularies import load_vocabulary

_EXITS = {"yes": exits.COMPATIBLE, "no": exits.INCOMPATIBLE, "unknown": exits.UNKNOWN}
_STYLES = {"yes": "good", "no": "bad", "unknown": "doubt"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("domain", metavar="DOMAIN.xml", help="libvirt domain XML, or -")
    add_root(parser)
    parser.add_argument("--to", metavar="INVENTORY", help="a capture or inventory with the targets")
    add_overlay(parser)
    add_rules(parser)
    add_vocabulary(parser, "for devices that do not say what they take over")


def run_preflight(options: argparse.Namespace, output: Output) -> int:
    """Show for each assigned device what stands in the way of migrating the domain."""
    if options.vocabulary is not None and options.to is None:
        raise input_error(
            "usage", options.vocabulary,
            "--vocabulary says what the targets take over: name them with --to INVENTORY",
            "devcompat preflight",
        )  # fmt: skip
    refuse_two_inputs("devcompat preflight", {"DOMAIN.xml": options.domain, "--to": options.to})
    domain = read_domain(load_bytes(options.domain, LIMIT), options.domain)
    overlay = load_overlay(options.overlay)
    host = discover_host(Path(options.root), overlay)
    targets = None if options.to is None else load_inventory(options.to, overlay)
    chosen = None if options.vocabulary is None else load_vocabulary(options.vocabulary)
    result = preflight(domain, host, targets, options.rule, options.min_basis, chosen)
    if options.json:
        output.json(preflight_to_plain(result))
    else:
        _show(result, output)
    return _EXITS[result.answer]


def _show(result: Preflight, output: Output) -> None:
    if not result.devices:
        output.say(f"{result.domain.name}: no assigned devices: nothing to look at", "good")
        return
    said = {"yes": "can migrate", "no": "cannot migrate", "unknown": "not known"}[result.answer]
    output.say(f"{result.domain.name} on {result.host}: {said}", _STYLES[result.answer])
    for flight in result.devices:
        assigned = flight.assigned
        output.say(f"  {assigned.kind} {assigned.address} (line {assigned.line}): {flight.answer}",
                   _STYLES[flight.answer])  # fmt: skip
        for line in flight_reasons(flight):
            output.say(f"    {line}")
    if result.hosts:
        output.say(f"  hosts that take all of them at once: {', '.join(result.hosts)}")
    elif result.hosts is not None:
        output.say("  no host is sure to take all of them at once", _STYLES[result.answer])

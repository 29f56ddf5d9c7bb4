"""Find: the command `devcompat find`.

Belongs here: how targets are listed. Must not know: how they are found.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.complaints import refuse_two_inputs
from devcompat.cli.options import (
    add_format,
    add_inventory,
    add_labels,
    add_rules,
    add_vocabulary,
    count,
)
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, find_store_named
from devcompat.language.problems import input_error
from devcompat.verbs.answers import findings_to_plain, target_in_brief, type_at
from devcompat.verbs.find import Candidate, Findings, find
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.lookup import find_party
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.places import iter_places
from devcompat.verbs.vocabularies import load_vocabulary
from devcompat.wording.numbers import counts_in_words


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument(
        "source", metavar="SOURCE", nargs="?", help="a file, -, or HOST/DEVICE; not with --vm"
    )
    add_inventory(parser, "the devices to look at, and HOST/DEVICE")
    add_store(parser, "the devices to look at, where there is no --in")
    parser.add_argument("--limit", type=count, metavar="N", help="stop after N targets")
    parser.add_argument("--count", action="store_true", help="print numbers only")
    parser.add_argument("--all", action="store_true", help="list the others too, with the reason")
    _add_store_options(parser)
    add_vocabulary(parser, "for devices that do not say what they take over")
    add_format(parser, "how SOURCE is written")
    add_rules(parser)


STORE_OPTIONS = ("free", "label", "same", "return", "by_host", "names", "vm", "host")
"""What only a store can answer."""


def _add_store_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    on = "with a store:"
    add("--free", action="store_true", help=f"{on} only devices in the state free")
    add_labels(parser)
    add(
        "--same", nargs="?", const="", metavar="FIELDS",
        help=f"{on} only where these fields of SELF (a,b) are as in SOURCE; without FIELDS"
        " mdev_type, else driver",
    )  # fmt: skip
    add("--return", action="store_true", help=f"{on} only where SOURCE could come back from")
    add("--by-host", action="store_true", help=f"{on} say how many targets each host has")
    add("--names", action="store_true", help=f"{on} print names only, one a line")
    add("--vm", metavar="FILE", help=f"{on} instead of SOURCE: hosts for all devices of a VM")
    add("--host", metavar="HOST", help="with --vm: the host that the VM runs on")


def run_find(options: argparse.Namespace, output: Output) -> int:
    """List the devices and creatable types that SOURCE may migrate to."""
    if options.inventory is None and find_store_named(options) is not None:
        from devcompat.cli import find_store

        return find_store.run_find_store(options, output)
    _demand_inventory(options)
    return _find_in(options, output)


def _demand_inventory(options: argparse.Namespace) -> None:
    """Raise InputError `usage` for what is no question to an inventory."""
    program = "devcompat find"
    if options.inventory is None:
        expected = "name the devices to look at: --in INVENTORY or --store URL"
        raise input_error("usage", "", expected, program)
    if options.store is not None:
        expected = "name one place with devices to look at: --in or --store"
        raise input_error("usage", options.store, expected, program)
    for name in STORE_OPTIONS:
        if getattr(options, name) not in (None, False, []):
            option = f"--{name.replace('_', '-')}"
            expected = f"{option} is a question to a store: devcompat find ... --store URL"
            raise input_error("usage", option, expected, program)
    if options.source is None:
        raise input_error("usage", "", "missing: SOURCE (a file, -, or HOST/DEVICE)", program)


def _find_in(options: argparse.Namespace, output: Output) -> int:
    refuse_two_inputs("devcompat find", {"SOURCE": options.source, "--in": options.inventory})
    hosts = load_inventory(options.inventory, load_overlay(options.overlay))
    source = find_party(hosts, options.source, options.format)
    limit = None if options.count else options.limit
    chosen = None if options.vocabulary is None else load_vocabulary(options.vocabulary)
    findings = find(source, iter_places(hosts), options.rule, options.min_basis, limit, chosen)
    if options.json:
        output.json(findings_to_plain(source.name, findings, everything=options.all))
    elif options.count:
        for outcome, count in findings.counts.items():
            output.say(f"{outcome} {count}")
        output.say(f"creatable {findings.creatable}")
    else:
        _show(source.name, findings, output, everything=options.all)
    return exit_code(findings)


def exit_code(findings: Findings) -> int:
    """Return the exit code: a target, none, or none for sure."""
    if findings.targets:
        return exits.COMPATIBLE
    return exits.UNKNOWN if findings.counts["unknown"] else exits.INCOMPATIBLE


def _show(source: str, findings: Findings, output: Output, *, everything: bool) -> None:
    said = counts_in_words(findings.counts)
    if findings.creatable:
        said += f"; {findings.creatable} of the compatible to be created"
    more = "" if findings.complete else " (stopped at the limit)"
    output.say(f"{source}: {said}{more}", "strong")
    shown = findings.targets + (findings.others if everything else ())
    if shown:
        headings = ("target", "kind", "type", "driver", "outcome", "basis", "why")
        output.table(headings, [*map(_row, shown)])
    if findings.counts["unknown"] and not everything:
        output.say("see the unknown and incompatible ones, with reasons: --all", "dim")


def _row(candidate: Candidate) -> tuple[str, ...]:
    place, verdict = candidate.place, candidate.verdict
    cells = (
        place.label,
        place.kind,
        type_at(place),
        place.driver or "-",
        verdict.outcome,
        verdict.basis or "-",
        target_in_brief(candidate),
    )
    return tuple(clean(cell) for cell in cells)

"""Find: the command `devcompat find`.

Belongs here: how targets are listed. Must not know: how they are found.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.complaints import refuse_two_inputs
from devcompat.cli.options import add_format, add_inventory, add_rules, add_vocabulary, count
from devcompat.cli.output import Output, clean
from devcompat.language.problems import input_error
from devcompat.verbs.answers import findings_to_plain, target_in_brief, type_at
from devcompat.verbs.find import Candidate, Findings, find
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.lookup import find_party
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.places import iter_places
from devcompat.verbs.vocabularies import load_vocabulary


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("source", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    add_inventory(parser, "the devices to look at, and HOST/DEVICE")
    parser.add_argument("--limit", type=count, metavar="N", help="stop after N targets")
    parser.add_argument("--count", action="store_true", help="print numbers only")
    parser.add_argument("--all", action="store_true", help="list the others too, with the reason")
    add_vocabulary(parser, "for devices that do not say what they take over")
    add_format(parser, "how SOURCE is written")
    add_rules(parser)


def run_find(options: argparse.Namespace, output: Output) -> int:
    """List the devices and creatable types of an inventory that SOURCE may migrate to."""
    if options.inventory is None:
        raise input_error(
            "usage", "", "name the devices to look at: --in INVENTORY", "devcompat find"
        )
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
    counts = findings.counts
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in counts)
    if findings.creatable:
        said += f"; {findings.creatable} of the compatible to be created"
    more = "" if findings.complete else " (stopped at the limit)"
    output.say(f"{source}: {said}{more}", "strong")
    shown = findings.targets + (findings.others if everything else ())
    if shown:
        headings = ("target", "kind", "type", "driver", "outcome", "basis", "why")
        output.table(headings, [*map(_row, shown)])
    if counts["unknown"] and not everything:
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

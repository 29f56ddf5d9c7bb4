"""Diff: the command `devcompat diff`.

Belongs here: how a difference looks. Must not know: how it is found.
"""

import argparse

from devcompat.algebra.diff import Relation
from devcompat.algebra.work import WORK
from devcompat.cli import exits
from devcompat.cli.complaints import refuse_two_inputs
from devcompat.cli.options import add_format, add_inventory, count
from devcompat.cli.output import Output
from devcompat.language.problems import input_error
from devcompat.verbs.diff import Compared, Refused, compare, compared_to_plain
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.lookup import find_party
from devcompat.verbs.overlays import load_overlay
from devcompat.wording.demands import quoted
from devcompat.wording.differences import difference_headline, open_sentence
from devcompat.wording.sentences import failure_sentence, judgement_place, spot

_NAME = "devcompat diff"
_STYLES: dict[Relation, str] = {
    "equal": "good", "wider": "good", "narrower": "bad", "different": "bad", "undecided": "doubt",
}  # fmt: skip


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("old", metavar="OLD", help="a file, -, or HOST/DEVICE")
    parser.add_argument("new", metavar="NEW", help="a file, -, or HOST/DEVICE")
    add_format(parser, "how both are written")
    add_inventory(parser, "where HOST/DEVICE is looked up")
    parser.add_argument(
        "--budget", type=count, default=WORK, metavar="N",
        help=f"units of work that it may cost, of a microsecond or so each (default {WORK})",
    )  # fmt: skip


def run_diff(options: argparse.Namespace, output: Output) -> int:
    """Say whether NEW accepts everything that OLD accepts, and show what it does not."""
    refuse_two_inputs(_NAME, {"OLD": options.old, "NEW": options.new, "--in": options.inventory})
    if options.overlay is not None and options.inventory is None:
        expected = "--overlay is about devices of an inventory: add --in INVENTORY"
        raise input_error("usage", options.overlay, expected, _NAME)
    hosts = (
        ()
        if options.inventory is None
        else load_inventory(options.inventory, load_overlay(options.overlay))
    )
    old, new = (find_party(hosts, name, options.format) for name in (options.old, options.new))
    compared = compare(old, new, options.budget)
    if options.json:
        output.json(compared_to_plain(compared))
    else:
        _show(compared, output)
    return exits.BY_RELATION[compared.difference.relation]


def _show(compared: Compared, output: Output) -> None:
    difference = compared.difference
    names = {"old": compared.old.name, "new": compared.new.name}
    output.say(difference_headline(difference, *names.values()), _STYLES[difference.relation])
    for side, heading, style in (("old", "lost", "bad"), ("new", "gained", "good")):
        found = [each for each in compared.refused if each.witness.accepted_by == side]
        reasons = [each for each in difference.reasons if each.side == side]
        for refused in found:
            _show_refused(refused, heading, style, names, output)
        for reason in reasons:
            place = f"COMPATIBLE object {reason.object_index + 1} of {names[side]}"
            output.say(f"  not known whether something is {heading}: {place}", "doubt")
            output.say(f"    {reason.code}  {open_sentence(reason)}", "doubt")
    for field, decider in difference.assumed:
        output.say(f"  as far as descriptors say: {decider} decides {field} on both sides", "dim")


def _show_refused(
    refused: Refused, heading: str, style: str, names: dict[str, str], output: Output
) -> None:
    """Write a SELF that one side accepts, and what the other side has against it."""
    witness, judgement = refused
    sides = ("old", "new") if witness.accepted_by == "old" else ("new", "old")
    accepting, refusing = (names[side] for side in sides)
    said = " ".join(f"{name}={quoted(text)}" for name, text in witness.texts.items())
    output.say(f"  {heading}: a device that says", style)
    output.say(f"      {said or 'nothing at all'}")
    accepted = f"{accepting} takes it over by COMPATIBLE object {witness.object_index + 1}"
    nearest = judgement_place(judgement)
    output.say(f"    {accepted}; {refusing} does not" + (f", {nearest} is nearest" * bool(nearest)))
    for failure in judgement.failures:
        demand = next((each for each in failure.demands if each is not None), None)
        where = ""
        if demand is not None and demand.position is not None:
            where = f"  [{spot(failure.document, demand.position)}]"
        output.say(f"      {failure.code}  {failure_sentence(failure)}{where}")

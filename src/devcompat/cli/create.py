"""Create: the command `devcompat create`.

Belongs here: how a recipe looks. Must not know: how it comes about.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.check import show_verdict
from devcompat.cli.options import add_format, add_inventory, add_rules, add_vocabulary
from devcompat.cli.output import Output
from devcompat.language.problems import input_error
from devcompat.provision.commands import MDEVCTL, mdevctl, mdevctl_line, shell_line, shell_lines
from devcompat.provision.recipe import Recipe
from devcompat.verbs.create import Creation, create, find_destination
from devcompat.verbs.creations import creation_to_plain
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.lookup import find_party
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.vocabularies import load_vocabulary
from devcompat.wording.devices import creation_words

_NAME = "devcompat create"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("source", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    parser.add_argument(
        "--from",
        dest="from_type",
        metavar="TYPE",
        help="HOST/PARENT/TYPE of the inventory, or a type's descriptor: a file, a directory, -",
    )
    parser.add_argument(
        "--recipe",
        action="store_true",
        help="print how to create the device (needed: nothing runs)",
    )
    add_inventory(parser, "where HOST/DEVICE and HOST/PARENT/TYPE are looked up")
    parser.add_argument("--parent", metavar="PARENT", help="of the new device, if TYPE is a file")
    parser.add_argument("--type", metavar="NAME", help="the mdev type's name, if TYPE is a file")
    parser.add_argument("--uuid", metavar="UUID", help="of the new device (default: a random one)")
    add_rules(parser)
    add_vocabulary(parser, "for types that do not say what they take over")
    add_format(parser, "how SOURCE and TYPE are written")


def run_create(options: argparse.Namespace, output: Output) -> int:
    """Say which device to create for SOURCE, and how; create none."""
    _demand_words(options)
    hosts = (
        ()
        if options.inventory is None
        else load_inventory(options.inventory, load_overlay(options.overlay))
    )
    source = find_party(hosts, options.source, options.format)
    destination = find_destination(
        hosts, options.from_type, options.parent, options.type, options.format
    )
    chosen = None if options.vocabulary is None else load_vocabulary(options.vocabulary)
    creation = create(source, destination, options.rule, options.min_basis, chosen, options.uuid)
    if options.json:
        output.json(creation_to_plain(creation))
    else:
        _show(creation, output)
    return exits.BY_OUTCOME[creation.proposal.verdict.outcome]


def _demand_words(options: argparse.Namespace) -> None:
    if options.from_type is None:
        raise input_error("usage", "", "name the type: --from TYPE", _NAME)
    if not options.recipe:
        expected = "creating devices comes in a later version: print how to do it with --recipe"
        raise input_error("usage", "", expected, _NAME)
    if options.source == options.from_type == "-":
        raise input_error("usage", "- -", "standard input can be one side only", _NAME)
    if options.overlay is not None and options.inventory is None:
        raise input_error(
            "usage", options.overlay, "--overlay speaks of the devices of an --in INVENTORY", _NAME
        )


def _show(creation: Creation, output: Output) -> None:
    destination, proposal = creation.destination, creation.proposal
    target = f"a device created of {destination.name}"
    show_verdict(proposal.verdict, creation.source, target, output)
    if creation.recipe is None:
        output.say("  no recipe: it is made for what is sure to be compatible", "dim")
        return
    known = destination.is_counted
    left = destination.offered.available_instances
    output.say(f"  {creation_words(left, proposal.values, counted=known)}")
    host = destination.host
    _show_recipe(creation.recipe, "the target's host" if host is None else host.name, output)


def _show_recipe(recipe: Recipe, host: str, output: Output) -> None:
    """Write the recipe so that each part can be given to a shell as it is."""
    output.say()
    output.say(f"# with sysfs, as root on {host}:", "dim")
    *before, last = shell_lines(recipe)
    for line in before:
        output.say(f"{line} &&")
    output.say(last)
    output.say("# to undo it:", "dim")
    output.say(shell_line(recipe.undo))
    given = mdevctl(recipe)
    if given is None:
        output.say("# not with mdevctl, as long as an attribute of the source is not known", "dim")
        return
    output.say(f"# or with mdevctl (tried with {MDEVCTL}), until it is stopped:", "dim")
    output.say(mdevctl_line(given, given.start))
    output.say("# or with mdevctl, kept over restarts of the host:", "dim")
    output.say(mdevctl_line(given, given.define))
    output.say(" ".join(given.defined))

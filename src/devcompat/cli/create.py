"""Create: the command `devcompat create`.

Belongs here: how a recipe looks. Must not know: how it comes about.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.check import show_verdict
from devcompat.cli.options import (
    add_format,
    add_inventory,
    add_root,
    add_rules,
    add_vocabulary,
    count,
    index,
)
from devcompat.cli.output import Output
from devcompat.language.problems import InputError, input_error
from devcompat.provision.commands import MDEVCTL, mdevctl, mdevctl_line, shell_line, shell_lines
from devcompat.provision.plan import MOST_SECONDS
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
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    parser.add_argument(
        "--from",
        dest="from_type",
        metavar="TYPE",
        help="HOST/PARENT/TYPE, or a descriptor: a file, a directory, -; HOST/VF with --driver",
    )
    parser.add_argument(
        "--execute", action="store_true", help="make the device (default: only say how)"
    )
    parser.add_argument(
        "--recipe", action="store_true", help="print commands for another host; nothing runs"
    )
    _add_place(parser)
    add_inventory(parser, "where SOURCE is looked up; with --recipe TYPE too")
    parser.add_argument("--parent", metavar="PARENT", help="of the new device, if TYPE is a file")
    parser.add_argument("--type", metavar="NAME", help="the mdev type's name, if TYPE is a file")
    parser.add_argument("--uuid", metavar="UUID", help="of the new device (default: a random one)")
    _add_functions(parser)
    _add_vdpa(parser)
    add_rules(parser)
    add_vocabulary(parser, "for types that do not say what they take over")
    add_format(parser, "how SOURCE and TYPE are written")


def _add_place(parser: argparse.ArgumentParser) -> None:
    add_root(parser)
    parser.add_argument(
        "--state", metavar="DIR",
        help="where is written down what is being made (default run/devcompat below the root)",
    )  # fmt: skip
    parser.add_argument(
        "--wait", metavar="SECONDS", type=_seconds, default=5.0,
        help="for what appears late, and for another devcompat (default 5)",
    )  # fmt: skip
    parser.add_argument(
        "--limit", metavar="SECONDS", type=_seconds, default=60.0,
        help="that the kernel has for one write before it is given up (default 60)",
    )  # fmt: skip
    parser.add_argument(
        "--keep", action="store_true",
        help="with --execute: keep the device if, once made, it does not take SOURCE over",
    )  # fmt: skip
    parser.add_argument(
        "--leftovers", action="store_true",
        help="instead of making anything: say what was left by runs that were ended in the middle",
    )  # fmt: skip
    parser.add_argument("--undo", action="store_true", help="with --leftovers: undo it")


def _add_functions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pf", metavar="ADDRESS", help="make a virtual function of it, if TYPE is a file"
    )
    parser.add_argument("--driver", metavar="NAME", help="that the virtual function is to have")
    parser.add_argument(
        "--vf", metavar="N", type=index, help="which (default: the first without a driver)"
    )
    parser.add_argument(
        "--vfs", metavar="N", type=count, default=1, help="how many to make if there are none"
    )


def _add_vdpa(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mgmtdev", metavar="DEV", help="make a vDPA device of it; TYPE is a file")
    parser.add_argument("--name", metavar="NAME", help="of the vDPA device")
    parser.add_argument("--mac", metavar="MAC", help="of the vDPA device")
    parser.add_argument("--features", metavar="MASK", help="of the vDPA device, as in 0x300000020")
    parser.add_argument("--max-vqp", metavar="N", help="pairs of virtqueues of the vDPA device")


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"takes seconds from 0 to 600, not {text or repr(text)}")
    return number


def run_create(options: argparse.Namespace, output: Output) -> int:
    """Say which device to create for SOURCE, and how; make it with --execute."""
    _demand_words(options)
    if not options.recipe:
        from devcompat.cli.making import run_leftovers, run_making

        return run_leftovers(options, output) if options.leftovers else run_making(options, output)
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
    if options.leftovers:
        if options.source or options.from_type or options.execute or options.recipe or options.keep:
            raise _usage("--leftovers stands alone, with --undo, --root, --state, --wait, --limit")
        return
    if options.source is None or options.from_type is None:
        raise _usage("name the source, and the type: devcompat create SOURCE --from TYPE")
    if options.undo:
        raise _usage("--undo goes with --leftovers")
    if options.keep and not options.execute:
        raise _usage("--keep goes with --execute")
    if options.source == options.from_type == "-":
        raise _usage("standard input can be one side only", "- -")
    if options.recipe:
        _demand_recipe_words(options)
    kinds = (options.pf, options.mgmtdev, options.uuid or options.parent or options.type)
    if sum(word is not None for word in kinds) > 1:
        raise _usage("--pf, --mgmtdev, and --parent, --type, --uuid are of different devices")


def _demand_recipe_words(options: argparse.Namespace) -> None:
    if options.execute or options.root != "/" or options.state is not None:
        raise _usage("--recipe is for another host: without --execute, --root, --state")
    if options.pf or options.mgmtdev or options.driver:
        raise _usage("--recipe is for mdevs; leave it out to see the steps for others")
    if options.overlay is not None and options.inventory is None:
        said = "--overlay speaks of the devices of an --in INVENTORY"
        raise _usage(said, options.overlay)


def _usage(expected: str, found: str = "") -> InputError:
    return input_error("usage", found, expected, _NAME)


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

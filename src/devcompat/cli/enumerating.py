"""Enumerating: the command `devcompat enumerate`.

Belongs here: counts and objects as lines, and what happens where there are too many.
Must not know: how objects are written out.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.options import add_format, add_values, count, values_of
from devcompat.cli.output import Output
from devcompat.verbs.convert import fixed
from devcompat.verbs.enumerating import LIMIT, counted, enumeration_to_plain, lines_of
from devcompat.verbs.inputs import load_document
from devcompat.wording.numbers import numbered

_COMMAND = "devcompat enumerate"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("input", metavar="FILE", help="a file, a directory, or -")
    parser.add_argument(
        "--limit", type=count, default=LIMIT, metavar="N",
        help=f"print no object if there may be more than N (default {LIMIT})",
    )  # fmt: skip
    parser.add_argument(
        "--object", type=count, metavar="K", help="COMPATIBLE object K only, from 1"
    )
    add_values(parser)
    add_format(parser, "how FILE is written")


def run_enumerate(options: argparse.Namespace, output: Output) -> int:
    """Write how many objects there are at most, and the objects if these are within the limit."""
    values = values_of(options, _COMMAND)
    document = load_document(options.input, options.format)
    objects = counted(fixed(document, values) if values else document, options.object)
    total = sum(found.bindings for found in objects)
    if options.json:
        output.json(enumeration_to_plain(options.input, objects, options.limit))
        return exits.DONE if total <= options.limit else exits.NOT_ALL
    if not objects:
        output.say("# no COMPATIBLE object: the device takes over nothing")
    for found in objects:
        bindings = numbered(found.bindings, "binding")
        objects_of = numbered(found.bindings, "object")
        output.say(f"# COMPATIBLE object {found.number}: {bindings}, so at most {objects_of}")
        if total <= options.limit:
            for line in lines_of(found.item):
                output.say(line)
    if total <= options.limit:
        return exits.DONE
    said = f"there may be {total} objects: none is printed; for all of them, --limit {total}"
    output.complain(f"devcompat: {said}")
    return exits.NOT_ALL

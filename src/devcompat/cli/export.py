"""Export: the command `devcompat export`.

Belongs here: the table as CSV. Must not know: which pairs are in it.
"""

import argparse
import csv
import io

from devcompat.cli import exits
from devcompat.cli.options import add_rules
from devcompat.cli.output import Output
from devcompat.cli.store_option import add_store, store_named
from devcompat.store.store import open_store
from devcompat.verbs.fleet_export import TYPE_FIELDS, VERSION_FIELDS, Export, export
from devcompat.verbs.fleet_opening import open_fleet

HEADINGS = ("source_type", "source_version", "target_type", "target_version")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_store(parser)
    for option, fields in (("--type-field", TYPE_FIELDS), ("--version-field", VERSION_FIELDS)):
        parser.add_argument(
            option, action="append", metavar="FIELD",
            help=f"of SELF; of several the first that there is (default: {', '.join(fields)})",
        )  # fmt: skip
    add_rules(parser)


def run_export(options: argparse.Namespace, output: Output) -> int:
    """Print the pairs as CSV, and say what they leave out."""
    with open_store(store_named(options), must_exist=True) as store:
        fleet = open_fleet(store)
    found = export(
        fleet,
        options.rule,
        options.min_basis,
        options.type_field or TYPE_FIELDS,
        options.version_field or VERSION_FIELDS,
    )
    if options.json:
        rows = ((*source, *target) for source, target in found.pairs)
        pairs = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
        output.json({**found._asdict(), "pairs": pairs})
        return exits.DONE
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows((*source, *target) for source, target in found.pairs)
    output.verbatim(text.getvalue().encode())
    _say_limits(found, output)
    return exits.DONE


def _say_limits(found: Export, output: Output) -> None:
    if found.mixed:
        what = "1 pair is" if found.mixed == 1 else f"{found.mixed} pairs are"
        output.complain(f"devcompat export: {what} not listed: compatible for some devices only")
    if found.left_out:
        of = found.left_out + found.classes
        output.complain(
            f"devcompat export: left out are {found.left_out} of {of} classes: no descriptor, or "
            "no type"
        )

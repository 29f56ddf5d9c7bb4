"""Why: the command `devcompat why`.

Belongs here: how what a host has is listed. Must not know: how it is judged.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.options import add_format, add_rules
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, store_named
from devcompat.store.store import open_store
from devcompat.verbs.fleet_answers import answer_in_brief, why_to_plain
from devcompat.verbs.fleet_find import exit_outcome
from devcompat.verbs.fleet_why import Answer, Why, why
from devcompat.verbs.places import CREATABLE
from devcompat.wording.numbers import counts_in_words


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("source", metavar="SOURCE", help="a file, -, or HOST/DEVICE of the store")
    parser.add_argument("host", metavar="HOST", help="a host of the store")
    add_store(parser)
    add_format(parser, "how SOURCE is written")
    add_rules(parser)


def run_why(options: argparse.Namespace, output: Output) -> int:
    """Show for all that a host has whether SOURCE may migrate there, nearest first."""
    with open_store(store_named(options), must_exist=True) as store:
        found = why(
            store, options.source, options.host, options.rule, options.min_basis, options.format
        )
    if options.json:
        output.json(why_to_plain(found))
    else:
        _show(found, output)
    return exits.BY_OUTCOME[exit_outcome(found.counts())]


def _show(found: Why, output: Output) -> None:
    said = counts_in_words(found.counts())
    output.say(f"{found.source.name} on {found.host}: {said}", "strong")
    if found.answers:
        headings = ("device", "kind", "state", "outcome", "basis", "why")
        output.table(headings, [*map(_row, found.answers)])


def _row(one: Answer) -> tuple[str, ...]:
    device = one.device
    cells = (
        one.address,
        CREATABLE if device is None else device.kind or "-",
        "-" if device is None else f"{device.state} {device.vm}".strip(),
        one.verdict.outcome,
        one.verdict.basis or "-",
        answer_in_brief(one),
    )
    return tuple(clean(cell) for cell in cells)

"""Baseline: the command `devcompat baseline`.

Belongs here: its options, how the answer looks, the exit code. Must not know: how it is found.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.member_options import add_members, members_named, show_left_out
from devcompat.cli.options import add_choice
from devcompat.cli.output import Output
from devcompat.formats.registry import FORMATS
from devcompat.verbs.baseline import Agreed, agree, agreed_to_plain
from devcompat.verbs.convert import convert
from devcompat.verbs.inputs import STDIN
from devcompat.verbs.outputs import save_bytes
from devcompat.wording.baselines import baseline_headline, limit_sentence, reason_sentence

_STYLES = {"written": "good", "nothing": "bad", "cannot-write": "doubt", "undecided": "doubt"}
_EXITS = {
    "written": exits.DONE,
    "nothing": exits.INCOMPATIBLE,
    "cannot-write": exits.UNKNOWN,
    "undecided": exits.UNKNOWN,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_members(parser)
    parser.add_argument("--pool", metavar="NAME", help="only the classes of a pool of `pools`")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="the file to write or replace (default: print)"
    )
    add_choice(parser, "--to", FORMATS, "FORMAT", "the format to write", "text")


def run_baseline(options: argparse.Namespace, output: Output) -> int:
    """Write what all members accept as one descriptor, with what limits it."""
    found = members_named(options)
    if options.pool is not None:
        from devcompat.verbs.pools import members_of_pool

        found = found._replace(members=members_of_pool(found.members, options.pool))
    agreed = agree(found)
    target = None if options.output == STDIN else options.output
    document = agreed.document
    written = b"" if document is None else convert(document, options.to)
    if target is not None and document is not None:
        save_bytes(target, written)
    if options.json:
        output.json(agreed_to_plain(agreed))
    elif document is None:
        _show(agreed, output, "")
    elif target is not None:
        _show(agreed, output, "")
        output.say(f"  written to {target}")
    else:
        if options.to == "text":
            _show(agreed, output, "# ")
        output.verbatim(written)
    return _EXITS[agreed.answer.outcome]


def _show(agreed: Agreed, output: Output, before: str) -> None:
    """Write the answer as lines, each after `before`: a descriptor may follow."""
    answer = agreed.answer
    names = [member.first for member in agreed.members]
    output.say(f"{before}{baseline_headline(answer, names)}", _STYLES[answer.outcome])
    show_left_out(agreed.membership, output, f"{before}  ")
    for reason in answer.reasons:
        output.say(f"{before}  {reason.code}  {reason_sentence(reason, answer.outcome)}", "doubt")
    for name, who in answer.opened:
        output.say(f"{before}  {name}: {who} decides", "doubt")
    for limit in answer.limits:
        output.say(f"{before}  {limit_sentence(limit, names)}")

"""Explain: the command `devcompat explain`.

Belongs here: how an entry of a registry looks. Must not know: which codes there are.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.codes.registry import Entry
from devcompat.verbs.explain import all_entries, explain


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="all codes if left out")


def run_explain(options: argparse.Namespace, output: Output) -> int:
    """Write one entry, or the list of all codes."""
    if options.code is None:
        entries = all_entries()
        if options.json:
            output.json([_plain(entry) for entry in entries])
        else:
            output.table(
                ("code", "kind", "meaning"), [(e.code, e.kind, e.meaning) for e in entries]
            )
        return exits.DONE
    entry = explain(options.code)
    if options.json:
        output.json(_plain(entry))
        return exits.DONE
    output.say(f"{entry.code}: {entry.kind}", "strong")
    output.say(f"  {entry.meaning}")
    output.say(f"  Next: {entry.next_step}")
    if entry.section:
        output.say(f"  See section {entry.section} of docs/language.md.", "dim")
    return exits.DONE


def _plain(entry: Entry) -> dict[str, str | None]:
    return {
        "code": entry.code,
        "kind": entry.kind,
        "section": entry.section or None,
        "meaning": entry.meaning,
        "next_step": entry.next_step,
    }

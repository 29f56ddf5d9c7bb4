"""Explain: the command `devcompat explain`.

Belongs here: how an entry of a registry looks. Must not know: which codes there are.
"""

import argparse
from collections.abc import Sequence

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.codes.examples import find_example
from devcompat.codes.registry import Entry
from devcompat.verbs.explain import all_entries, entry_to_plain, explain


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="all codes if left out")


def run_explain(options: argparse.Namespace, output: Output) -> int:
    """Write one entry, or the list of all codes."""
    entries = all_entries() if options.code is None else (explain(options.code),)
    if options.json:
        plain = [entry_to_plain(entry) for entry in entries]
        output.json(plain if options.code is None else plain[0])
    elif options.code is None:
        _show_all(entries, output)
    else:
        _show(entries[0], output)
    return exits.DONE


_HEADINGS = {
    "error": "errors: the input cannot be used; exit code 2",
    "evidence against a match": "evidence against a match: in a verdict's failures",
    "reason for not knowing": "reasons for not knowing: in what a verdict left undecided",
    "why a comparison is undecided": "why a comparison is undecided: reasons that diff gives",
    "can it migrate": "can it migrate at all: the reason of the answer",
    "why a step failed": "steps: why a device could not be made, or a step not be undone",
    "lint": "lint: what may be wrong with a descriptor that can be read",
    "why something could not be read": "misses: why something could not be read",
}
"""By kind."""

_ANSWER = {"lint": "severity"}
"""How the second column is called, where it is no answer."""


def _show_all(entries: Sequence[Entry], output: Output) -> None:
    """Write a table of codes for each kind."""
    for number, kind in enumerate(dict.fromkeys(_kind_and_answer(entry)[0] for entry in entries)):
        if number:
            output.say()
        output.say(_HEADINGS.get(kind, kind), "strong")
        rows = [_row(entry) for entry in entries if _kind_and_answer(entry)[0] == kind]
        answer = (_ANSWER.get(kind, "answer"),) if len(rows[0]) > 2 else ()
        output.table(("code", *answer, "meaning"), rows)


def _row(entry: Entry) -> tuple[str, ...]:
    answer = _kind_and_answer(entry)[1]
    return (entry.code, answer, entry.meaning) if answer else (entry.code, entry.meaning)


def _kind_and_answer(entry: Entry) -> tuple[str, str]:
    """Return the kind, and of the reasons of an answer the answer, which stands behind it."""
    kind, _, answer = entry.kind.partition(": ")
    return kind, answer


def _show(entry: Entry, output: Output) -> None:
    output.say(f"{entry.code}: {entry.kind}", "strong")
    output.say(f"  {entry.meaning}")
    output.say(f"  Next: {entry.next_step}")
    example = find_example(entry.code)
    if example is not None:
        _show_text(example.kind, example.text, output)
        if example.target:
            _show_text("target", example.target, output)
    if entry.section:
        output.say(f"  See section {entry.section} of docs/language.md.", "dim")


def _show_text(kind: str, text: str, output: Output) -> None:
    """Write an example: on the line of its heading if it is one line, else below."""
    lines = text.splitlines()
    heading = f"  Example ({kind}):"
    if len(lines) == 1:
        output.say(f"{heading} {text}")
        return
    output.say(heading)
    for line in lines:
        output.say(f"    {line}")

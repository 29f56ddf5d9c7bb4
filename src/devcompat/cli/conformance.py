"""Conformance: the command `devcompat conformance`.

Belongs here: lines in and lines out, one at a time. Must not know: what is asked.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.verbs.conformance import answer_line
from devcompat.verbs.inputs import STDIN, open_lines
from devcompat.verbs.requests import bounded_lines


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type: nothing."""


def run_conformance(options: argparse.Namespace, output: Output) -> int:  # noqa: ARG001
    """Answer the requests on standard input, each before the next one is read."""
    from importlib.metadata import version

    ours = version("devcompat")
    with open_lines(STDIN) as lines:
        for line in bounded_lines(lines):
            output.json(answer_line(line, ours), compact=True)
            output.flush()
    return exits.DONE

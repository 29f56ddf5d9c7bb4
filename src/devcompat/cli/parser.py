"""Parser: from the words of a command line to options, or to help.

Belongs here: how words become options. Must not know: which options a command has (its module).
"""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from devcompat.cli.commands import COMMANDS
from devcompat.language.problems import input_error


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are input errors, like every other bad input."""

    def error(self, message: str) -> NoReturn:
        """Raise InputError `usage`."""
        unquoted = _CHOICES.sub(lambda found: found.group().replace("'", ""), message)
        raise input_error("usage", "", unquoted, self.prog)

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002
        """Raise HelpAsked: the caller writes, and sees when that fails."""
        raise HelpAsked(self.format_help())


class HelpAsked(Exception):
    """The command line asks for help; `text` is what to print."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


_CHOICES = re.compile(r"\(choose from .*\)")
"""What argparse spells with quotes in one version of Python and without in another."""


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command line. Raises InputError `usage`, HelpAsked."""
    command = next((word for word in words if word in COMMANDS), "")
    options, unknown = build_parser((command,)).parse_known_args(words)
    if unknown:
        name = f"devcompat {options.command}" if options.command else "devcompat"
        raise input_error("usage", "", f"unrecognized arguments: {' '.join(unknown)}", name)
    return options


def build_parser(commands_in_full: Sequence[str]) -> Parser:
    """Return the parser of the whole command line.

    Only the commands named get their options: building all of them would double the start time.
    """
    parser = Parser(
        prog="devcompat",
        description="Which device can take over the state of which other device, and why not.",
        epilog="Codes that are printed: devcompat explain CODE",
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    commands = parser.add_subparsers(
        prog="devcompat", dest="command", metavar="COMMAND", parser_class=Parser
    )
    for name, (summary, exits, load) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary, epilog=exits)
        if name in commands_in_full:
            command.add_argument("--json", action="store_true", help="print JSON")
            load().add_options(command)
    return parser

"""Parser: from the words of a command line to options, or to help.

Belongs here: how words become options. Must not know: which options a command has (its module).
"""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from devcompat.cli.commands import COMMANDS
from devcompat.cli.complaints import complain, refuse_choice, refuse_command, refuse_rest, reworded


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are input errors, like every other bad input."""

    def error(self, message: str) -> NoReturn:
        """Raise InputError `usage`."""
        complain(reworded(message, self), self.prog)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Raise InputError `usage` for what is none of the choices."""
        if action.choices is None or value in action.choices:
            return
        if isinstance(action, argparse._SubParsersAction):
            refuse_command(str(value), action.choices)
        refuse_choice(action, str(value), self.prog)

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002
        """Raise HelpAsked: the caller writes, and sees when that fails."""
        raise HelpAsked(self.format_help())


class HelpAsked(Exception):
    """The command line asks for help; `text` is what to print."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command line. Raises InputError `usage`, HelpAsked."""
    command = next((word for word in words if word in COMMANDS), "")
    parser = build_parser((command,))
    options, unknown = parser.parse_known_args(words)
    if unknown:
        early = set(words[: words.index(options.command)]) if options.command else set()
        refuse_rest(unknown, command_parsers(parser).get(options.command, parser), early)
    return options


def command_parsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands' parsers, by name."""
    return {
        name: command
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, command in action.choices.items()
    }


def build_parser(commands_in_full: Sequence[str]) -> Parser:
    """Return the parser of the whole command line.

    An option is written in full: a part of one would mean another when a new one is added. Only the
    commands named get their options: building all of them would double the start time.
    """
    parser = Parser(
        prog="devcompat",
        description="Which device can take over the state of which other device, and why not.",
        epilog="Codes that are printed: devcompat explain CODE",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    commands = parser.add_subparsers(
        prog="devcompat", dest="command", metavar="COMMAND", parser_class=Parser
    )
    for name, (summary, exits, load) in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary, epilog=exits, allow_abbrev=False
        )
        if name in commands_in_full:
            command.add_argument("--json", action="store_true", help="print JSON")
            load().add_options(command)
    return parser

"""Parser: from the words of a command line to options, or to help.

Belongs here: how words become options. Must not know: which options a command has (its module).
"""

import argparse
from collections.abc import Sequence
from typing import NoReturn, TypeAlias

from devcompat.cli.commands import COMMANDS, GROUPS
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
            refuse_command(str(value), action.choices, self.prog)
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
    """Return the options of a command line. Raises InputError `usage`, HelpAsked.

    `command` is a name in COMMANDS, or in GROUPS if no command of the group is named, or None.
    """
    command, at = _named_command(words)
    parser = build_parser((command,))
    options, unknown = parser.parse_known_args(words)
    if options.command in GROUPS and options.command_of_group:
        options.command = f"{options.command} {options.command_of_group}"
    if unknown:
        refuse_rest(unknown, command_parsers(parser).get(options.command, parser), set(words[:at]))
    return options


def _named_command(words: Sequence[str]) -> tuple[str, int]:
    """Return the command that the words seem to name, "" for none, and where its last word is."""
    group = ""
    for at, word in enumerate(words):
        name = f"{group} {word}".lstrip()
        if name in COMMANDS:
            return name, at
        if not group and word in GROUPS:
            group = word
    return "", 0


def command_parsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands' parsers by name: of a group its commands'."""
    found: dict[str, argparse.ArgumentParser] = {}
    for name, below in _choices(parser).items():
        of_group = _choices(below)
        if of_group:
            found |= {f"{name} {word}": command for word, command in of_group.items()}
        else:
            found[name] = below
    return found


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers right below a parser, by their words."""
    return {
        name: below
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, below in action.choices.items()
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
    commands = {"": _add_commands(parser, "command")}
    for name, (summary, exits, load) in COMMANDS.items():
        group, _, word = name.rpartition(" ")
        if group not in commands:
            commands[group] = _add_group(commands[""], group)
        command = commands[group].add_parser(
            word, help=summary, description=summary, epilog=exits, allow_abbrev=False
        )
        if name in commands_in_full:
            command.add_argument("--json", action="store_true", help="print JSON")
            load().add_options(command)
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _add_group(commands: _Commands, name: str) -> _Commands:
    """Add the parser of a group; return where its commands go."""
    group = commands.add_parser(
        name, help=GROUPS[name], description=GROUPS[name], allow_abbrev=False
    )
    return _add_commands(group, "command_of_group")


def _add_commands(parser: Parser, attribute: str) -> _Commands:
    return parser.add_subparsers(
        prog=parser.prog, dest=attribute, metavar="COMMAND", parser_class=Parser
    )


def help_of(name: str | None) -> str:
    """Return the help of a group, or of the whole program."""
    parser = build_parser(())
    return (_choices(parser)[name] if name else parser).format_help()

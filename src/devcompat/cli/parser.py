"""Parser: the command line's words, options and help.

Belongs here: what may be typed. Must not know: what any command does.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NoReturn

from devcompat.formats.registry import FORMATS, LAYOUTS, READ_ONLY
from devcompat.language.problems import input_error
from devcompat.match.verdict import BASES, RULES, TARGET_ACCEPTS

_READ = FORMATS + LAYOUTS + READ_ONLY
_EXITS = "exit codes: 0 {good}, 1 {bad}, 3 {doubt}, 2 bad input or usage"


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
    for name, (summary, exits, add_options) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary, epilog=exits)
        if name in commands_in_full:
            command.add_argument("--json", action="store_true", help="print JSON (see docs/cli.md)")
            add_options(command)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    parser.add_argument("target", nargs="?", metavar="TARGET", help="a file, -, or HOST/DEVICE")
    parser.add_argument(
        "--batch", metavar="FILE", help='judge JSON lines {"id", "source", "target"}; - for stdin'
    )
    parser.add_argument("--format", choices=_READ, help="how both are written")
    _add_inventory(parser, "where HOST/DEVICE is looked up")
    _add_rules(parser)
    _add_vocabulary(parser, "for devices that do not say what they take over")


def _add_vocabulary(parser: argparse.ArgumentParser, purpose: str) -> None:
    parser.add_argument(
        "--vocabulary", metavar="V", help=f"a file, or the name of a shipped one: {purpose}"
    )


def _add_derive(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("self", metavar="SELF", help="a file, a directory, or -")
    _add_vocabulary(parser, "the rules (default: the one that SELF's INFO names)")
    parser.add_argument("--to", choices=FORMATS, default="text", help="the format to write")
    parser.add_argument("--format", choices=_READ, help="how SELF is written")


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rule", choices=RULES, default=TARGET_ACCEPTS, help="which side's list counts"
    )
    parser.add_argument(
        "--min-basis", choices=BASES, help="take a verdict on a weaker basis for unknown"
    )


def _add_inventory(parser: argparse.ArgumentParser, purpose: str) -> None:
    parser.add_argument(
        "--in",
        dest="inventory",
        metavar="INVENTORY",
        help=f"output of discover --json, a capture, or a directory of either: {purpose}",
    )
    parser.add_argument("--overlay", metavar="FILE", help="an operator's statements (YAML or TOML)")


def _add_convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", metavar="IN", help="a file, a directory, or -")
    parser.add_argument(
        "--to", required=True, choices=FORMATS + LAYOUTS, help="the format to write"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="the file to write or replace (default: print), or the directory to make",
    )
    parser.add_argument("--format", choices=_READ, help="how IN is written")


def _add_discover(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", default="/", metavar="DIR", help="/ or a capture (default /)")
    parser.add_argument("--overlay", metavar="FILE", help="an operator's statements (YAML or TOML)")


def _add_find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    _add_inventory(parser, "the devices to look at, and HOST/DEVICE")
    parser.add_argument("--limit", type=_count, metavar="N", help="stop after N targets")
    parser.add_argument("--count", action="store_true", help="print numbers only")
    parser.add_argument("--all", action="store_true", help="list the others too, with the reason")
    _add_vocabulary(parser, "for devices that do not say what they take over")
    parser.add_argument("--format", choices=_READ, help="how SOURCE is written")
    _add_rules(parser)


def _add_preflight(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("domain", metavar="DOMAIN.xml", help="libvirt domain XML, or -")
    parser.add_argument("--root", default="/", metavar="DIR", help="/ or a capture (default /)")
    parser.add_argument("--to", metavar="INVENTORY", help="a capture or inventory with the targets")
    parser.add_argument("--overlay", metavar="FILE", help="an operator's statements (YAML or TOML)")
    _add_rules(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="all codes if left out")


COMMANDS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "check": (
        "say whether SOURCE may migrate to TARGET",
        _EXITS.format(good="compatible", bad="incompatible", doubt="unknown"),
        _add_check,
    ),
    "convert": (
        "write a descriptor in another format",
        "exit codes: 0 done, 2 bad input or usage, or the format cannot hold it",
        _add_convert,
    ),
    "derive": (
        "print the descriptor that follows from a device's SELF and a vocabulary",
        "exit codes: 0 done, 2 bad input or usage",
        _add_derive,
    ),
    "discover": (
        "list a machine's devices and whether they can migrate at all",
        "exit codes: 0 done, 2 bad input or usage",
        _add_discover,
    ),
    "find": (
        "list the devices that SOURCE may migrate to",
        _EXITS.format(good="found", bad="none", doubt="none for sure, some unknown"),
        _add_find,
    ),
    "preflight": (
        "look at each device of a libvirt domain: can it migrate, what blocks it, where to",
        _EXITS.format(good="the VM can go", bad="it cannot", doubt="not known"),
        _add_preflight,
    ),
    "explain": (
        "say what a code means and what to do",
        "exit codes: 0 done, 2 no such code",
        _add_explain,
    ),
}
"""Each command: its summary, its exit codes, and what adds its options."""


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return number

"""Options: what several commands let a user type.

Belongs here: options that more than one command has, and what a word may be. Must not know: what
any command does with them.
"""

import argparse

from devcompat.formats.registry import FORMATS, LAYOUTS, READ_ONLY
from devcompat.match.verdict import BASES, RULES, TARGET_ACCEPTS


def add_format(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add `--format`: one that can be read."""
    parser.add_argument("--format", choices=FORMATS + LAYOUTS + READ_ONLY, help=purpose)


def add_inventory(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add `--in` and `--overlay`."""
    parser.add_argument(
        "--in",
        dest="inventory",
        metavar="INVENTORY",
        help=f"output of discover --json, a capture, or a directory of either: {purpose}",
    )
    add_overlay(parser)


def add_overlay(parser: argparse.ArgumentParser) -> None:
    """Add `--overlay`."""
    parser.add_argument("--overlay", metavar="FILE", help="an operator's statements (YAML or TOML)")


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add `--root`: below which a machine is read."""
    parser.add_argument("--root", default="/", metavar="DIR", help="/ or a capture (default /)")


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add `--rule` and `--min-basis`."""
    parser.add_argument(
        "--rule", choices=RULES, default=TARGET_ACCEPTS, help="which side's list counts"
    )
    parser.add_argument(
        "--min-basis", choices=BASES, help="take a verdict on a weaker basis for unknown"
    )


def add_vocabulary(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add `--vocabulary`."""
    parser.add_argument(
        "--vocabulary", metavar="V", help=f"a file, or the name of a shipped one: {purpose}"
    )


def count(text: str) -> int:
    """Return the number from 1 on that a word spells. Raises argparse.ArgumentTypeError."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return number

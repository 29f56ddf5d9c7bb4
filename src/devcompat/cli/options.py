"""Options: what several commands let a user type.

Belongs here: options that more than one command has, and what a word may be. Must not know: what
any command does with them.
"""

import argparse
from collections.abc import Sequence

from devcompat.formats.registry import FORMATS, LAYOUTS, READ_ONLY
from devcompat.language.problems import input_error
from devcompat.match.verdict import BASES, RULES, TARGET_ACCEPTS


def add_format(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add `--format`: one that can be read."""
    add_choice(parser, "--format", FORMATS + LAYOUTS + READ_ONLY, "FORMAT", purpose)


def add_choice(
    parser: argparse.ArgumentParser,
    option: str,
    choices: Sequence[str],
    metavar: str,
    purpose: str,
    default: str | None = None,
    *,
    required: bool = False,
) -> None:
    """Add an option that takes one of several words, which its help names.

    Not argparse's own list of choices in braces: it fills the usage and is said twice.
    """
    words = ", ".join(f"{word} (default)" if word == default else word for word in choices)
    parser.add_argument(
        option, choices=choices, default=default, required=required, metavar=metavar,
        help=f"{purpose}: {words}",
    )  # fmt: skip


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
    add_choice(parser, "--rule", RULES, "RULE", "which side's list counts", TARGET_ACCEPTS)
    purpose = "take a verdict on a weaker basis for unknown; weakest first"
    add_choice(parser, "--min-basis", BASES, "BASIS", purpose)


def add_vocabulary(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add `--vocabulary`."""
    parser.add_argument(
        "--vocabulary", metavar="V", help=f"a file, or the name of a shipped one: {purpose}"
    )


def add_labels(parser: argparse.ArgumentParser) -> None:
    """Add `--label`, which may be given several times; see `labels_of`."""
    parser.add_argument(
        "--label", type=_label, metavar="NAME=VALUE", action="append", default=[],
        help="only hosts with this label, such as zone=z1; several: with all of them",
    )  # fmt: skip


def labels_of(options: argparse.Namespace) -> dict[str, str]:
    """Return the labels that hosts must have. Raises InputError `usage` if one is given twice."""
    found: dict[str, str] = {}
    for name, value in options.label:
        if found.setdefault(name, value) != value:
            said = f"--label {name} is given twice: no host has two values of it"
            raise input_error("usage", name, said, f"devcompat {options.command}")
    return found


def _label(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise argparse.ArgumentTypeError(f"takes NAME=VALUE, not {text or repr(text)}")
    return name, value


def add_values(parser: argparse.ArgumentParser) -> None:
    """Add `--set`, which may be given several times; see `values_of`."""
    parser.add_argument(
        "--set",
        action="append",
        metavar="NAME=VALUE",
        help="fix a parameter of a type descriptor; once for each, and the result is a device's",
    )


def values_of(options: argparse.Namespace, command: str) -> dict[str, str]:
    """Return the parameters' values that were typed, by name. Raises InputError `usage`."""
    values: dict[str, str] = {}
    for word in options.set or ():
        name, equals, value = word.partition("=")
        if not equals:
            said = f"--set takes NAME=VALUE, not {word or repr(word)}"
            raise input_error("usage", "", said, command)
        if name in values:
            raise input_error("usage", "", f"--set {name} is said twice", command)
        values[name] = value
    return values


def count(text: str) -> int:
    """Return the number from 1 on that a word spells. Raises argparse.ArgumentTypeError."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"takes a number from 1 on, not {text or repr(text)}")
    return number


def index(text: str) -> int:
    """Return the number from 0 on that a word spells. Raises argparse.ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"takes a number from 0 on, not {text or repr(text)}")
    return int(text)

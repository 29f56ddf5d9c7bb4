"""Store option: which store a command works on: `--store URL`, or DEVCOMPAT_STORE.

Belongs here: the option, and what counts if it is not given. Must not know: how a store is opened,
what any command does with it.
"""

import argparse
import os

from devcompat.language.problems import input_error


def add_store(parser: argparse.ArgumentParser, purpose: str = "") -> None:
    """Add `--store`; `purpose` says what it is for where a command can do without."""
    said = "the fleet's store: a file, or postgresql://... (default: $DEVCOMPAT_STORE)"
    parser.add_argument("--store", metavar="URL", help=f"{said}{purpose and f': {purpose}'}")


def store_named(options: argparse.Namespace) -> str:
    """Return the name of the store. Raises InputError `store.unnamed` if there is none."""
    name = find_store_named(options)
    if name is None:
        program = f"devcompat {options.command}"
        raise input_error("store.unnamed", "no store is named", "", program)
    return name


def find_store_named(options: argparse.Namespace) -> str | None:
    """Return the name of the store: that of `--store`, else of the environment, else None."""
    if options.store is not None:
        return str(options.store)
    return os.environ.get("DEVCOMPAT_STORE") or None

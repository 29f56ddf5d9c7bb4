"""Inventories: the hosts that a user names: output of `discover --json`, captures, directories.

Belongs here: finding and reading them. Must not know: how a machine is read (discovery).
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from devcompat.discovery.machine import DiscoveryError, discover_host, iter_roots
from devcompat.discovery.overlay import Overlay, apply_overlay, apply_to_types
from devcompat.inventory.records import Host
from devcompat.inventory.serial import InventoryError, read_inventory
from devcompat.language.problems import InputError, Problem, input_error
from devcompat.language.source import Source
from devcompat.verbs.inputs import load_bytes

INVENTORY_BYTES = 512 << 20
"""The size of one inventory file."""


_DIGITS = 400
"""Of an integer in an inventory; Python itself refuses some thousands."""


def load_inventory(name: str, overlay: Overlay | None = None) -> tuple[Host, ...]:
    """Return the hosts that `name` holds.

    A file holds what `discover --json` prints, of one host or several, or a list or lines of them.
    A directory is a capture, or holds captures and such files. Raises InputError.
    """
    if name == "-" or not os.path.isdir(name):
        return _with_overlay(_read_file(name), overlay)
    path = Path(name)
    hosts = [discover_host(root, overlay) for root in _roots(path)]
    if not (path / "sys").is_dir():
        for file in sorted(path.glob("*.json")):
            hosts += _with_overlay(_read_file(str(file)), overlay)
    if not hosts:
        expected = "a capture (a directory with sys/), or a directory with captures or JSON files"
        raise input_error("inventory.empty", "", expected, name)
    return tuple(hosts)


def _roots(path: Path) -> tuple[Path, ...]:
    """Return the captures at `path`, none if it holds none. Raises InputError."""
    try:
        return iter_roots(path)
    except DiscoveryError as error:
        if error.problems[0].code != "root.no-sys":
            raise
        return ()


def _with_overlay(hosts: Sequence[Host], overlay: Overlay | None) -> tuple[Host, ...]:
    if overlay is None:
        return tuple(hosts)
    return tuple(
        host._replace(
            devices=apply_overlay(overlay, host.name, host.devices),
            types=apply_to_types(overlay, host.name, host.types),
        )
        for host in hosts
    )


def _read_file(name: str) -> list[Host]:
    data = load_bytes(name, INVENTORY_BYTES)
    if len(data) > INVENTORY_BYTES:
        expected = f"at most {INVENTORY_BYTES} bytes in an inventory file"
        raise input_error("limit.inventory", f"{len(data)} bytes or more", expected, name)
    return read_hosts(data, name)


def read_hosts(data: bytes, name: str) -> list[Host]:
    """Return the hosts in the bytes of an inventory file. Raises InputError."""
    hosts: list[Host] = []
    for number, value in enumerate(_json_values(data, name), start=1):
        try:
            hosts += read_inventory(value)
        except InventoryError as error:
            raise _at(error, name, number) from None
    if not hosts:
        raise input_error("inventory.empty", "", "output of devcompat discover --json", name)
    return hosts


def _at(error: InventoryError, name: str, number: int) -> InputError:
    """Return the error with the place of what is wrong: its path in which value of the input."""
    (problem,) = error.problems
    place = f"at {error.path}" + (f" of value {number}" if number > 1 else "")
    return input_error(problem.code, problem.found, f"{problem.expected} {place}", name)


def _json_values(data: bytes, name: str) -> Iterator[object]:
    """Yield the JSON values in `data`, one after the other; a list's items one by one."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise input_error("text.encoding", found, "UTF-8", name) from None
    decoder = json.JSONDecoder(
        parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_unique
    )
    offset = _skip(text, 0)
    while offset < len(text):
        try:
            value, offset = decoder.raw_decode(text, offset)
        except json.JSONDecodeError as error:
            position = Source(text).position(error.pos)
            found = text[error.pos : error.pos + 40].split("\n", 1)[0]
            problem = Problem(
                "json.syntax",
                position,
                found,
                f"what devcompat discover --json prints ({error.msg})",
            )
            raise InputError((problem,), name) from None
        except _Twice:
            raise _twice(text, offset, name) from None
        except _Misspelled as error:
            raise input_error("json.syntax", str(error), "JSON", name) from None
        except RecursionError:
            raise input_error("json.depth", "", "JSON of a few levels", name) from None
        yield from value if isinstance(value, list) else (value,)
        offset = _skip(text, offset)


class _Misspelled(Exception):
    """A number that JSON does not have, or that no inventory needs."""


class _Twice(Exception):
    """A key that stands twice in an object."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _twice(text: str, offset: int, name: str) -> InputError:
    """Return the error for the value at `offset`, which has a key twice.

    It is read again, by a reader that knows where things stand.
    """
    from devcompat.formats.json_tree import read_value

    try:
        read_value(Source(text, name), offset)
    except InputError as error:
        return error
    raise AssertionError


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise _Misspelled(f"a number of {len(text)} digits")
    return int(text)


def _no_constant(word: str) -> NoReturn:
    raise _Misspelled(word)


def _skip(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in " \t\r\n":
        offset += 1
    return offset

"""Inventories: the hosts that a user names: output of `discover --json`, captures, directories.

Belongs here: finding and reading them; looking a device up by name.
Must not know: how a machine is read (discovery), what a device takes over (catalog).
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from devcompat.catalog.describe import Description, describe
from devcompat.discovery.machine import discover_host, iter_roots
from devcompat.discovery.overlay import Overlay, apply_overlay
from devcompat.inventory.records import Device, Host
from devcompat.inventory.serial import read_inventory
from devcompat.language.problems import InputError, Position, Problem, input_error
from devcompat.verbs.inputs import load_bytes

INVENTORY_BYTES = 512 << 20
"""The size of one inventory file."""


class NamedDevice(NamedTuple):
    """A device with the host that has it."""

    host: Host
    device: Device

    @property
    def label(self) -> str:
        """Return `HOST/DEVICE`."""
        return f"{self.host.name}/{self.device.address}"

    def describe(self) -> Description:
        """Return what is known of the device."""
        return describe(self.device, self.host.kernel, self.label)


def load_inventory(name: str, overlay: Overlay | None = None) -> tuple[Host, ...]:
    """Return the hosts that `name` holds.

    A file holds what `discover --json` prints, of one host or several, or a list or lines of them.
    A directory is a capture, or holds captures and such files. Raises InputError.
    """
    if name == "-" or not os.path.isdir(name):
        return _with_overlay(_read_file(name), overlay)
    path = Path(name)
    hosts = [discover_host(root, overlay) for root in iter_roots(path)]
    if not (path / "sys").is_dir():
        for file in sorted(path.glob("*.json")):
            hosts += _with_overlay(_read_file(str(file)), overlay)
    if not hosts:
        expected = "a capture (a directory with sys/), or a directory with captures or JSON files"
        raise input_error("inventory.empty", name, expected, name)
    return tuple(hosts)


def _with_overlay(hosts: Sequence[Host], overlay: Overlay | None) -> tuple[Host, ...]:
    if overlay is None:
        return tuple(hosts)
    return tuple(
        host._replace(devices=apply_overlay(overlay, host.name, host.devices)) for host in hosts
    )


def _read_file(name: str) -> list[Host]:
    data = load_bytes(name, INVENTORY_BYTES)
    if len(data) > INVENTORY_BYTES:
        expected = f"at most {INVENTORY_BYTES} bytes in an inventory file"
        raise input_error("limit.inventory", f"{len(data)} bytes or more", expected, name)
    hosts: list[Host] = []
    try:
        for value in _json_values(data, name):
            hosts += read_inventory(value)
    except InputError as error:
        error.source = error.source or name
        raise
    if not hosts:
        raise input_error("inventory.empty", name, "output of devcompat discover --json", name)
    return hosts


def _json_values(data: bytes, name: str) -> Iterator[object]:
    """Yield the JSON values in `data`, one after the other; a list's items one by one."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise input_error("text.encoding", found, "UTF-8", name) from None
    decoder = json.JSONDecoder()
    offset = _skip(text, 0)
    while offset < len(text):
        try:
            value, offset = decoder.raw_decode(text, offset)
        except json.JSONDecodeError as error:
            position = Position(error.lineno, error.colno)
            found = text[error.pos : error.pos + 40].split("\n", 1)[0]
            problem = Problem("json.syntax", position, found, f"JSON ({error.msg})")
            raise InputError((problem,), name) from None
        except (ValueError, RecursionError):
            raise input_error("json.depth", name, "JSON of a few levels", name) from None
        yield from value if isinstance(value, list) else (value,)
        offset = _skip(text, offset)


def _skip(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in " \t\r\n":
        offset += 1
    return offset


def iter_devices(hosts: Sequence[Host]) -> Iterator[NamedDevice]:
    """Yield every device of every host."""
    for host in hosts:
        for device in host.devices:
            yield NamedDevice(host, device)


def find_named(hosts: Sequence[Host], reference: str) -> NamedDevice | None:
    """Return the device named `HOST/DEVICE`, or `DEVICE` where only one host has it, or None.

    Raises InputError `reference.ambiguous` if several fit.
    """
    host_name, _, address = reference.rpartition("/")
    found = [
        NamedDevice(host, device)
        for host in hosts
        if host_name in {"", host.name} and (device := host.find_device(address)) is not None
    ]
    if len(found) > 1:
        labels = ", ".join(dict.fromkeys(device.label for device in found))
        raise input_error("reference.ambiguous", reference, f"one device, as in {labels}")
    return found[0] if found else None

"""Fleet VM: the devices of a whole VM, and hosts of a stored fleet that take them all.

Belongs here: from a domain's XML or a list in JSON to devices of the fleet. Must not know: command
lines, how hosts are found (fleet).
"""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import Place
from devcompat.formats.encoding import decode
from devcompat.formats.json_tree import read_json
from devcompat.formats.structured import read_tree
from devcompat.formats.tree import Mapping, Node, Scalar, kind_of
from devcompat.formats.tree import Sequence as List
from devcompat.guest.domain import AssignedDevice, Domain, read_domain
from devcompat.guest.elements import LIMIT
from devcompat.language.problems import InputError, Problem, input_error
from devcompat.language.source import Source
from devcompat.match.compiled import compile_document
from devcompat.verbs.fleet_find import Asked, find_place
from devcompat.verbs.inputs import STDIN, load_bytes

_SHOWN = 5
_FORMS = "a libvirt domain XML, or a JSON list of descriptors and devices of the store"


class Vm(NamedTuple):
    """A VM: its name, and its devices in the order of the input."""

    name: str
    devices: tuple[Asked, ...]


def load_vm(fleet: Fleet, name: str, host: str | None = None) -> Vm:
    """Return the VM in the file `name`, or on standard input for `-`.

    A domain's devices are looked up on `host`; without it on the one host that has them all. Those
    that libvirt unplugs before a migration are left out. Raises InputError: `vm.form`, `vm.device`,
    `vm.host`, `reference.*`, and what the readers of domains and descriptors say.
    """
    data = load_bytes(name, LIMIT)
    if len(data) > LIMIT:
        raise input_error("vm.form", f"more than {LIMIT} bytes", _FORMS, name)
    begin = data.lstrip()[:1]
    if begin == b"[":
        if host is not None:
            expected = "--host is for a domain; in a list each device has its host"
            raise input_error("usage", host, expected, "devcompat find")
        return Vm(_called(name), tuple(_listed(fleet, Source(decode(data, name), name))))
    if begin != b"<":
        raise input_error("vm.form", begin.decode(errors="replace"), _FORMS, name)
    domain = read_domain(data, name)
    return Vm(domain.name or _called(name), tuple(_assigned(fleet, domain, name, host)))


def _called(name: str) -> str:
    return "standard input" if name == STDIN else os.path.basename(name)


def _listed(fleet: Fleet, source: Source) -> Iterator[Asked]:
    tree = read_json(source)
    assert isinstance(tree, List)  # noqa: S101  (it begins with a bracket)
    if not tree.items:
        raise _fault("vm.form", source, tree, "an empty list", "at least one device")
    for number, item in enumerate(tree.items, start=1):
        if isinstance(item, Mapping):
            side = compile_document(read_tree(item, source))
            yield Asked(f"device {number} of {_called(source.name)}", side)
        elif isinstance(item, Scalar) and item.kind == "text":
            found = find_place(fleet, item.text)
            if found is None:
                expected = "HOST/DEVICE of the store"
                raise _fault("reference.unknown", source, item, item.text, expected)
            yield found
        else:
            expected = "a descriptor, or a text: HOST/DEVICE of the store"
            raise _fault("vm.form", source, item, kind_of(item), expected)


def _fault(code: str, source: Source, node: Node, found: str, expected: str) -> InputError:
    problem = Problem(code, source.position(node.offset), found, expected)
    return InputError((problem,), source.name, source.text)


def _assigned(fleet: Fleet, domain: Domain, name: str, host: str | None) -> Iterator[Asked]:
    devices = [device for device in domain.devices if not device.transient]
    for device in devices:
        if device.kind not in {"mdev", "pci"}:
            expected = (
                "a mdev or PCI device: a store does not know others by what a domain calls them; "
                "name them in a JSON list"
            )
            raise _of_line("vm.device", device, name, expected)
    if not devices:
        raise input_error("vm.device", "none", "a domain with assigned devices", name)
    where = _host_of(fleet, devices, name) if host is None else host
    if fleet.host(where) is None:
        raise input_error("vm.host", where, "a host of the store", name)
    for device in devices:
        found = find_place(fleet, str(Place(where, device.address)))
        if found is None:
            raise _of_line("vm.device", device, name, f"a device of host {where}")
        yield found


def _of_line(code: str, device: AssignedDevice, name: str, expected: str) -> InputError:
    found = f"{device.element} {device.address} in line {device.line}"
    return input_error(code, found, expected, name)


def _host_of(fleet: Fleet, devices: Sequence[AssignedDevice], name: str) -> str:
    """Return the one host that has all of the devices. Raises InputError `vm.host`."""
    wanted = {device.address for device in devices}
    hosts = [entry.name for entry in fleet.hosts() if wanted <= {*entry.addresses}]
    if len(hosts) == 1:
        return hosts[0]
    found = "no host has all its devices"
    if hosts:
        more = f" and {len(hosts) - _SHOWN} more" if len(hosts) > _SHOWN else ""
        found = f"several hosts have such devices: {', '.join(hosts[:_SHOWN])}{more}"
    raise input_error("vm.host", found, "--host HOST: the host that the VM runs on", name)

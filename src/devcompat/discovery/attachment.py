"""Attachment: which device a tool's fact belongs to.

Belongs here: joining facts to the devices that sysfs showed, and what is left over.
Must not know: files, sysfs.
"""

from collections.abc import Iterable
from typing import Final

from devcompat.discovery.facts import Facts, Port, ToolFacts
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Device, Fact, Miss

_PCI: Final = "pci/"


def attach(devices: Iterable[Device], said: ToolFacts) -> tuple[Device, ...]:
    """Return the devices with the facts that the tools state about them."""
    known = tuple(devices)
    functions = {
        (device.parent, device.value("vf_index")): device.address
        for device in known
        if device.kind == "vf" and device.value("vf_index") is not None
    }
    ports = _port_facts(said.ports.values(), functions)
    return tuple(_attached(device, said, ports.get(device.address, {})) for device in known)


def left_over(devices: Iterable[Device], said: ToolFacts) -> tuple[Miss, ...]:
    """Return a miss for each statement about a device that is not there."""
    there = {device.address for device in devices}
    lost = [facts for name, facts in said.devices.items() if name not in there]
    lost += [facts for name, facts in said.handles.items() if name.partition("/")[2] not in there]
    sources = {fact.source: None for facts in lost for fact in facts.values()}
    strange = [said.unanswered[name] for name in said.unanswered if name not in there]
    return (
        *(Unreadable(source, misses.NO_DEVICE).miss() for source in sources),
        *(miss for part in strange for miss in part),
    )


def _attached(device: Device, said: ToolFacts, ports: Facts) -> Device:
    facts = {fact.name: fact for fact in device.facts}
    stated = dict(said.devices.get(device.address, {}))
    for handle, entries in said.handles.items():
        bus, _, name = handle.partition("/")
        if name == device.address and (device.kind == "devlink") != (bus == "pci"):
            stated.update(entries)
    stated.update(ports)
    parent = device.parent
    manager = stated.get("vdpa_mgmtdev")
    if device.kind == "vdpa" and manager is not None:
        stated.update(said.managers.get(manager.value, {}))
        parent = parent or manager.value.removeprefix(_PCI)
    added = tuple(fact for name, fact in stated.items() if name not in facts)
    lost = (*device.misses, *said.unanswered.get(device.address, ()))
    return device._replace(parent=parent, facts=(*device.facts, *added), misses=lost)


def _port_facts(
    ports: Iterable[Port], functions: dict[tuple[str, str | None], str]
) -> dict[str, Facts]:
    """Return the ports' entries as facts, by the address of the device that they belong to."""
    facts: dict[str, Facts] = {}
    for port in ports:
        owner = port.handle.partition("/")[2]
        function = functions.get((_physical_function(port), port.entries.get("vfnum")))
        prefix = f"devlink_ports.{port.number}." if function is None else "devlink_port."
        entries = port.entries if function is None else {"index": port.number, **port.entries}
        facts.setdefault(function or owner, {}).update(
            (prefix + key, Fact(prefix + key, text, "tool", port.source))
            for key, text in entries.items()
        )
    return facts


def _physical_function(port: Port) -> str:
    """Return the address of the function whose VF this port stands for, "" if it is not ours.

    `pfnum` is that function's number; a port of another controller or an external one belongs to
    another machine (Documentation/networking/devlink/devlink-port.rst).
    """
    entries = port.entries
    ours = entries.get("controller", "0") == "0" and entries.get("external", "false") == "false"
    if not ours or entries.get("flavour") != "pcivf" or not port.handle.startswith(_PCI):
        return ""
    card = port.handle.removeprefix(_PCI).rpartition(".")[0]
    return f"{card}.{entries.get('pfnum', '0')}"

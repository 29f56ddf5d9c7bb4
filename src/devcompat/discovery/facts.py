"""Facts: what tools printed about a machine's devices, from the files in `facts/`.

Belongs here: the outputs of `vdpa -j` and `devlink -j`, and answers of a probe, told apart by their
top-level key. Must not know: sysfs, which devices are there.

| key | written by | about |
|---|---|---|
| `dev` | `vdpa -j dev show` | vDPA devices by name |
| `config` | `vdpa -j dev config show` | the same |
| `mgmtdev` | `vdpa -j mgmtdev show` | what makes them, by name |
| `info` | `devlink -j dev info` | devices by handle `bus/name` |
| `port` | `devlink -j port show` | ports by handle `bus/name/index` |
| `probe` | whoever asks VFIO, see below | devices by address |

`{"probe": {"0000:01:10.0": {"migration_flags": 3}, "0000:01:10.2": {"errno": "ENOTTY"}}}` is what
VFIO_DEVICE_FEATURE answered a get of VFIO_DEVICE_FEATURE_MIGRATION: its flags, or an errno.
If two files say different things, the first in the order of names counts.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from devcompat.discovery.documents import as_object, as_text, read_object
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Fact, Json, Miss, Origin

FOLDER: Final = "facts"
MAX_FILES: Final = 256
_HANDLE = re.compile(r"(?P<device>[^\s/]+/[^\s/]+)(?:/(?P<port>[0-9]+))?")
_ERRNO = re.compile(r"E[A-Z0-9]{1,20}", re.ASCII)
_DEPTH = 3
_U64 = 2**64

Facts = dict[str, Fact]
"""Facts by name."""


class Port(NamedTuple):
    """A devlink port: the handle of its device, its number there, and its entries by key."""

    handle: str
    number: str
    entries: dict[str, str]
    source: str


class ToolFacts:
    """What the files say.

    Facts of `devices` by name or address, of `managers` (management devices) by name, of `handles`
    by devlink's handle; `ports` by their device's handle and their number. `unanswered` are probes
    of no known shape, by address: what the device answered is unknown.
    """

    def __init__(self) -> None:
        self.devices: dict[str, Facts] = {}
        self.managers: dict[str, Facts] = {}
        self.handles: dict[str, Facts] = {}
        self.ports: dict[tuple[str, str], Port] = {}
        self.unanswered: dict[str, list[Miss]] = {}
        self.misses: list[Miss] = []

    def named_addresses(self) -> frozenset[str]:
        """Return what the files say something about: names and addresses, handles without bus."""
        handles = [handle.partition("/")[2] for handle in self.handles]
        return frozenset([*self.devices, *self.unanswered, *handles])


def read_tool_facts(tree: Tree) -> ToolFacts:
    """Return what all files below `facts/` say; one that cannot be read is a miss."""
    said = ToolFacts()
    try:
        listing = tree.list_names(FOLDER)
    except Unreadable as error:
        if not error.is_absence:
            said.misses.append(error.miss())
        return said
    said.misses.extend(listing.misses)
    files = [name for name in listing.names if name.endswith(".json")]
    if len(files) > MAX_FILES:
        said.misses.append(Unreadable(FOLDER, misses.TOO_MANY).miss())
    for name in files[:MAX_FILES]:
        path = f"{FOLDER}/{name}"
        try:
            _take(said, read_object(tree, path), path)
        except Unreadable as error:
            said.misses.append(error.miss())
    return said


def _take(said: ToolFacts, document: dict[str, Json], path: str) -> None:
    known = [key for key in document if key in _TAKERS]
    if not known:
        raise Unreadable(path, misses.MALFORMED)
    for key in known:
        section = document[key]
        if not isinstance(section, dict):
            raise Unreadable(f"{path}#/{key}", misses.MALFORMED)
        for name, entry in section.items():
            where = f"{path}#/{key}/{name}"
            if not isinstance(entry, dict) and key != "probe":
                said.misses.append(Unreadable(where, misses.MALFORMED).miss())
                continue
            _TAKERS[key](said, name, as_object(entry), where)


def _take_device(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    if "/" in name:  # devlink -j dev show has the same key and says nothing that info does not
        return
    _add(said.devices.setdefault(name, {}), "tool", where, _flat("vdpa_", entry))


def _take_config(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    _add(said.devices.setdefault(name, {}), "tool", where, _flat("vdpa_config.", entry))


def _take_manager(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    renamed = {
        "vdpa_mgmtdev_features": entry.get("dev_features"),
        "vdpa_mgmtdev_classes": entry.get("supported_classes"),
        "vdpa_mgmtdev_max_vqs": entry.get("max_supported_vqs"),
    }
    _add(said.managers.setdefault(name, {}), "tool", where, _flat("", renamed))


def _take_info(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    match = _HANDLE.fullmatch(name)
    if match is None or match["port"]:
        said.misses.append(Unreadable(where, misses.MALFORMED).miss())
        return
    facts = said.handles.setdefault(name, {})
    _add(facts, "tool", where, [("devlink_handle", name)])
    _add(facts, "tool", where, _flat("devlink_", {"driver": entry.get("driver")}))
    for group, versions in sorted(as_object(entry.get("versions")).items()):
        _add(facts, "tool", where, _flat(f"devlink_{group}.", as_object(versions)))


def _take_port(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    match = _HANDLE.fullmatch(name)
    if match is None or not match["port"]:
        said.misses.append(Unreadable(where, misses.MALFORMED).miss())
        return
    port = Port(match["device"], match["port"], dict(_flat("", entry)), where)
    said.ports.setdefault((port.handle, port.number), port)


def _take_probe(said: ToolFacts, name: str, entry: dict[str, Json], where: str) -> None:
    flags, failed = entry.get("migration_flags"), entry.get("errno")
    answers: list[tuple[str, str]] = []
    if isinstance(flags, int) and not isinstance(flags, bool) and 0 <= flags < _U64:
        answers.append(("probe_migration_flags", str(flags)))
    if isinstance(failed, str) and _ERRNO.fullmatch(failed):
        answers.append(("probe_migration_errno", failed))
    if len(answers) != 1 or len(entry) != 1:
        miss = Unreadable(where, misses.MALFORMED).miss("probe_migration_flags")
        said.unanswered.setdefault(name.lower(), []).append(miss)
        return
    _add(said.devices.setdefault(name.lower(), {}), "probe", where, answers)


_TAKERS: Final[dict[str, Callable[[ToolFacts, str, dict[str, Json], str], None]]] = {
    "dev": _take_device,
    "config": _take_config,
    "mgmtdev": _take_manager,
    "info": _take_info,
    "port": _take_port,
    "probe": _take_probe,
}


def _add(
    facts: Facts,
    origin: Origin,
    where: str,
    entries: "list[tuple[str, str]] | Iterator[tuple[str, str]]",
) -> None:
    for name, value in entries:
        facts.setdefault(name, Fact(name, value, origin, where))


def _flat(prefix: str, entry: dict[str, Json], depth: int = _DEPTH) -> Iterator[tuple[str, str]]:
    """Yield each scalar of an object as (name, text); keys of inner objects are joined by dots.

    The vdpa tool of iproute2 6.1 to 6.12 prints some keys with a blank at the end.
    """
    for key, value in entry.items():
        name = prefix + key.strip()
        if isinstance(value, dict):
            if depth > 0:
                yield from _flat(f"{name}.", value, depth - 1)
            continue
        text = as_text(value)
        if text is not None:
            yield name, text

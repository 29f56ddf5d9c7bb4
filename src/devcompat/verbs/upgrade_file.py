"""Upgrade file: from YAML or JSON to what would change on which hosts (schema/upgrade.schema.json).

Belongs here: the keys of such a file, and what is wrong with one. Must not know: stores, which
classes there are, what follows.

```yaml
hosts:                          # needed: all, or one of the two, or both: then both must hold
  names: [h1, h2]
  labels: {zone: z1}
changes:                        # needed; no two of them may speak of one class
  - from: h1/0000:65:00.4       # a device of the store, or a file beside this one
    to: new.txt                 # likewise
  - match:                      # fields of SELF: a text, or a list of those that will do
      driver: nvidia
      driver_version: ["535.50", "535.51"]
    set:                        # fields of SELF; an empty text removes one
      driver_version: "540.10"
    accept:                     # what each COMPATIBLE object demands instead, as in JSON
      driver_version: {type: version, domain: [">=535.50", "<=540.10"]}
  - match: {driver: mlx5_vfio_pci}
    compatible:                 # objects instead of all that there are, as in JSON
      - fields: {driver: mlx5_vfio_pci}
```
"""

from contextlib import suppress
from typing import Final, NamedTuple

from devcompat.formats.encoding import decode, demand_printable
from devcompat.formats.json_tree import read_json
from devcompat.formats.keyed import KeyedReader, LeftOut
from devcompat.formats.structured import read_tree
from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence, kind_of
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError, Position, input_error
from devcompat.language.source import Source
from devcompat.language.tokens import name_problem
from devcompat.planning.rewriting import Rewrite

LIMIT: Final = 1024 * 1024
"""Bytes of an upgrade file."""
CHANGES: Final = 1000

_KEYS = ("hosts", "changes")
_HOST_KEYS = ("names", "labels")
_CHANGE_KEYS = ("from", "to", "match", "set", "accept", "compatible")
_REWRITES = ("set", "accept", "compatible")
_ALL = "all"


class HostChoice(NamedTuple):
    """Which hosts are upgraded: all without `names` and `labels`, else those that have both.

    `places` say where each name stands in the file.
    """

    names: tuple[str, ...] | None
    labels: dict[str, str]
    places: tuple[Position, ...] = ()


class Change(NamedTuple):
    """What some devices become, with the place in the file.

    Either `source` and `target` are there (a device of the store, or a file), or `match` and
    `rewrite`: the texts that a field of SELF may have, by name.
    """

    position: Position
    source: str = ""
    target: str = ""
    match: dict[str, tuple[str, ...]] | None = None
    rewrite: Rewrite = Rewrite()


class UpgradeFile(NamedTuple):
    """What an upgrade file says; `source` is its text, for what is found to be wrong later."""

    hosts: HostChoice
    changes: tuple[Change, ...]
    source: Source


def read_upgrade(data: bytes, name: str) -> UpgradeFile:
    """Return what an upgrade file says: JSON if it begins with a brace, else YAML.

    Raises InputError with all that is wrong: `upgrade.*`, and what the readers of YAML, JSON and
    descriptors say.
    """
    if len(data) > LIMIT:
        raise input_error("upgrade.form", f"more than {LIMIT} bytes", f"at most {LIMIT}", name)
    source = Source(decode(data, name), name)
    if source.text.lstrip().startswith("{"):
        tree = read_json(source)
    else:
        demand_printable(source)
        from devcompat.formats.yaml_tree import read_yaml

        tree = read_yaml(source)
    reader = _Reader(source, "upgrade")
    found = reader.upgrade(tree)
    reader.report.raise_if_any()
    assert found is not None  # noqa: S101  (where nothing is wrong there is an upgrade)
    return found


class _Reader(KeyedReader):
    def upgrade(self, tree: Node) -> UpgradeFile | None:
        """Return the upgrade, None where there is none."""
        try:
            entries = self.entries(tree, _KEYS, _KEYS, "an upgrade")
        except LeftOut:
            return None
        hosts, changes = HostChoice(None, {}), [Change(Position(1, 1))]
        if "hosts" in entries:
            with suppress(LeftOut):
                hosts = self._hosts(entries["hosts"].value)
        if "changes" in entries:
            changes = self._changes(entries["changes"].value)
        return UpgradeFile(hosts, tuple(changes), self.report.source)

    # --- hosts

    def _hosts(self, node: Node) -> HostChoice:
        if isinstance(node, Scalar) and node.text == _ALL:
            return HostChoice(None, {})
        if not isinstance(node, Mapping):
            self.fail("upgrade.type", node.offset, _found(node), "all, or names, labels or both")
        entries = self.entries(node, _HOST_KEYS, (), "hosts")
        if not node.entries:
            self.fail("upgrade.missing", node.offset, "", "names, labels or both in hosts")
        names: tuple[str, ...] | None = None
        places: tuple[Position, ...] = ()
        labels: dict[str, str] = {}
        if "names" in entries:
            found = self._texts(entries["names"].value, "names of hosts")
            names = tuple(text for text, _ in found)
            places = tuple(self.report.source.position(offset) for _, offset in found)
        if "labels" in entries:
            for entry in self.map(entries["labels"].value, "labels").entries:
                labels[entry.key] = self.text(entry.value, f"the label {entry.key}")
        return HostChoice(names, labels, places)

    # --- changes

    def _changes(self, node: Node) -> list[Change]:
        if not isinstance(node, Sequence) or not node.items:
            expected = "a list of one change at least"
            self.report.add("upgrade.type", node.offset, _found(node), expected)
            return []
        if len(node.items) > CHANGES:
            self.report.add("upgrade.form", node.offset, f"{len(node.items)}", f"{CHANGES} at most")
        found = []
        for item in node.items[:CHANGES]:
            try:
                found.append(self._change(item))
            except LeftOut:
                continue
        return found

    def _change(self, node: Node) -> Change:
        entries = self.entries(node, _CHANGE_KEYS, (), "a change")
        position = self.report.source.position(node.offset)
        if "from" in entries or "to" in entries:
            return self._replacement(node, entries, position)
        if "match" not in entries:
            self.fail("upgrade.missing", node.offset, "", "from and to, or match in a change")
        if not entries.keys() & set(_REWRITES):
            expected = "set, accept or compatible beside match"
            self.fail("upgrade.missing", node.offset, "", expected)
        if "accept" in entries and "compatible" in entries:
            expected = "one of accept and compatible: either demands change, or all objects do"
            self.fail("upgrade.key", entries["accept"].offset, "accept", expected)
        return Change(
            position,
            match=self._match(entries["match"].value),
            rewrite=self._rewrite(entries),
        )

    def _replacement(self, node: Node, entries: dict[str, Entry], position: Position) -> Change:
        for key in ("from", "to"):
            if key not in entries:
                self.fail("upgrade.missing", node.offset, "", f"the key {key!r} in a change")
        for key, entry in entries.items():
            if key not in {"from", "to"}:
                expected = "only from and to in a change that has one of them"
                self.fail("upgrade.key", entry.offset, key, expected)
        source, target = (self.text(entries[key].value, key) for key in ("from", "to"))
        for text, key in ((source, "from"), (target, "to")):
            if not text:
                expected = "a file, or HOST/DEVICE of the store"
                self.fail("upgrade.value", entries[key].value.offset, "", expected)
        return Change(position, source, target)

    def _match(self, node: Node) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.map(node, "match").entries:
            self._demand_name(entry)
            if isinstance(entry.value, Sequence):
                texts = self._texts(entry.value, f"texts of {entry.key}")
                found[entry.key] = tuple(text for text, _ in texts)
            else:
                found[entry.key] = (self.text(entry.value, entry.key),)
        if not found:
            self.fail("upgrade.missing", node.offset, "", "at least one field in match")
        return found

    def _demand_name(self, entry: Entry) -> None:
        problem = name_problem(entry.key)
        if problem is not None:
            self.fail(problem[0], entry.offset, entry.key, problem[1])

    def _rewrite(self, entries: dict[str, Entry]) -> Rewrite:
        """Return what is written over a descriptor; the descriptor format's own reader reads it."""
        rewrite = Rewrite()
        if "set" in entries:
            node = self.map(entries["set"].value, "set")
            self._demand_some(node, "set")
            own = self._described(node, Sequence((), node.offset)).self_object
            rewrite = rewrite._replace(own=own.fields)
        nothing = Mapping((), 0)
        if "accept" in entries:
            node = self.map(entries["accept"].value, "accept")
            self._demand_some(node, "accept")
            demanded = self._described(nothing, Sequence((_as_object(node),), node.offset))
            rewrite = rewrite._replace(accepted=demanded.compatible[0])
        if "compatible" in entries:
            objects = self._described(nothing, entries["compatible"].value).compatible
            rewrite = rewrite._replace(compatible=tuple(objects))
        return rewrite

    def _demand_some(self, node: Mapping, where: str) -> None:
        if not node.entries:
            self.fail("upgrade.missing", node.offset, "", f"at least one field in {where}")

    def _described(self, own: Mapping, compatible: Node) -> Descriptor:
        tree = Mapping(
            (
                Entry("self", own, own.offset),
                Entry("compatible", compatible, compatible.offset),
            ),
            own.offset,
        )
        try:
            return read_tree(tree, self.report.source).descriptor
        except InputError as error:
            self.report.include(compatible.offset, error.problems)
            raise LeftOut from None

    # --- parts

    def _texts(self, node: Node, where: str) -> list[tuple[str, int]]:
        if not isinstance(node, Sequence) or not node.items:
            self.fail("upgrade.type", node.offset, _found(node), f"a list of {where}")
        return [(self.text(item, where), item.offset) for item in node.items]


def _found(node: Node) -> str:
    """Return a short text as it is, else what kind of thing it is."""
    if isinstance(node, Sequence | Mapping):
        filled = node.items if isinstance(node, Sequence) else node.entries
        return kind_of(node) if filled else f"{kind_of(node)} without anything"
    return node.text if node.kind == "text" else kind_of(node)


def _as_object(accepted: Mapping) -> Mapping:
    """Return a COMPATIBLE object as JSON has it, made of demands that have their types within."""
    variables: list[Entry] = []
    fields: list[Entry] = []
    for number, entry in enumerate(accepted.entries):
        if isinstance(entry.value, Scalar):
            fields.append(entry)
            continue
        name = f"new{number}"
        offset = entry.value.offset
        variables.append(Entry(name, entry.value, offset))
        text = f"${{{name}}}"
        fields.append(Entry(entry.key, Scalar("text", text, offset, offset), entry.offset))
    return Mapping(
        (
            Entry("variables", Mapping(tuple(variables), accepted.offset), accepted.offset),
            Entry("fields", Mapping(tuple(fields), accepted.offset), accepted.offset),
        ),
        accepted.offset,
    )

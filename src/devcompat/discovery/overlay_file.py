"""Overlay file: from YAML or TOML to an overlay.

Belongs here: the keys of an overlay, and what is wrong with one. Must not know: devices.

```yaml
devices:
  - match:                      # all that are given must hold
      host: node7               # optional
      address: 0000:65:00.1     # at least one of these four
      mdev_type: nvidia-105
      driver: mlx5_vfio_pci
      kind: vf
    facts:                      # facts, a descriptor, or both
      firmware: "22.41.1000"
    descriptor: |
      SELF: device_type=pci firmware=22.41.1000
    override: true              # also beside or before what was read; false if not given

types:                          # beside devices, or alone
  - match:                      # one of the last two at least
      host: node7
      parent: 0000:00:02.0
      type: i915-GVTg_V5_4
    descriptor: |               # as above; a type's descriptor may have PARAMETERS
      PARAMETERS: aggregator={aggr:int:1..8}
      SELF: device_type=pci aggregator={aggr}
```

In TOML the same with `[[devices]]` and `[[types]]`.
"""

import os
import re
from collections.abc import Iterator
from typing import Final

from devcompat.discovery.overlay import Entry, Match, Overlay, TypeMatch
from devcompat.discovery.overlay_syntax import (
    Item,
    Mapping,
    OverlayError,
    Scalar,
    Sequence,
    overlay_error,
    read_toml,
    read_yaml,
)
from devcompat.inventory.records import KINDS
from devcompat.language.problems import Problem
from devcompat.language.source import Source

LIMIT: Final = 1024 * 1024
"""Bytes of an overlay file."""
DESCRIPTOR_LIMIT: Final = 65_536
MAX_PROBLEMS: Final = 20
MAX_NAME: Final = 64
MAX_VALUE: Final = 1024
"""Bytes of a fact's name and value, as of a field's in a descriptor."""

_SUFFIXES: Final = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml"}
_ENTRY_KEYS = ("match", "facts", "descriptor", "override")
_DEVICE_KEYS = ("address", "mdev_type", "driver", "kind")
_MATCH_KEYS = ("host", *_DEVICE_KEYS)
_TYPE_KEYS = ("parent", "type")
_TYPE_MATCH_KEYS = ("host", *_TYPE_KEYS)
_LISTS = ("devices", "types")
_TOP = "a mapping with `devices`, `types` or both"
_FACT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_SHORT_PCI = re.compile(r"[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\.[0-7]", re.ASCII)
_BOOLEANS = {"true": True, "false": False}
_SHOWN = 80


def read_overlay(data: bytes, name: str) -> Overlay:
    """Return the overlay that bytes hold, YAML or TOML by the suffix of `name`.

    Raises OverlayError with all that is wrong.
    """
    form = _SUFFIXES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - a name, not a path
    if form is None:
        expected = "a name that ends in " + ", ".join(_SUFFIXES)
        raise overlay_error("overlay.format", None, name, expected, name)
    if len(data) > LIMIT:
        raise overlay_error("overlay.too-large", None, "", f"at most {LIMIT} bytes", name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        position = Source(before).position(len(before))
        found = f"byte 0x{data[error.start]:02x}"
        raise overlay_error("overlay.not-utf8", position, found, "UTF-8", name) from None
    top = read_yaml(text, name) if form == "yaml" else read_toml(text, name)
    reader = _EntryReader()
    entries = tuple(reader.entries(top))
    if reader.problems:
        reported = tuple(reader.problems[:MAX_PROBLEMS])
        raise OverlayError(reported, name, text, len(reader.problems) - len(reported))
    return Overlay(name, entries)


class _EntryReader:
    """Reads entries and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def entries(self, top: Item | None) -> Iterator[Entry]:
        """Yield the entries that are sound: those of devices, then those of types."""
        keys = None if top is None else self._keys(top, _LISTS, _TOP)
        if keys is None or not keys:
            if not self.problems:
                self._wrong("overlay.type", top, "", _TOP)
            return
        for name in _LISTS:
            listed = keys.get(name)
            if listed is None:
                continue
            if not isinstance(listed, Sequence):
                self._wrong("overlay.type", listed, name, f"`{name}`, a list of entries")
                continue
            for item in listed.members:
                entry = self._entry(item, of_types=name == "types")
                if entry is not None:
                    yield entry

    def _entry(self, item: Item, *, of_types: bool) -> Entry | None:
        before = len(self.problems)
        keys = self._keys(item, _ENTRY_KEYS, "an entry with `match`")
        if keys is None:
            return None
        read = self._type_match if of_types else self._match
        match = read(item, keys.get("match"))
        facts = tuple(self._facts(keys["facts"])) if "facts" in keys else ()
        descriptor = self._descriptor(keys["descriptor"]) if "descriptor" in keys else None
        if "facts" not in keys and "descriptor" not in keys:
            self._wrong("overlay.empty", item, "", "`facts`, `descriptor` or both")
        override = self._boolean(keys["override"]) if "override" in keys else False
        if len(self.problems) > before:
            return None
        line = item.position.line if item.position else None
        return Entry(match, facts, descriptor, override, line)

    def _type_match(self, entry: Item, item: Item | None) -> TypeMatch:
        texts, _ = self._texts(entry, item, _TYPE_MATCH_KEYS, _TYPE_KEYS)
        return TypeMatch(texts.get("host"), texts.get("parent"), texts.get("type"))

    def _match(self, entry: Item, item: Item | None) -> Match:
        texts, keys = self._texts(entry, item, _MATCH_KEYS, _DEVICE_KEYS)
        address = texts.get("address")
        if address is not None and _SHORT_PCI.fullmatch(address):
            expected = f"the domain too: 0000:{address}"
            self._wrong("overlay.value", keys["address"], address, expected)
        written = texts.get("kind")
        kind = next((known for known in KINDS if known == written), None)
        if written is not None and kind is None:
            self._wrong("overlay.value", keys["kind"], written, "one of " + ", ".join(KINDS))
        return Match(
            host=texts.get("host"),
            address=None if address is None else address.lower(),
            mdev_type=texts.get("mdev_type"),
            driver=texts.get("driver"),
            kind=kind,
        )

    def _texts(
        self, entry: Item, item: Item | None, allowed: tuple[str, ...], one_of: tuple[str, ...]
    ) -> tuple[dict[str, str], dict[str, Item]]:
        """Return the texts of an entry's `match`, and where they stand; one of `one_of` is due."""
        if item is None:
            self._wrong("overlay.match", entry, "", "`match`")
            return {}, {}
        keys = self._keys(item, allowed, "a mapping with " + ", ".join(allowed)) or {}
        texts = {key: self._text(value, MAX_VALUE) for key, value in keys.items()}
        if not any(key in texts for key in one_of):
            self._wrong("overlay.match", item, "", "one of " + ", ".join(one_of))
        return {key: text for key, text in texts.items() if text is not None}, keys

    def _facts(self, item: Item) -> Iterator[tuple[str, str]]:
        for name, value in (self._keys(item, None, "a mapping from name to text") or {}).items():
            if not _FACT_NAME.fullmatch(name) or len(name) > MAX_NAME:
                expected = f"a name of letters, digits, _ . - ({MAX_NAME} at most)"
                self._wrong("overlay.value", value, name, expected)
            text = self._text(value, MAX_VALUE)
            if text is not None:
                yield name, text

    def _descriptor(self, item: Item) -> str | None:
        return self._text(item, DESCRIPTOR_LIMIT)

    def _boolean(self, item: Item) -> bool:
        text = item.text if isinstance(item, Scalar) else ""
        if text not in _BOOLEANS:
            self._wrong("overlay.type", item, text, "true or false")
        return _BOOLEANS.get(text, False)

    def _text(self, item: Item, limit: int) -> str | None:
        """Return the item's text; a text of at most `limit` bytes is expected."""
        if not isinstance(item, Scalar) or not item.is_text:
            found = item.text if isinstance(item, Scalar) else ""
            self._wrong("overlay.type", item, found, "a text")
            return None
        if len(item.text.encode()) > limit:
            self._wrong("overlay.value", item, item.text, f"at most {limit} bytes")
            return None
        return item.text

    def _keys(
        self, item: Item, allowed: tuple[str, ...] | None, expected: str
    ) -> dict[str, Item] | None:
        """Return a mapping's values by key, None if the item is no mapping."""
        if not isinstance(item, Mapping):
            found = item.text if isinstance(item, Scalar) else "a list"
            self._wrong("overlay.type", item, found, expected)
            return None
        values: dict[str, Item] = {}
        for key, value in item.entries:
            if not isinstance(key, Scalar):
                self._wrong("overlay.type", key, "", "a text as key")
            elif key.text in values:
                self._wrong("overlay.duplicate-key", key, key.text, "each key once")
            elif allowed is not None and key.text not in allowed:
                self._wrong("overlay.unknown-key", key, key.text, "one of " + ", ".join(allowed))
            else:
                values[key.text] = value
        return values

    def _wrong(self, code: str, item: Item | None, found: str, expected: str) -> None:
        position = None if item is None else item.position
        self.problems.append(Problem(code, position, found[:_SHOWN], expected))

"""Profiles: what a driver's devices are and take over, as data (data/<name>.toml).

Belongs here: reading profiles; the values of a device's fields, from its facts.
Must not know: rules of acceptance (vocabulary), how facts were read.

A profile is a vocabulary that says besides for which driver it is and where values are from.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from devcompat.catalog.vocabulary_file import read_tree
from devcompat.catalog.vocabulary_syntax import read_bytes
from devcompat.formats import tree
from devcompat.inventory.records import Device
from devcompat.match.verdict import Basis
from devcompat.vocabulary.definition import EQUAL, Vocabulary

_DATA = Path(__file__).parent / "data"
_NAMES = ("mtty",)


class ProfileField(NamedTuple):
    """One field: its rule, and its value: the same for all, or a fact's, through a map if any."""

    name: str
    rule: str
    value: str | None
    fact: str | None
    mapped: Mapping[str, str] | None


class Profile(NamedTuple):
    """What the devices of one driver are, and the vocabulary of what they take over."""

    vocabulary: Vocabulary
    driver: str
    bus: str
    fields: tuple[ProfileField, ...]

    @property
    def name(self) -> str:
        """Return the vocabulary's name."""
        return self.vocabulary.name

    @property
    def version(self) -> str:
        """Return the vocabulary's version."""
        return self.vocabulary.version

    @property
    def basis(self) -> Basis:
        """Return how it is known."""
        return self.vocabulary.basis

    @property
    def source(self) -> str:
        """Return where it stands."""
        return self.vocabulary.source


class FieldValues(NamedTuple):
    """A device's values for a profile: the texts, why others are unknown, and the basis."""

    texts: Mapping[str, str]
    unread: Mapping[str, str]
    stated: bool


@cache
def profiles() -> dict[tuple[str, str], Profile]:
    """Return the profiles by (bus, driver)."""
    found = [_read(name) for name in _NAMES]
    return {(profile.bus, profile.driver): profile for profile in found}


def _read(name: str) -> Profile:
    file = _DATA / f"{name}.toml"
    node, source = read_bytes(file.read_bytes(), file.name)
    vocabulary = read_tree(node, source, also=_OWN_KEYS)
    own = _entries(node)
    fields = tuple(_field(vocabulary, *item) for item in _entries(own["values"]).items())
    return Profile(vocabulary, _text(own["driver"]), _text(own["bus"]), fields)


_OWN_KEYS = ("driver", "bus", "values")


def _field(vocabulary: Vocabulary, name: str, node: tree.Node) -> ProfileField:
    rule = (vocabulary.rule_of(name) or EQUAL).rule
    if isinstance(node, tree.Scalar):
        return ProfileField(name, rule, node.text, None, None)
    found = _entries(node)
    mapped = None
    if "map" in found:
        mapped = {key: _text(text) for key, text in _entries(found["map"]).items()}
    return ProfileField(name, rule, None, _text(found["fact"]), mapped)


def _entries(node: tree.Node) -> dict[str, tree.Node]:
    """Return a map's values; profiles are the package's own, so nothing else is expected."""
    if not isinstance(node, tree.Mapping):
        raise TypeError("a profile has a map here")
    return {entry.key: entry.value for entry in node.entries}


def _text(node: tree.Node) -> str:
    if not isinstance(node, tree.Scalar):
        raise TypeError("a profile has a text here")
    return node.text


def field_values(profile: Profile, device: Device) -> FieldValues:
    """Return the values that a device's facts give a profile's fields.

    A fact that is missing, could not be read or is not in the profile's map leaves its field
    unread, with the reason; so does a device that changed while it was read. `stated` is true if an
    operator's fact was used.
    """
    unsettled = device.miss("")
    texts: dict[str, str] = {}
    unread: dict[str, str] = {}
    stated = False
    for field in profile.fields:
        if field.fact is None:
            texts[field.name] = field.value or ""
            continue
        fact = device.fact(field.fact)
        if unsettled is not None:
            unread[field.name] = f"the device: {unsettled.errno_name} {unsettled.path}"
        elif fact is None:
            miss = device.miss(field.fact)
            why = "absent" if miss is None else f"{miss.errno_name} {miss.path}"
            unread[field.name] = f"{field.fact}: {why}"
        elif field.mapped is not None and fact.value not in field.mapped:
            unread[field.name] = f"{field.fact} {fact.value} is not in profile {profile.name}"
        else:
            texts[field.name] = field.mapped[fact.value] if field.mapped else fact.value
            stated = stated or fact.origin == "operator"
    return FieldValues(texts, unread, stated)

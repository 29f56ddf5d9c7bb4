"""Profiles: what a driver's devices are and take over, as data (data/<name>.toml).

Belongs here: reading profiles; the values of a device's fields, from its facts.
Must not know: rules of acceptance (vocabulary), how facts were read.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from devcompat.catalog.drivers import BASES_OF_RULES
from devcompat.inventory.records import Device
from devcompat.match.verdict import Basis

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
    """What the devices of one driver are and take over, how that is known, and the source."""

    name: str
    version: str
    driver: str
    bus: str
    basis: Basis
    source: str
    fields: tuple[ProfileField, ...]


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
    with (_DATA / f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    fields = tuple(
        ProfileField(row["name"], row["rule"], row.get("value"), row.get("fact"), row.get("map"))
        for row in data["field"]
    )
    return Profile(
        data["name"], data["version"], data["driver"], data["bus"], BASES_OF_RULES[data["basis"]],
        data["source"], fields,
    )  # fmt: skip


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

"""Fleet history as plain data: what `fleet history --json` prints.

Belongs here: names and order of the keys. Must not know: how history is found.
"""

import json
from collections.abc import Mapping

from devcompat.fleet.classes import class_name
from devcompat.match.verdict import Outcome
from devcompat.store.records import Change
from devcompat.verbs.fleet_answers import counts_to_plain
from devcompat.verbs.fleet_history import (
    Effect,
    Effects,
    Past,
    Reach,
    Some,
    differing_fields,
    side_in,
)
from devcompat.verbs.serial import Plain


def history_to_plain(past: Past, effects: Effects) -> dict[str, Plain]:
    """Return a past with the effect of each change. Raises StoreError."""
    host = past.host
    devices = [] if host is None else host.devices
    return {
        "name": past.name,
        "host": past.place.host,
        "address": past.place.address or None,
        "generation": None if host is None else host.generation,
        "received": None if host is None else host.received,
        "devices": [
            {
                "address": device.address,
                "class": name_in(past, device.class_digest),
                "since": device.since,
                "state": device.state,
                "vm": device.vm or None,
            }
            for device in devices
        ],
        "changes": [_change(past, change, effects.of(change)) for change in past.changes],
        "classes": {class_name(form): json.loads(form) for form in past.forms.values()},
    }


def name_in(past: Past, digest: str | None) -> str | None:
    """Return the name of a class by its digest."""
    return None if digest is None else class_name(past.forms[digest])


def _change(past: Past, change: Change, effect: Effect) -> dict[str, Plain]:
    old, new = change.old_digest, change.new_digest
    fields: dict[str, Plain] = {}
    if old is not None and new is not None:
        found = differing_fields(side_in(past, old), side_in(past, new))
        fields = {name: {"old": before, "new": after} for name, (before, after) in found.items()}
    return {
        "address": change.address,
        "at": change.at,
        "from_generation": change.from_generation,
        "to_generation": change.to_generation,
        "old": name_in(past, old),
        "new": name_in(past, new),
        "fields": fields,
        "as_source": _reach(effect.as_source),
        "as_target": _reach(effect.as_target),
    }


def _reach(reach: Reach) -> dict[str, Plain]:
    return {
        "before": _counts(reach.before),
        "after": _counts(reach.after),
        "lost": _some(reach.lost),
        "gained": _some(reach.gained),
    }


def _counts(counts: Mapping[Outcome, int] | None) -> Plain:
    return None if counts is None else counts_to_plain(counts)


def _some(some: Some) -> dict[str, Plain]:
    return {
        "devices": some.devices,
        "classes": some.classes,
        "hosts": some.hosts,
        "first_classes": list(some.first_classes),
        "first_hosts": list(some.first_hosts),
    }

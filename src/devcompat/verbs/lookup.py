"""Lookup: what a user names as SOURCE or TARGET, made ready to be matched.

Belongs here: files and HOST/DEVICE as one thing. Must not know: how a verdict is reached.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from devcompat.inventory.records import Host
from devcompat.language.problems import input_error
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, judge
from devcompat.match.verdict import Basis, Rule, Verdict
from devcompat.verbs.inputs import load_document
from devcompat.verbs.misspelt import LOOKED_AT, names_like
from devcompat.verbs.places import NamedDevice, find_named
from devcompat.verbs.vocabularies import Chosen, judged_sides


class Party(NamedTuple):
    """One side of a question: its name, ready to be matched, and the device if it is one."""

    name: str
    side: Side
    device: NamedDevice | None = None


def find_party(hosts: Sequence[Host], name: str, format_name: str | None = None) -> Party:
    """Return what `name` stands for: a device of `hosts`, else a file, or `-`.

    Raises InputError: `reference.unknown` if it is neither.
    """
    found = find_named(hosts, name)
    if found is not None:
        return party_of(found)
    if name != "-" and hosts and not os.path.exists(name):
        raise input_error("reference.unknown", name, _expected(hosts, name))
    return Party(name, compile_document(load_document(name, format_name)))


_SUGGESTED = 5


def _expected(hosts: Sequence[Host], name: str) -> str:
    """Return what could have been meant: hosts or devices with a name like `name`."""
    host_name, _, address = name.rpartition("/")
    there = [host for host in hosts if host.name == host_name]
    if host_name and not there:
        known, wanted, of = [host.name for host in hosts], host_name, "the inventory's hosts are"
    else:
        devices = [device.address for host in there or hosts for device in host.devices]
        known, wanted, of = devices, address, "there are"
    known = list(dict.fromkeys(known[:LOOKED_AT]))
    near = names_like(wanted, known)
    said = f"like it: {', '.join(near)}" if near else f"{of} {_some(known)}"
    place = f"a device of {host_name}" if there else "HOST/DEVICE of the inventory"
    return f"{place}, or a file; {said}" if known else f"{place}, or a file"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SUGGESTED
    return ", ".join(names[:_SUGGESTED]) + (f" and {more} more" if more > 0 else "")


def party_of(device: NamedDevice) -> Party:
    """Return a device of an inventory as a side.

    Raises InputError if it has a descriptor that cannot be read: then there is no verdict.
    """
    description = device.describe()
    if description.problem is not None:
        raise description.problem
    return Party(device.label, description.side, device)


def check_parties(
    source: Party,
    target: Party,
    rule: Rule,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
) -> Verdict:
    """Return the verdict for two sides, by the vocabulary where one lists nothing itself."""
    sides = judged_sides(source.side, target.side, rule, vocabulary)
    return judge(*sides, rule, minimum_basis)

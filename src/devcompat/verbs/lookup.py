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
        expected = "HOST/DEVICE of the inventory, or a file"
        raise input_error("reference.unknown", name, expected)
    return Party(name, compile_document(load_document(name, format_name)))


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

"""Fleet export: the flat table that schedulers ask for: which (type, version) goes to which.

Belongs here: classes to pairs of type and version, and what such a table cannot say. Must not know:
CSV, command lines.

A scheduler that knows no more than type and version must not be told "compatible" if that depends
on more. So a pair is listed only if every class of the one may migrate to every class of the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from devcompat.fleet.fleet import Fleet
from devcompat.language.problems import input_error
from devcompat.language.tokens import name_problem
from devcompat.match.compiled import Compiled
from devcompat.match.verdict import TARGET_ACCEPTS, Basis, Rule
from devcompat.verbs.fleet_matrix import demand_few_classes

TYPE_FIELDS = ("mdev_type", "driver")
VERSION_FIELDS = ("software_version", "driver_version", "interface_version")


class Kind(NamedTuple):
    """What a scheduler knows of a device; the version is "" where SELF has none."""

    type: str
    version: str


class Export(NamedTuple):
    """Pairs of source and target that are surely compatible, sorted; what is not in them, counted.

    `mixed` are pairs of which some classes are compatible and some are not, or not known: none of
    them is listed. `classes` have both fields, `left_out` have no type or no descriptor.
    """

    pairs: tuple[tuple[Kind, Kind], ...]
    mixed: int
    classes: int
    left_out: int


def export(
    fleet: Fleet,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    type_fields: Sequence[str] = TYPE_FIELDS,
    version_fields: Sequence[str] = VERSION_FIELDS,
) -> Export:
    """Return the table for the classes that devices of the fleet have.

    Of each list of fields of SELF the first that a class has counts. Raises InputError
    `limit.classes`, and `usage` for what is no name of a field.
    """
    demand_few_classes(fleet)
    for name in (*type_fields, *version_fields):
        if name_problem(name) is not None:
            raise input_error("usage", name, f"no name of a field: {name!r}", "devcompat export")
    kinds: dict[Kind, list[int]] = {}
    left_out = 0
    for number, size in enumerate(fleet.sizes()):
        if not size:
            continue
        side = fleet.classes.sides[number]
        kind = _kind(side, type_fields, version_fields) if isinstance(side, Compiled) else None
        if kind is None:
            left_out += 1
        else:
            kinds.setdefault(kind, []).append(number)
    accepting = fleet.matrix(rule, minimum_basis).compatible
    pairs: list[tuple[Kind, Kind]] = []
    mixed = 0
    masks = {kind: sum(1 << number for number in numbers) for kind, numbers in kinds.items()}
    for target, numbers in kinds.items():
        by_all, by_some = -1, 0
        for number in numbers:
            by_all &= accepting[number]
            by_some |= accepting[number]
        for source, mask in masks.items():
            if not mask & ~by_all:
                pairs.append((source, target))
            elif mask & by_some:
                mixed += 1
    classes = sum(map(len, kinds.values()))
    return Export(tuple(sorted(pairs)), mixed, classes, left_out)


def _kind(side: Compiled, type_fields: Sequence[str], version_fields: Sequence[str]) -> Kind | None:
    """Return a class's type and version, None if it has no type or one of them was not read."""
    if side.unread.keys() & {*type_fields, *version_fields}:
        return None
    texts = side.texts
    found = next((texts[name] for name in type_fields if texts[name]), "")
    version = next((texts[name] for name in version_fields if texts[name]), "")
    return Kind(found, version) if found else None

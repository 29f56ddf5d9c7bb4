"""Writing: items as COMPATIBLE objects that a person could have written.

Belongs here: which variable stands for what, domains in short, groups as couplings or as lists.
Must not know: what members accept, how a format spells an object.
"""

from collections.abc import Iterable
from itertools import product
from math import prod

from devcompat.algebra.baseline.demands import (
    ABSENT,
    Anything,
    Bits,
    Demand,
    Listed,
    Members,
    Numbers,
    Versions,
    listed,
)
from devcompat.algebra.baseline.groups import (
    Group,
    Row,
    exactly,
    renamed_value,
    variable_of,
)
from devcompat.algebra.baseline.items import Item, Items, Open
from devcompat.language.limits import COMPATIBLE_OBJECTS
from devcompat.language.nodes import Expression, Field, Object, Reference, Template, Value, Variable
from devcompat.values.integers import IntegerRange, IntegerSet

TOGETHER = " and "
"""Between those who decide the same field."""

Written = tuple[Value, tuple[Variable, ...]]


class CannotWriteError(Exception):
    """An item that no object of the language says."""

    def __init__(self, reason: Open) -> None:
        super().__init__(reason)
        self.reason = reason


def objects_of(items: Items, number: int) -> list[Object]:
    """Return the objects that together accept what an item does. Raises CannotWriteError."""
    item = items.all[number]
    if item.open:
        raise CannotWriteError(min(item.open))
    deciders = _deciders(items, item)
    choices = [_ways(items, items.groups[at]) for at in item.groups]
    if prod(map(len, choices)) > COMPATIBLE_OBJECTS:
        names = tuple(name for at in item.groups for name in items.groups[at].names)
        raise CannotWriteError(Open("baseline.objects", names))
    objects = []
    for chosen in product(*choices):
        wanted: dict[str, Demand | Group] = {
            name: items.demands[demand] for name, demand in item.alone.items()
        }
        for way in chosen:
            wanted.update(way)
        objects.append(_object(items, item, wanted, deciders))
    return objects


def _deciders(items: Items, item: Item) -> dict[str, str]:
    """Return who decides which field, each a field that may be anything.

    A field of which values are demanded cannot be opaque. If another one may be anything, the
    object is as open as before with that one opaque: its decider says for which field. Raises
    CannotWriteError where there is no other.
    """
    found: dict[str, list[str]] = {}
    demanded: dict[str, list[str]] = {}
    for name, who in sorted(item.deciders):
        place = found if item.alone.get(name) == items.anything else demanded
        place.setdefault(name, []).append(who)
    if demanded:
        free = (name for name in item.fields if item.alone.get(name) == items.anything)
        first = next(iter(found), None) or next(free, None)
        if first is None:
            raise CannotWriteError(Open("baseline.opaque", tuple(demanded)))
        found.setdefault(first, []).extend(
            f"{who} for {name}" for name in demanded for who in demanded[name]
        )
    return {name: TOGETHER.join(who) for name, who in found.items()}


def _ways(items: Items, group: Group) -> list[dict[str, Demand | Group]]:
    """Return what to demand of a group's fields: as it is coupled, or in some objects apart."""
    if group.rows is None:
        return [dict.fromkeys(group.names, group)]
    if len(group.rows) > 1 or len(group.names) == 1:
        domains = exactly(group, items.work)
        if domains is not None and (len(group.rows) > 1):
            found = Group(group.names, group.rows, group.coupling, domains, group.called)
            return [dict.fromkeys(group.names, found)]
    return [dict(zip(group.names, way, strict=True)) for way in _boxes(items, group.rows)]


def _boxes(items: Items, rows: Iterable[Row]) -> list[tuple[Demand, ...]]:
    """Return products of texts that together are the rows: neighbours are joined."""
    boxes = {tuple(frozenset((text,)) for text in row) for row in rows}
    width = len(next(iter(boxes)))
    for at in range(width):
        items.work.spend(len(boxes) * 4)
        joined: dict[tuple[frozenset[str], ...], set[str]] = {}
        for box in boxes:
            joined.setdefault((*box[:at], *box[at + 1 :]), set()).update(box[at])
        boxes = {(*rest[:at], frozenset(texts), *rest[at:]) for rest, texts in joined.items()}
    ordered = sorted(boxes, key=lambda box: [sorted(texts) for texts in box])
    return [tuple(listed(texts) for texts in box) for box in ordered]


def _object(
    items: Items, item: Item, wanted: dict[str, Demand | Group], deciders: dict[str, str]
) -> Object:
    names = [name for name in item.fields if name in wanted and wanted[name] != ABSENT]
    taken: set[str] = set()
    called: dict[int, dict[str, str]] = {}
    fields: list[Field] = []
    variables: list[Variable] = []
    for name in names:
        found = wanted[name]
        if isinstance(found, Group):
            own = called.get(id(found))
            if own is None:
                own = called[id(found)] = {
                    str(at): _free(word, taken) for at, word in enumerate(found.called)
                }
                assert found.coupling is not None  # noqa: S101  (others are written as lists)
            assert found.coupling is not None  # noqa: S101
            value = dict(found.coupling.fields)[name]
            for part in value.postfix if isinstance(value, Expression) else value.parts:
                if isinstance(part, Reference):
                    at = int(part.name)
                    if all(variable.name != own[part.name] for variable in variables):
                        kind = found.coupling.types[at]
                        variables.append(_tied(own[part.name], kind, found.domains[at]))
            fields.append(Field(name, renamed_value(value, own)))
            continue
        value, declared = _value(items, found, name, taken, deciders)
        fields.append(Field(name, value))
        variables += declared
    return Object(tuple(fields), tuple(variables))


def _tied(name: str, kind: str, domain: Demand) -> Variable:
    variable = variable_of(name, kind, domain)
    if isinstance(variable.domain, IntegerSet):
        return variable._replace(domain=_short(variable.domain))
    return variable


def _value(
    items: Items, demand: Demand, name: str, taken: set[str], deciders: dict[str, str]
) -> Written:
    called = items.called.get(name, "")
    if isinstance(demand, Listed) and len(demand.texts) == 1:
        (text,) = demand.texts
        return Template((text,)), ()
    if name in deciders:
        variable = Variable(_free(called or name, taken), "opaque", deciders[name])
    else:
        variable = _variable(items, _free(called or name, taken), demand)
    return Template((Reference(variable.name),)), (variable,)


def _variable(items: Items, name: str, demand: Demand) -> Variable:
    match demand:
        case Listed(texts):
            return Variable(name, "string", items.in_order(texts))
        case Numbers(integers):
            return Variable(name, "int", _short(integers))
        case Versions(found):
            return Variable(name, "version", found)
        case Members(members):
            return Variable(name, "set", items.in_order(members))
        case Bits(bits):
            return Variable(name, "mask", bits)
        case Anything():
            return Variable(name, "any", None)


def _short(integers: IntegerSet) -> IntegerSet:
    """Return the set written as a person would: in order, ranges of three and more as ranges."""
    found: list[IntegerRange] = []
    for low, high in integers.ranges:
        if high == low + 1:
            found += [IntegerRange(low, low), IntegerRange(high, high)]
        else:
            found.append(IntegerRange(low, high))
    return IntegerSet(found)


def _free(word: str, taken: set[str]) -> str:
    """Return a variable's name like `word` that is not taken, and take it."""
    stem = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in word)
    stem = stem[:40]
    if not stem or stem[0].isdigit():
        stem = f"v{stem}"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}{number}", number + 1
    taken.add(name)
    return name

"""Limiting: which members keep a baseline's SELF from being stronger, field by field.

Belongs here: what each member takes of one field at most; why members have nothing in common.
Must not know: members' names, sentences.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from devcompat.algebra.baseline.demands import NOTHING, Anything, Demand, Listed, Versions
from devcompat.algebra.baseline.groups import allowed_of, are_apart
from devcompat.algebra.baseline.items import Items
from devcompat.algebra.baseline.strength import Strongest, Words, is_stronger, lifted

_TEXTS: Final = 8
"""Texts of a list that are compared for one unit of work."""


class Limit(NamedTuple):
    """A field whose value in the strongest SELF is held down, and by which members.

    `beyond` is the strongest text that some other member takes there.
    """

    field: str
    value: str
    members: tuple[int, ...]
    beyond: str


class Conflict(NamedTuple):
    """Two members that have nothing in common, and the fields where they meet least.

    Where each two have something in common, `members` are the one with which nothing was left, and
    no other; there are no fields then.
    """

    members: tuple[int, ...]
    fields: tuple[str, ...]


def limits_of(
    items: Items, members: Sequence[Sequence[int]], found: Strongest, words: Words
) -> list[Limit]:
    """Return the fields that some members hold down while others would take more."""
    names = dict.fromkeys(
        (*found.texts, *(name for own in members for at in own for name in items.all[at].fields))
    )
    limits = (
        _limit(items, members, name, found.texts.get(name, ""), words.get(name, {}))
        for name in names
    )
    return [limit for limit in limits if limit is not None]


def _limit(
    items: Items, members: Sequence[Sequence[int]], name: str, value: str, words: Mapping[str, int]
) -> Limit | None:
    """Return who holds one field down, None if nobody does or everybody."""
    known: dict[tuple[str, bool, int], str | None] = {}
    demands: dict[tuple[str, bool, int], Demand] = {}
    keys = [list(dict.fromkeys(_key(items, at, name) for at in own)) for own in members]
    for own, own_keys in zip(members, keys, strict=True):
        if known.keys() >= set(own_keys):
            continue
        for at in own:
            key = _key(items, at, name)
            if key in known:
                continue
            demand = _demand(items, at, name)
            items.work.spend(2)
            known[key] = None if demand is None else _above(demand, value, words)
            if demand is not None:
                demands[key] = demand
    wide = [demands[key] for key, text in known.items() if text is not None]
    for key, demand in demands.items():
        if known[key] is None and isinstance(demand, Anything | Versions):
            known[key] = _taken_with(items, demand, wide, value, words)
    beyond = [_strongest(known[key] for key in own_keys) for own_keys in keys]
    highest = _strongest([*known.values(), *_listed(items, demands.values(), value)])
    holding = tuple(place for place, text in enumerate(beyond) if text is None)
    return Limit(name, value, holding, highest) if highest is not None and holding else None


def _above(demand: Demand, value: str, words: Mapping[str, int]) -> str | None:
    found = lifted(demand, value, words)
    return found if found is not None and is_stronger(found, value) else None


def _listed(items: Items, demands: Iterable[Demand], value: str) -> Iterator[str]:
    """Yield all stronger texts of lists: of several none need be stronger than the others."""
    for demand in demands:
        if isinstance(demand, Listed):
            items.work.spend(len(demand.texts) // _TEXTS)
            yield from (text for text in sorted(demand.texts) if is_stronger(text, value))


def _taken_with(
    items: Items, demand: Demand, others: Sequence[Demand], value: str, words: Mapping[str, int]
) -> str | None:
    """Return a stronger text that a demand without a strongest takes, as another demand does.

    `value` itself where it is not known whether there is one: versions that are masks as well.
    """
    for other in others:
        both = items.both(demand, other)
        found = value if both is None else _above(both, value, words)
        if found is not None:
            return found
    return None


def _strongest(texts: Iterable[str | None]) -> str | None:
    best: str | None = None
    for text in texts:
        if text is not None and (best is None or is_stronger(text, best)):
            best = text
    return best


def _key(items: Items, at: int, name: str) -> tuple[str, bool, int]:
    """Return what is equal for items that take the same of a field."""
    item = items.all[at]
    number = item.alone.get(name)
    if number is not None:
        return (name, False, number)
    for group in item.groups:
        if name in items.groups[group].names:
            return (name, True, group)
    return (name, False, items.absent)


def _demand(items: Items, at: int, name: str) -> Demand | None:
    """Return what an item takes of a field, None where that is not written out."""
    item = items.all[at]
    for number in item.groups:
        if name in items.groups[number].names:
            return allowed_of(items.groups[number], name)
    return items.demands[item.alone.get(name, items.absent)]


def conflict_of(items: Items, members: Sequence[Sequence[int]], last: int) -> Conflict:
    """Return why nothing is left with the member `last`: an earlier one, and the fields."""
    for earlier in range(last):
        fields = _apart(items, members[earlier], members[last])
        if fields is not None:
            return Conflict((earlier, last), fields)
    return Conflict((last,), ())


def _apart(items: Items, one: Sequence[int], other: Sequence[int]) -> tuple[str, ...] | None:
    """Return the fields in which two members' nearest items differ; None if they have any."""
    fewest: tuple[str, ...] | None = ()
    for first in one:
        for second in other:
            if items.meet(first, second) is not None:
                return None
            fields = _fields_apart(items, first, second)
            if not fewest or (fields and len(fields) < len(fewest)):
                fewest = fields
    return fewest


def _fields_apart(items: Items, one: int, other: int) -> tuple[str, ...]:
    first, second = items.all[one], items.all[other]
    found: list[str] = []
    for name in dict.fromkeys((*first.fields, *second.fields)):
        left, right = _demand(items, one, name), _demand(items, other, name)
        if left is None or right is None:
            continue
        if items.both(left, right) == NOTHING:
            found.append(name)
    for left_at in first.groups:
        for right_at in second.groups:
            some, more = items.groups[left_at].coupling, items.groups[right_at].coupling
            values = dict(some.fields) if some else {}
            for name, value in more.fields if more else ():
                if name in values and name not in found and are_apart(values[name], value):
                    found.append(name)
    if found:
        return tuple(found)
    return tuple(
        dict.fromkeys(
            name for at in (*first.groups, *second.groups) for name in items.groups[at].names
        )
    )

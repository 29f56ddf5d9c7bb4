"""Limiting: which members keep a baseline's SELF from being stronger, field by field.

Belongs here: what each member takes of one field at most; why members have nothing in common.
Must not know: members' names, sentences.
"""

from collections.abc import Sequence
from typing import NamedTuple

from devcompat.algebra.baseline.demands import NOTHING, Demand
from devcompat.algebra.baseline.groups import allowed_of, are_apart
from devcompat.algebra.baseline.items import Items
from devcompat.algebra.baseline.strength import Strongest, Words, is_stronger, lifted


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
        (*found.texts, *(name for own in members for at in own for name in items.all[at].alone))
    )
    limits: list[Limit] = []
    known: dict[tuple[str, bool, int], str | None] = {}
    for name in names:
        value = found.texts.get(name, "")
        own_words = words.get(name, {})
        beyond: list[str | None] = []
        for own in members:
            best: str | None = None
            for at in own:
                key = _key(items, at, name)
                if key not in known:
                    demand = _demand(items, at, name)
                    more = None if demand is None else lifted(demand, value, own_words)
                    items.work.spend(2)
                    known[key] = more if more is not None and is_stronger(more, value) else None
                more = known[key]
                if more is not None and (best is None or is_stronger(more, best)):
                    best = more
            beyond.append(best)
        above = [text for text in beyond if text is not None]
        if above and len(above) < len(beyond):
            highest = above[0]
            for text in above:
                highest = text if is_stronger(text, highest) else highest
            holding = tuple(place for place, text in enumerate(beyond) if text is None)
            limits.append(Limit(name, value, holding, highest))
    return limits


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

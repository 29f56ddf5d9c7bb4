"""Merging: fewer items that accept the same: covered ones left out, neighbours made one.

Belongs here: what a person would not have written twice. Must not know: members, how items are
written.
"""

from collections.abc import Sequence

from devcompat.algebra.baseline.demands import join
from devcompat.algebra.baseline.groups import Group, exactly
from devcompat.algebra.baseline.items import Item, Items

MERGED = 512
"""Items up to which neighbours are looked for."""


def uncovered_items(items: Items, numbers: Sequence[int]) -> list[int]:
    """Return items without those that another one covers alone."""
    kept: list[int] = []
    for number in dict.fromkeys(numbers):
        if any(items.covers(other, number) for other in kept):
            continue
        kept = [other for other in kept if not items.covers(number, other)]
        kept.append(number)
    return kept


def merged(items: Items, numbers: Sequence[int]) -> list[int]:
    """Return items of which no two could be one that differs from them in one field or group."""
    found = list(numbers)
    if len(found) > MERGED:
        return found
    at = 0
    while at < len(found):
        for other in range(at + 1, len(found)):
            both = _joined(items, found[at], found[other])
            if both is not None:
                found[at] = both
                del found[other]
                found = uncovered_items(items, found)
                at = -1
                break
        at += 1
    return found


def _joined(items: Items, one: int, other: int) -> int | None:
    """Return the item that accepts what either does, if they differ in one place only."""
    first, second = items.all[one], items.all[other]
    items.work.spend(2 + len(first.alone) // 4)
    if first.deciders != second.deciders or first.open or second.open:
        return None
    if first.groups == second.groups:
        return _joined_alone(items, first, second)
    if first.alone != second.alone or len(first.groups) != len(second.groups):
        return None
    return _joined_groups(items, first, second)


def _joined_alone(items: Items, first: Item, second: Item) -> int | None:
    names = [
        name
        for name in first.alone.keys() | second.alone.keys()
        if first.alone.get(name) != second.alone.get(name)
    ]
    if len(names) != 1:
        return None
    (name,) = names
    both = join(
        items.demands[first.alone.get(name, items.absent)],
        items.demands[second.alone.get(name, items.absent)],
    )
    if both is None:
        return None
    return items.item(first._replace(alone={**first.alone, name: items.demand(both)},
                                     fields=_fields(first, second)))  # fmt: skip


def _joined_groups(items: Items, first: Item, second: Item) -> int | None:
    (one, *rest), (other, *more) = (
        sorted(set(first.groups) - set(second.groups)),
        sorted(set(second.groups) - set(first.groups)),
    )
    if rest or more:
        return None
    both = _joined_group(items, items.groups[one], items.groups[other])
    if both is None:
        return None
    groups = tuple(sorted(items.group(both) if at == one else at for at in first.groups))
    return items.item(first._replace(groups=groups, fields=_fields(first, second)))


def _joined_group(items: Items, one: Group, other: Group) -> Group | None:
    """Return the group with the rows of both, if their coupling or one field can say that."""
    if one.names != other.names or one.rows is None or other.rows is None:
        return None
    rows = one.rows | other.rows
    if len(one.names) == 1:
        return Group(one.names, rows, None, (), ())
    if one.coupling is None or one.coupling != other.coupling:
        return None
    domains = []
    for left, right in zip(one.domains, other.domains, strict=True):
        wide = join(left, right)
        if wide is None:
            return None
        domains.append(wide)
    found = Group(one.names, rows, one.coupling, tuple(domains), one.called)
    return found if exactly(found, items.work) is not None else None


def _fields(first: Item, second: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first.fields, *second.fields)))

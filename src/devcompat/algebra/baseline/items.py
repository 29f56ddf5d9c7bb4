"""Items: COMPATIBLE objects as combinations of demands, and what two of them accept together.

Belongs here: one object's fields alone and in groups, the intersection of two, which of two is
covered by the other. Must not know: how many members there are, how an item is written.

Everything is numbered: equal demands, groups and items have one number each, so that what two have
in common is worked out once for a whole pool.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from devcompat.algebra.baseline.demands import (
    ABSENT,
    ANYTHING,
    NOTHING,
    CannotSayError,
    Demand,
    Listed,
    Members,
    Numbers,
    demand_of,
    has,
    meet,
)
from devcompat.algebra.baseline.groups import (
    Group,
    Row,
    are_apart,
    group_of,
    is_empty,
    meet_alike,
    narrowed,
)
from devcompat.algebra.parts import TUPLES
from devcompat.algebra.work import Work
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.compiled import Compiled, CompiledObject

SEARCH = 200
"""Candidate bindings that the matcher may try to say whether a group has some texts."""


class Open(NamedTuple):
    """Why an intersection cannot be written: a code and the fields that it is about."""

    code: str
    fields: tuple[str, ...]


class Item(NamedTuple):
    """A combination: demands by field, groups, who decides what, and what cannot be written of it.

    `alone` has the numbers of demands; a field that is in none of them and in no group is absent.
    Where `open` says that fields cannot be written, they are left wide.
    """

    alone: Mapping[str, int]
    groups: tuple[int, ...]
    deciders: frozenset[tuple[str, str]]
    open: frozenset[Open]
    fields: tuple[str, ...]

    def key(self) -> tuple[object, ...]:
        """Return what is equal for items that accept the same and are written alike."""
        return (frozenset(self.alone.items()), frozenset(self.groups), self.deciders, self.open)


class Items:
    """All items of one question, their demands and groups, by number."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.demands: list[Demand] = []
        self.groups: list[Group] = []
        self.all: list[Item] = []
        self.called: dict[str, str] = {}
        self.ranks: dict[str, int] = {}
        self._demand_numbers: dict[Demand, int] = {}
        self._group_numbers: dict[object, int] = {}
        self._item_numbers: dict[object, int] = {}
        self._met: dict[tuple[int, int], int | None] = {}
        self._met_items: dict[tuple[int, int], int | None] = {}
        self._by_domain: dict[object, int] = {}
        self._met_groups: dict[tuple[int, int], Group] = {}
        self.absent = self.demand(ABSENT)
        self.nothing = self.demand(NOTHING)
        self.anything = self.demand(ANYTHING)

    def in_order(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return texts in the order in which the members' domains first have them."""
        last = len(self.ranks)
        return tuple(sorted(texts, key=lambda text: (self.ranks.get(text, last), text)))

    def demand(self, found: Demand) -> int:
        """Return a demand's number."""
        number = self._demand_numbers.get(found)
        if number is None:
            number = self._demand_numbers[found] = len(self.demands)
            self.demands.append(found)
        return number

    def group(self, found: Group) -> int:
        """Return a group's number."""
        number = self._group_numbers.get(found.key)
        if number is None:
            number = self._group_numbers[found.key] = len(self.groups)
            self.groups.append(found)
        return number

    def item(self, found: Item) -> int:
        """Return an item's number."""
        key = found.key()
        number = self._item_numbers.get(key)
        if number is None:
            number = self._item_numbers[key] = len(self.all)
            self.all.append(found)
        return number

    def of(self, device: Compiled) -> list[int]:
        """Return the items of a device's COMPATIBLE objects, those that accept nothing left out."""
        found = dict.fromkeys(self._of_object(item, device.unread) for item in device.objects)
        return [number for number in found if number is not None]

    def _of_object(self, item: CompiledObject, unread: Mapping[str, str]) -> int | None:
        self.work.spend(5 + len(item.names) // 4)
        alone: dict[str, int] = {}
        deciders: set[tuple[str, str]] = set()
        for name, text in item.literals.items():
            alone[name] = self.demand(Listed(frozenset((text,))))
        for name, variable, _ in item.singles:
            key = (variable.type, variable.domain)
            number = self._by_domain.get(key)
            if number is None:
                number = self._by_domain[key] = self.demand(demand_of(variable))
                for text in variable.domain if isinstance(variable.domain, tuple) else ():
                    self.ranks.setdefault(text, len(self.ranks))
            alone[name] = number
            self.called.setdefault(name, variable.name)
        for name, decider in item.opaque.items():
            alone[name] = self.anything
            deciders.add((name, decider))
            self.called.setdefault(name, item.fields[name].value.parts[0].name)  # type: ignore[union-attr]
        for name, reason in unread.items():
            alone[name] = self.anything
            deciders.add((name, reason))
        if self.nothing in alone.values():
            return None
        groups: list[int] = []
        for component in item.components:
            kept = frozenset(component.names) - unread.keys()
            whole = len(kept) == len(component.names)
            for part in [component] if whole else component.only(kept).connected() if kept else []:
                group = group_of(part, self.work)
                if is_empty(group):
                    return None
                groups.append(self.group(group))
        fields = (*item.fields, *(name for name in unread if name not in item.names))
        return self.item(
            Item(alone, tuple(sorted(groups)), frozenset(deciders), frozenset(), fields)
        )

    def meet(self, one: int, other: int) -> int | None:
        """Return the item of what two items accept together, None if that is nothing."""
        if one == other:
            return one
        key = (one, other)
        if key not in self._met_items:
            self._met_items[key] = self._meet(self.all[one], self.all[other])
        self.work.spend(1)
        return self._met_items[key]

    def covers(self, one: int, other: int) -> bool:
        """Return whether an item accepts all that another does, and leaves no more open."""
        if one == other:
            return True
        wide, narrow = self.all[one], self.all[other]
        self.work.spend(1)
        if not wide.deciders <= narrow.deciders or wide.open:
            return False
        if wide.groups == narrow.groups:
            return self._allows(wide, narrow, frozenset())
        known = self._group_allows(wide, narrow)
        if known is not None:
            return known and self._allows(wide, narrow, frozenset())
        if not self._allows(wide, narrow, self._tied(wide, narrow)):
            return False
        found = self.meet(one, other)
        if found is None:
            return False
        both = self.all[found]
        return both.alone == narrow.alone and both.groups == narrow.groups

    def _allows(self, wide: Item, narrow: Item, tied: frozenset[str]) -> bool:
        """Return whether an item demands no more of each field alone, those in `tied` left out."""
        left, right = wide.alone, narrow.alone
        for name, number in right.items():
            own = left.get(name, self.absent)
            if own in (number, self.anything) or name in tied:
                continue
            if number == self.anything or self._meet_demands(own, number) != number:
                return False
        return all(
            name in right or name in tied or self._meet_demands(own, self.absent) == self.absent
            for name, own in left.items()
        )

    def _group_allows(self, wide: Item, narrow: Item) -> bool | None:
        """Return whether an item's groups allow all that another's do; None: not quickly known."""
        if len(wide.groups) != len(narrow.groups):
            return None
        names = {self.groups[at].names: at for at in wide.groups}
        for at in narrow.groups:
            group = self.groups[at]
            own = names.get(group.names)
            if own is None:
                return None
            other = self.groups[own]
            if own == at:
                continue
            if group.rows is None or other.rows is None:
                if group.rows is not other.rows:
                    return None
                alike = meet_alike(other, group)
                if alike is None or alike.key != group.key:
                    return False
            elif not group.rows <= other.rows:
                return False
        return True

    def _tied(self, one: Item, other: Item) -> frozenset[str]:
        """Return the fields that one or both of two items couple."""
        return frozenset(
            name for at in {*one.groups, *other.groups} for name in self.groups[at].names
        )

    def _meet(self, one: Item, other: Item) -> int | None:
        self.work.spend(6 + (len(one.alone) + len(other.alone)) // 2)
        left, right = one.alone, other.alone
        if one.groups == other.groups:
            tied: frozenset[str] = frozenset()
        else:
            tied = self._tied(one, other)
            self.work.spend(4 * (len(one.groups) + len(other.groups)))
        alone: dict[str, int] = {}
        failed: set[Open] = set()
        same = one.groups
        shared = frozenset() if tied else frozenset(
            name for at in same for name in self.groups[at].names
        )  # fmt: skip
        for name in left.keys() | right.keys():
            if name in tied:
                continue
            number = self._meet_demands(left.get(name, self.absent), right.get(name, self.absent))
            if number is None:
                failed.add(Open("baseline.fields", (name,)))
                number = self.anything
            if number == self.nothing:
                return None
            if number != self.absent or name in shared:
                alone[name] = number
        groups: list[int] = list(same)
        if tied:
            found = self._meet_groups(one, other)
            if found is None:
                return None
            groups, unclear = found
            for names in unclear:
                failed.add(Open("baseline.coupled", names))
                alone.update(dict.fromkeys(names, self.anything))
        fields = tuple(dict.fromkeys((*one.fields, *other.fields)))
        return self.item(
            Item(
                alone,
                tuple(sorted(groups)),
                one.deciders | other.deciders,
                one.open | other.open | failed,
                fields,
            )
        )

    def _meet_demands(self, one: int, other: int) -> int | None:
        """Return the number of what two demands have in common, None if that cannot be said."""
        if one == other:
            return one
        key = (one, other) if one < other else (other, one)
        if key not in self._met:
            first, second = self.demands[one], self.demands[other]
            self.work.spend(_size(first) + _size(second))
            try:
                self._met[key] = self.demand(meet(first, second))
            except CannotSayError:
                self._met[key] = None
        return self._met[key]

    def both(self, one: Demand, other: Demand) -> Demand | None:
        """Return what two demands have in common, None if that cannot be said."""
        number = self._meet_demands(self.demand(one), self.demand(other))
        return None if number is None else self.demands[number]

    # --- groups

    def _meet_groups(
        self, one: Item, other: Item
    ) -> tuple[list[int], list[tuple[str, ...]]] | None:
        """Return the groups that both have in common, and the fields where that is not clear."""
        found: list[int] = []
        unclear: list[tuple[str, ...]] = []
        for cluster in _clusters([self.groups[at].names for at in {*one.groups, *other.groups}]):
            try:
                group = self._meet_cluster(cluster, one, other)
            except CannotSayError:
                unclear.append(tuple(sorted(cluster)))
                continue
            if is_empty(group):
                return None
            found.append(self.group(group))
        return found, unclear

    def _meet_cluster(self, cluster: frozenset[str], one: Item, other: Item) -> Group:
        """Return the group of fields that one or both of two items couple."""
        left = [self.groups[at] for at in one.groups if self.groups[at].names[0] in cluster]
        right = [self.groups[at] for at in other.groups if self.groups[at].names[0] in cluster]
        if len(left) == len(right) == 1 and left[0].names == right[0].names:
            key = (self.group(left[0]), self.group(right[0]))
            if key not in self._met_groups:
                self._met_groups[key] = self._meet_each(cluster, one, other, left, right)
            return self._met_groups[key]
        return self._meet_each(cluster, one, other, left, right)

    def _meet_each(
        self,
        cluster: frozenset[str],
        one: Item,
        other: Item,
        left: list[Group],
        right: list[Group],
    ) -> Group:
        """Return the group of what the groups and demands of two items allow in a cluster."""
        if len(left) == len(right) == 1 and left[0].key == right[0].key:
            return left[0]
        for some in left:
            for more in right:
                if _are_apart(some, more):
                    return some.with_rows(frozenset())
        first, second = self._alone(one, cluster, left), self._alone(other, cluster, right)
        if not right or not left:
            ((group,), demands) = (left, second) if left else (right, first)
            return self._cut(group, demands)
        if len(left) == len(right) == 1 and left[0].rows is None and right[0].rows is None:
            alike = meet_alike(left[0], right[0])
            if alike is None:
                raise CannotSayError
            return alike
        if any(group.rows is None for group in left):
            left, right, first, second = right, left, second, first
        return self._joined(left, right, first, second)

    def _alone(
        self, item: Item, cluster: frozenset[str], groups: Iterable[Group]
    ) -> dict[str, Demand]:
        """Return what an item demands alone of the fields of a cluster."""
        coupled = {name for group in groups for name in group.names}
        return {name: self.demands[item.alone.get(name, self.absent)] for name in cluster - coupled}

    def _cut(self, group: Group, demands: Mapping[str, Demand]) -> Group:
        """Return a group with its fields narrowed. Raises CannotSayError."""
        if group.rows is not None:
            self.work.spend(len(group.rows))
            wanted = [demands[name] for name in group.names]
            rows = frozenset(
                row
                for row in group.rows
                if all(has(demand, text) for demand, text in zip(wanted, row, strict=True))
            )
            return group if len(rows) == len(group.rows) else group.with_rows(rows)
        for name, demand in demands.items():
            found = narrowed(group, name, demand)
            if found is None:
                return self._by_texts(group, demands)
            group = found
        return group

    def _by_texts(self, group: Group, demands: Mapping[str, Demand]) -> Group:
        """Return the rows of a group whose fields may have few texts each."""
        choices: list[Row] = [()]
        for name in group.names:
            demand = demands[name]
            if not isinstance(demand, Listed):
                raise CannotSayError
            choices = [(*row, text) for row in choices for text in sorted(demand.texts)]
            if len(choices) > TUPLES // 4:
                raise CannotSayError
        return group.with_rows(
            frozenset(row for row in choices if self._has(group, group.names, row))
        )

    def _has(self, group: Group, names: tuple[str, ...], row: Row) -> bool:
        """Return whether a group has texts. Raises CannotSayError if the matcher gives up."""
        texts = dict(zip(names, row, strict=True))
        if group.rows is not None:
            return tuple(texts[name] for name in group.names) in group.rows
        budget = Budget(SEARCH)
        try:
            found = group.component.solution(texts, budget)
        except BudgetExhausted:
            self.work.spend(SEARCH * 4)
            raise CannotSayError from None
        self.work.spend(20 + (SEARCH - budget.left))
        return found is not None

    def _joined(
        self,
        left: list[Group],
        right: list[Group],
        first: Mapping[str, Demand],
        second: Mapping[str, Demand],
    ) -> Group:
        """Return the rows that fit the groups of both sides, those of `left` being written out."""
        names: tuple[str, ...] = ()
        rows: list[Row] = [()]
        for group in [*left, *(item for item in right if item.rows is not None)]:
            if group.rows is None:
                raise CannotSayError
            names, rows = self._product(names, rows, group)
        for group in right:
            if group.rows is None:
                if not set(group.names) <= set(names):
                    raise CannotSayError
                rows = [row for row in rows if self._has(group, names, row)]
        for demands in (first, second):
            wanted = [(at, demands[name]) for at, name in enumerate(names) if name in demands]
            self.work.spend(len(rows) * len(wanted))
            rows = [row for row in rows if all(has(demand, row[at]) for at, demand in wanted)]
        order = tuple(sorted(names))
        places = [names.index(name) for name in order]
        found = frozenset(tuple([row[at] for at in places]) for row in rows)
        like = next(
            (item for item in (*left, *right) if item.names == order),
            Group(order, None, None, (), ()),
        )
        return like.with_rows(found)

    def _product(
        self, names: tuple[str, ...], rows: list[Row], group: Group
    ) -> tuple[tuple[str, ...], list[Row]]:
        """Return rows that are made longer by those of a group that agree with them."""
        assert group.rows is not None  # noqa: S101
        common = [name for name in group.names if name in names]
        new = [at for at, name in enumerate(group.names) if name not in names]
        places = [group.names.index(name) for name in common]
        by: dict[Row, list[Row]] = {}
        for row in group.rows:
            by.setdefault(tuple([row[at] for at in places]), []).append(
                tuple([row[at] for at in new])
            )
        own = [names.index(name) for name in common]
        self.work.spend(len(rows) + len(group.rows))
        found: list[Row] = []
        for row in rows:
            for more in by.get(tuple([row[at] for at in own]), ()):
                found.append((*row, *more))
                if len(found) > TUPLES:
                    raise CannotSayError
        return (*names, *(group.names[at] for at in new)), found


def _clusters(groups: Iterable[tuple[str, ...]]) -> list[frozenset[str]]:
    """Return sets of fields, those that share one put together."""
    found: list[set[str]] = []
    for names in groups:
        joined = set(names)
        apart = []
        for cluster in found:
            if cluster & joined:
                joined |= cluster
            else:
                apart.append(cluster)
        found = [*apart, joined]
    return [frozenset(cluster) for cluster in found]


def _are_apart(one: Group, other: Group) -> bool:
    if one.coupling is None or other.coupling is None:
        return False
    values = dict(one.coupling.fields)
    return any(
        name in values and are_apart(values[name], value) for name, value in other.coupling.fields
    )


def _size(demand: Demand) -> int:
    """Return about how much work it is to go through a demand."""
    if isinstance(demand, Listed):
        return 2 + len(demand.texts) // 4
    if isinstance(demand, Members):
        return 2 + len(demand.members) // 4
    return 2 + (len(demand.integers.ranges) // 4 if isinstance(demand, Numbers) else 0)

"""Choice: the first values of parameters under which all relations hold (section 8).

Belongs here: the order in which values are tried, and what is left out because it cannot hold.
Must not know: which objects meet (cases), verdicts.

Parameters that share no relation, not even through a variable, are chosen apart. Before and after
each choice the relations narrow what is left, so that what they tell is not tried. What the
matcher can do, it does: whether an object's own variables can be bound, once parameters are chosen.
"""

from collections.abc import Iterator, Mapping, Sequence

from devcompat.language.nodes import Value, Variable
from devcompat.match.budget import Budget
from devcompat.match.choosing.equations import Equal, literal, variables_in
from devcompat.match.choosing.possible import (
    State,
    after_first,
    is_less,
    known_values,
    one,
    only_value,
    possible_values,
    values_in_order,
)
from devcompat.match.choosing.relations import Relation
from devcompat.match.component import Component
from devcompat.match.fixing import fixed_value
from devcompat.match.verdict import Bound

CHOICE = 20
_LEAF = 800
_GROUPING = 80
TURNS = 4


def first_choice(
    parameters: Sequence[Variable],
    variables: Mapping[str, Variable],
    relations: Sequence[Relation],
    budget: Budget,
) -> dict[str, Bound] | None:
    """Return the first values of `parameters`, in their order, under which all relations hold.

    `variables` are the variables of objects that stand in relations too; what they are does not
    count. None if there are none. Raises BudgetExhausted if the search ends before that is known.
    """
    chosen: dict[str, Bound] = {}
    for group in _groups(parameters, variables, relations, budget):
        found = group.first()
        if found is None:
            return None
        chosen |= found
    for parameter in parameters:
        if parameter.name not in chosen:
            chosen[parameter.name] = next(values_in_order(possible_values(parameter)))
    return {parameter.name: chosen[parameter.name] for parameter in parameters}


def may_hold(
    parameters: Sequence[Variable],
    variables: Mapping[str, Variable],
    relations: Sequence[Relation],
    budget: Budget,
) -> bool:
    """Return false if it shows without a choice that the relations cannot hold."""
    return all(
        group.start() is not None for group in _groups(parameters, variables, relations, budget)
    )


def _groups(
    parameters: Sequence[Variable],
    variables: Mapping[str, Variable],
    relations: Sequence[Relation],
    budget: Budget,
) -> "list[_Group]":
    """Return the relations that share variables together, with these variables."""
    budget.work(_GROUPING * len(relations))
    groups: list[tuple[set[str], list[Relation]]] = []
    for relation in relations:
        names, members = set(relation.names), [relation]
        apart: list[tuple[set[str], list[Relation]]] = []
        for group in groups:
            if group[0] & names:
                names |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (names, members)]
    return [
        _Group(
            [found for found in parameters if found.name in names],
            [variables[name] for name in variables if name in names],
            members,
            budget,
        )
        for names, members in groups
    ]


class _Group:
    """Relations that share variables, and the parameters among these."""

    def __init__(
        self,
        parameters: Sequence[Variable],
        own: Sequence[Variable],
        relations: Sequence[Relation],
        budget: Budget,
    ) -> None:
        self._parameters = [found.name for found in parameters]
        self._own = own
        self._relations = relations
        self._budget = budget
        self._all = {found.name: possible_values(found) for found in (*parameters, *own)}
        self._where: dict[str, list[int]] = {name: [] for name in self._all}
        for index, relation in enumerate(relations):
            for name in relation.names:
                self._where[name].append(index)

    def start(self) -> State | None:
        """Return what is left of the variables before anything is chosen, or None."""
        return self._settled(self._all, range(len(self._relations)))

    def first(self) -> dict[str, Bound] | None:
        """Return the first values of the group's parameters, or None."""
        state = self.start()
        return None if state is None else self._from(0, state)

    def _from(self, index: int, state: State) -> dict[str, Bound] | None:
        """Return the first values when those before `index` are chosen."""
        if index == len(self._parameters):
            values = known_values(state, self._parameters)
            return values if self._holds(values) else None
        name = self._parameters[index]
        if only_value(state[name]) is not None:
            return self._from(index + 1, state)
        for narrower in self._choices(name, state):
            found = self._from(index + 1, narrower)
            if found is not None:
                return found
        return None

    def _choices(self, name: str, state: State) -> Iterator[State]:
        """Yield what is left for each value of a parameter that may be possible, in order."""
        rest: State | None = state
        while rest is not None:
            possible = rest[name]
            value = next(values_in_order(possible))
            self._budget.spend(CHOICE)
            chosen = self._settled({**rest, name: one(value, possible)}, self._where[name])
            if chosen is not None:
                yield chosen
            others = after_first(possible)
            if others is None:
                return
            rest = self._settled({**rest, name: others}, self._where[name])

    def _settled(self, state: State, changed: Sequence[int]) -> State | None:
        """Return what is left of the variables when the relations narrow them in turn, or None.

        `changed` are the relations to begin with. Ends when nothing changes or after a number of
        turns: what is left may be too much.
        """
        left = dict(state)
        waiting = dict.fromkeys(changed)
        turns = TURNS * len(self._relations)
        while waiting and turns:
            turns -= 1
            index = next(iter(waiting))
            del waiting[index]
            changes = self._relations[index].narrow(left, self._budget)
            if changes is None:
                return None
            for name, possible in changes.items():
                if is_less(possible, left[name]):
                    left[name] = possible
                    waiting.update(dict.fromkeys(self._where[name]))
                    del waiting[index]
        return left

    def _holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether all relations hold, for some values of the variables that objects have."""
        self._budget.work(_LEAF)
        texts: dict[str, str] = {}
        fields: list[tuple[str, Value]] = []
        for index, relation in enumerate(self._relations):
            if relation.names <= values.keys():
                if not relation.holds(values):
                    return False
                continue
            assert isinstance(relation, Equal)  # noqa: S101  (others are about parameters only)
            wanted, found = fixed_value(relation.left, values), fixed_value(relation.right, values)
            text = literal(found)
            if wanted is None or text is None:
                return False
            texts[str(index)] = text
            fields.append((str(index), wanted))
        if not fields:
            return True
        used = {name for _, value in fields for name in variables_in(value)}
        component = Component(fields, [found for found in self._own if found.name in used])
        return all(part.solution(texts, self._budget) is not None for part in component.connected())

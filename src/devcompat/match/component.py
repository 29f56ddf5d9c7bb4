"""Component: fields of one COMPATIBLE object that share variables, solved together (section 9).

Belongs here: whether some binding renders all of them to a SELF's texts, and which is preferred.
Must not know: SELF objects as a whole, opaque fields, evidence, how a search goes (solving).
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product

from devcompat.language.arithmetic import evaluate, references
from devcompat.language.nodes import Domain, Expression, Template, Value, Variable
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.domains import CaptureReader, spoken_count, spoken_values
from devcompat.match.interned import LONGEST
from devcompat.match.readings import conversion
from devcompat.match.solving import Plan, Solving, in_template
from devcompat.match.verdict import Binding, Bound
from devcompat.values.integers import read_canonical

TABULATED = 64
"""Components with at most so many bindings are written out as a table when they are compiled."""

TABULATED_OPERATIONS = 131_072
"""Operations and placeholders rendered that all tables of a descriptor may take together."""

SHARED_OPERATIONS = 512
"""Operations of a table that is kept for the next object with the same fields and variables."""

Table = Mapping[tuple[str, ...], Binding]
"""The texts of every binding with that binding."""


class Allowance:
    """What is left of the operations that a descriptor's tables may take."""

    __slots__ = ("left",)

    def __init__(self, operations: int = TABULATED_OPERATIONS) -> None:
        self.left = operations


class Component:
    """Fields with their values and the int and string variables that stand in them."""

    def __init__(self, fields: Sequence[tuple[str, Value]], variables: Sequence[Variable]) -> None:
        self.fields = tuple(fields)
        self.names = tuple(name for name, _ in self.fields)
        self.variables = {variable.name: variable for variable in variables}
        self._appearing = _appearing(self.fields)
        self._parts: dict[frozenset[str], Component] = {}
        self.table: Table | None = None

    def tabulate(self, allowance: Allowance) -> None:
        """Write out the texts of every binding with that binding, unless there are many.

        Objects of devices of one kind share their tables, as long as these were asked for lately.
        """
        self.table = self._tabulated(allowance)

    @cached_property
    def _plan(self) -> Plan:
        readers = {name: CaptureReader(variable) for name, variable in self.variables.items()}
        return Plan(self.fields, self.variables, readers, self._appearing)

    @cached_property
    def _in_order(self) -> bool:
        """Whether the first binding that the plan finds is the preferred one."""
        fixed = self._plan.fixed
        tried = [name for name in self._plan.tried if name not in fixed]
        return tried == [name for name in self._appearing if name not in fixed]

    def only(self, names: frozenset[str]) -> "Component":
        """Return the component of just the fields in `names`."""
        if len(names) == len(self.fields):
            return self
        if names not in self._parts:
            fields = [(name, value) for name, value in self.fields if name in names]
            used = set(_appearing(fields))
            variables = [found for found in self.variables.values() if found.name in used]
            self._parts[names] = Component(fields, variables)
        return self._parts[names]

    def connected(self) -> "list[Component]":
        """Return the parts of this component that share no variable with each other."""
        groups: list[tuple[set[str], set[str]]] = []
        for name, value in self.fields:
            variables, members = set(_appearing([(name, value)])), {name}
            apart = []
            for group in groups:
                if group[0] & variables:
                    variables |= group[0]
                    members |= group[1]
                else:
                    apart.append(group)
            groups = [*apart, (variables, members)]
        return [self.only(frozenset(members)) for _, members in groups]

    def solution(self, texts: Mapping[str, str], budget: Budget) -> Binding | None:
        """Return the preferred binding that renders every field to its text, or None.

        `texts` holds the SELF's texts ("" or missing: absent). Preferred is the shortest text for
        the leftmost placeholder, then for the next one; of equally long ones the smaller number.
        Raises BudgetExhausted if the search ends before it is known whether there is one.
        """
        if self.table is not None:
            return self.table.get(tuple([texts.get(name, "") for name in self.names]))
        targets: dict[str, int] = {}
        for found in self._plan.arithmetic:
            target = read_canonical(texts.get(found.field, ""))
            if target is None:
                return None
            targets[found.field] = target
        best: dict[str, Bound] | None = None
        least: tuple[tuple[int, Bound], ...] = ()
        try:
            for binding in Solving(self._plan, texts, targets, budget).solutions():
                if self._in_order:
                    return binding
                preference = tuple([(len(str(binding[n])), binding[n]) for n in self._appearing])
                budget.work(sum([6 + conversion(length) for length, _ in preference]))
                if best is None or preference < least:
                    best, least = binding, preference
        except BudgetExhausted:
            if best is None:
                raise
        return best

    def fails_alone(self, texts: Mapping[str, str], budget: Budget) -> bool:
        """Return whether some field cannot match, its variables free; false where not known."""
        try:
            return any(
                self.only(frozenset({name})).solution(texts, budget) is None for name in self.names
            )
        except BudgetExhausted:
            return False

    def _tabulated(self, allowance: Allowance) -> Table | None:
        size = 1
        operations = sum(_length(value) for _, value in self.fields)
        for name in self._appearing:
            count = spoken_count(self.variables[name])
            size *= count or 0
            if not count or size > TABULATED or size * operations > allowance.left:
                return None
        allowance.left -= size * operations
        variables = tuple([self.variables[name][:3] for name in self._appearing])
        if size * operations <= SHARED_OPERATIONS and _is_short(self.fields, variables):
            return _written_out_once(self.fields, variables)
        return _written_out(self.fields, variables)


Told = tuple[str, str, Domain]
"""A variable's name, type and domain, without where it stands."""


def _written_out(fields: tuple[tuple[str, Value], ...], variables: tuple[Told, ...]) -> Table:
    """Return the texts of every binding, the preferred one of several with equal texts."""
    table: dict[tuple[str, ...], Binding] = {}
    choices = [spoken_values(Variable(*told), TABULATED) or () for told in variables]
    for chosen in product(*choices):
        binding: dict[str, Bound] = {
            name: int(text) if kind == "int" else text
            for (name, kind, _), text in zip(variables, chosen, strict=True)
        }
        texts = [rendered(value, binding) for _, value in fields]
        if None not in texts:
            table.setdefault(tuple(text for text in texts if text is not None), binding)
    return table


_written_out_once = lru_cache(maxsize=1024)(_written_out)


def _is_short(fields: tuple[tuple[str, Value], ...], variables: tuple[Told, ...]) -> bool:
    """Return whether a table's texts are put together of short ones."""
    parts = [part for _, value in fields if isinstance(value, Template) for part in value.parts]
    for _, _, domain in variables:
        if isinstance(domain, tuple):
            parts += domain
    return all(len(part) <= LONGEST for part in parts if isinstance(part, str))


def _length(value: Value) -> int:
    return len(value.postfix if isinstance(value, Expression) else value.parts)


def rendered(value: Value, binding: Binding) -> str | None:
    """Return the text of `value` under `binding`, or None where it has none."""
    if isinstance(value, Expression):
        number = evaluate(value, _integers(binding, references(value)))
        return None if number is None else str(number)
    return "".join(
        part if isinstance(part, str) else str(binding[part.name]) for part in value.parts
    )


def _integers(binding: Binding, names: Sequence[str] | frozenset[str]) -> dict[str, int]:
    return {name: value for name in names if isinstance(value := binding[name], int)}


def _appearing(fields: Sequence[tuple[str, Value]]) -> list[str]:
    """Return the variables of the fields in the order of their first appearance."""
    names: dict[str, None] = {}
    for _, value in fields:
        found = references(value) if isinstance(value, Expression) else in_template(value)
        names.update(dict.fromkeys(found))
    return list(names)

"""Component: fields of one COMPATIBLE object that share variables, solved together (section 9).

Belongs here: whether some binding renders all of them to a SELF's texts, and which is preferred.
Must not know: SELF objects as a whole, opaque fields, evidence.

Templates bind, expressions check; then an expression with one unbound variable is solved for it;
what is still unbound is searched. Nothing walks through a product of domains.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from devcompat.language.arithmetic import evaluate, references, solvable_for, solve
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.budget import OPERATIONS_PER_CANDIDATE, Budget, BudgetExhausted
from devcompat.match.domains import CaptureReader, spoken_values
from devcompat.match.readings import iter_readings
from devcompat.match.verdict import Binding, Bound
from devcompat.values.integers import IntegerSet, read_canonical

TABULATED = 64
"""Components with at most so many bindings are written out as a table when they are compiled."""


class _Arithmetic:
    """An expression with what is asked of it for every pair worked out once."""

    __slots__ = ("cost", "expression", "names", "solvable")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.names = frozenset(references(expression))
        self.solvable = frozenset(name for name in self.names if solvable_for(expression, name))
        self.cost = 1 + len(expression.postfix) // OPERATIONS_PER_CANDIDATE


class Component:
    """Fields with their values and the int and string variables that stand in them."""

    def __init__(self, fields: Sequence[tuple[str, Value]], variables: Sequence[Variable]) -> None:
        self.fields = tuple(fields)
        self.names = tuple(name for name, _ in self.fields)
        self.variables = {variable.name: variable for variable in variables}
        self._appearing = _appearing(self.fields)
        self._readers = {name: CaptureReader(variable) for name, variable in self.variables.items()}
        self._templates = [
            (name, value) for name, value in self.fields if isinstance(value, Template)
        ]
        self._arithmetic = {
            name: _Arithmetic(value) for name, value in self.fields if isinstance(value, Expression)
        }
        bound = list(dict.fromkeys(n for _, value in self._templates for n in _in_template(value)))
        self._unbound = [name for name in self._appearing if name not in bound]
        self._in_order = not self._unbound and bound == self._appearing
        self._parts: dict[frozenset[str], Component] = {}
        self.table = self._tabulated()
        self._plan = None if self.table is not None else _Plan(self._templates, self._arithmetic)

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
        best: dict[str, Bound] | None = None
        try:
            for found in self._solutions(texts, budget):
                if self._in_order:
                    return found
                if best is None or self._preference(found) < self._preference(best):
                    best = found
        except BudgetExhausted:
            if best is None:
                raise
        return best

    def _preference(self, binding: Binding) -> tuple[tuple[int, Bound], ...]:
        return tuple((len(str(binding[name])), binding[name]) for name in self._appearing)

    def _tabulated(self) -> dict[tuple[str, ...], Binding] | None:
        """Return the texts of every binding with that binding, or None if there are many."""
        size = 1
        choices: list[Sequence[str]] = []
        for name in self._appearing:
            values = spoken_values(self.variables[name], TABULATED)
            size *= 0 if values is None else len(values)
            if values is None or size > TABULATED:
                return None
            choices.append(values)
        table: dict[tuple[str, ...], Binding] = {}
        for chosen in product(*choices):
            binding: dict[str, Bound] = {
                name: int(text) if self.variables[name].type == "int" else text
                for name, text in zip(self._appearing, chosen, strict=True)
            }
            texts = [rendered(value, binding) for _, value in self.fields]
            if None not in texts:
                table.setdefault(tuple(text for text in texts if text is not None), binding)
        return table

    def _solutions(self, texts: Mapping[str, str], budget: Budget) -> Iterator[dict[str, Bound]]:
        assert self._plan is not None  # noqa: S101  (a tabulated component is not searched)
        targets: dict[str, int] = {}
        for name in self._arithmetic:
            target = read_canonical(texts.get(name, ""))
            if target is None:
                return
            targets[name] = target
        solving = _Solving(self._plan, self._readers, self.variables, texts, targets, budget)
        yield from solving.at_template(0, {}, frozenset(self._unbound))


class _Plan:
    """What a search does at each stage: one template a stage, then the expressions.

    `needed[stage]` are the variables that this stage or a later one asks for; `checks[stage]` the
    expressions whose last variable is bound by this stage's template.
    """

    def __init__(
        self, templates: Sequence[tuple[str, Template]], arithmetic: Mapping[str, _Arithmetic]
    ) -> None:
        self.templates = templates
        self.arithmetic = arithmetic
        later = {name for found in arithmetic.values() for name in found.names}
        needed: list[list[str]] = []
        for _, template in reversed(templates):
            later |= set(_in_template(template))
            needed.append(sorted(later))
        self.needed = needed[::-1]
        self.checks: list[list[str]] = []
        bound: set[str] = set()
        for _, template in templates:
            new = set(_in_template(template)) - bound
            bound |= new
            self.checks.append(
                [
                    name
                    for name, found in arithmetic.items()
                    if found.names <= bound and found.names & new
                ]
            )


class _Solving:
    """One search for the bindings of a component; remembers stages that led nowhere."""

    def __init__(
        self,
        plan: _Plan,
        readers: Mapping[str, CaptureReader],
        variables: Mapping[str, Variable],
        texts: Mapping[str, str],
        targets: Mapping[str, int],
        budget: Budget,
    ) -> None:
        self._plan = plan
        self._arithmetic = plan.arithmetic
        self._readers = readers
        self._variables = variables
        self._texts = texts
        self._targets = targets
        self._budget = budget
        self._dead: set[tuple[int, tuple[Bound | None, ...]]] = set()

    def at_template(
        self, stage: int, binding: dict[str, Bound], unbound: frozenset[str]
    ) -> Iterator[dict[str, Bound]]:
        """Yield the bindings that extend `binding` over the templates from `stage` on."""
        if stage == len(self._plan.templates):
            pending = [name for name in self._arithmetic if self._arithmetic[name].names & unbound]
            yield from self._completed(binding, pending, unbound)
            return
        state = (stage, tuple([binding.get(name) for name in self._plan.needed[stage]]))
        if state in self._dead:
            return
        name, template = self._plan.templates[stage]
        fruitful = False
        text = self._texts.get(name, "")
        for reading in iter_readings(template, text, self._readers, binding, self._budget):
            extended = {**binding, **reading}
            if not self._holds(self._plan.checks[stage], extended):
                continue
            for found in self.at_template(stage + 1, extended, unbound):
                fruitful = True
                yield found
        if not fruitful:
            self._dead.add(state)

    def _holds(self, checks: Sequence[str], binding: Mapping[str, Bound]) -> bool:
        """Return whether the named expressions, all bound, have their targets' values."""
        return all(
            self._value(self._arithmetic[name], binding) == self._targets[name] for name in checks
        )

    def _value(self, arithmetic: _Arithmetic, binding: Mapping[str, Bound]) -> int | None:
        return evaluate(arithmetic.expression, _integers(binding, arithmetic.names))

    def _completed(
        self, binding: dict[str, Bound], pending: Sequence[str], unbound: frozenset[str]
    ) -> Iterator[dict[str, Bound]]:
        """Yield the bindings that extend `binding` over the variables that no template binds."""
        bounds: dict[str, tuple[int, int]] = {}
        left: list[str] = []
        for name in pending:
            arithmetic, target = self._arithmetic[name], self._targets[name]
            free = arithmetic.names & unbound
            if not free:
                if self._value(arithmetic, binding) != target:
                    return
                continue
            left.append(name)
            if len(free) == 1 and free <= arithmetic.solvable:
                (variable,) = free
                known = _integers(binding, arithmetic.names - free)
                found = solve(arithmetic.expression, variable, target, known)
                if found is None:
                    return
                before = bounds.get(variable, found)
                bounds[variable] = (max(before[0], found[0]), min(before[1], found[1]))
                if bounds[variable][0] > bounds[variable][1]:
                    return
        if not unbound:
            yield binding
            return
        yield from self._chosen(binding, left, unbound, bounds)

    def _chosen(
        self,
        binding: dict[str, Bound],
        pending: Sequence[str],
        unbound: frozenset[str],
        bounds: Mapping[str, tuple[int, int]],
    ) -> Iterator[dict[str, Bound]]:
        """Try the values of the unbound variable that has the fewest."""
        sizes = {name: self._size(name, bounds) for name in sorted(unbound)}
        chosen = min(sizes, key=lambda name: sizes[name])
        domain = self._variables[chosen].domain
        assert isinstance(domain, IntegerSet)  # noqa: S101  (only expressions leave them unbound)
        low, high = bounds.get(chosen, (domain.ranges[0].low, domain.ranges[-1].high))
        cost = max((self._arithmetic[name].cost for name in pending), default=1)
        for value in (low,) if low == high and low in domain else domain.within(low, high):
            if low != high:
                self._budget.spend(cost)
            yield from self._completed({**binding, chosen: value}, pending, unbound - {chosen})

    def _size(self, name: str, bounds: Mapping[str, tuple[int, int]]) -> int:
        domain = self._variables[name].domain
        assert isinstance(domain, IntegerSet)  # noqa: S101  (only expressions leave them unbound)
        if name not in bounds:
            return domain.size
        low, high = bounds[name]
        return min(domain.size, high - low + 1)


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


def _in_template(value: Template) -> list[str]:
    return [part.name for part in value.parts if isinstance(part, Reference)]


def _appearing(fields: Sequence[tuple[str, Value]]) -> list[str]:
    """Return the variables of the fields in the order of their first appearance."""
    names: dict[str, None] = {}
    for _, value in fields:
        found = references(value) if isinstance(value, Expression) else _in_template(value)
        names.update(dict.fromkeys(found))
    return list(names)

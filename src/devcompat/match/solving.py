"""Solving: the search for the bindings of fields that share variables (section 9).

Belongs here: in which order templates, expressions and open variables are tried, and what it costs.
Must not know: SELF objects, evidence, which binding is preferred.

Templates bind, expressions check. Then, repeatedly, an expression with one unbound variable is
solved for it; a variable for which there is none is chosen from its domain. All of that order is
planned when a descriptor is compiled. Nothing walks through a product of domains.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from devcompat.language.arithmetic import references, solvable_for, solve
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.budget import Budget
from devcompat.match.domains import CaptureReader
from devcompat.match.program import program, run
from devcompat.match.readings import Reader, Rendering, conversion
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet

_EVALUATION = 6
_STAGE = 8
_CHOICE = 6
_WINDOW = 300


class Arithmetic:
    """An expression with what is asked of it for every pair worked out once."""

    __slots__ = ("expression", "field", "names", "solvable", "solving", "steps", "work")

    def __init__(self, field: str, expression: Expression) -> None:
        self.field = field
        self.expression = expression
        self.names = frozenset(references(expression))
        self.solvable = frozenset(name for name in self.names if solvable_for(expression, name))
        operations = len(expression.postfix)
        self.solving = 2 * (_EVALUATION + operations + (operations >> 2))
        self.steps = program(expression)
        steps = len(self.steps or ())
        self.work = _EVALUATION + steps - (steps >> 3)


class _Step(NamedTuple):
    """One variable that no template binds: how its values are found, and what they must satisfy.

    Without `solvers` the value is chosen. A value `completes` a candidate binding if no variable is
    chosen after it.
    """

    variable: str
    domain: IntegerSet
    solvers: tuple[Arithmetic, ...]
    checks: tuple[Arithmetic, ...]
    completes: bool


class _Stage:
    """One template that binds variables: how it is read, and what is checked once they are bound.

    `needed` are the variables bound before on which this and all that follows depends; `work` is
    what coming here costs.
    """

    __slots__ = ("checks", "field", "needed", "reader", "texts", "work")

    def __init__(self, field: str, reader: Reader, needed: list[str], work: int) -> None:
        self.field = field
        self.reader = reader
        self.needed = needed
        self.work = work
        self.checks: tuple[Arithmetic, ...]
        self.texts: list[tuple[str, Rendering, int]] = []


class Plan:
    """In which order a component's variables are bound: by templates, then one a step."""

    def __init__(
        self,
        fields: Sequence[tuple[str, Value]],
        variables: Mapping[str, Variable],
        readers: Mapping[str, CaptureReader],
        appearing: Sequence[str],
    ) -> None:
        self.arithmetic = [
            Arithmetic(name, value) for name, value in fields if isinstance(value, Expression)
        ]
        waiting = list(self.arithmetic)
        self.stages: list[_Stage] = []
        self.tried: list[str] = []
        self.fixed: set[str] = set()
        self._bind_by_templates(
            [(name, value) for name, value in fields if isinstance(value, Template)],
            variables,
            readers,
            waiting,
        )
        self.steps = _steps(
            waiting,
            variables,
            [name for name in appearing if name not in self.tried],
            set(self.tried),
        )
        self.tried += [step.variable for step in self.steps]

    def _bind_by_templates(
        self,
        left: list[tuple[str, Template]],
        variables: Mapping[str, Variable],
        readers: Mapping[str, CaptureReader],
        waiting: list[Arithmetic],
    ) -> None:
        """Plan the templates, those with the fewest unbound placeholders first.

        What a template with one unbound placeholder binds from fixed variables is fixed itself: it
        is the same in every binding that is found.
        """
        bound: set[str] = set()
        while left:
            chosen = min(left, key=lambda item: sum(n not in bound for n in in_template(item[1])))
            left.remove(chosen)
            field, template = chosen
            names = dict.fromkeys(in_template(template))
            work = _STAGE + sum(conversion(_length(variables[name])) for name in names)
            new = [name for name in names if name not in bound]
            if not new:
                self.stages[-1].texts.append((field, Rendering(template.parts), work))
                continue
            later = {name for _, other in left for name in in_template(other)}
            later.update(names, (name for found in waiting for name in found.names))
            needed = sorted(later & bound)
            reader = Reader(template, readers, frozenset(bound))
            stage = _Stage(field, reader, needed, work + len(needed))
            if sum(name not in self.fixed for name in in_template(template)) == 1:
                self.fixed.update(new)
            bound.update(new)
            self.tried += new
            stage.checks = _complete(waiting, bound)
            self.stages.append(stage)


def _steps(
    waiting: list[Arithmetic],
    variables: Mapping[str, Variable],
    unbound: Sequence[str],
    bound: set[str],
) -> list[_Step]:
    left = list(unbound)
    steps: list[_Step] = []
    while left:
        solvers: dict[str, list[Arithmetic]] = {}
        for found in waiting:
            free = found.names - bound
            if len(free) == 1 and free <= found.solvable:
                solvers.setdefault(next(iter(free)), []).append(found)
        name = min(left, key=lambda item: (item not in solvers, _domain(variables[item]).size))
        left.remove(name)
        bound.add(name)
        by = tuple(solvers.get(name, ()))
        steps.append(
            _Step(name, _domain(variables[name]), by, _complete(waiting, bound), completes=True)
        )
    chosen = [index for index, step in enumerate(steps) if not step.solvers]
    return [
        step._replace(completes=not chosen or index >= chosen[-1])
        for index, step in enumerate(steps)
    ]


def _complete(waiting: list[Arithmetic], bound: set[str]) -> tuple[Arithmetic, ...]:
    """Take the expressions whose variables are all bound out of those that wait."""
    found = tuple(item for item in waiting if item.names <= bound)
    waiting[:] = [item for item in waiting if not item.names <= bound]
    return found


def _domain(variable: Variable) -> IntegerSet:
    assert isinstance(variable.domain, IntegerSet)  # noqa: S101  (only expressions leave it unbound)
    return variable.domain


def _length(variable: Variable) -> int:
    """Return the length of the longest number that the variable may stand for, as far as it counts.

    Writing a number costs more the longer it is; a text costs nothing.
    """
    domain = variable.domain
    return min(domain.longest, TEXT_BYTES) if isinstance(domain, IntegerSet) else 0


def in_template(value: Template) -> list[str]:
    """Return the names in a template, from the left, each as often as it occurs."""
    return [part.name for part in value.parts if isinstance(part, Reference)]


class Solving:
    """One search for the bindings of a component; remembers stages that led nowhere."""

    def __init__(
        self, plan: Plan, texts: Mapping[str, str], targets: Mapping[str, int], budget: Budget
    ) -> None:
        self._stages = plan.stages
        self._steps = plan.steps
        self._texts = texts
        self._targets = targets
        self._budget = budget
        self._binding: dict[str, Bound] = {}
        self._dead: set[tuple[int, tuple[Bound, ...]]] = set()

    def solutions(self) -> Iterator[dict[str, Bound]]:
        """Yield the bindings that render every field to its text."""
        return self._at_stage(0)

    def _at_stage(self, index: int) -> Iterator[dict[str, Bound]]:
        """Yield the bindings that extend the present one over the stages from `index` on."""
        if index == len(self._stages):
            yield from self._at_step(0)
            return
        stage, binding = self._stages[index], self._binding
        state = (index, tuple([binding[name] for name in stage.needed]))
        if state in self._dead:
            return
        text = self._texts.get(stage.field, "")
        self._budget.work(stage.work)
        fruitful = False
        for _ in stage.reader.iter_readings(text, binding, self._budget):
            if not self._holds(stage.checks) or not self._renders(stage.texts):
                continue
            for found in self._at_stage(index + 1):
                fruitful = True
                yield found
        if not fruitful:
            self._dead.add(state)

    def _renders(self, texts: Sequence[tuple[str, Rendering, int]]) -> bool:
        """Return whether the templates, all bound, render to their fields' texts."""
        for field, rendering, work in texts:
            text = self._texts.get(field, "")
            self._budget.work(work)
            if rendering.text(self._binding) != text:
                return False
        return True

    def _holds(self, checks: Sequence[Arithmetic]) -> bool:
        """Return whether the expressions, all bound, have their targets' values."""
        integers = cast("Mapping[str, int]", self._binding)
        for found in checks:
            self._budget.work(found.work)
            if found.steps is None or run(found.steps, integers) != self._targets[found.field]:
                return False
        return True

    def _at_step(self, index: int) -> Iterator[dict[str, Bound]]:
        """Yield the bindings that extend the present one over what no template binds."""
        if index == len(self._steps):
            yield dict(self._binding)
            return
        step = self._steps[index]
        for value in self._values(step):
            self._binding[step.variable] = value
            if self._holds(step.checks):
                yield from self._at_step(index + 1)

    def _values(self, step: _Step) -> Iterator[int]:
        """Yield the values that a step's variable may take, each of them counted."""
        domain = step.domain
        low, high = domain.ranges[0].low, domain.ranges[-1].high
        for found in step.solvers:
            self._budget.work(found.solving)
            known = cast("Mapping[str, int]", self._binding)
            target = self._targets[found.field]
            bounds = solve(found.expression, step.variable, target, known)
            if bounds is None:
                return
            low, high = max(low, bounds[0]), min(high, bounds[1])
            if low > high:
                return
        if step.solvers and low == high:
            if low in domain:
                yield low
            return
        if step.solvers:
            self._budget.work(_WINDOW + 8 * len(domain.ranges))
        for value in domain.within(low, high):
            if step.completes:
                self._budget.spend(_CHOICE)
            else:
                self._budget.work(_CHOICE)
            yield value

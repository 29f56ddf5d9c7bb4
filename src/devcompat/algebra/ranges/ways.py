"""Ways: under what conditions on its variables an object's texts are accepted by another object.

Belongs here: from components and demands of the other object to conditions on numbers.
Must not know: progressions, cells, boxes.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from devcompat.algebra.ranges.aligning import aligned
from devcompat.algebra.ranges.linear import Never, Unclear
from devcompat.algebra.ranges.numbers import Member, Number, number_of, plain
from devcompat.language.arithmetic import references, solvable_for
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.component import Component
from devcompat.match.domains import spoken_values
from devcompat.match.fixing import fixed_value
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet

SMALL = 64
"""Values of a variable up to which each is looked at by itself."""
VARIANTS = 256

Fields = tuple[tuple[str, Value], ...]


class Variant(NamedTuple):
    """Coupled fields with the variables that have few values fixed."""

    fields: Fields
    variables: Mapping[str, Variable]


class Solve(NamedTuple):
    """A variable of the other object, solved for in an expression that has to be a number."""

    name: str
    expression: Expression
    target: Number


class Way(NamedTuple):
    """Conditions on numbers that together are enough for one variant.

    `bound` are the other object's variables that are numbers of the covered one, `solves` those
    that expressions are solved for, in order; `domains` where they all have to be; `checks` are
    expressions of them that have to be numbers, `equal` numbers that have to be the same.
    """

    members: tuple[Member, ...] = ()
    bound: Mapping[str, Number] = {}
    solves: tuple[Solve, ...] = ()
    domains: Mapping[str, IntegerSet] = {}
    checks: tuple[tuple[Expression, Number], ...] = ()
    equal: tuple[tuple[Number, Number], ...] = ()


def unfixed(component: Component) -> list[Variant]:
    """Return the component with all of its variables, if they are numbers, else nothing."""
    domains = [variable.domain for variable in component.variables.values()]
    if all(isinstance(domain, IntegerSet) for domain in domains):
        return [Variant(component.fields, component.variables)]
    return []


def variants(component: Component) -> list[Variant]:
    """Return the component for each value of its variables that have few. Raises Unclear."""
    few: dict[str, tuple[str, ...]] = {}
    size = 1
    by_size = sorted(
        (len(values), name, values)
        for name, variable in component.variables.items()
        if (values := spoken_values(variable, SMALL)) is not None
    )
    for count, name, values in by_size:
        if size * count <= VARIANTS:
            size *= count
            few[name] = values
    left = {name: found for name, found in component.variables.items() if name not in few}
    if any(not isinstance(variable.domain, IntegerSet) for variable in left.values()):
        raise Unclear
    found: list[Variant] = []
    for chosen in product(*few.values()):
        binding: dict[str, Bound] = {
            name: int(text) if component.variables[name].type == "int" else text
            for name, text in zip(few, chosen, strict=True)
        }
        fields = _fixed(component.fields, binding)
        if fields is not None:
            found.append(Variant(fields, left))
    return found


def _fixed(fields: Fields, binding: Mapping[str, Bound]) -> Fields | None:
    """Return the fields with variables fixed; None if one has no value then."""
    found: list[tuple[str, Value]] = []
    for name, value in fields:
        fixed = fixed_value(value, binding)
        if fixed is None:
            return None
        found.append((name, fixed))
    return tuple(found)


def way_of(variant: Variant, texts: Mapping[str, Value]) -> Way:
    """Return a way in which coupled fields accept texts. Raises Never and Unclear.

    Where variables can be several things, there may be others.
    """
    bound: dict[str, Number] = {}
    equal: list[tuple[Number, Number]] = []
    checks: list[tuple[Expression, Number]] = []
    for name, wanted in variant.fields:
        found = texts[name]
        if isinstance(wanted, Expression):
            checks.append((wanted, _number(found)))
            continue
        literal = wanted.literal()
        if literal is not None:
            equal += _same_text(literal, found)
            continue
        for variable, number in aligned(wanted, found):
            if variable in bound:
                equal.append((bound[variable], number))
            else:
                bound[variable] = number
    try:
        solves = tuple(_solves(checks, set(bound), set(variant.variables)))
    except Unclear:
        bound = {**_alike(checks), **bound}
        solves = tuple(_solves(checks, set(bound), set(variant.variables)))
    domains = {
        name: variable.domain
        for name, variable in variant.variables.items()
        if isinstance(variable.domain, IntegerSet)
    }
    return Way((), bound, solves, domains, tuple(checks), tuple(equal))


def _number(found: Value) -> Number:
    """Return the number that the text has to be for an expression to have it."""
    number = number_of(found)
    if number is not None:
        return number
    literals = "".join(part for part in getattr(found, "parts", ()) if isinstance(part, str))
    if (
        isinstance(found, Template)
        and found.literal() is None
        and set(literals) <= set("-0123456789")
    ):
        raise Unclear
    raise Never


def _alike(checks: Sequence[tuple[Expression, Number]]) -> dict[str, Number]:
    """Return what variables may be for expressions to be written as the texts' own are."""
    bound: dict[str, Number] = {}
    for wanted, (found, _) in checks:
        pairs = list(zip(wanted.postfix, found.postfix, strict=False))
        if len(wanted.postfix) == len(found.postfix) and all(
            one == other or (isinstance(one, Reference) and isinstance(other, Reference))
            for one, other in pairs
        ):
            for one, other in pairs:
                if isinstance(one, Reference) and isinstance(other, Reference):
                    bound.setdefault(one.name, plain(other.name))
    return bound


def _same_text(literal: str, found: Value) -> Iterator[tuple[Number, Number]]:
    """Yield what has to be equal for a value's text to be a literal one."""
    if isinstance(found, Template) and found.literal() is not None:
        if found.literal() != literal:
            raise Never
        return
    number, known = number_of(found), number_of(Template((literal,)) if literal else Template(()))
    if number is not None:
        if known is None:
            raise Never
        yield number, known
        return
    assert isinstance(found, Template)  # noqa: S101  (an expression is a number)
    for name, other in aligned(found, Template((literal,)) if literal else Template(())):
        yield Number(Expression((Reference(name),)), checked=False), other


def _solves(
    checks: Sequence[tuple[Expression, Number]], bound: set[str], names: set[str]
) -> Iterator[Solve]:
    """Yield how variables that no template binds are found. Raises Unclear."""
    while names - bound:
        found = next(
            (
                Solve(free, expression, target)
                for expression, target in checks
                for free in set(references(expression)) - bound
                if len(set(references(expression)) - bound) == 1 and solvable_for(expression, free)
            ),
            None,
        )
        if found is None:
            raise Unclear
        bound = bound | {found.name}
        yield found

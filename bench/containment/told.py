"""Told: what z3 is told of two descriptors, as a careful user would encode them.

Belongs here: a field's text as numbers, objects as formulas over them, the question.
Must not know: the clock, how devcompat decides.

Strings are left out: z3 decides them slowly or not at all. A field's text is a tag and a number:
which text it is of those that are named, or which template and the integer in it; a version is
four numbers, a set a truth value a member, a mask its bits. A variable that stands in a template is
that number; only one that stands nowhere but in expressions needs a quantifier. Which kinds of
demand meet in one field is limited to what the workload has; `Untold` is raised else.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import z3

from devcompat.language.nodes import Expression, Object, Reference, Template, Variable
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange

_CANONICAL = re.compile(r"0|-?[1-9][0-9]*")
_OTHER = "another text"
_LEAST, _MOST = -(2**63), 2**63 - 1
_BITS = 64


class Untold(Exception):
    """Demands meet in a field that this encoding has no numbers for."""


class Numbers(NamedTuple):
    """The unknowns of one field: which text or template, and the numbers in it."""

    tag: Any
    payload: Any
    version: tuple[Any, ...]
    members: dict[str, Any]
    bits: Any


class Question:
    """One question: whether there is a SELF that one of `covered` accepts and none of `by`."""

    def __init__(self, covered: Sequence[Object], by: Sequence[Object]) -> None:
        self._objects = (*covered, *by)
        self._fields: dict[str, Numbers] = {}
        self._tags: dict[tuple[str, str, str], int] = {}
        self._skeletons: dict[str, set[tuple[str, str]]] = {}
        self._fresh = 0
        names = dict.fromkeys(field.name for item in self._objects for field in item.fields)
        for name in names:
            self._know(name)
        self.formula = z3.And(
            z3.Or([self._accepts(item, negated=False) for item in covered]),
            *[z3.Not(self._accepts(item, negated=True)) for item in by],
        )

    def _know(self, name: str) -> None:
        """Gather the templates and members that are named in a field; make its unknowns."""
        members: set[str] = set()
        skeletons: set[tuple[str, str]] = set()
        for item in self._objects:
            variables = {variable.name: variable for variable in item.variables}
            for value in (field.value for field in item.fields if field.name == name):
                skeleton = _skeleton(value, variables)
                if skeleton is not None:
                    skeletons.add(skeleton)
                only = _alone(value, variables)
                if only is not None and only.type == "set":
                    members |= set(only.domain)  # type: ignore[arg-type]
        self._skeletons[name] = skeletons
        self._fields[name] = Numbers(
            z3.Int(f"{name}.tag"),
            z3.Int(f"{name}.number"),
            tuple(z3.Int(f"{name}.part{number}") for number in range(4)),
            {member: z3.Bool(f"{name}.has.{member}") for member in (*sorted(members), _OTHER)},
            z3.BitVec(f"{name}.bits", _BITS),
        )

    def _tag(self, name: str, kind: str, text: str) -> Any:
        number = self._tags.setdefault((name, kind, text), len(self._tags) + 1)
        return self._fields[name].tag == number

    def _accepts(self, item: Object, *, negated: bool) -> Any:
        variables = {variable.name: variable for variable in item.variables}
        values = {field.name: field.value for field in item.fields}
        bound: dict[str, Any] = {}
        for name, value in values.items():
            if _skeleton(value, variables) is not None:
                used = next(part for part in value.parts if isinstance(part, Reference))
                bound.setdefault(used.name, self._fields[name].payload)
        quantified = []
        for variable in item.variables:
            if variable.type == "int" and variable.name not in bound:
                self._fresh += 1
                bound[variable.name] = z3.Int(f"{variable.name}.{self._fresh}")
                quantified.append(bound[variable.name])
        parts = [
            _within(bound[variable.name], variable.domain)
            for variable in item.variables
            if variable.type == "int"
        ]
        parts += [
            self._demand(name, values.get(name, Template(())), variables, bound)
            for name in self._fields
        ]
        whole = z3.And(parts)
        return z3.Exists(quantified, whole) if quantified and negated else whole

    def _demand(
        self, name: str, value: Template | Expression, variables: dict[str, Variable],
        bound: dict[str, Any],
    ) -> Any:  # fmt: skip
        if isinstance(value, Expression):
            result, conditions = _value(value, bound)
            self._skeletons[name].add(("", ""))
            number = self._fields[name].payload
            return z3.And(self._tag(name, "template", "{}"), number == result, *conditions)
        literal = value.literal()
        if literal is not None:
            return self._is_text(name, literal)
        only = _alone(value, variables)
        skeleton = _skeleton(value, variables)
        if skeleton is not None:
            used = next(part for part in value.parts if isinstance(part, Reference))
            same = bound[used.name] == self._fields[name].payload
            return z3.And(self._tag(name, "template", "{}".join(skeleton)), same)
        if only is None:
            raise Untold(name)
        return self._is_of(name, only)

    def _is_of(self, name: str, variable: Variable) -> Any:
        numbers, domain = self._fields[name], variable.domain
        if variable.type == "any":
            return z3.BoolVal(True)
        if variable.type == "string":
            return z3.Or([self._is_text(name, text) for text in domain])  # type: ignore[union-attr]
        if isinstance(domain, VersionRange):
            return z3.And(self._tag(name, "version", ""), _between(numbers.version, domain))
        if variable.type == "set":
            others = [has for member, has in numbers.members.items() if member not in domain]  # type: ignore[operator]
            return z3.And(self._tag(name, "set", ""), *[z3.Not(has) for has in others])
        if variable.type == "mask":
            outside = ~z3.BitVecVal(domain, _BITS)
            return z3.And(self._tag(name, "mask", ""), numbers.bits & outside == 0)
        raise Untold(variable.type)

    def _is_text(self, name: str, text: str) -> Any:
        for prefix, suffix in self._skeletons[name]:
            middle = text[len(prefix) : len(text) - len(suffix)]
            if text == prefix + middle + suffix and _CANONICAL.fullmatch(middle):
                here = self._tag(name, "template", "{}".join((prefix, suffix)))
                return z3.And(here, self._fields[name].payload == int(middle))
        return self._tag(name, "text", text)


def is_covered(covered: Sequence[Object], by: Sequence[Object], milliseconds: int) -> bool | None:
    """Return whether `by` accepts all that `covered` does; None if z3 does not say in time."""
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    solver.add(Question(covered, by).formula)
    answer = solver.check()
    return None if answer == z3.unknown else bool(answer == z3.unsat)


def _alone(value: Any, variables: dict[str, Variable]) -> Variable | None:
    if isinstance(value, Expression) or len(value.parts) != 1:
        return None
    only = value.parts[0]
    return None if isinstance(only, str) else variables[only.name]


def _skeleton(value: Any, variables: dict[str, Variable]) -> tuple[str, str] | None:
    """Return the texts before and behind the one int variable of a template, else None."""
    if isinstance(value, Expression):
        return None
    used = [part for part in value.parts if isinstance(part, Reference)]
    if len(used) != 1 or variables[used[0].name].type != "int":
        return None
    place = value.parts.index(used[0])
    return ("".join(value.parts[:place]), "".join(value.parts[place + 1 :]))


def _within(number: Any, domain: Any) -> Any:
    assert isinstance(domain, IntegerSet)
    return z3.Or([z3.And(low <= number, number <= high) for low, high in domain.ranges])


def _between(parts: Iterable[Any], domain: VersionRange) -> Any:
    low, low_open, high, high_open = domain.bounds()
    found = list(parts)
    positive = [part >= 0 for part in found]
    above = _below(list(map(z3.IntVal, low)), found, strictly=low_open)
    if high is None:
        return z3.And(*positive, above)
    return z3.And(*positive, above, _below(found, list(map(z3.IntVal, high)), strictly=high_open))


def _below(left: Sequence[Any], right: Sequence[Any], *, strictly: bool) -> Any:
    """Return that one version is not above another."""
    if not left:
        return z3.BoolVal(not strictly)
    rest = _below(left[1:], right[1:], strictly=strictly)
    return z3.Or(left[0] < right[0], z3.And(left[0] == right[0], rest))


def _value(expression: Expression, bound: dict[str, Any]) -> tuple[Any, list[Any]]:
    """Return the number that an expression gives, and when it gives one."""
    stack: list[Any] = []
    conditions: list[Any] = []
    for part in expression.postfix:
        if isinstance(part, Reference):
            stack.append(bound[part.name])
        elif isinstance(part, int):
            stack.append(z3.IntVal(part))
        else:
            right = stack.pop()
            left = z3.IntVal(0) if part == "neg" else stack.pop()
            stack.append(_operation(part, left, right, conditions))
            conditions.append(z3.And(stack[-1] >= _LEAST, stack[-1] <= _MOST))
    return stack[0], conditions


def _operation(operator: str, left: Any, right: Any, conditions: list[Any]) -> Any:
    if operator in ("-", "neg"):
        return left - right
    if operator == "+":
        return left + right
    if operator == "*":
        return left * right
    if operator == "/":
        conditions.append(z3.And(right != 0, left % right == 0))
        return left / right
    raise Untold(operator)

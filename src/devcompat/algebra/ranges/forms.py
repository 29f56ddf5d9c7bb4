"""Forms: expressions of several variables as sums of products, to see that two are the same.

Belongs here: from postfix to a form, where a form's values lie, what has to hold for there to be
a value. Must not know: progressions, objects, whose variables they are.

A form is what arithmetic without bounds gives: `{a}*{b}` and `{b}*{a}` have one form, and so have
`({a}+1)*4` and `4*{a}+4`. A quotient with a remainder and a remainder are products of an atom of
their own, which is the same for equal operands.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from devcompat.algebra.ranges.linear import Never, Span, Unclear
from devcompat.algebra.work import Work
from devcompat.language.arithmetic import HIGHEST, LOWEST
from devcompat.language.nodes import Expression, Reference

Form = tuple[tuple[tuple[int, ...], int], ...]
"""Products in ascending order: the atoms of each, and its factor, which is not 0."""

_PRODUCTS = 24
"""Products of a form at most."""
_FACTORS = 8
"""Atoms of a product at most."""

Needed = tuple[str, Form, Form]
"""An operation that has not always a value: `/` or `%`, and its operands."""


class Worked(NamedTuple):
    """An expression's form, the forms of all its steps, and the operations that need a value."""

    form: Form
    steps: frozenset[Form]
    needed: frozenset[Needed]


def constant_form(number: int) -> Form:
    """Return the form of a number."""
    return (((), number),) if number else ()


def value_of(form: Form) -> int | None:
    """Return the number that a form always is, or None if there is no such number."""
    if not form:
        return 0
    return form[0][1] if form[0][0] == () and len(form) == 1 else None


class Forms:
    """Forms over variables whose values lie between known bounds."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._atoms: dict[object, int] = {}
        self._bounds: list[Span] = []

    def atom(self, key: object, bounds: Span) -> Form:
        """Return the form of a variable, or of what else `key` stands for."""
        return (((self._atom(key, bounds),), 1),)

    def _atom(self, key: object, bounds: Span) -> int:
        if key not in self._atoms:
            self._atoms[key] = len(self._bounds)
            self._bounds.append(bounds)
        return self._atoms[key]

    def bounds(self, form: Form) -> Span:
        """Return between which numbers all values of a form lie."""
        low = high = 0
        for atoms, factor in form:
            ends: Span = (factor, factor)
            for atom in atoms:
                ends = _times(ends, self._bounds[atom])
            low, high = low + ends[0], high + ends[1]
        return low, high

    def worked(self, expression: Expression, known: Mapping[str, Form]) -> Worked:
        """Return what an expression comes to; `known` are its variables. Raises Never, Unclear."""
        stack: list[Form] = []
        steps: set[Form] = set()
        needed: set[Needed] = set()
        for token in expression.postfix:
            if isinstance(token, int):
                found = constant_form(token)
            elif isinstance(token, Reference):
                found = known[token.name]
            elif token == "neg":
                found = scaled(stack.pop(), -1)
            else:
                right = stack.pop()
                found = self._applied(token, stack.pop(), right, needed)
            steps.add(found)
            stack.append(found)
            self._work.spend(1 + len(found) // 2)
        return Worked(stack[0], frozenset(steps), frozenset(needed))

    def _applied(self, operator: str, left: Form, right: Form, needed: set[Needed]) -> Form:
        if operator == "+":
            return added(left, right)
        if operator == "-":
            return added(left, scaled(right, -1))
        if operator == "*":
            self._work.spend(len(left) * len(right) // 2)
            return _product(left, right)
        divisor = value_of(right)
        if divisor == 0:
            raise Never
        if operator == "%":
            return self._remainder(left, right, needed)
        if divisor is not None and all(factor % divisor == 0 for _, factor in left):
            return tuple((atoms, factor // divisor) for atoms, factor in left)
        needed.add(("/", left, right))
        return self.atom(("/", left, right), _quotients(self.bounds(left), self.bounds(right)))

    def _remainder(self, left: Form, right: Form, needed: set[Needed]) -> Form:
        low, high = self.bounds(left)
        divisor = value_of(right)
        if divisor is None:
            needed.add(("%", left, right))
            first, last = self.bounds(right)
            return self.atom(("%", left, right), (min(0, first + 1), max(0, last - 1)))
        known = value_of(left)
        if known is not None:
            return constant_form(known % divisor)
        if low >= 0 and high < divisor:
            return left
        ends = (0, divisor - 1) if divisor > 0 else (divisor + 1, 0)
        return self.atom(("%", left, right), ends)

    def only(self, form: Form) -> tuple[int, int, int] | None:
        """Return atom, factor and offset if a form is `factor * atom + offset`, else None."""
        if len(form) == 2 and form[0][0] == () and len(form[1][0]) == 1:
            return form[1][0][0], form[1][1], form[0][1]
        if len(form) == 1 and len(form[0][0]) == 1:
            return form[0][0][0], form[0][1], 0
        return None


def fits(steps: Iterable[Form], forms: Forms, known: frozenset[Form]) -> bool:
    """Return whether none of the steps leaves 64 bits where the known ones do not."""
    for form in steps:
        if form not in known:
            low, high = forms.bounds(form)
            if low < LOWEST or high > HIGHEST:
                return False
    return True


def added(one: Form, other: Form) -> Form:
    """Return the sum of two forms. Raises Unclear if it is too long."""
    if not one or not other:
        return one or other
    found = dict(one)
    for atoms, factor in other:
        found[atoms] = found.get(atoms, 0) + factor
    return _sorted(found)


def scaled(form: Form, factor: int) -> Form:
    """Return a form times a number that is not 0."""
    return tuple([(atoms, known * factor) for atoms, known in form])


def _product(one: Form, other: Form) -> Form:
    found: dict[tuple[int, ...], int] = {}
    for atoms, factor in one:
        for more, again in other:
            key = tuple(sorted(atoms + more))
            if len(key) > _FACTORS:
                raise Unclear
            found[key] = found.get(key, 0) + factor * again
    return _sorted(found)


def _sorted(found: Mapping[tuple[int, ...], int]) -> Form:
    if len(found) > _PRODUCTS:
        raise Unclear
    return tuple(sorted((atoms, factor) for atoms, factor in found.items() if factor))


def divided(form: Form, divisor: int) -> Form | None:
    """Return a form whose products all have a factor, without it; None if they have not."""
    if any(factor % divisor for _, factor in form):
        return None
    return tuple((atoms, factor // divisor) for atoms, factor in form)


def _times(one: Span, other: Span) -> Span:
    ends = [one[0] * other[0], one[0] * other[1], one[1] * other[0], one[1] * other[1]]
    return min(ends), max(ends)


def _quotients(left: Span, right: Span) -> Span:
    """Return between which numbers exact quotients lie; the divisor is not 0."""
    low, high = right
    if low <= 0 <= high:
        most = max(abs(left[0]), abs(left[1]))
        return -most, most
    ends = [number // divisor for number in left for divisor in right]
    return min(ends), max(ends) + 1

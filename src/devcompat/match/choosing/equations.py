"""Equations: two values that have to render to the same text (section 8).

Belongs here: what an equation leaves of the variables of both sides, and whether it holds.
Must not know: which objects meet (cases), in which order values are tried (choice).

What is left may be too much and is never too little.
"""

from collections.abc import Mapping
from itertools import product

from devcompat.language.arithmetic import references
from devcompat.language.nodes import Expression, Reference, Template, Value
from devcompat.match.budget import Budget
from devcompat.match.choosing.intervals import ANY_VALUE, Interval, narrowed, value_bounds
from devcompat.match.choosing.possible import (
    Numbers,
    Possible,
    State,
    among,
    between,
    count,
    known_values,
    one,
    read,
    union,
    values_in_order,
)
from devcompat.match.choosing.splitting import split
from devcompat.match.fixing import fixed_value
from devcompat.match.verdict import Bound
from devcompat.values.integers import read_canonical

FIXING = 40
_STEP = 20
OPERATION = 30
_WRITTEN_OUT = 256
"""Renderings of one side that are written out to narrow the other side."""


class Equal:
    """What an object demands and what a SELF has render to the same text.

    `names` are the variables of both sides; the variables of an object stand in `left` only.
    """

    __slots__ = ("_number", "_text", "_value", "left", "names", "right")

    def __init__(self, left: Value, right: Value) -> None:
        self.left = left
        self.right = right
        self.names = variables_in(left) | variables_in(right)
        self._value, text = (left, literal(right))
        if text is None:
            self._value, text = (right, literal(left))
        self._text = text
        self._number = None if text is None else read_canonical(text)

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return what is left of the variables of both sides, or None."""
        if self._text is not None:
            return self._one_side(self._value, self._text, state, budget)
        budget.work(FIXING + _STEP * len(self.names))
        known = known_values(state, self.names)
        left, right = fixed_value(self.left, known), fixed_value(self.right, known)
        if left is None or right is None:
            return None
        for value, other in ((left, right), (right, left)):
            text = literal(value)
            if text is not None:
                return _rendering(other, text, state, budget)
        return _together(left, right, state, budget)

    def _one_side(self, value: Value, text: str, state: State, budget: Budget) -> State | None:
        if isinstance(value, Expression):
            number = self._number
            return None if number is None else computing(value, state, budget, (number, number))
        budget.work(FIXING + _STEP * len(self.names))
        fixed = fixed_value(value, known_values(state, self.names))
        return None if fixed is None else _rendering(fixed, text, state, budget)

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether both sides have the same text."""
        left = fixed_value(self.left, values)
        return left is not None and left == fixed_value(self.right, values)


def variables_in(value: Value) -> frozenset[str]:
    """Return the names of the variables in a value."""
    if isinstance(value, Expression):
        return frozenset(references(value))
    return frozenset([part.name for part in value.parts if isinstance(part, Reference)])


def literal(value: Value | None) -> str | None:
    """Return the text of a value without variables; None for any other, and where there is none."""
    return value.literal() if isinstance(value, Template) else None


def computing(
    expression: Expression, state: State, budget: Budget, value: Interval = ANY_VALUE
) -> State | None:
    """Return what is left of an expression's variables if its value has to lie in `value`."""
    budget.work(FIXING + OPERATION * len(expression.postfix))
    bounds = narrowed(expression, _bounds(variables_in(expression), state), value)
    return None if bounds is None else _within(bounds, state)


def _rendering(value: Value, text: str, state: State, budget: Budget) -> State | None:
    """Return what is left of a value's variables if it has to render to `text`."""
    known = literal(value)
    if known is not None:
        return {} if known == text else None
    if isinstance(value, Template):
        return split(value, text, state, budget)
    number = read_canonical(text)
    return None if number is None else computing(value, state, budget, (number, number))


def _bounds(names: frozenset[str], state: State) -> dict[str, Interval]:
    return {
        name: (possible.low, possible.high)
        for name in names
        if isinstance(possible := state[name], Numbers)
    }


def _within(bounds: Mapping[str, Interval], state: State) -> State | None:
    changes: State = {}
    for name, (low, high) in bounds.items():
        possible = state[name]
        left = between(possible, low, high) if isinstance(possible, Numbers) else None
        if left is None:
            return None
        changes[name] = left
    return changes


def _together(left: Value, right: Value, state: State, budget: Budget) -> State | None:
    """Return what is left if two values, neither of them known, have to have the same text."""
    if isinstance(left, Template) and isinstance(right, Template):
        trimmed = _trimmed(left, right)
        if trimmed is None:
            return None
        left, right = trimmed
    names = [_whole(value) for value in (left, right)]
    if names[0] is not None and names[1] is not None:
        return _same(names[0], names[1], state, budget)
    spans = [_value_span(value, state) for value in (left, right)]
    if spans[0] is not None and spans[1] is not None:
        span = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
        found = [_with_value(value, span, state, budget) for value in (left, right)]
        return None if found[0] is None or found[1] is None else found[0] | found[1]
    few, other = sorted((left, right), key=lambda value: _renderings(value, state))
    if _renderings(few, state) > _WRITTEN_OUT:
        return {}
    return _written_out(few, other, state, budget)


def _trimmed(left: Template, right: Template) -> tuple[Template, Template] | None:
    """Return two templates without the literal text that both begin or end with.

    None if they cannot begin or end alike.
    """
    sides = [list(left.parts), list(right.parts)]
    for place in (0, -1):
        ends = [str(side[place]) if isinstance(side[place], str) else "" for side in sides]
        length = min(map(len, ends))
        if not length:
            continue
        shared = [text[:length] if place == 0 else text[-length:] for text in ends]
        if shared[0] != shared[1]:
            return None
        for side, text in zip(sides, ends, strict=True):
            rest = text[length:] if place == 0 else text[:-length]
            side[place : 1 if place == 0 else None] = [rest] if rest else []
    return Template(tuple(sides[0])), Template(tuple(sides[1]))


def _whole(value: Value) -> str | None:
    """Return the variable that a value consists of, or None."""
    if isinstance(value, Template) and len(value.parts) == 1:
        only = value.parts[0]
        return only.name if isinstance(only, Reference) else None
    return None


def _same(first: str, second: str, state: State, budget: Budget) -> State | None:
    """Return what is left of two variables that have to have the same text."""
    if isinstance(state[first], Numbers):
        first, second = second, first
    texts, other = state[first], state[second]
    if isinstance(texts, Numbers):
        assert isinstance(other, Numbers)  # noqa: S101  (else they would have been exchanged)
        span = max(texts.low, other.low), min(texts.high, other.high)
        return _within({first: span, second: span}, state)
    budget.work(_STEP * len(texts))
    members = other if isinstance(other, Numbers) else frozenset(other)
    shared = {text: value for text in texts if (value := _value(members, text)) is not None}
    left = among(texts, shared.keys()), among(other, set(shared.values()))
    if left[0] is None or left[1] is None:
        return None
    return {first: left[0], second: left[1]}


def _value(members: Numbers | frozenset[str], text: str) -> Bound | None:
    if isinstance(members, Numbers):
        return read(members, text)
    return text if text in members else None


def _value_span(value: Value, state: State) -> Interval | None:
    """Return bounds of a value that is always an integer; None for any other.

    The bounds are the wrong way round if it can be none.
    """
    if isinstance(value, Expression):
        return value_bounds(value, _bounds(variables_in(value), state)) or (1, 0)
    name = _whole(value)
    possible = None if name is None else state[name]
    return (possible.low, possible.high) if isinstance(possible, Numbers) else None


def _with_value(value: Value, span: Interval, state: State, budget: Budget) -> State | None:
    if isinstance(value, Expression):
        return computing(value, state, budget, span)
    return _within({str(_whole(value)): span}, state)


def _renderings(value: Value, state: State) -> int:
    """Return how many texts a value can have at most."""
    product_of_counts = 1
    for name in variables_in(value):
        product_of_counts *= count(state[name])
    return product_of_counts


def _written_out(value: Value, other: Value, state: State, budget: Budget) -> State | None:
    """Return what is left if `other` has to have one of the texts of `value`, which are few."""
    names = sorted(variables_in(value))
    left: dict[str, list[Possible]] = {}
    for chosen in product(*[tuple(values_in_order(state[name])) for name in names]):
        budget.work(FIXING)
        fixed = fixed_value(value, dict(zip(names, chosen, strict=True)))
        text = literal(fixed)
        changes = None if text is None else _rendering(other, text, state, budget)
        if changes is None:
            continue
        for name, bound in zip(names, chosen, strict=True):
            left.setdefault(name, []).append(one(bound, state[name]))
        for name in variables_in(other):
            left.setdefault(name, []).append(changes[name])
    if not left:
        return None
    return {name: union(state[name], found) for name, found in left.items()}

"""Intervals: between which numbers the variables of an expression can lie (sections 5 and 8).

Belongs here: from bounds of the value to bounds of the variables, for each operator, at once.
Must not know: domains, fields, in which order anything is tried.

Bounds may be too wide and are never too narrow; where every variable is one number, they are exact.
An expression is walked up, from the variables to its value, and down again.
"""

from collections.abc import Mapping

from devcompat.language.arithmetic import HIGHEST, LOWEST
from devcompat.language.nodes import Expression, Reference

Interval = tuple[int, int]
"""The lowest and the highest number that are possible."""

ANY_VALUE: Interval = (LOWEST, HIGHEST)


class _Impossible(Exception):
    """No number is left."""


def narrowed(
    expression: Expression, bounds: Mapping[str, Interval], value: Interval = ANY_VALUE
) -> dict[str, Interval] | None:
    """Return bounds of the variables under which the expression can have a value in `value`.

    `bounds` has those that are known, for each variable. None if there can be no such value.
    """
    try:
        spans, operands = _upwards(expression, bounds)
        spans[-1] = _meet(spans[-1], value)
        return _downwards(expression, spans, operands)
    except _Impossible:
        return None


def value_bounds(expression: Expression, bounds: Mapping[str, Interval]) -> Interval | None:
    """Return bounds of the expression's value; None if it can have none."""
    try:
        return _upwards(expression, bounds)[0][-1]
    except _Impossible:
        return None


def _upwards(
    expression: Expression, bounds: Mapping[str, Interval]
) -> tuple[list[Interval], list[tuple[int, int]]]:
    """Return the bounds of each step of the postfix, and the steps that are its operands."""
    spans: list[Interval] = []
    operands: list[tuple[int, int]] = []
    waiting: list[int] = []
    for index, token in enumerate(expression.postfix):
        left = right = index
        if isinstance(token, int):
            span = (token, token)
        elif isinstance(token, Reference):
            span = bounds[token.name]
        elif token == "neg":
            left = waiting.pop()
            span = _negated(spans[left])
        else:
            right, left = waiting.pop(), waiting.pop()
            span = _result(token, spans[left], spans[right])
        spans.append(_meet(span, ANY_VALUE))
        operands.append((left, right))
        waiting.append(index)
    return spans, operands


def _downwards(
    expression: Expression, spans: list[Interval], operands: list[tuple[int, int]]
) -> dict[str, Interval]:
    """Return what is left for the variables when each step lies in its bounds."""
    found: dict[str, Interval] = {}
    for index in reversed(range(len(spans))):
        token, span = expression.postfix[index], spans[index]
        left, right = operands[index]
        if isinstance(token, Reference):
            found[token.name] = _meet(found.get(token.name, span), span)
        elif token == "neg":
            spans[left] = _meet(spans[left], _negated(span))
        elif isinstance(token, str):
            spans[left], spans[right] = _operands(token, span, spans[left], spans[right])
    return found


def _meet(one: Interval, other: Interval) -> Interval:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    if low > high:
        raise _Impossible
    return low, high


def _negated(interval: Interval) -> Interval:
    return -interval[1], -interval[0]


def _hull(numbers: tuple[int, ...]) -> Interval:
    return min(numbers), max(numbers)


def _result(operator: str, left: Interval, right: Interval) -> Interval:
    if operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if operator == "-":
        return left[0] - right[1], left[1] - right[0]
    if operator == "*":
        return _product(left, right)
    return _quotient(left, right) if operator == "/" else _remainder(left, right)


def _operands(
    operator: str, value: Interval, left: Interval, right: Interval
) -> tuple[Interval, Interval]:
    """Return what is left for both operands when the result lies in `value`."""
    if operator == "+":
        left = _meet(left, (value[0] - right[1], value[1] - right[0]))
        return left, _meet(right, (value[0] - left[1], value[1] - left[0]))
    if operator == "-":
        left = _meet(left, (value[0] + right[0], value[1] + right[1]))
        return left, _meet(right, (left[0] - value[1], left[1] - value[0]))
    if operator == "*":
        left = _factor(left, value, right)
        return left, _factor(right, value, left)
    right = _without_zero(right)
    if operator == "/":
        left = _multiples(_meet(left, _product(value, right)), right)
        return left, _factor(right, left, value)
    return _dividend(left, right, value), _divisor(right, value)


def _product(left: Interval, right: Interval) -> Interval:
    (a, b), (c, d) = left, right
    return _hull((a * c, a * d, b * c, b * d))


def _quotient(left: Interval, right: Interval) -> Interval:
    """Return bounds of the integers q with q * y = x, x in `left` and y in `right`, not 0."""
    low, high = right
    found: list[int] = []
    for start, end in ((low, min(high, -1)), (max(low, 1), high)):
        if start <= end:
            corners = [(x, y) for x in left for y in (start, end)]
            least = min(-(-x // y) for x, y in corners)
            most = max(x // y for x, y in corners)
            found += [least, most] if least <= most else []
    if not found:
        raise _Impossible
    return min(found), max(found)


def _factor(factor: Interval, product: Interval, other: Interval) -> Interval:
    """Return what is left of a factor, its product and the other factor being known."""
    if product[0] <= 0 <= product[1] and other[0] <= 0 <= other[1]:
        return factor
    return _meet(factor, _quotient(product, other))


def _without_zero(divisor: Interval) -> Interval:
    low, high = divisor
    return _meet((low + (low == 0), high - (high == 0)), divisor)


def _multiples(dividend: Interval, divisor: Interval) -> Interval:
    """Return a dividend's bounds moved to multiples of the divisor, if that is one number."""
    step, last = divisor
    if step != last:
        return dividend
    step, (low, high) = abs(step), dividend
    return _meet((-(-low // step) * step, high // step * step), dividend)


def _remainder(left: Interval, right: Interval) -> Interval:
    low, high = _without_zero(right)
    if low == high and left[0] // low == left[1] // low:
        return left[0] % low, left[1] % low
    return min(0, low + 1), max(0, high - 1)


def _divisor(divisor: Interval, remainder: Interval) -> Interval:
    """Return a divisor's bounds: a remainder has its sign and is smaller."""
    low, high = divisor
    if remainder[0] > 0:
        low = max(low, remainder[0] + 1)
    if remainder[1] < 0:
        high = min(high, remainder[1] - 1)
    return _meet((low, high), divisor)


def _dividend(dividend: Interval, divisor: Interval, remainder: Interval) -> Interval:
    """Return a dividend's bounds moved to numbers with such a remainder, if the divisor is one.

    `remainder` has only what the divisor can leave.
    """
    step, last = divisor
    if step != last:
        return dividend
    if step < 0:  # x % -m is -(-x % m)
        return _negated(_dividend(_negated(dividend), (-step, -step), _negated(remainder)))
    least, most = remainder
    low, high = dividend
    low += (least - low % step) % step if not least <= low % step <= most else 0
    high -= (high % step - most) % step if not least <= high % step <= most else 0
    return _meet((low, high), dividend)

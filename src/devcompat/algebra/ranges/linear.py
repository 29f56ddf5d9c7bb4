"""Linear: expressions of one variable on a progression, where they are linear or have no value.

Belongs here: from postfix to `a * t + b`, and to the values of `t` for which that holds.
Must not know: templates, objects.

A variable runs through `first + step * t`. Sums, differences and products with constants are linear
there; a quotient is if `step` has the divisor as a factor, and a remainder is constant then. Where
`step` has not, the progression has to be split.
"""

from collections.abc import Mapping
from math import gcd
from typing import NamedTuple

from devcompat.language.arithmetic import HIGHEST, LOWEST
from devcompat.language.nodes import Expression, Reference

Line = tuple[int, int]
"""`a` and `b` of `a * t + b`."""

Span = tuple[int, int]
"""The first and the last `t`, both included."""

FAR = 10**1100
"""Beyond every number that a text can spell."""


class Progression(NamedTuple):
    """The numbers `first + step * t` for all integers `t`; `step` is above 0."""

    step: int
    first: int

    def part(self, parts: int, number: int) -> "Progression":
        """Return every `parts`-th number of it, from its member `number` on."""
        return Progression(self.step * parts, self.first + self.step * number)


class Never(Exception):
    """It holds for no `t`."""


class Unclear(Exception):
    """It is not linear, or not known to be."""


class Split(Exception):
    """It is linear only on parts of the progression; only on the part `only`, if that is given."""

    def __init__(self, parts: int, only: int | None = None) -> None:
        super().__init__(parts, only)
        self.parts = parts
        self.only = only


class Spans:
    """The `t` for which all that was asked for holds, as ascending spans."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans

    def keep(self, allowed: list[Span]) -> None:
        """Keep what is in one of the ascending spans that are allowed too. Raises Never."""
        found: list[Span] = []
        place = 0
        for low, high in self.spans:
            while place < len(allowed) and allowed[place][1] < low:
                place += 1
            at = place
            while at < len(allowed) and allowed[at][0] <= high:
                found.append((max(low, allowed[at][0]), min(high, allowed[at][1])))
                at += 1
        self.spans = found
        if not found:
            raise Never

    def keep_within(self, line: Line, ranges: list[Span]) -> None:
        """Keep the `t` whose value on the line is in one of the ascending ranges. Raises Never."""
        factor, offset = line
        if not factor:
            if not any(low <= offset <= high for low, high in ranges):
                raise Never
            return
        allowed: list[Span] = []
        for low, high in ranges:
            first, last = low - offset, high - offset
            if factor < 0:
                first, last = last, first
            first, last = -(-first // factor), last // factor
            if first <= last:
                allowed.append((first, last))
        self.keep(allowed if factor > 0 else allowed[::-1])

    def keep_equal(self, one: Line, other: Line) -> None:
        """Keep the `t` for which two lines have the same value. Raises Never."""
        factor, offset = one[0] - other[0], other[1] - one[1]
        if not factor:
            if offset:
                raise Never
            return
        if offset % factor:
            raise Never
        self.keep([(offset // factor, offset // factor)])


_BITS64 = [(LOWEST, HIGHEST)]


def line_of(expression: Expression, known: Mapping[str, Line], spans: Spans) -> Line:
    """Return the line of an expression, and keep in `spans` where it has a value.

    Raises Never, Unclear and Split.
    """
    stack: list[Line] = []
    for token in expression.postfix:
        if isinstance(token, int):
            found = (0, token)
        elif isinstance(token, Reference):
            found = known[token.name]
        elif token == "neg":
            factor, offset = stack.pop()
            found = (-factor, -offset)
        else:
            right = stack.pop()
            found = applied(token, stack.pop(), right)
        spans.keep_within(found, _BITS64)
        stack.append(found)
    return stack[0]


def applied(operator: str, left: Line, right: Line) -> Line:
    """Return `left operator right`. Raises Never, Unclear and Split."""
    if operator == "+":
        return (left[0] + right[0], left[1] + right[1])
    if operator == "-":
        return (left[0] - right[0], left[1] - right[1])
    if operator == "*":
        if left[0] and right[0]:
            raise Unclear
        factor, line = (left[1], right) if not left[0] else (right[1], left)
        return (line[0] * factor, line[1] * factor)
    if right[0]:
        raise Unclear
    if not right[1]:
        raise Never
    return _remainder(left, right[1]) if operator == "%" else quotient(left, right[1])


def quotient(line: Line, divisor: int) -> Line:
    """Return the line divided without a remainder. Raises Never and Split."""
    factor, offset = line
    if factor % divisor == 0:
        if offset % divisor:
            raise Never
        return (factor // divisor, offset // divisor)
    shared = gcd(factor, divisor)
    if offset % shared:
        raise Never
    parts = abs(divisor) // shared
    raise Split(parts, -(offset // shared) * pow(factor // shared, -1, parts) % parts)


def _remainder(line: Line, divisor: int) -> Line:
    factor, offset = line
    if factor % divisor:
        raise Split(abs(divisor) // gcd(factor, divisor))
    return (0, offset % divisor)


def solved(expression: Expression, name: str, known: Mapping[str, Line], target: Line) -> Line:
    """Return the line of the variable `name` with which the expression has the target's line.

    The variable stands once in it, in no divisor and under no `%`. What is found has to be tried:
    numbers beyond 64 bits are not looked at. Raises Never, Unclear and Split.
    """
    path: list[tuple[str, Line, bool]] = []
    stack: list[Line | None] = []
    for token in expression.postfix:
        if isinstance(token, int):
            stack.append((0, token))
        elif isinstance(token, Reference):
            stack.append(None if token.name == name else known[token.name])
        elif token == "neg":
            operand = stack.pop()
            if operand is None:
                path.append(("neg", (0, 0), False))
            stack.append(None if operand is None else (-operand[0], -operand[1]))
        else:
            right, left = stack.pop(), stack.pop()
            if left is not None and right is not None:
                stack.append(applied(token, left, right))
                continue
            other = left if right is None else right
            path.append((token, other or (0, 0), right is None))
            stack.append(None)
    for operator, other, is_left in reversed(path):
        target = _undone(operator, other, target, is_left=is_left)
    return target


def _undone(operator: str, known: Line, target: Line, *, is_left: bool) -> Line:
    if operator == "neg":
        return (-target[0], -target[1])
    if operator == "+":
        return applied("-", target, known)
    if operator == "-":
        return applied("-", known, target) if is_left else applied("+", target, known)
    if operator == "/":
        return applied("*", target, known)
    if known[0] or not known[1]:
        raise Unclear
    return quotient(target, known[1])

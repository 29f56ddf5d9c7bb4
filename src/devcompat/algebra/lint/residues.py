"""Residues: divisions that leave a remainder whatever the variables are.

Belongs here: arithmetic modulo a constant divisor. Must not know: fields, objects.

Where a sum of products is divided by a constant, its remainder follows from those of the variables.
If none of their combinations gives 0, there is never a quotient, however large the domains are.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import lcm, prod
from typing import NamedTuple

from devcompat.language.nodes import Expression, Reference, Variable
from devcompat.match.budget import Budget
from devcompat.values.integers import IntegerSet

_COMBINATIONS = 512
"""Combinations of remainders that are looked at."""

_DIVISOR = 512

_Token = int | Reference | str


class _Division(NamedTuple):
    """A sum of products, and the constant by which it is divided."""

    operand: Sequence[_Token]
    divisor: int


def never_divide(
    expressions: Sequence[Expression], variables: Mapping[str, Variable], budget: Budget
) -> bool:
    """Return whether divisions by constants provably leave a remainder somewhere, always.

    In one and the same binding all of them have to leave none. Raises BudgetExhausted.
    """
    divisions = [
        division
        for expression in expressions
        for division in _constant_divisions(expression.postfix)
        if 1 < division.divisor <= _DIVISOR
    ]
    modulus = lcm(*(division.divisor for division in divisions))
    names = sorted(
        {
            token.name
            for division in divisions
            for token in division.operand
            if isinstance(token, Reference)
        }
    )
    if not names or modulus > _DIVISOR or modulus ** len(names) > _DIVISOR**2:
        return False
    choices = [_residues(variables[name], modulus) for name in names]
    if prod(map(len, choices)) > _COMBINATIONS:
        return False
    length = sum(len(division.operand) for division in divisions)
    for values in product(*choices):
        budget.work(length)
        binding = dict(zip(names, values, strict=True))
        if all(_value(found.operand, binding) % found.divisor == 0 for found in divisions):
            return False
    return True


def _constant_divisions(postfix: Sequence[_Token]) -> list[_Division]:
    """Return what is divided by a constant, without a division in it, and the constant."""
    found: list[_Division] = []
    begins: list[int] = []
    for index, token in enumerate(postfix):
        if not isinstance(token, str):
            begins.append(index)
            continue
        if token == "neg":
            continue
        right = begins.pop()
        divisor = postfix[right]
        if token == "/" and right == index - 1 and isinstance(divisor, int):
            operand = postfix[begins[-1] : right]
            if not any(inner in {"/", "%"} for inner in operand if isinstance(inner, str)):
                found.append(_Division(operand, divisor))
    return found


def _residues(variable: Variable, divisor: int) -> Sequence[int]:
    """Return the remainders that the members of a domain leave."""
    domain = variable.domain
    if not isinstance(domain, IntegerSet):
        return range(divisor)
    found: set[int] = set()
    for low, high in domain.ranges:
        if high - low + 1 >= divisor:
            return range(divisor)
        found.update(number % divisor for number in range(low, high + 1))
        if len(found) == divisor:
            break
    return sorted(found)


def _value(operand: Sequence[_Token], binding: Mapping[str, int]) -> int:
    """Return the value of an operand of `+ - *` and the prefix minus, of whatever size."""
    stack: list[int] = []
    for token in operand:
        if isinstance(token, int):
            stack.append(token)
        elif isinstance(token, Reference):
            stack.append(binding[token.name])
        elif token == "neg":
            stack.append(-stack.pop())
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(
                left + right if token == "+" else left - right if token == "-" else left * right
            )
    return stack[0]

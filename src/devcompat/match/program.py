"""Program: an expression made ready to be evaluated many times (sections 5 and 9).

Belongs here: constants folded, operands joined to their operators.
Must not know: domains, fields, how a search goes. What an operator means is arithmetic's.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import add, mul, sub

from devcompat.language.arithmetic import HIGHEST, LOWEST
from devcompat.language.nodes import Expression, Reference


def _quotient(left: int, right: int) -> int | None:
    return None if right == 0 or left % right else left // right


def _modulo(left: int, right: int) -> int | None:
    return left % right if right else None


_OPERATIONS: dict[str, Callable[[int, int], int | None]] = {
    "+": add, "-": sub, "*": mul, "/": _quotient, "%": _modulo,
}  # fmt: skip
_PUT, _NEGATE, _TWO, _NUMBER, _VARIABLE = range(5)
_Step = tuple[int, Callable[[int, int], int | None], int, str]
"""What to do: put an operand down, negate the last value, or apply an operation: to the last two
values, to the last one and a number, or to the last one and a variable (named: else "")."""


def program(expression: Expression) -> Sequence[_Step] | None:
    """Return the steps of `expression`, or None where it has no value whatever is bound."""
    steps: list[_Step] = []
    for token in expression.postfix:
        if isinstance(token, int):
            steps.append((_PUT, add, token, ""))
        elif isinstance(token, Reference):
            steps.append((_PUT, add, 0, token.name))
        elif token == "neg":
            last = steps[-1]
            known = last[0] == _PUT and not last[3]
            steps[-1:] = [(_PUT, add, -last[2], "")] if known else [last, (_NEGATE, add, 0, "")]
        else:
            _, _, number, name = right = steps.pop()
            operation = _OPERATIONS[token]
            if right[0] != _PUT:
                steps += [right, (_TWO, operation, 0, "")]
            elif name:
                steps.append((_VARIABLE, operation, 0, name))
            elif steps[-1][0] == _PUT and not steps[-1][3]:
                value = operation(steps.pop()[2], number)
                if value is None:
                    return None
                steps.append((_PUT, add, value, ""))
            else:
                steps.append((_NUMBER, operation, number, ""))
        if steps[-1][0] == _PUT and not LOWEST <= steps[-1][2] <= HIGHEST:
            return None
    return steps


def run(steps: Sequence[_Step], binding: Mapping[str, int]) -> int | None:
    """Return the value under `binding`: what `arithmetic.evaluate` returns of the expression."""
    below: list[int] = []
    last = 0
    for kind, operation, number, name in steps:
        if kind == _NUMBER:
            value = operation(last, number)
        elif kind == _VARIABLE:
            operand = binding[name]
            if not LOWEST <= operand <= HIGHEST:
                return None
            value = operation(last, operand)
        elif kind == _PUT:
            below.append(last)
            value = binding[name] if name else number
        elif kind == _TWO:
            value = operation(below.pop(), last)
        else:
            value = -last
        if value is None or not LOWEST <= value <= HIGHEST:
            return None
        last = value
    return last

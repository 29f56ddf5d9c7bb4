"""Tracing: why an expression has no value under a binding.

Belongs here: evaluation that says where it ends. Must not know: domains, objects.
"""

from collections.abc import Mapping

from devcompat.language.arithmetic import HIGHEST, LOWEST, apply
from devcompat.language.nodes import Expression, Reference


def reason_without_value(expression: Expression, binding: Mapping[str, int]) -> str:
    """Return "divisor", "remainder" or "overflow": what is met first; "" if there is a value."""
    stack: list[int] = []
    for token in expression.postfix:
        if isinstance(token, int):
            value: int | None = token
        elif isinstance(token, Reference):
            value = binding[token.name]
        elif token == "neg":
            value = -stack.pop()
        else:
            right, left = stack.pop(), stack.pop()
            value = apply(token, left, right)
            if value is None:
                return "remainder" if right else "divisor"
        if value is None or not LOWEST <= value <= HIGHEST:
            return "overflow"
        stack.append(value)
    return ""

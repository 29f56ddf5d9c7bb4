"""Integer expressions: a grammar, and a value for one binding of the variables.

Here belong the five operators, signed 64 bits and the cases without a value. It must not know
domains, fields or how many bindings there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .failures import OracleError

_LOWEST = -(2**63)
_HIGHEST = 2**63 - 1
OPERATORS = "+-*/%"


@dataclass(frozen=True)
class Name:
    """A variable as an operand."""

    name: str


@dataclass(frozen=True)
class Operation:
    """An operator and its two operands; a prefix minus has only the right one."""

    operator: str
    left: "Expression | None"
    right: "Expression"


Expression = int | Name | Operation
Token = str | Name


def parse_expression(pieces: tuple[Token, ...]) -> Expression:
    """Tree of an expression whose literal texts are digits, operators and parentheses."""
    tokens: list[Token | int] = []
    for piece in pieces:
        if isinstance(piece, Name):
            tokens.append(piece)
            continue
        digits = ""
        for character in (*piece, ""):
            if character and character in "0123456789":
                digits += character
                continue
            if digits:
                tokens.append(int(digits))
                digits = ""
            if character:
                tokens.append(character)
    tree, rest = _sum(tokens)
    if rest:
        raise OracleError(f"malformed expression, left over: {rest}")
    return tree


def value_of(tree: Expression, binding: Mapping[str, int | str]) -> int | None:
    """Value for this binding, or None where there is none."""
    if isinstance(tree, int):
        return _fits(tree)
    if isinstance(tree, Name):
        value = binding[tree.name]
        if not isinstance(value, int):
            raise OracleError(f"{tree.name} is no integer")
        return _fits(value)
    right = value_of(tree.right, binding)
    left = 0 if tree.left is None else value_of(tree.left, binding)
    if left is None or right is None:
        return None
    return _apply(tree.operator, left, right)


def _apply(operator: str, left: int, right: int) -> int | None:
    if operator == "+":
        return _fits(left + right)
    if operator == "-":
        return _fits(left - right)
    if operator == "*":
        return _fits(left * right)
    if right == 0:
        return None
    if operator == "%":
        return _fits(left % right)
    return _fits(left // right) if left % right == 0 else None


def _fits(value: int) -> int | None:
    return value if _LOWEST <= value <= _HIGHEST else None


_Tokens = list[Token | int]


def _sum(tokens: _Tokens) -> tuple[Expression, _Tokens]:
    left, tokens = _product(tokens)
    while tokens and tokens[0] in ("+", "-"):
        operator = str(tokens[0])
        right, tokens = _product(tokens[1:])
        left = Operation(operator, left, right)
    return left, tokens


def _product(tokens: _Tokens) -> tuple[Expression, _Tokens]:
    left, tokens = _signed(tokens)
    while tokens and tokens[0] in ("*", "/", "%"):
        operator = str(tokens[0])
        right, tokens = _signed(tokens[1:])
        left = Operation(operator, left, right)
    return left, tokens


def _signed(tokens: _Tokens) -> tuple[Expression, _Tokens]:
    if tokens and tokens[0] == "-":
        operand, tokens = _signed(tokens[1:])
        return Operation("-", None, operand), tokens
    return _operand(tokens)


def _operand(tokens: _Tokens) -> tuple[Expression, _Tokens]:
    if not tokens:
        raise OracleError("malformed expression: an operand is missing")
    first, rest = tokens[0], tokens[1:]
    if isinstance(first, int | Name):
        return first, rest
    if first == "(":
        inner, rest = _sum(rest)
        if rest and rest[0] == ")":
            return inner, rest[1:]
    raise OracleError(f"malformed expression at {first!r}")

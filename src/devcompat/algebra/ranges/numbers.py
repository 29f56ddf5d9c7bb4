"""Numbers: what the texts of a covered object spell, as expressions of its variables.

Belongs here: numbers, and the demand that one is in some ranges. Must not know: how they are found.
"""

from typing import NamedTuple

from devcompat.algebra.ranges.linear import Span
from devcompat.language.nodes import Expression, Reference, Value
from devcompat.values.integers import read_canonical


class Number(NamedTuple):
    """A number that a text of the covered object spells.

    `checked` is true for an expression: where it leaves 64 bits there is no text.
    """

    expression: Expression
    checked: bool


class Member(NamedTuple):
    """The demand that a number is in one of ascending ranges."""

    number: Number
    ranges: list[Span]


def number_of(value: Value) -> Number | None:
    """Return the number that is all of a value's text, or None if the text is more than that."""
    if isinstance(value, Expression):
        return Number(value, checked=True)
    if len(value.parts) != 1:
        return None
    only = value.parts[0]
    if isinstance(only, Reference):
        return plain(only.name)
    number = read_canonical(only)
    return None if number is None else constant(number)


def plain(name: str) -> Number:
    """Return a variable as a number."""
    return Number(Expression((Reference(name),)), checked=False)


def constant(number: int) -> Number:
    """Return a number that is known."""
    return Number(Expression((number,)), checked=False)

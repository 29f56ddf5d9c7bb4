"""Columns: coupled fields written out for all bindings at once, a column a field.

Belongs here: the texts that bindings give, without those that have no value.
Must not know: cells, boxes, how many bindings may be written out.

A binding at a time costs some microseconds a field; a column of 65,536 values is done by a few
calls that run in C. What the arithmetic means is `language.arithmetic.evaluate`'s to say.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress, repeat
from math import prod
from typing import Final, NamedTuple, TypeVar

from devcompat.language.arithmetic import HIGHEST, LOWEST, apply, references
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Expression, Reference, Value

_OPERATORS: Final[Mapping[str, Callable[[int, int], int]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.floordiv,
    "%": operator.mod,
}

_WIDEST: Final = 4
"""Bytes of a character in UTF-8 at most."""

Choices = Sequence[str] | Sequence[int]
"""What a variable may stand for: texts, or numbers if it is an int."""

Numbers = AbstractSet[int] | AbstractSet[tuple[int, ...]]
"""The numbers of several fields together; of one field alone they are no tuples."""


def written(
    fields: Sequence[tuple[str, Value]], variables: Mapping[str, Choices]
) -> list[tuple[str, ...]]:
    """Return the texts of the fields for each binding that gives all of them, some twice perhaps.

    Bindings that give a text beyond the limit of a value are left out: no SELF has it.
    """
    if not all(variables.values()):
        return []
    live = _Live(fields, variables)
    for _, value in fields:
        live.add(value)
    return list(zip(*live.texts, strict=True))


def numbers(fields: Sequence[tuple[str, Value]], variables: Mapping[str, Choices]) -> Numbers:
    """Return the numbers that fields have together, all of which are expressions."""
    if not all(variables.values()):
        return set()
    live = _Live(fields, variables)
    for _, value in fields:
        if isinstance(value, Expression):
            live.evaluate(value)
    columns = live.results()
    return set(columns[0]) if len(columns) == 1 else set(zip(*columns, strict=True))


class _Column(NamedTuple):
    """A number for each binding, or one for all; all are from `low` to `high`."""

    numbers: list[int] | int
    low: int
    high: int

    def each(self) -> Iterable[int]:
        return repeat(self.numbers) if isinstance(self.numbers, int) else self.numbers


class _Live:
    """The bindings that gave every value so far: their variables, and the texts of the fields."""

    def __init__(
        self, fields: Sequence[tuple[str, Value]], variables: Mapping[str, Choices]
    ) -> None:
        counted: set[str] = set()
        spoken: set[str] = set()
        for _, value in fields:
            if isinstance(value, Expression):
                counted.update(references(value))
            else:
                spoken.update(part.name for part in value.parts if isinstance(part, Reference))
        self._count = prod(map(len, variables.values()))
        self._spoken: dict[str, list[str]] = {}
        self._numbers: dict[str, _Column] = {}
        inner = self._count
        for name, values in variables.items():
            outer = self._count // inner
            inner //= len(values)
            if name in spoken:
                self._spoken[name] = _repeated([str(value) for value in values], inner) * outer
            if name in counted:
                found = [int(value) for value in values]
                column = _repeated(found, inner) * outer
                self._numbers[name] = _Column(column, min(found), max(found))
        self._stack: list[_Column] = []
        self.texts: list[list[str]] = []

    def add(self, value: Value) -> None:
        """Add a field's texts; bindings that give it none are left out."""
        if isinstance(value, Expression):
            self.evaluate(value)
            (found,) = self.results()
            self._put(list(map(str, found)))
            return
        parts = [
            [part] * self._count if isinstance(part, str) else self._spoken[part.name]
            for part in value.parts
        ]
        self._put(parts[0] if len(parts) == 1 else list(map("".join, zip(*parts, strict=True))))

    def _put(self, texts: list[str]) -> None:
        """Add a column; bindings with a text beyond the limit of a value are left out."""
        self.texts.append(texts)
        if texts and max(map(len, texts)) * _WIDEST > TEXT_BYTES:
            self._keep([len(text.encode()) <= TEXT_BYTES for text in texts])

    def results(self) -> list[list[int]]:
        """Return the columns of numbers that were evaluated, and forget them."""
        found = [self._full(column) for column in self._stack]
        self._stack = []
        return found

    def evaluate(self, expression: Expression) -> None:
        """Leave the expression's numbers on the stack; bindings that give none are left out."""
        for token in expression.postfix:
            if isinstance(token, int):
                self._stack.append(_Column(token, token, token))
            elif isinstance(token, Reference):
                self._stack.append(self._numbers[token.name])
            elif token == "neg":
                self._stack.append(_Column(0, 0, 0))
                self._stack[-2:] = reversed(self._stack[-2:])
                self._apply("-")
            else:
                self._apply(token)
            self._bound()

    def _apply(self, token: str) -> None:
        """Replace the last two columns by one."""
        self._only_with_value(token)
        right, left = self._stack.pop(), self._stack.pop()
        if isinstance(left.numbers, int) and isinstance(right.numbers, int):
            value = apply(token, left.numbers, right.numbers) or 0
            self._stack.append(_Column(value, value, value))
            return
        found = list(map(_OPERATORS[token], left.each(), right.each()))
        self._stack.append(_Column(found, *_ends(token, left, right)))

    def _only_with_value(self, token: str) -> None:
        """Leave out zero divisors and quotients with a remainder."""
        if token not in "/%":
            return
        left, right = self._stack[-2:]
        if right.numbers == 0 or right.low <= 0 <= right.high:
            self._keep(list(map(bool, self._full(right))))
            left, right = self._stack[-2:]
        if token == "/":
            rest = map(operator.mod, self._full(left), self._full(right))
            self._keep([not found for found in rest])

    def _full(self, column: _Column) -> list[int]:
        numbers = column.numbers
        return [numbers] * self._count if isinstance(numbers, int) else numbers

    def _bound(self) -> None:
        """Leave out what is beyond 64 bits."""
        last = self._stack[-1]
        if last.low >= LOWEST and last.high <= HIGHEST:
            return
        found = self._full(last)
        low, high = min(found, default=0), max(found, default=0)
        if low < LOWEST or high > HIGHEST:
            self._keep([LOWEST <= number <= HIGHEST for number in found])
        self._stack[-1] = self._stack[-1]._replace(low=max(low, LOWEST), high=min(high, HIGHEST))

    def _keep(self, chosen: Sequence[bool]) -> None:
        """Leave out the bindings that are not chosen."""
        if all(chosen):
            return
        self._spoken = {
            name: list(compress(column, chosen)) for name, column in self._spoken.items()
        }
        self._numbers = {name: _kept(column, chosen) for name, column in self._numbers.items()}
        self._stack = [_kept(column, chosen) for column in self._stack]
        self.texts = [list(compress(column, chosen)) for column in self.texts]
        self._count = sum(chosen)


def _kept(column: _Column, chosen: Sequence[bool]) -> _Column:
    if isinstance(column.numbers, int):
        return column
    return column._replace(numbers=list(compress(column.numbers, chosen)))


def _ends(token: str, left: _Column, right: _Column) -> tuple[int, int]:
    """Return between which numbers results lie that have a value."""
    if token == "+":
        return left.low + right.low, left.high + right.high
    if token == "-":
        return left.low - right.high, left.high - right.low
    if token == "*":
        ends = [one * other for one in left[1:] for other in right[1:]]
        return min(ends), max(ends)
    if token == "%":
        return min(0, right.low + 1), max(0, right.high - 1)
    most = max(abs(left.low), abs(left.high))
    return -most, most


_Item = TypeVar("_Item")


def _repeated(items: Sequence[_Item], times: int) -> list[_Item]:
    if times == 1:
        return list(items)
    return list(chain.from_iterable([repeat(item, times) for item in items]))

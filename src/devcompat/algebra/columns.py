"""Columns: coupled fields written out for all bindings at once, a column a field.

Belongs here: the texts that bindings give, without those that have no value.
Must not know: cells, boxes, how many bindings may be written out.

A binding at a time costs some microseconds a field; a column of 65,536 values is done by a few
calls that run in C. What the arithmetic means is `language.arithmetic.evaluate`'s to say.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, compress, repeat
from math import prod
from typing import Final, NamedTuple, TypeVar

from devcompat.language.arithmetic import HIGHEST, LOWEST
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Expression, Reference, Value

_TOTAL: Final[Mapping[str, Callable[[int, int], int]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
"""Operators that always give a number."""

_WIDEST: Final = 4
"""Bytes of a character in UTF-8 at most."""


class Choices(NamedTuple):
    """What a variable may stand for: the texts, and of an int variable the numbers."""

    texts: Sequence[str]
    numbers: Sequence[int]


def written(
    fields: Sequence[tuple[str, Value]], variables: Mapping[str, Choices]
) -> list[tuple[str, ...]]:
    """Return the texts of the fields for each binding that gives all of them, some twice perhaps.

    Bindings that give a text beyond the limit of a value are left out: no SELF has it.
    """
    if not all(found.texts for found in variables.values()):
        return []
    live = _Live(variables)
    for _, value in fields:
        live.add(value)
    return list(zip(*live.texts, strict=True))


class _Live:
    """The bindings that gave every value so far: their variables, and the texts of the fields."""

    def __init__(self, variables: Mapping[str, Choices]) -> None:
        self._count = prod(len(found.texts) for found in variables.values())
        self._spoken: dict[str, list[str]] = {}
        self._numbers: dict[str, list[int]] = {}
        inner = self._count
        for name, found in variables.items():
            outer = self._count // inner
            inner //= len(found.texts)
            self._spoken[name] = _repeated(found.texts, inner) * outer
            self._numbers[name] = _repeated(found.numbers, inner) * outer
        self._stack: list[list[int]] = []
        self.texts: list[list[str]] = []

    def add(self, value: Value) -> None:
        """Add a field's texts; bindings that give it none are left out."""
        if isinstance(value, Expression):
            self._evaluate(value)
            self._put(list(map(str, self._stack.pop())))
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

    def _evaluate(self, expression: Expression) -> None:
        """Leave the expression's numbers on the stack."""
        for token in expression.postfix:
            if isinstance(token, int):
                self._stack.append([token] * self._count)
            elif isinstance(token, Reference):
                self._stack.append(self._numbers[token.name])
            elif token == "neg":
                self._stack.append(list(map(operator.neg, self._stack.pop())))
            else:
                self._apply(token)
            self._bound()

    def _apply(self, token: str) -> None:
        if token in _TOTAL:
            right, left = self._stack.pop(), self._stack.pop()
            self._stack.append(list(map(_TOTAL[token], left, right)))
            return
        self._keep([number != 0 for number in self._stack[-1]])
        if token == "/":
            left, right = self._stack[-2:]
            self._keep([not rest for rest in map(operator.mod, left, right)])
        right, left = self._stack.pop(), self._stack.pop()
        work = operator.floordiv if token == "/" else operator.mod
        self._stack.append(list(map(work, left, right)))

    def _bound(self) -> None:
        """Leave out what is beyond 64 bits."""
        last = self._stack[-1]
        if last and not (min(last) >= LOWEST and max(last) <= HIGHEST):
            self._keep([LOWEST <= number <= HIGHEST for number in last])

    def _keep(self, chosen: Sequence[bool]) -> None:
        """Leave out the bindings that are not chosen."""
        if all(chosen):
            return
        self._spoken = {
            name: list(compress(column, chosen)) for name, column in self._spoken.items()
        }
        self._numbers = {
            name: list(compress(column, chosen)) for name, column in self._numbers.items()
        }
        self._stack = [list(compress(column, chosen)) for column in self._stack]
        self.texts = [list(compress(column, chosen)) for column in self.texts]
        self._count = sum(chosen)


_Item = TypeVar("_Item")


def _repeated(items: Sequence[_Item], times: int) -> list[_Item]:
    return list(chain.from_iterable([repeat(item, times) for item in items]))

"""Enumerating: the concrete objects that a COMPATIBLE object stands for (section 7.4).

Belongs here: counting bindings, and writing them out in order. Must not know: limits of who asks,
sentences.

Variables of int and string are written out. The others stand for texts without number (`1.0` and
`01.0` are one version): they stay what they are, and so does a field of theirs.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.nodes import EMPTY, Object, Reference, Template, Value, Variable
from devcompat.match.component import rendered
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet


class Concrete(NamedTuple):
    """One concrete object: its fields' texts, and the fields that stay open with their variable."""

    texts: Mapping[str, str]
    open_fields: Mapping[str, Variable]


def count_bindings(item: Object) -> int:
    """Return the bindings of an object's int and string variables: how many objects at most.

    There may be fewer: a binding may give no value, and two may give the same texts.
    """
    count = 1
    for variable in _written_out(item):
        domain = variable.domain
        count *= domain.size if isinstance(domain, IntegerSet) else len(_texts(variable))
    return count


def concrete_objects(item: Object) -> Iterator[Concrete]:
    """Yield the concrete objects of an object, each once; what no SELF can have is left out.

    The variables are taken in the order of their declaration, the last one changing first, integers
    from the smallest, texts as they are listed.
    """
    variables = {found.name: found for found in item.variables}
    open_fields = {
        field.name: found
        for field in item.fields
        if (found := _open_variable(field.value, variables)) is not None
    }
    closed = [
        (field.name, field.value)
        for field in item.fields
        if field.name not in open_fields and field.value != EMPTY
    ]
    written_out = _written_out(item)
    seen: set[tuple[str, ...]] = set()
    choices: list[Iterable[Bound]] = [_values(found) for found in written_out]
    for values in product(*choices):
        names = (found.name for found in written_out)
        binding: dict[str, Bound] = dict(zip(names, values, strict=True))
        texts = _rendered(closed, binding)
        if texts is not None and texts not in seen:
            seen.add(texts)
            named = zip(closed, texts, strict=True)
            yield Concrete({name: text for (name, _), text in named if text}, open_fields)


def _rendered(
    fields: list[tuple[str, Value]], binding: Mapping[str, Bound]
) -> tuple[str, ...] | None:
    """Return the fields' texts, or None if one has none or none that a SELF can have."""
    texts: list[str] = []
    for _, value in fields:
        text = rendered(value, binding)
        if text is None or len(text.encode()) > limits.TEXT_BYTES:
            return None
        texts.append(text)
    return tuple(texts)


def _written_out(item: Object) -> list[Variable]:
    return [found for found in item.variables if found.type in {"int", "string"}]


def _open_variable(value: Value, variables: Mapping[str, Variable]) -> Variable | None:
    """Return the variable of a field that stays open, or None."""
    if not isinstance(value, Template) or len(value.parts) != 1:
        return None
    only = value.parts[0]
    found = variables[only.name] if isinstance(only, Reference) else None
    return None if found is None or found.type in {"int", "string"} else found


def _texts(variable: Variable) -> tuple[str, ...]:
    return variable.domain if isinstance(variable.domain, tuple) else ()


def _values(variable: Variable) -> "Iterable[Bound]":
    domain = variable.domain
    return _Numbers(domain) if isinstance(domain, IntegerSet) else _texts(variable)


class _Numbers:
    """The members of a domain, from the smallest."""

    def __init__(self, domain: IntegerSet) -> None:
        self._domain = domain

    def __iter__(self) -> Iterator[int]:
        for low, high in self._domain.ranges:
            yield from range(low, high + 1)

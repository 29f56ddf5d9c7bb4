"""Rewriting: a descriptor as it would be with other texts and other demands.

Belongs here: what replaces what in SELF and in COMPATIBLE objects. Must not know: which devices
change, files.
"""

from typing import NamedTuple

from devcompat.language.nodes import (
    EMPTY,
    Descriptor,
    Document,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.verdict import Basis


class Rewrite(NamedTuple):
    """What is written over a descriptor.

    `own` are fields of SELF, empty ones for those that go. `accepted` are fields that every
    COMPATIBLE object demands instead of what it did, empty ones likewise; `compatible` are objects
    that stand for all that there were, None to keep them.
    """

    own: tuple[Field, ...] = ()
    accepted: Object | None = None
    compatible: tuple[Object, ...] | None = None


def rewritten(side: Compiled, rewrite: Rewrite, basis: Basis) -> Compiled:
    """Return a side with the rewrite done; a field that is set is no longer unread."""
    descriptor = side.descriptor
    compatible = descriptor.compatible if rewrite.compatible is None else rewrite.compatible
    if rewrite.accepted is not None:
        compatible = tuple(_accepting(item, rewrite.accepted) for item in compatible)
    new = {field.name for field in rewrite.own}
    kept = [field for field in descriptor.self_object.fields if field.name not in new]
    own = [field for field in rewrite.own if field.value != EMPTY]
    unread = {name: why for name, why in side.unread.items() if name not in new}
    document = Document(Descriptor(Object((*kept, *own)), compatible))
    return compile_document(document, basis, unread)


def _accepting(item: Object, accepted: Object) -> Object:
    """Return an object with the demands of another in place of its own for the same fields."""
    names = {field.name for field in accepted.fields}
    kept = [field for field in item.fields if field.name not in names]
    used = {name for field in kept for name in _references(field.value)}
    known = {variable.name: variable for variable in item.variables if variable.name in used}
    renamed: dict[str, str] = {}
    variables: list[Variable] = []
    for variable in accepted.variables:
        name = variable.name
        while name in known or name in renamed.values():
            name += "_"
        renamed[variable.name] = name
        variables.append(variable._replace(name=name))
    fields = [
        field._replace(value=_renamed(field.value, renamed))
        for field in accepted.fields
        if field.value != EMPTY
    ]
    return Object((*kept, *fields), (*known.values(), *variables))


def _parts(value: Value) -> tuple[object, ...]:
    return value.postfix if isinstance(value, Expression) else value.parts


def _references(value: Value) -> list[str]:
    return [part.name for part in _parts(value) if isinstance(part, Reference)]


def _renamed(value: Value, names: dict[str, str]) -> Value:
    if isinstance(value, Expression):
        return Expression(
            tuple(
                Reference(names[p.name]) if isinstance(p, Reference) else p for p in value.postfix
            )
        )
    return Template(
        tuple(Reference(names[p.name]) if isinstance(p, Reference) else p for p in value.parts)
    )

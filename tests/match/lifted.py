"""Lifted: a descriptor whose objects' variables have become parameters of a type.

Here belongs that change of a document. It must not know how either of them is judged.
"""

from devcompat.language.nodes import (
    SHARED_TYPES,
    Descriptor,
    Document,
    Expression,
    Object,
    Parameter,
    Reference,
    Template,
    Value,
    Variable,
)


def lifted(document: Document) -> Document:
    """Return a type that accepts the same: int and string variables of objects are parameters.

    Each parameter has its object's number in its name, as objects share no variables.
    """
    descriptor = document.descriptor
    parameters: list[Parameter] = []
    objects: list[Object] = []
    for index, item in enumerate(descriptor.compatible):
        moved = [found for found in item.variables if found.type in SHARED_TYPES]
        names = {found.name: f"o{index}_{found.name}" for found in moved}
        parameters += [
            Parameter(f"attribute_{names[found.name]}", found._replace(name=names[found.name]))
            for found in moved
        ]
        fields = [field._replace(value=_renamed(field.value, names)) for field in item.fields]
        stay: tuple[Variable, ...] = tuple(found for found in item.variables if found not in moved)
        objects.append(item._replace(fields=tuple(fields), variables=stay))
    changed: Descriptor = descriptor._replace(
        compatible=tuple(objects), parameters=tuple(parameters)
    )
    return document._replace(descriptor=changed)


def _renamed(value: Value, names: dict[str, str]) -> Value:
    if isinstance(value, Expression):
        return Expression(
            tuple(
                Reference(names.get(token.name, token.name))
                if isinstance(token, Reference)
                else token
                for token in value.postfix
            )
        )
    return Template(
        tuple(
            Reference(names.get(part.name, part.name)) if isinstance(part, Reference) else part
            for part in value.parts
        )
    )

"""Enumerating: the concrete objects of a descriptor, as far as that was asked for (section 7.4).

Belongs here: which objects, how many at most, plain values. Must not know: command lines.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from devcompat.algebra.enumerating import Concrete, concrete_objects, count_bindings
from devcompat.language.domains import write_domain
from devcompat.language.nodes import Document, Object, Template, Variable
from devcompat.language.printer import write_value
from devcompat.language.problems import input_error
from devcompat.verbs.serial import Plain

LIMIT = 1000
"""Bindings that are written out unless more are asked for."""


class Counted(NamedTuple):
    """A COMPATIBLE object, its number from 1, and the bindings that it has at most."""

    number: int
    item: Object
    bindings: int


def counted(document: Document, number: int | None = None) -> list[Counted]:
    """Return the COMPATIBLE objects, or the one of that number, with their bindings.

    Raises InputError: `parameters.unset` for a type descriptor, `usage` if there is no such object.
    """
    if document.descriptor.parameters:
        from devcompat.match.fixing import fix_parameters

        document = fix_parameters(document, {})
    objects = document.descriptor.compatible
    if number is not None and number > len(objects):
        said = f"there is no COMPATIBLE object {number}: the descriptor has {len(objects)}"
        raise input_error("usage", str(number), said, "devcompat enumerate")
    return [
        Counted(index, item, count_bindings(item))
        for index, item in enumerate(objects, start=1)
        if number in {None, index}
    ]


def lines_of(item: Object) -> Iterator[str]:
    """Yield the concrete objects of an object, each as a line of the text format."""
    for found in concrete_objects(item):
        texts = _in_order(item, found)
        yield " ".join(["COMPATIBLE:", *(f"{name}={text}" for name, text in texts.items())])


def _in_order(item: Object, found: Concrete) -> dict[str, str]:
    """Return the fields of a concrete object in the order of the object, as the text has them."""
    texts = {name: write_value(Template((text,)), {}, set()) for name, text in found.texts.items()}
    texts |= {name: _declared(variable) for name, variable in found.open_fields.items()}
    return {field.name: texts[field.name] for field in item.fields if field.name in texts}


def _declared(variable: Variable) -> str:
    domain = write_domain(variable)
    rest = "" if domain is None else f":{domain}"
    return f"{{{variable.name}:{variable.type}{rest}}}"


def enumeration_to_plain(name: str, objects: list[Counted], limit: int) -> Mapping[str, Plain]:
    """Return the counts and, if they are within the limit, the objects: schema/enumeration."""
    total = sum(found.bindings for found in objects)
    return {
        "input": name,
        "limit": limit,
        "bindings": total,
        "complete": total <= limit,
        "objects": [
            {
                "object": found.number,
                "bindings": found.bindings,
                "concrete": list(map(_to_plain, concrete_objects(found.item)))
                if total <= limit
                else None,
            }
            for found in objects
        ],
    }


def _to_plain(found: Concrete) -> Plain:
    return {
        "fields": dict(found.texts),
        "open": {name: _declared(variable) for name, variable in found.open_fields.items()},
    }

"""Sketch: an object as it is written, enough to see that two are the same or far apart.

Belongs here: what shows without taking an object apart, which most objects of a release are spared.
Must not know: cells, how objects are compared that are neither.
"""

from collections.abc import Mapping
from functools import cached_property

from devcompat.algebra.parts import Decider, Parts
from devcompat.language.nodes import EMPTY, Object, Template
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Allowance


class Sketch:
    """One COMPATIBLE object; `literals` are fields with one text, `beginnings` how texts begin.

    `unread` are fields that could not be read of the device: they are open.
    """

    def __init__(self, item: Object, unread: Mapping[str, str]) -> None:
        self._object = item
        self._unread = unread
        self.literals: dict[str, str] = {}
        self.beginnings: dict[str, str] = {}
        self.names: set[str] = set(unread)
        self._fields = [field[:2] for field in item.fields if field.value != EMPTY]
        for name, value in self._fields:
            self.names.add(name)
            if isinstance(value, Template) and name not in unread:
                first = value.parts[0]
                if isinstance(first, str):
                    known = self.literals if len(value.parts) == 1 else self.beginnings
                    known[name] = first
        self.key = (*self.literals.items(), *self.beginnings.items())

    def is_like(self, other: "Sketch") -> bool:
        """Return whether an object is written alike: the same fields and variables in one order."""
        if self._fields != other._fields or self._unread != other._unread:
            return False
        own, others = self._object.variables, other._object.variables
        return [variable[:3] for variable in own] == [variable[:3] for variable in others]

    @cached_property
    def parts(self) -> Parts:
        """The object taken apart, without tables of bindings: each is asked for little."""
        return Parts(CompiledObject(self._object, Allowance(0)), self._unread)

    @cached_property
    def deciders(self) -> tuple[Decider, ...]:
        """The opaque fields, each with who decides it."""
        if self._unread or any(found.type == "opaque" for found in self._object.variables):
            return tuple(sorted(self.parts.deciders))
        return ()

    def is_apart(self, other: "Sketch") -> bool:
        """Return whether literal texts show that no SELF is accepted by both."""
        return self._excludes(other) or other._excludes(self)

    def _excludes(self, other: "Sketch") -> bool:
        for name, text in self.literals.items():
            found = other.literals.get(name)
            if found is None:
                if name not in other.names:
                    return True
                if not text.startswith(other.beginnings.get(name, "")):
                    return True
            elif found != text:
                return True
        for name, begun in self.beginnings.items():
            if name not in other.names:
                return True
            found = other.beginnings.get(name)
            if found is not None and not (found.startswith(begun) or begun.startswith(found)):
                return True
        return False

    def refuses(self, texts: Mapping[str, str]) -> bool:
        """Return whether literal texts show that a SELF is not accepted."""
        return any(texts.get(name, "") != text for name, text in self.literals.items()) or any(
            not texts.get(name, "").startswith(begun) for name, begun in self.beginnings.items()
        )


def sketches(device: Compiled, name: str) -> list[Sketch]:
    """Return the COMPATIBLE objects of a device, which is called by `name`."""
    unread = {field: f"not read of {name}: {why}" for field, why in device.unread.items()}
    return [Sketch(item, unread) for item in device.descriptor.compatible]

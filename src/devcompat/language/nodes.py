"""Nodes: what a descriptor is once read: objects, fields, values, variables (sections 1, 2 and 8).

Belongs here: the tree and its equality. Must not know: how any format spells it, or what matches.

Nodes that a reader makes by the hundred are named tuples: they are built twice as fast as frozen
dataclasses and cost nothing to import. The order of fields does not count for equality, the order
of objects does, and an empty field is an absent one.
"""

from typing import NamedTuple

from devcompat.language.source import Source
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange

NOWHERE = -1
"""The offset of a node that was not read from a text."""


class Reference(NamedTuple):
    """A placeholder: the place in a value where a variable's text stands."""

    name: str


class Template(NamedTuple):
    """A value made of literal texts and placeholders rendered in place.

    No two references are neighbours, no literal part is empty, and none that stands before a
    reference ends with `$` (no format can spell that). The empty value has no parts.
    """

    parts: tuple[str | Reference, ...]

    def literal(self) -> str | None:
        """Return the text of a value without placeholders, else None."""
        if not self.parts:
            return ""
        only = self.parts[0]
        return only if len(self.parts) == 1 and isinstance(only, str) else None


class Expression(NamedTuple):
    """Arithmetic over int variables, in postfix order.

    Operands are ints and references; operators are `+ - * / %` (two operands) and `neg` (one).
    Postfix, so that no text can make a tree too deep to walk.
    """

    postfix: tuple[int | Reference | str, ...]
    is_arithmetic: bool = True
    """Always true; without it `-{n}` would equal the template `{n}neg`: both are tuples."""


Value = Template | Expression

EMPTY = Template(())

Domain = IntegerSet | VersionRange | tuple[str, ...] | int | str | None
"""By type: int IntegerSet; string and set a tuple of texts as listed; version VersionRange;
mask the allowed bits; opaque who decides; any None."""

TYPES = ("int", "string", "version", "set", "mask", "any", "opaque")
SHARED_TYPES = frozenset({"int", "string"})
"""Types whose variables may stand inside a longer text or more than once."""


class Variable(NamedTuple):
    """A variable of one COMPATIBLE object, or a parameter's: its name, type and domain."""

    name: str
    type: str
    domain: Domain
    offset: int = NOWHERE

    def meaning(self) -> tuple[object, ...]:
        """Return what counts for equality: the domain as a set, not as it was written."""
        domain = self.domain
        texts = frozenset(domain) if isinstance(domain, tuple) else domain
        return (self.name, self.type, texts)


class Field(NamedTuple):
    """A name, its value, and the offset of the name in the text it was read from."""

    name: str
    value: Value
    offset: int = NOWHERE


class Object(NamedTuple):
    """SELF, INFO or one COMPATIBLE object; the variables are in the order of their declaration."""

    fields: tuple[Field, ...]
    variables: tuple[Variable, ...] = ()
    offset: int = NOWHERE

    def meaning(self) -> tuple[object, ...]:
        """Return what counts for equality: fields as a set, empty ones left out."""
        fields = frozenset((item.name, item.value) for item in self.fields if item.value != EMPTY)
        return (fields, frozenset(variable.meaning() for variable in self.variables))


class Parameter(NamedTuple):
    """A choice made when the device is created: the attribute to write, and its variable."""

    attribute: str
    variable: Variable
    offset: int = NOWHERE


class Descriptor(NamedTuple):
    """What one device is (SELF) and what it can take over (COMPATIBLE); equality is by meaning."""

    self_object: Object
    compatible: tuple[Object, ...] = ()
    info: Object | None = None
    parameters: tuple[Parameter, ...] = ()

    def meaning(self) -> tuple[object, ...]:
        """Return what counts for equality of descriptors (section 1)."""
        return (
            self.self_object.meaning(),
            tuple(item.meaning() for item in self.compatible),
            self.info.meaning() if self.info is not None and self.info.fields else None,
            tuple((item.attribute, item.variable.meaning()) for item in self.parameters),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descriptor) and self.meaning() == other.meaning()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.meaning())


class Document(NamedTuple):
    """A descriptor and the text it was read from."""

    descriptor: Descriptor
    source: Source | None = None

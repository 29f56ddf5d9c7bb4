"""Compiled: a descriptor made ready to be matched many times.

Belongs here: sorting an object's fields by how they are decided; the decision without evidence.
Must not know: wire forms, why a match fails (evidence), the rules of direction (judge).
"""

from collections.abc import Callable, Container, Mapping
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from devcompat.language.nodes import (
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
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.component import Allowance, Component
from devcompat.match.domains import Allowed, allowed_by
from devcompat.match.interned import Item, interned_item, interned_names, interned_text
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    NATIVE,
    UNKNOWN,
    Basis,
    Demand,
    Outcome,
)


class Single(NamedTuple):
    """A field whose whole value is a variable that stands nowhere else."""

    name: str
    variable: Variable
    allowed: Allowed


class Texts(dict[str, str]):
    """A SELF's non-empty values by name; a field that is absent reads as the empty text."""

    __slots__ = ()

    def __missing__(self, name: str) -> str:
        return ""


Table = tuple[Callable[[Texts], object], Container[object]]
"""What takes a component's texts out of a SELF's, and all that they may be."""


class CompiledObject:
    """One COMPATIBLE object: its demands, sorted by how they are decided."""

    __slots__ = (
        "_tables", "components", "fields", "literal_items", "literals", "names", "opaque",
        "searched", "singles", "variables",
    )  # fmt: skip

    def __init__(self, item: Object, allowance: Allowance) -> None:
        self.variables: dict[str, Variable] = {found.name: found for found in item.variables}
        demanded = [field for field in item.fields if field.value != Template(())]
        self.fields: dict[str, Field] = {interned_text(field.name): field for field in demanded}
        self.names = interned_names(frozenset(self.fields))
        self.literals: dict[str, str] = {}
        self.opaque: dict[str, str] = {}
        self.singles: list[Single] = []
        shared: list[tuple[str, Value]] = []
        uses = _uses(demanded)
        for name, field in self.fields.items():
            literal = field.value.literal() if isinstance(field.value, Template) else None
            alone = self._alone(field.value, uses)
            if literal is not None:
                self.literals[name] = literal
            elif alone is None:
                shared.append((name, field.value))
            elif isinstance(alone.domain, str) and alone.type == "opaque":
                self.opaque[name] = alone.domain
            else:
                self.singles.append(Single(name, alone, allowed_by(alone)))
        whole = Component(shared, [found for found in item.variables if _in(shared, found)])
        self.components = whole.connected() if shared else []
        for component in self.components:
            component.tabulate(allowance)
        self._tables = [_table(found) for found in self.components if found.table is not None]
        self.searched = [found for found in self.components if found.table is None]
        self.literal_items = frozenset([interned_item(*item) for item in self.literals.items()])

    def _alone(self, value: Value, uses: Mapping[str, int]) -> Variable | None:
        """Return the variable that is the whole value and stands nowhere else, or None."""
        if isinstance(value, Expression) or len(value.parts) != 1:
            return None
        only = value.parts[0]
        if isinstance(only, str) or uses[only.name] > 1:
            return None
        return self.variables[only.name]

    def demand(self, name: str, source: Source | None) -> Demand | None:
        """Return what the object wants of a field, or None if it does not name it."""
        field = self.fields.get(name)
        if field is None:
            return None
        position = None
        if source is not None and field.offset >= 0:
            position = source.position(field.offset)
        return Demand(name, field.value, self.variables, position)

    def least_failures(self, subject: "Compiled") -> int:
        """Return a number of fields that fail at least; no field is unread."""
        return len(self.literal_items - subject.items) + len(subject.names - self.names)

    def decide(self, subject: "Compiled", search: Budget, alone: Budget) -> Outcome:
        """Return whether the subject's SELF matches, without saying why. No field is unread.

        `search` is the pair's budget for bindings; where that is used up, `alone` is what may be
        spent on fields that cannot match even alone: unknown never hides a mismatch.
        """
        texts = subject.texts
        if not subject.names <= self.names:
            return INCOMPATIBLE
        if self.literal_items and not self.literal_items <= subject.items:
            return INCOMPATIBLE
        for name, _, allowed in self.singles:
            if not allowed[texts[name]]:
                return INCOMPATIBLE
        for taken, table in self._tables:
            if taken(texts) not in table:
                return INCOMPATIBLE
        undecided = bool(self.opaque)
        for component in self.searched:
            try:
                if component.solution(texts, search) is None:
                    return INCOMPATIBLE
            except BudgetExhausted:
                if component.fails_alone(texts, alone):
                    return INCOMPATIBLE
                undecided = True
        return UNKNOWN if undecided else COMPATIBLE


def _uses(fields: list[Field]) -> dict[str, int]:
    uses: dict[str, int] = {}
    for field in fields:
        parts = field.value.postfix if isinstance(field.value, Expression) else field.value.parts
        for part in parts:
            if isinstance(part, Reference):
                uses[part.name] = uses.get(part.name, 0) + 1
    return uses


def _in(shared: list[tuple[str, Value]], variable: Variable) -> bool:
    reference = Reference(variable.name)
    return any(
        reference in (value.postfix if isinstance(value, Expression) else value.parts)
        for _, value in shared
    )


def _table(component: Component) -> Table:
    """Return how the texts of a tabulated component are taken and all that they may be."""
    known = component.table or {}
    if len(component.names) == 1:
        return itemgetter(component.names[0]), frozenset(only for (only,) in known)
    return itemgetter(*component.names), known


class Compiled:
    """A descriptor ready to be matched, with what could not be read and how it is known.

    `texts` are the SELF's non-empty values. `unread` names fields that could not be read, with the
    reason: the SELF's value is not known, and what the COMPATIBLE objects want of it neither.
    """

    def __init__(
        self,
        descriptor: Descriptor,
        source: Source | None,
        basis: Basis,
        unread: Mapping[str, str],
    ) -> None:
        self.descriptor = descriptor
        self.source = source
        self.name = "" if source is None else source.name
        self.basis: Basis = basis
        self.unread = dict(unread)
        self.texts = Texts()
        for field in descriptor.self_object.fields:
            literal = field.value.literal() if isinstance(field.value, Template) else None
            if literal:
                self.texts[interned_text(field.name)] = interned_text(literal)
        self.names = interned_names(frozenset(self.texts))

    @cached_property
    def items(self) -> frozenset[Item]:
        """The texts with their names; most devices of a large fleet are never asked for them."""
        return frozenset([interned_item(*item) for item in self.texts.items()])

    @cached_property
    def objects(self) -> tuple[CompiledObject, ...]:
        """The COMPATIBLE objects; compiled when the first SELF meets them."""
        allowance = Allowance()
        return tuple([CompiledObject(item, allowance) for item in self.descriptor.compatible])


def compile_document(
    document: Document, basis: Basis = NATIVE, unread: Mapping[str, str] | None = None
) -> Compiled:
    """Return the document's descriptor, ready to be matched.

    Raises InputError `parameters.unset` for a type descriptor: its parameters come first.
    """
    descriptor, source = document
    if descriptor.parameters:
        first = descriptor.parameters[0]
        position = None
        if source is not None and first.offset >= 0:
            position = source.position(first.offset)
        names = ", ".join(item.attribute for item in descriptor.parameters)
        expected = "a device's descriptor, or a value for each parameter"
        raise InputError(
            (Problem("parameters.unset", position, names, expected),),
            "" if source is None else source.name,
            None if source is None else source.text,
        )
    return Compiled(descriptor, source, basis, unread or {})

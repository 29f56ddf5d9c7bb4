"""Groups: fields that take their texts together, because templates or variables tie them.

Belongs here: their texts written out where there are few, the coupling that a person wrote, both
cut down exactly. Must not know: objects, fields that stand alone.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from devcompat.algebra.baseline.demands import (
    NOTHING,
    Anything,
    Demand,
    Listed,
    Numbers,
    demand_of,
    listed,
    meet,
)
from devcompat.algebra.parts import TUPLES, written_out
from devcompat.algebra.work import Work
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.component import Component, rendered
from devcompat.match.domains import CaptureReader, spoken_values
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet

Row = tuple[str, ...]
"""The texts of a group's fields, in the order of its names."""


class Coupling(NamedTuple):
    """Fields with their values over numbered variables; `called` are the variables' own names.

    Equal for couplings that differ only in domains and in names.
    """

    fields: tuple[tuple[str, Value], ...]
    types: tuple[str, ...]


class Group:
    """Fields with all texts that they have together.

    `rows` are these, or None where they are too many to be written out: then they are what the
    coupling gives with these domains. `called` are names for the coupling's variables.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        rows: frozenset[Row] | None,
        coupling: Coupling | None,
        domains: tuple[Demand, ...],
        called: tuple[str, ...],
    ) -> None:
        self.names = names
        self.rows = rows
        self.coupling = coupling
        self.domains = domains
        self.called = called
        self.key = (names, rows) if rows is not None else (names, coupling, domains)

    def with_rows(self, rows: frozenset[Row]) -> "Group":
        """Return the group with only these rows."""
        return Group(self.names, rows, self.coupling, self.domains, self.called)

    def with_domains(self, domains: tuple[Demand, ...]) -> "Group":
        """Return a group that is not written out with these domains of its variables."""
        return Group(self.names, None, self.coupling, domains, self.called)

    @cached_property
    def component(self) -> Component:
        """The fields as the matcher takes them."""
        assert self.coupling is not None  # noqa: S101  (only groups from objects are asked)
        return Component(self.coupling.fields, self.variables())

    def variables(self) -> tuple[Variable, ...]:
        """Return the coupling's variables, by their numbers, with the domains."""
        assert self.coupling is not None  # noqa: S101
        return tuple(
            variable_of(str(at), kind, domain)
            for at, (kind, domain) in enumerate(zip(self.coupling.types, self.domains, strict=True))
        )

    def is_told_by_texts(self) -> bool:
        """Return whether the texts of the fields tell each variable's value."""
        assert self.coupling is not None  # noqa: S101
        told = {
            only
            for _, value in self.coupling.fields
            if isinstance(value, Template) and (only := only_reference(value)) is not None
        }
        return len(told) == len(self.coupling.types)


def variable_of(name: str, kind: str, domain: Demand) -> Variable:
    """Return an int or string variable of a domain that is not empty."""
    if isinstance(domain, Numbers):
        if kind == "int":
            return Variable(name, kind, domain.integers)
        found = domain.integers
        spoken = spoken_values(Variable(name, "int", found), TUPLES) or ()
        return Variable(name, kind, tuple(spoken))
    assert isinstance(domain, Listed)  # noqa: S101  (domains are of int or string variables)
    if kind == "int":
        items = sorted(int(text) for text in domain.texts)
        return Variable(name, kind, IntegerSet(IntegerRange(one, one) for one in items))
    return Variable(name, kind, tuple(sorted(domain.texts)))


def only_reference(value: Template) -> str | None:
    """Return the variable that stands in a template if it is one, once."""
    found = [part.name for part in value.parts if isinstance(part, Reference)]
    return found[0] if len(found) == 1 else None


def group_of(component: Component, work: Work) -> Group:
    """Return the fields of one object's component as a group."""
    fields = sorted(component.fields, key=lambda field: field[0])
    numbered: dict[str, str] = {}
    for _, value in fields:
        for part in value.postfix if isinstance(value, Expression) else value.parts:
            if isinstance(part, Reference):
                numbered.setdefault(part.name, str(len(numbered)))
    renamed = tuple((name, renamed_value(value, numbered)) for name, value in fields)
    variables = [component.variables[name] for name in numbered]
    coupling = Coupling(renamed, tuple(variable.type for variable in variables))
    domains = tuple(demand_of(variable) for variable in variables)
    names = tuple(name for name, _ in fields)
    called = tuple(numbered)
    tuples = written_out(component, TUPLES, work)
    if tuples is None:
        return Group(names, None, coupling, domains, called)
    places = [component.names.index(name) for name in names]
    rows = frozenset(tuple([texts[at] for at in places]) for texts in tuples)
    return Group(names, rows, coupling, domains, called)


def renamed_value(value: Value, names: dict[str, str]) -> Value:
    """Return a value with other names of its variables."""
    if isinstance(value, Expression):
        return Expression(tuple(_renamed(part, names) for part in value.postfix))
    return Template(
        tuple(
            Reference(names[part.name]) if isinstance(part, Reference) else part
            for part in value.parts
        )
    )


def _renamed(part: int | Reference | str, names: dict[str, str]) -> int | Reference | str:
    return Reference(names[part.name]) if isinstance(part, Reference) else part


def exactly(group: Group, work: Work) -> tuple[Demand, ...] | None:
    """Return domains with which the coupling gives just the group's rows; None: there are none.

    Only values that some row uses are left; those that were there together with others.
    """
    if group.coupling is None or group.rows is None:
        return None
    choices = [spoken_values(variable, TUPLES) for variable in group.variables()]
    size = 1
    for found in choices:
        size *= 0 if found is None else len(found)
    if not 0 < size <= TUPLES:
        return None
    work.spend(size * (2 + len(group.names)))
    used: list[set[str]] = [set() for _ in choices]
    given: dict[Row, tuple[str, ...] | None] = {}
    bindings: list[tuple[Row, tuple[str, ...]]] = []
    for chosen in product(*(found or () for found in choices)):
        row = row_of(group.coupling, chosen)
        if row in group.rows:
            assert row is not None  # noqa: S101  (None is no row)
            bindings.append((row, chosen))
            for place, text in zip(used, chosen, strict=True):
                place.add(text)
        elif row is not None:
            given[row] = chosen
    if {row for row, _ in bindings} != group.rows:
        return None
    if any(all(text in place for text, place in zip(chosen or (), used, strict=True))
           for chosen in given.values()):  # fmt: skip
        return None
    return tuple(listed(place) for place in used)


def row_of(coupling: Coupling, chosen: Sequence[str]) -> Row | None:
    """Return the texts of the fields for values of the variables, None where one has none."""
    binding: dict[str, Bound] = {
        str(at): int(text) if kind == "int" else text
        for at, (kind, text) in enumerate(zip(coupling.types, chosen, strict=True))
    }
    texts = [rendered(value, binding) for _, value in coupling.fields]
    return None if None in texts else tuple(text for text in texts if text is not None)


def meet_alike(one: Group, other: Group) -> Group | None:
    """Return what two groups of the same coupling have in common, None if that is not so simple."""
    if one.coupling is None or one.coupling != other.coupling or not one.is_told_by_texts():
        return None
    return one.with_domains(tuple(map(meet, one.domains, other.domains)))


def narrowed(group: Group, name: str, demand: Demand) -> Group | None:
    """Return a group that is not written out with one field further narrowed.

    None where that cannot be said by the domain of one variable.
    """
    if isinstance(demand, Anything):
        return group
    assert group.coupling is not None  # noqa: S101
    value = dict(group.coupling.fields)[name]
    only = None if isinstance(value, Expression) else only_reference(value)
    if only is None or isinstance(value, Expression):
        return None
    number = int(only)
    domain = group.domains[number]
    if len(value.parts) == 1:
        kept: Demand = meet(domain, demand)
    else:
        texts = _few(demand)
        if texts is None:
            return None
        reader = CaptureReader(group.variables()[number])
        kept = listed(_captured(value, texts, reader))
    return group.with_domains((*group.domains[:number], kept, *group.domains[number + 1 :]))


def _few(demand: Demand) -> Iterable[str] | None:
    """Return the texts of a demand that a template with text around its variable may give."""
    if isinstance(demand, Listed):
        return demand.texts
    if isinstance(demand, Numbers) and demand.integers.size <= TUPLES:
        return spoken_values(Variable("", "int", demand.integers), TUPLES)
    return None


def _captured(value: Template, texts: Iterable[str], reader: CaptureReader) -> list[str]:
    at = next(place for place, part in enumerate(value.parts) if isinstance(part, Reference))
    before = "".join(part for part in value.parts[:at] if isinstance(part, str))
    after = "".join(part for part in value.parts[at + 1 :] if isinstance(part, str))
    found = []
    for text in texts:
        inner = text[len(before) : len(text) - len(after)]
        if text == before + inner + after and reader.read(inner) is not None:
            found.append(inner)
    return found


def is_empty(group: Group) -> bool:
    """Return whether no text is left for sure."""
    return group.rows == frozenset() or (group.rows is None and NOTHING in group.domains)


def are_apart(one: Value, other: Value) -> bool:
    """Return whether two values never have the same text, by how they begin or end."""
    if isinstance(one, Expression) or isinstance(other, Expression):
        return False
    return _apart(one.parts, other.parts, first=True) or _apart(one.parts, other.parts, first=False)


def _apart(
    one: tuple[str | Reference, ...], other: tuple[str | Reference, ...], *, first: bool
) -> bool:
    at = 0 if first else -1
    some, more = one[at], other[at]
    if isinstance(some, Reference) or isinstance(more, Reference):
        return False
    if first:
        return not (some.startswith(more) or more.startswith(some))
    return not (some.endswith(more) or more.endswith(some))


def allowed_of(group: Group, name: str) -> Demand | None:
    """Return the texts of one field of a group that is written out."""
    if group.rows is None:
        return None
    at = group.names.index(name)
    return listed(row[at] for row in group.rows)

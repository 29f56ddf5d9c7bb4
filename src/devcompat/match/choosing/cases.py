"""Cases: which objects can meet when a type descriptor's parameters are chosen (section 8).

Belongs here: from a type descriptor and a source to the relations of each case.
Must not know: in which order values are tried (choice), verdicts, evidence.

One case is one COMPATIBLE object of the accepting side; under `both`, one of either. A choice of
values accepts the source if in some case all relations hold.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.nodes import (
    EMPTY,
    Descriptor,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.match.choosing.equations import Equal, variables_in
from devcompat.match.choosing.possible import Possible, possible_values, sizes
from devcompat.match.choosing.relations import Accepted, Fits, HasValue, ObjectFits, Relation
from devcompat.match.compiled import Compiled
from devcompat.match.domains import acceptance
from devcompat.match.fixing import written_size

_SHARED = ("int", "string")
_OPEN = ("any", "opaque")
"""Types that let every text through."""

_OF_SOURCE = "source:"
"""Before the names of the source's variables: no parameter has such a name."""

_LONGEST_NUMBER = 24
"""Characters of a number of 64 bits in an expression, with parentheses, or more."""


class Case(NamedTuple):
    """The relations of objects that meet, and the variables of these objects that stand in them.

    `undecided` is true if even then something would stay open: an opaque or an unread field.
    `missed` counts the fields that differ whatever is chosen.
    """

    relations: tuple[Relation, ...]
    variables: Mapping[str, Variable]
    undecided: bool
    missed: int

    def and_also(self, other: "Case") -> "Case":
        """Return the case in which both are."""
        return Case(
            self.relations + other.relations,
            {**self.variables, **other.variables},
            self.undecided or other.undecided,
            self.missed + other.missed,
        )


def conditions(descriptor: Descriptor) -> tuple[Relation, ...]:
    """Return what must hold for values of the parameters to give a descriptor at all."""
    variables = {found.variable.name: found.variable for found in descriptor.parameters}
    possible = {name: possible_values(variable) for name, variable in variables.items()}
    relations: list[Relation] = []
    for field in descriptor.self_object.fields:
        if isinstance(field.value, Expression):
            relations.append(HasValue(field.value))
        elif _may_be_long(field.value, possible):
            relations.append(Fits(field.value, frozenset()))
    for item in descriptor.compatible:
        relations += _sizes_of(item, possible)
    return tuple(relations)


def _sizes_of(item: Object, possible: Mapping[str, Possible]) -> list[Relation]:
    """Return the limits that an object's values may pass once parameters are fixed."""
    long = [field.value for field in item.fields if _may_be_long(field.value, possible)]
    if not long:
        return []
    names = frozenset().union(*(variables_in(field.value) for field in item.fields))
    arithmetic = any(
        isinstance(field.value, Expression) and variables_in(field.value) & possible.keys()
        for field in item.fields
    )
    if arithmetic:
        return [ObjectFits(item, names & possible.keys())]
    own = names - possible.keys()
    return [Fits(value, own) for value in long if isinstance(value, Template)]


def _may_be_long(value: Value, possible: Mapping[str, Possible]) -> bool:
    parts = value.postfix if isinstance(value, Expression) else value.parts
    names = [part.name for part in parts if isinstance(part, Reference) and part.name in possible]
    if not names:
        return False
    if isinstance(value, Expression):
        return written_size(value) + _LONGEST_NUMBER * len(names) > limits.TEXT_BYTES
    longest = sum(sizes(possible[name])[1] for name in names)
    return written_size(value) + longest > limits.TEXT_BYTES


def accepting_cases(
    descriptor: Descriptor, source: Compiled, unread: Collection[str]
) -> list[Case]:
    """Return the cases in which an object of the type descriptor accepts the source's SELF."""
    subject: dict[str, Value] = {name: Template((text,)) for name, text in source.texts.items()}
    return [_case(subject, item, unread) for item in descriptor.compatible]


def listing_cases(descriptor: Descriptor, source: Compiled, unread: Collection[str]) -> list[Case]:
    """Return the cases in which an object of the source accepts the type descriptor's SELF."""
    subject = {field.name: field.value for field in descriptor.self_object.fields}
    return [_case(subject, _renamed(item), unread) for item in source.descriptor.compatible]


def case_of_texts(descriptor: Descriptor, texts: Mapping[str, str]) -> Case:
    """Return the case in which the type descriptor's SELF has these texts, whatever else it has."""
    found = {field.name: field.value for field in descriptor.self_object.fields}
    subject = {name: found.get(name, EMPTY) for name in texts}
    wanted = Object(
        tuple(Field(name, Template((text,) if text else ())) for name, text in texts.items())
    )
    return _case(subject, wanted, ())


def _case(subject: Mapping[str, Value], item: Object, unread: Collection[str]) -> Case:
    """Return the case in which an object accepts a SELF."""
    variables = {found.name: found for found in item.variables}
    demanded = {field.name: field.value for field in item.fields}
    relations: list[Relation] = []
    undecided, missed = bool(unread), 0
    for name in dict.fromkeys((*demanded, *subject)):
        if name in unread:
            continue
        found, wanted = subject.get(name, EMPTY), demanded.get(name, EMPTY)
        alone = _alone(wanted, variables)
        if alone is not None and alone.type in _OPEN:
            undecided = undecided or alone.type == "opaque"
            continue
        relation = _relation(wanted, found, alone)
        if relation.names:
            relations.append(relation)
        elif not relation.holds({}):
            missed += 1
    return Case(tuple(relations), variables, undecided, missed)


def _relation(wanted: Value, found: Value, alone: Variable | None) -> Relation:
    return Equal(wanted, found) if alone is None else Accepted(found, acceptance(alone))


def _alone(wanted: Value, variables: Mapping[str, Variable]) -> Variable | None:
    """Return the variable of a demand that is one of a type that shares nothing, or None."""
    if isinstance(wanted, Expression) or len(wanted.parts) != 1:
        return None
    only = wanted.parts[0]
    variable = variables.get(only.name) if isinstance(only, Reference) else None
    return None if variable is None or variable.type in _SHARED else variable


def _renamed(item: Object) -> Object:
    """Return an object of the source with names for its variables that no parameter has."""
    return Object(
        tuple(field._replace(value=_with_prefix(field.value)) for field in item.fields),
        tuple(found._replace(name=_OF_SOURCE + found.name) for found in item.variables),
    )


def _with_prefix(value: Value) -> Value:
    if isinstance(value, Expression):
        return Expression(
            tuple(
                Reference(_OF_SOURCE + token.name) if isinstance(token, Reference) else token
                for token in value.postfix
            )
        )
    return Template(
        tuple(
            Reference(_OF_SOURCE + part.name) if isinstance(part, Reference) else part
            for part in value.parts
        )
    )

"""Demands: a COMPATIBLE object taken apart, so that equal parts of many classes are looked at once.

Belongs here: which fields want one text, which a range, and what the rest of the object wants.
Must not know: which class has the object, how parts are found again.

Most objects of a large fleet differ in a few texts and bounds and share their *shape*: all else
that they want. A shape is decided once for a source, however many objects have it.
"""

from collections.abc import Callable, Hashable, Mapping
from math import inf
from typing import Any, Final, NamedTuple

from devcompat.language.nodes import Expression, Field, Object, Reference, Template, Variable
from devcompat.match.budget import Budget
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Allowance
from devcompat.match.verdict import Outcome
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.versions import VersionRange, read_version

OPERATIONS: Final = 2048
"""Operations that a shape's tables may take; 64 objects of that are within a descriptor's."""

Bounds = tuple[tuple[Any, Any], ...]
"""The lowest and the highest point of each field that wants a range, in the shape's order."""

_NO_BUDGET: Final = Budget(0)


def integer_point(text: str) -> int | None:
    """Return where a text stands among integers, None if it is none."""
    return read_canonical(text)


def version_point(text: str) -> tuple[tuple[float, ...], int] | None:
    """Return where a text stands among versions, None if it is none."""
    version = read_version(text)
    return None if version is None else (version, 1)


Point = Callable[[str], Any]


def bounds_of(variable: Variable) -> tuple[Point, tuple[Any, Any]] | None:
    """Return how texts become points and which points the variable allows, if that is a range."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        if len(domain.ranges) > 1:
            return None
        only = domain.ranges[0]
        return integer_point, (only.low, only.high)
    if isinstance(domain, VersionRange):
        low, low_open, high, high_open = domain.bounds()
        highest: tuple[float, ...] = (inf,) if high is None else high
        return version_point, ((low, 2 if low_open else 1), (highest, 0 if high_open else 1))
    return None


class Shape:
    """What objects have in common: names of fields, kinds of ranges, all other demands."""

    __slots__ = ("is_opaque", "is_searched", "ranges", "rest")

    def __init__(self, item: Object, ranges: tuple[tuple[str, Point], ...]) -> None:
        self.ranges = ranges
        self.rest = CompiledObject(item, Allowance(OPERATIONS))
        # What may be any text needs no look.
        self.rest.singles = [one for one in self.rest.singles if one.variable.type != "any"]
        self.is_opaque = bool(self.rest.opaque)
        self.is_searched = bool(self.rest.searched)

    def outcome(self, subject: Compiled) -> Outcome:
        """Return what the rest says of a SELF. The shape is not searched, nothing is unread."""
        return self.rest.decide(subject, _NO_BUDGET, _NO_BUDGET)

    def points(self, subject: Compiled) -> tuple[Any, ...] | None:
        """Return where a SELF stands in each range; None if it stands nowhere in one of them."""
        found = tuple([point(subject.texts[name]) for name, point in self.ranges])
        return None if None in found else found


class Demands(NamedTuple):
    """An object: the texts that it wants, by name in the order of names; bounds; and its shape."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    bounds: Bounds
    shape: Shape


class Shapes:
    """Shapes that were seen, each once."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Shape] = {}

    def demands(self, item: Object) -> Demands:
        """Return what an object wants, taken apart."""
        variables = {found.name: found for found in item.variables}
        alone = _alone(item, variables)
        texts: list[tuple[str, str]] = []
        ranges: list[tuple[str, Point, tuple[Any, Any]]] = []
        others: list[Field] = []
        for field in item.fields:
            literal = field.value.literal() if isinstance(field.value, Template) else None
            if literal == "":
                continue
            variable = alone.get(field.name)
            found = None if variable is None else bounds_of(variable)
            if literal is not None:
                texts.append((field.name, literal))
            elif found is not None:
                ranges.append((field.name, *found))
            else:
                others.append(field)
        texts.sort()
        ranges.sort(key=lambda found: found[0])
        names = tuple([name for name, _ in texts])
        kinds = tuple([(name, point) for name, point, _ in ranges])
        shape = self._shape(names, kinds, others, variables)
        bounds = tuple([found for _, _, found in ranges])
        return Demands(names, tuple([text for _, text in texts]), bounds, shape)

    def _shape(
        self,
        names: tuple[str, ...],
        kinds: tuple[tuple[str, Point], ...],
        others: list[Field],
        variables: Mapping[str, Variable],
    ) -> Shape:
        used = {name for field in others for name in _references(field)}
        kept = [_without_decider(found) for name, found in variables.items() if name in used]
        key = (
            names,
            kinds,
            frozenset([(field.name, field.value) for field in others]),
            frozenset([variable.meaning() for variable in kept]),
        )
        found = self._known.get(key)
        if found is None:
            opened = [*names, *(name for name, _ in kinds)]
            fields = [Field(name, Template((Reference(f"*{name}"),))) for name in opened]
            free = [Variable(f"*{name}", "any", None) for name in opened]
            item = Object((*fields, *others), (*free, *kept))
            found = self._known[key] = Shape(item, kinds)
        return found


def _alone(item: Object, variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """Return the variables that are a field's whole value and stand nowhere else, by field."""
    uses: dict[str, int] = {}
    whole: dict[str, str] = {}
    for field in item.fields:
        found = _references(field)
        for name in found:
            uses[name] = uses.get(name, 0) + 1
        if isinstance(field.value, Template) and len(field.value.parts) == len(found) == 1:
            whole[field.name] = found[0]
    return {field: variables[name] for field, name in whole.items() if uses[name] == 1}


def _references(field: Field) -> list[str]:
    value = field.value
    parts = value.postfix if isinstance(value, Expression) else value.parts
    return [part.name for part in parts if isinstance(part, Reference)]


def _without_decider(variable: Variable) -> Variable:
    """Return the variable without what no outcome depends on: who decides an opaque field."""
    return variable._replace(domain="") if variable.type == "opaque" else variable

"""Relations: what must hold between the parameters, and what each leaves of them (section 8).

Belongs here: what every relation can be asked, and all kinds but equations.
Must not know: which objects meet (cases), in which order values are tried (choice).

What a relation leaves may be too much and is never too little. Once every variable has one value,
`holds` decides.
"""

from collections.abc import Mapping
from typing import Protocol

from devcompat.language import limits
from devcompat.language.nodes import Expression, Object, Reference, Template, Value
from devcompat.match.budget import Budget
from devcompat.match.choosing.equations import computing, literal, variables_in
from devcompat.match.choosing.possible import (
    Numbers,
    Possible,
    State,
    between,
    known_values,
    sizes,
)
from devcompat.match.domains import Accepts
from devcompat.match.fixing import fixed_object, fixed_value, written_size
from devcompat.match.verdict import Bound

_FIXING = 20
_TEST = 24


class Relation(Protocol):
    """What must hold between the variables in `names`."""

    @property
    def names(self) -> frozenset[str]:
        """The variables that it is about."""

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return what is left of the variables that it narrows; None if it cannot hold."""

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether it holds for `values`, which has every variable in `names`."""


class HasValue:
    """An expression has a value, whatever it is."""

    __slots__ = ("expression", "names")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.names = variables_in(expression)

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return what is left of the expression's variables, or None."""
        return computing(self.expression, state, budget)

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether the expression has a value."""
        return fixed_value(self.expression, values) is not None


class Accepted:
    """The text of a value passes a test."""

    __slots__ = ("accepts", "names", "value")

    def __init__(self, value: Value, accepts: Accepts) -> None:
        self.value = value
        self.accepts = accepts
        self.names = variables_in(value)

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return the texts that are left of a string variable, if nothing else is unknown."""
        known = known_values(state, self.names)
        unknown = self.names - known.keys()
        budget.work(_FIXING + _TEST)
        if not unknown:
            return {} if self.holds(known) else None
        name = min(unknown)
        possible = state[name]
        if len(unknown) > 1 or isinstance(possible, Numbers):
            return {}
        budget.work(_TEST * len(possible))
        left = tuple([text for text in possible if self.holds({**known, name: text})])
        return {name: left} if left else None

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether the value has a text that passes."""
        text = literal(fixed_value(self.value, values))
        return text is not None and self.accepts(text)


class Fits:
    """A template keeps to the limit of a value's text; variables in `own` stay placeholders."""

    __slots__ = ("_uses", "names", "template")

    def __init__(self, template: Template, own: frozenset[str]) -> None:
        self.template = template
        self.names = variables_in(template) - own
        used = [part.name for part in template.parts if isinstance(part, Reference)]
        self._uses = {name: used.count(name) for name in sorted(self.names)}

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return the values that are left for each, all others being as short as they can."""
        for name in self._uses:
            possible = state[name]
            budget.work(_TEST if isinstance(possible, Numbers) else _TEST + len(possible))
        least = {name: sizes(state[name])[0] for name in self.names}
        room = limits.TEXT_BYTES - written_size(self.template)
        room -= sum(least[name] * uses for name, uses in self._uses.items())
        changes: State = {}
        for name, uses in self._uses.items():
            left = _not_longer(state[name], least[name] + room // uses)
            if left is None:
                return None
            changes[name] = left
        return changes

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether the text with the parameters' values is short enough."""
        value = fixed_value(self.template, values)
        return value is not None and written_size(value) <= limits.TEXT_BYTES


class ObjectFits:
    """An object keeps to the limit of a value's text, unless it matches nothing and is left out."""

    __slots__ = ("item", "names")

    def __init__(self, item: Object, names: frozenset[str]) -> None:
        self.item = item
        self.names = names

    def narrow(self, state: State, budget: Budget) -> State | None:
        """Return only whether it can hold, and that once all its parameters are known."""
        known = known_values(state, self.names)
        budget.work(_FIXING * len(self.item.fields))
        return {} if len(known) < len(self.names) or self.holds(known) else None

    def holds(self, values: Mapping[str, Bound]) -> bool:
        """Return whether every value of the object is short enough."""
        fixed = fixed_object(self.item, values)
        return fixed is None or all(
            written_size(field.value) <= limits.TEXT_BYTES for field in fixed.fields
        )


def _not_longer(possible: Possible, size: int) -> Possible | None:
    """Return the values whose text has at most `size` bytes, or None."""
    if not isinstance(possible, Numbers):
        return tuple([text for text in possible if len(text.encode()) <= size]) or None
    if size <= 0:
        return None
    return between(possible, -(10 ** (size - 1)) + 1, 10**size - 1)

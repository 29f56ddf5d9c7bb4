"""What is drawn before it is spelled: values made of texts and variables, objects made of values.

Here belong these records and what follows from them alone. They must not know how they are drawn
or how they are written.
"""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """A variable with its domain as it stands in the braces, or None where its type takes none."""

    name: str
    kind: str
    domain: str | None


@dataclass(frozen=True)
class Value:
    """A value: texts as they are meant (in an expression: as written) and variables between."""

    parts: tuple[str | Variable, ...]
    expression: bool = False

    @property
    def variables(self) -> set[Variable]:
        """All variables that stand in the value."""
        return {part for part in self.parts if isinstance(part, Variable)}


Fields = dict[str, str]
Demands = dict[str, Value]


def literal(text: str) -> Value:
    """Make a value without variables."""
    return Value((text,) if text else ())


def is_coupled(demands: Demands) -> bool:
    """Say whether a variable stands in two fields, or an expression in any."""
    uses = Counter(variable for value in demands.values() for variable in value.variables)
    return any(value.expression for value in demands.values()) or any(n > 1 for n in uses.values())

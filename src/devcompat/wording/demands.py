"""Demands: what a COMPATIBLE object wants of a field, as a person would say it.

Belongs here: values, variables and domains in words. Must not know: whether anything matches.
"""

import re

from devcompat.language.arithmetic import references, to_infix
from devcompat.language.domains import write_domain
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.verdict import Demand
from devcompat.values.integers import IntegerSet

SHOWN_ITEMS = 12
"""Items of a domain that are said; the rest is counted."""

ABSENT = "absent"
_HARD_TO_SEE = re.compile(r'[\s,"]')


def wanted(demand: Demand | None) -> str:
    """Return what is wanted of a field; None stands for a field that is not named."""
    if demand is None or demand.value == Template(()):
        return ABSENT
    value, variables = demand.value, demand.variables
    if isinstance(value, Template) and len(value.parts) == 1:
        only = value.parts[0]
        return quoted(only) if isinstance(only, str) else domain_words(variables[only.name])
    names = dict.fromkeys(
        references(value)
        if isinstance(value, Expression)
        else [part.name for part in value.parts if isinstance(part, Reference)]
    )
    conditions = [f"{name} {domain_words(variables[name])}" for name in names if name in variables]
    return f"{pattern(value)} with {', '.join(conditions)}"


def pattern(value: Value) -> str:
    """Return a value with its placeholders as `{name}`."""
    parts = to_infix(value) if isinstance(value, Expression) else value.parts
    return "".join(
        f"{{{part.name}}}" if isinstance(part, Reference) else str(part) for part in parts
    )


def domain_words(variable: Variable) -> str:
    """Return what a variable may stand for."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        if domain.is_one_range():
            return _range_words(*domain.items[0])
        items = [str(low) if low == high else f"{low}..{high}" for low, high in domain.items]
        return items[0] if len(items) == 1 else f"one of {_listed(items)}"
    if isinstance(domain, tuple) and variable.type == "string":
        items = [quoted(item) for item in domain]
        return items[0] if len(items) == 1 else f"one of {_listed(items)}"
    if isinstance(domain, tuple):
        return f"no members but {_listed(list(domain))}"
    if variable.type == "version":
        return f"a version {write_domain(variable)}"
    if isinstance(domain, int):
        return f"no bits but {domain:#x}"
    if variable.type == "opaque":
        return f"what {domain} allows"
    return "anything"


def _range_words(low: int, high: int) -> str:
    """Return a range; an end at the end of the numbers of 64 bits is none."""
    if low == -(2**63):
        return f"at most {high}"
    return f"at least {low}" if high == 2**63 - 1 else f"from {low} to {high}"


def quoted(text: str) -> str:
    """Return a text as it is, quoted as in a descriptor where it would be hard to see."""
    if text and not _HARD_TO_SEE.search(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _listed(items: list[str]) -> str:
    if len(items) <= SHOWN_ITEMS:
        return ", ".join(items)
    return f"{', '.join(items[:SHOWN_ITEMS])} and {len(items) - SHOWN_ITEMS} more"

"""Rules: from one field's value at the target to what the target accepts there (section 11).

Belongs here: one function a rule. Must not know: which driver uses which rule, where values come
from, other fields.

Here are the rules that the shipped profiles need; each gives the value that a COMPATIBLE object has
for the field, and the variable that stands in it, if any.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from devcompat.language.nodes import Reference, Template, Variable


class Acceptance(NamedTuple):
    """What follows for one field of the COMPATIBLE object."""

    value: Template
    variable: Variable | None = None


def _equal(_field: str, text: str) -> Acceptance:
    """Take over only the same value."""
    return Acceptance(Template((text,) if text else ()))


def _ignored(field: str, _text: str) -> Acceptance:
    """Take over any value, also none."""
    variable = Variable(variable_name(field), "any", None)
    return Acceptance(Template((Reference(variable.name),)), variable)


RULES: Mapping[str, Callable[[str, str], Acceptance]] = {"equal": _equal, "ignored": _ignored}


def accepted(rule: str, field: str, text: str) -> Acceptance:
    """Return what a target whose `field` is `text` takes over by `rule`.

    Raises KeyError for a rule that does not exist.
    """
    return RULES[rule](field, text)


def variable_name(field: str) -> str:
    """Return the name of the variable that stands for a field: its own, in a variable's letters."""
    return field.replace(".", "_").replace("-", "_")

"""Rules: from one field's value at the target to what the target accepts there (section 11).

Belongs here: one function a rule. Must not know: which driver uses which rule, where values come
from, other fields.

Here are the rules that the shipped profiles need; each gives the value that a COMPATIBLE object has
for the field, and the variable that stands in it, if any.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from devcompat.language.limits import NAME_BYTES
from devcompat.language.nodes import Reference, Template, Variable


class Acceptance(NamedTuple):
    """What follows for one field of the COMPATIBLE object."""

    value: Template
    variable: Variable | None = None


def _equal(_variable: str, text: str) -> Acceptance:
    """Take over only the same value."""
    return Acceptance(Template((text,) if text else ()))


def _ignored(variable: str, _text: str) -> Acceptance:
    """Take over any value, also none."""
    return Acceptance(Template((Reference(variable),)), Variable(variable, "any", None))


RULES: Mapping[str, Callable[[str, str], Acceptance]] = {"equal": _equal, "ignored": _ignored}


def accepted(rule: str, variable: str, text: str) -> Acceptance:
    """Return what a target whose field is `text` takes over by `rule`.

    `variable` is the name for the variable that stands there, if the rule needs one.
    Raises KeyError for a rule that does not exist.
    """
    return RULES[rule](variable, text)


def variable_names(fields: Iterable[str]) -> dict[str, str]:
    """Return for each field the name of its variable: its own, in a variable's letters.

    A number tells those apart that are then the same, as of `a.b` and `a-b`.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for field in fields:
        plain = field.replace(".", "_").replace("-", "_")
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain[:_KEPT]}_{number}", number + 1
        taken.add(name)
        names[field] = name
    return names


_KEPT = NAME_BYTES - 4
"""Letters of a name that leave room for the number."""

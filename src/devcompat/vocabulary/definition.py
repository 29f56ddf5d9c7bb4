"""Definition: a vocabulary as a value: which rule each field follows (section 11).

Belongs here: rules' names, a field's rule, a vocabulary, and which of its rules a field follows.
Must not know: what follows from a rule (rules), files, wire forms.
"""

import re
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, get_args

from devcompat.match.verdict import Basis

RuleName = Literal[
    "equal", "superset", "superset-mask", "at-least", "at-most", "semver", "one-of", "opaque",
    "ignored",
]  # fmt: skip
RULE_NAMES: tuple[RuleName, ...] = get_args(RuleName)

Unlisted = Literal["equal", "refuse"]
UNLISTED: tuple[Unlisted, ...] = get_args(Unlisted)

ANY_LETTERS: Final = "*"
"""Stands for any letters in the name of a field, also none; at most once."""

MAX_DEFAULTS: Final = 6
"""Defaults of the rules in TWO_WAYS: each may double the COMPATIBLE objects, of which there are 64
at most."""
TWO_WAYS: frozenset[RuleName] = frozenset({"superset-mask", "at-least", "at-most", "semver"})
"""Rules whose types cannot say "or absent" in one object."""

_NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class FieldRule(NamedTuple):
    """The rule of a field.

    `default` is the value that is the same as absent, None if there is none; `lists` has, for
    `one-of`, what each value of the target takes over; `decider` says, for `opaque`, who decides.
    """

    rule: RuleName
    default: str | None = None
    lists: Mapping[str, tuple[str, ...]] = _NO_LISTS
    decider: str = ""


EQUAL = FieldRule("equal")


class Vocabulary(NamedTuple):
    """Rules by field name or pattern, and what holds for all other fields.

    `basis` says how it is known that devices follow it; `source` where that stands.
    """

    name: str
    version: str
    fields: Mapping[str, FieldRule]
    unlisted: Unlisted = "equal"
    description: str = ""
    basis: Basis = "operator"
    source: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the names of fields that are listed, patterns left out."""
        return tuple(name for name in self.fields if ANY_LETTERS not in name)

    def rule_of(self, name: str) -> FieldRule | None:
        """Return the rule of a field, None for one that is refused.

        Its own name counts before patterns, and of those the first that fits.
        """
        listed = self.fields.get(name)
        if listed is not None:
            return listed
        for pattern, rule in self.fields.items():
            if ANY_LETTERS in pattern and _fits(pattern, name):
                return rule
        return EQUAL if self.unlisted == "equal" else None

    def without(self, names: Container[str]) -> "Vocabulary":
        """Return the vocabulary without what it says of these fields by name."""
        kept = {name: rule for name, rule in self.fields.items() if name not in names}
        return self._replace(fields=kept)


def _fits(pattern: str, name: str) -> bool:
    before, _, after = pattern.partition(ANY_LETTERS)
    enough = len(name) >= len(before) + len(after)
    return enough and name.startswith(before) and name.endswith(after)


NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)
"""A vocabulary's name, and its version."""


def reference(vocabulary: Vocabulary) -> str:
    """Return how a descriptor names its vocabulary: `NAME/VERSION`."""
    return f"{vocabulary.name}/{vocabulary.version}"

"""Rules: from one field's value at the target to what the target accepts there (section 11).

Belongs here: one function a rule. Must not know: which driver uses which rule, where values come
from, other fields.

A rule gives a type and a domain of the language. What is accepted of an absent field follows from
the rule's default, and may need a second alternative: most types have no way to say "or absent".
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from devcompat.language.limits import NAME_BYTES, SHORT_TEXT
from devcompat.language.nodes import EMPTY, Domain, Reference, Template, Variable
from devcompat.match.domains import acceptance
from devcompat.values.features import read_members
from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical
from devcompat.values.masks import read_mask
from devcompat.values.versions import Comparator, VersionRange, read_version
from devcompat.vocabulary.definition import FieldRule

LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
"""The numbers that `at-least` and `at-most` compare: signed, of 64 bits."""


class Acceptance(NamedTuple):
    """What one field of a COMPATIBLE object has: a value, and the variable in it, if any."""

    value: Template
    variable: Variable | None = None


class Taken(NamedTuple):
    """What a target with some value takes over: a type of the language and a domain."""

    type: str
    domain: Domain


ABSENT = Acceptance(EMPTY)


def _equal(_rule: FieldRule, value: str) -> Taken | None:
    """Take over only the same value."""
    return Taken("string", (value,))


def _superset(rule: FieldRule, value: str) -> Taken | None:
    """Take over sets whose members are all here; what the default lists is nothing."""
    members = read_members(value)
    if members is None:
        return None
    nothing = read_members(rule.default or "") or ()
    return Taken("set", tuple(dict.fromkeys((*members, *nothing))))


def _superset_mask(_rule: FieldRule, value: str) -> Taken | None:
    """Take over masks whose bits are all here."""
    bits = read_mask(value)
    return None if bits is None else Taken("mask", bits)


def _at_least(_rule: FieldRule, value: str) -> Taken | None:
    """Take over numbers up to this one."""
    number = _number(value)
    return None if number is None else Taken("int", IntegerSet([IntegerRange(LEAST, number)]))


def _at_most(_rule: FieldRule, value: str) -> Taken | None:
    """Take over this number and all above it."""
    number = _number(value)
    return None if number is None else Taken("int", IntegerSet([IntegerRange(number, MOST)]))


def _number(text: str) -> int | None:
    number = read_canonical(text)
    return number if number is not None and LEAST <= number <= MOST else None


def _semver(_rule: FieldRule, value: str) -> Taken | None:
    """Take over versions of the same major number whose minor number is not newer."""
    version = read_version(value) if len(value) <= SHORT_TEXT else None
    if version is None:
        return None
    major, minor = version[:2]
    bounds = (Comparator(">=", f"{major}.0"), Comparator("<", f"{major}.{minor + 1}"))
    return Taken("version", VersionRange(bounds))


def _one_of(rule: FieldRule, value: str) -> Taken | None:
    """Take over the values that are listed for this one."""
    listed = rule.lists.get(value, ())
    if rule.default is not None:
        listed = tuple(text for text in listed if text)
    return Taken("string", listed) if listed else None


def _opaque(rule: FieldRule, _value: str) -> Taken | None:
    """Leave it to whoever decides."""
    return Taken("opaque", rule.decider)


def _ignored(_rule: FieldRule, _value: str) -> Taken | None:
    """Take over any value, also none."""
    return Taken("any", None)


RULES: Mapping[str, Callable[[FieldRule, str], Taken | None]] = {
    "equal": _equal,
    "superset": _superset,
    "superset-mask": _superset_mask,
    "at-least": _at_least,
    "at-most": _at_most,
    "semver": _semver,
    "one-of": _one_of,
    "opaque": _opaque,
    "ignored": _ignored,
}
_OPEN = frozenset({"opaque", "ignored"})
"""Rules for which the target's value does not count."""
_HOLDS_EMPTY = frozenset({"set", "any", "opaque"})
"""Types that take an absent field as they are."""


def accepted(rule: FieldRule, variable: str, text: str) -> tuple[Acceptance, ...]:
    """Return what a target whose field is `text` takes over by `rule`: any of the alternatives.

    There is none if the text is malformed for the rule. `variable` is the name of the variable that
    stands there, where one is needed.
    """
    value = text or rule.default or ""
    if not value and rule.rule not in _OPEN and "" not in rule.lists:
        return (ABSENT,)
    taken = RULES[rule.rule](rule, value)
    if taken is None:
        return ()
    found = Variable(variable, taken.type, taken.domain)
    absent = rule.default is not None and acceptance(found)(rule.default)
    if taken.type == "string" and isinstance(taken.domain, tuple):
        texts = dict.fromkeys((*taken.domain, "")) if absent else dict.fromkeys(taken.domain)
        if len(texts) == 1:
            return (Acceptance(Template(tuple(text for text in texts if text))),)
        return (_standing(found._replace(domain=tuple(texts))),)
    if absent and taken.type not in _HOLDS_EMPTY:
        return (_standing(found), ABSENT)
    return (_standing(found),)


def _standing(variable: Variable) -> Acceptance:
    """Return the acceptance whose whole value is that variable."""
    return Acceptance(Template((Reference(variable.name),)), variable)


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


def default_holds(rule: FieldRule) -> bool:
    """Return whether a device at the rule's default takes over one at the default.

    So it does without a default, and with any that is well formed and fits the rule: a default of
    `superset` is one member (a word for "nothing"), one of `one-of` is in its own list.
    """
    if rule.default is None:
        return True
    if rule.rule == "superset" and len(read_members(rule.default) or ()) != 1:
        return False
    return any(
        found.value.literal() == rule.default
        if found.variable is None
        else acceptance(found.variable)(rule.default)
        for found in accepted(rule, "_", rule.default)
    )

"""Derive: from a SELF and a vocabulary to the descriptor that follows (section 11).

Belongs here: putting the fields' acceptances together, and why a device takes over nothing.
Must not know: where a vocabulary comes from.
"""

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.nodes import EMPTY, Descriptor, Field, Object, Template
from devcompat.language.problems import input_error
from devcompat.vocabulary.definition import Vocabulary
from devcompat.vocabulary.rules import Acceptance, accepted, variable_names


class Refusal(NamedTuple):
    """Why a device takes over nothing: a field, its value, and the code of the reason.

    `rule` is None for a field that the vocabulary refuses.
    """

    field: str
    rule: str | None
    value: str
    code: str


def derive(texts: Mapping[str, str], vocabulary: Vocabulary) -> Descriptor:
    """Return the descriptor of a device whose SELF has `texts`.

    Without COMPATIBLE objects, if `find_refusals` says why. Raises InputError `limit.*` if what
    follows is larger than a descriptor may be.
    """
    itself = Object(
        tuple(Field(name, Template((text,) if text else ())) for name, text in texts.items())
    )
    names = tuple(dict.fromkeys((*texts, *vocabulary.names())))
    variables = variable_names(names)
    fields: dict[str, tuple[Acceptance, ...]] = {}
    for name in names:
        rule, text = vocabulary.rule_of(name), texts.get(name, "")
        if rule is not None:
            fields[name] = accepted(rule, variables[name], text)
        elif text:
            fields[name] = ()
    _demand_within_limits(fields, vocabulary)
    objects = tuple(
        _object(dict(zip(fields, chosen, strict=True))) for chosen in product(*fields.values())
    )
    return Descriptor(itself, objects)


def _object(acceptances: Mapping[str, Acceptance]) -> Object:
    """Return a COMPATIBLE object; what must be absent is not named."""
    named = {name: found for name, found in acceptances.items() if found.value != EMPTY}
    return Object(
        tuple(Field(name, found.value) for name, found in named.items()),
        tuple(found.variable for found in named.values() if found.variable is not None),
    )


def _demand_within_limits(
    fields: Mapping[str, tuple[Acceptance, ...]], vocabulary: Vocabulary
) -> None:
    """Raise InputError if the largest object, or the number of objects, is over its limit."""
    first = [found[0] for found in fields.values() if found]
    counts = (
        ("limit.objects", prod(map(len, fields.values())), limits.COMPATIBLE_OBJECTS),
        ("limit.fields", sum(found.value != EMPTY for found in first), limits.FIELDS),
        (
            "limit.variables",
            sum(found.variable is not None for found in first),
            limits.VARIABLES,
        ),
    )
    for code, count, most in counts:
        if count > most:
            what = code.removeprefix("limit.")
            expected = f"at most {most} {what} to follow from vocabulary {vocabulary.name}"
            raise input_error(code, f"{count} {what}", expected)


def find_refusals(texts: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Refusal, ...]:
    """Return every reason why a device whose SELF has `texts` takes over nothing."""
    found: list[Refusal] = []
    for name in dict.fromkeys((*texts, *vocabulary.names())):
        rule, text = vocabulary.rule_of(name), texts.get(name, "")
        if rule is None:
            if text:
                found.append(Refusal(name, None, text, "field.unexpected"))
        elif not accepted(rule, "_", text):
            code = "value.not-allowed" if rule.rule == "one-of" else "value.malformed"
            found.append(Refusal(name, rule.rule, text or rule.default or "", code))
    return tuple(found)

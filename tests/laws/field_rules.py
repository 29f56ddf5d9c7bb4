"""The field rules stated directly, as a person would check them: the other side of the law.

Here belongs section 11 of docs/language.md, a field at a time, and a device as all its fields. It
must not know the package under test, nor COMPATIBLE objects.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
DIGITS = re.compile(r"[0-9]+", re.ASCII)
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)


class Stated(NamedTuple):
    """A rule with what it needs."""

    name: str
    default: str = ""
    lists: Mapping[str, tuple[str, ...]] | None = None


def accepts(rule: Stated, source: str, target: str) -> bool | None:
    """Return whether a target whose field is `target` takes over `source`; None: unknown.

    The empty text is an absent field.
    """
    if rule.name == "ignored":
        return True
    if rule.name == "opaque":
        return None
    if rule.name == "superset":
        return superset(rule.default, source, target)
    source, target = source or rule.default, target or rule.default
    if rule.name == "one-of":
        return listed(rule, source, target)
    if source == target == "":
        return True
    if rule.name == "equal":
        return source == target
    return COMPARED[rule.name](source, target)


def superset(default: str, source: str, target: str) -> bool:
    """No member of the source is missing; an absent field has none, and the default is none."""
    ours = [] if target in {"", default} else target.split("+")
    theirs = [] if source in {"", default} else source.split("+")
    if "" in ours or "" in theirs:
        return False
    return all(member in ours or member == default for member in theirs)


def listed(rule: Stated, source: str, target: str) -> bool:
    lists = rule.lists or {}
    if target == "" and "" not in lists:
        return source == ""
    values = lists.get(target, ())
    return source in values and (source != "" or rule.default == "")


def mask(source: str, target: str) -> bool:
    theirs, ours = bits(source), bits(target)
    return theirs is not None and ours is not None and theirs | ours == ours


def bits(text: str) -> int | None:
    if HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    return int(text) if DIGITS.fullmatch(text) else None


def at_least(source: str, target: str) -> bool:
    theirs, ours = integer(source), integer(target)
    return theirs is not None and ours is not None and ours >= theirs


def at_most(source: str, target: str) -> bool:
    theirs, ours = integer(source), integer(target)
    return theirs is not None and ours is not None and ours <= theirs


def integer(text: str) -> int | None:
    number = int(text) if INTEGER.fullmatch(text) else None
    return number if number is not None and LOWEST <= number <= HIGHEST else None


LOWEST, HIGHEST = -9223372036854775808, 9223372036854775807


def semver(source: str, target: str) -> bool:
    theirs, ours = version(source), version(target)
    if theirs is None or ours is None or len(target) > 256:
        return False
    return theirs[0] == ours[0] and theirs[1] <= ours[1]


def version(text: str) -> tuple[int, int] | None:
    parts = text.split(".")
    if len(parts) > 4 or not all(DIGITS.fullmatch(part) for part in parts):
        return None
    numbers = [int(part) for part in parts] + [0]
    return numbers[0], numbers[1]


COMPARED = {"superset-mask": mask, "at-least": at_least, "at-most": at_most, "semver": semver}


def takes_over(
    rules: Mapping[str, Stated], unlisted: str, source: Mapping[str, str], target: Mapping[str, str]
) -> str:
    """Return the outcome for two devices whose fields follow rules by name."""
    found: list[bool | None] = []
    for name in {*source, *target, *rules}:
        theirs, ours = source.get(name, ""), target.get(name, "")
        if name in rules:
            found.append(accepts(rules[name], theirs, ours))
        else:
            found.append(theirs == ours and (unlisted == "equal" or ours == ""))
    if False in found:
        return "incompatible"
    return "unknown" if None in found else "compatible"

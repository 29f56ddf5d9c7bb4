"""Checking: a small pool's baseline held against every SELF of a universe of texts.

Here belong the laws. It must not know how a baseline is made.
"""

import itertools
import re

from devcompat.algebra.baseline.baseline import Baseline, baseline
from devcompat.algebra.cover import spoken
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge
from tests.oracle.accepted import Texts, accepted_by

Value = int
"""0: refused, 1: others decide, 2: accepted."""


def compiled(text: str) -> Compiled:
    """Return a document ready to be matched."""
    return compile_document(parse(text))


def check(members: tuple[str, ...]) -> tuple[str, Baseline]:
    """Return what kind of answer a pool has, and the answer. Fails where a law is broken."""
    found = baseline([compiled(member) for member in members])
    written = [] if found.descriptor is None else [write_text(found.descriptor)]
    fields, sides = accepted_by((*members, *written))
    common = _common(sides[: len(members)])
    if found.outcome == "nothing":
        assert not common, "said to have nothing in common"
        return "nothing in common", found
    if found.outcome == "cannot-write":
        assert found.reasons
        return f"cannot be written: {found.reasons[0].code}", found
    assert found.descriptor is not None
    assert sides[-1] == common, "accepts something else"
    assert found.strongest is not None
    subject = spoken(found.strongest)
    outcomes = {judge(subject, compiled(member)).outcome for member in members}
    if found.outcome == "undecided":
        assert 2 not in common.values(), "said to be undecided"
        assert outcomes <= {"compatible", "unknown"}
        return "undecided: others decide", found
    assert outcomes == {"compatible"}, "the strongest SELF is not accepted"
    assert judge(subject, compiled(written[0])).outcome == "compatible"
    _demand_none_above(found.strongest, fields, common, members)
    own = "of objects" if len(found.descriptor.compatible) > 1 else "of one object"
    return f"written, {own}", found


def _common(sides: list[dict[Texts, Value]]) -> dict[Texts, Value]:
    everywhere = set(sides[0]).intersection(*sides)
    return {texts: min([side[texts] for side in sides]) for texts in everywhere}


def _demand_none_above(
    strongest: dict[str, str] | object,
    fields: tuple[str, ...],
    common: dict[Texts, Value],
    members: tuple[str, ...],
) -> None:
    assert isinstance(strongest, dict)
    own = tuple(strongest.get(name, "") for name in fields)
    open_ended = {
        name
        for name in fields
        for member in members
        if re.search(rf"^  {name}={{\w+:(version|any|opaque)", member, re.MULTILINE)
    }
    words = {
        name: {"", strongest.get(name, "")}
        | {text for member in members for text in _named(member, name)}
        for name in open_ended
    }
    for texts, value in common.items():
        if value < 2 or any(
            name in words and text not in words[name]
            for name, text in zip(fields, texts, strict=True)
        ):
            continue
        pairs = list(zip(texts, own, strict=True))
        if all(_at_least(text, than) for text, than in pairs):
            assert all(_at_least(than, text) for text, than in pairs), f"{texts} is stronger"


def _named(member: str, name: str) -> set[str]:
    """Return the texts that a member has, or names as a bound."""
    found = re.findall(rf"^  {name}=(\S+)$", member, re.MULTILINE)
    return {
        text
        for value in found
        for text in ([value] if "{" not in value else re.findall(r"[<>=~]+([0-9.]+)", value))
    }


def _at_least(one: str, other: str) -> bool:
    """Return whether a text is as strong as another: section 7.2, written once more."""
    if one == other or other == "":
        return True
    if one == "":
        return False
    integer = re.compile("0|-?[1-9][0-9]*")
    if integer.fullmatch(one) and integer.fullmatch(other):
        return int(one) >= int(other)
    if one[:2] == "0x" or other[:2] == "0x":
        numbers = [
            int(text, 16) if text[:2] == "0x" else int(text)
            for text in (one, other)
            if re.fullmatch("0x[0-9a-fA-F]+|[0-9]+", text)
        ]
        return len(numbers) == 2 and numbers[1] & ~numbers[0] == 0
    version = re.compile(r"\d+(\.\d+){0,3}")
    if version.fullmatch(one) and version.fullmatch(other):
        parts = itertools.zip_longest(one.split("."), other.split("."), fillvalue="0")
        for left, right in parts:
            if int(left) != int(right):
                return int(left) > int(right)
        return True
    if "" in one.split("+") or "" in other.split("+"):
        return False
    return set(other.split("+")) <= set(one.split("+"))

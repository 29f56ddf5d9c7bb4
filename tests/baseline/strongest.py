"""Strongest: a baseline's SELF held against every other one that all accept, and who limits it.

Here belongs the order of section 7.2, written once more. It must not know how a SELF is found.
"""

import itertools
import re
from collections.abc import Iterable

from devcompat.algebra.baseline.baseline import Baseline
from tests.oracle.accepted import Texts, listed_texts
from tests.oracle.objects import read_descriptor

Accepted = dict[Texts, int]
"""SELF objects that are accepted; 1 where others decide, 2 for sure."""


def demand_strongest(
    found: Baseline,
    fields: tuple[str, ...],
    sides: list[Accepted],
    common: Accepted,
    members: tuple[str, ...],
) -> None:
    """Fail unless no SELF is above the strongest, it is above one there is, and limits are true."""
    assert found.strongest is not None
    strongest = dict(found.strongest)
    own = tuple(strongest.get(name, "") for name in fields)
    words = _words(strongest, fields, members)
    for texts, value in common.items():
        if value == 2 and all(_among(texts, fields, words)):
            pairs = list(zip(texts, own, strict=True))
            if all(at_least(text, than) for text, than in pairs):
                assert all(at_least(than, text) for text, than in pairs), f"{texts} is stronger"
    known = [
        tuple(texts.get(name, "") for name in fields)
        for texts in (read_descriptor(member).self_fields for member in members)
        if texts.keys() <= set(fields)
    ]
    # 10 and 0xa are as strong as each other, and 10 is stronger than 5, but 0xa is not; so it is
    # with 1+x, 1 and 0.
    numbers = not re.search("0x|:set:", "".join(members))
    usable = [texts for texts in known if numbers and common.get(texts) == 2]
    assert not usable or any(
        all(at_least(text, than) for text, than in zip(own, texts, strict=True)) for texts in usable
    ), "below every SELF of a member that all accept"
    listed = {name: words[name] | listed_texts(members, name) for name in words}
    _demand_limits(found, fields, sides, listed, "".join(members))


def _demand_limits(
    found: Baseline,
    fields: tuple[str, ...],
    sides: list[Accepted],
    words: dict[str, set[str]],
    every: str,
) -> None:
    """Fail unless limits are just the fields in which some members take more, and others not."""
    assert found.strongest is not None
    limits = {limit.field: limit for limit in found.limits}
    for at, name in enumerate(fields):
        value = found.strongest.get(name, "")
        if name in limits and limits[name].beyond == "0" and not value:
            continue  # a version that nobody names
        kinds = set(re.findall(rf"^  {name}={{\w+:(\w+):", every, re.MULTILINE))
        if kinds >= {"version", "mask"}:
            continue  # which versions are masks as well is not looked at
        taken = [
            {texts[at] for texts in side if name not in words or texts[at] in words[name]}
            for side in sides
        ]
        above = [{text for text in texts if is_stronger(text, value)} for texts in taken]
        holding = tuple(place for place, texts in enumerate(above) if not texts)
        if not holding or len(holding) == len(sides):
            assert name not in limits, f"{name} is limited by nobody"
            continue
        assert name in limits, f"{name} is limited by {holding}"
        limit = limits[name]
        assert limit.members == holding, f"{name} is limited by {holding}"
        assert limit.value == value, f"{name} is {value}"
        assert any(
            at_least(text, limit.beyond) and at_least(limit.beyond, text)
            for texts in above
            for text in texts
        ), f"{name}: nobody takes {limit.beyond}"
        stronger = (text for texts in above for text in texts if is_stronger(text, limit.beyond))
        assert "mask" in kinds or not any(stronger), f"{name}: others take more: {above}"


def _among(texts: Texts, fields: tuple[str, ...], words: dict[str, set[str]]) -> Iterable[bool]:
    """Yield for each field whether its text is one that counts."""
    return (
        name not in words or text in words[name] for name, text in zip(fields, texts, strict=True)
    )


def _words(
    strongest: dict[str, str], fields: tuple[str, ...], members: tuple[str, ...]
) -> dict[str, set[str]]:
    """Return the texts that count in fields whose domain has no end: named, or what members are."""
    open_ended = {
        name
        for name in fields
        for member in members
        if re.search(rf"^  {name}={{\w+:(version|any|opaque)", member, re.MULTILINE)
    }
    return {
        name: {"", strongest.get(name, "")}
        | {text for member in members for text in _named(member, name)}
        for name in open_ended
    }


def _named(member: str, name: str) -> set[str]:
    """Return the texts that a member has, or names as a bound."""
    found = re.findall(rf"^  {name}=(\S+)$", member, re.MULTILINE)
    return {
        text
        for value in found
        for text in ([value] if "{" not in value else re.findall(r"[<>=~]+([0-9.]+)", value))
    }


def is_stronger(one: str, other: str) -> bool:
    """Return whether a text is stronger than another."""
    return at_least(one, other) and not at_least(other, one)


def at_least(one: str, other: str) -> bool:
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

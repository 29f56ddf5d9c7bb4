"""Naive: dictionaries and a regular expression a field, as one would write it by hand.

Belongs here: a matcher of thirty lines that knows what is demanded, and no more.
Must not know: devcompat, the other peers.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from bench.model import Accepted, AtMost, Demand, Device, Features, OneOf

Ready = tuple[dict[str, str], list[Any]]


class Naive:
    """A loop over fields: equal literals, else the field's pattern; coupled ones by arithmetic."""

    name = "naive dict and re loop"

    def stored(self, device: Device) -> str:
        """Return the fields and the demands as JSON, each demand a literal or a pattern."""
        return json.dumps({"self": device.fields, "accepts": [_object(a) for a in device.accepts]})

    def load(self, stored: str) -> Ready:
        """Return the fields, and the demands with their patterns compiled."""
        read = json.loads(stored)
        return read["self"], [_compiled(accepted) for accepted in read["accepts"]]

    def answers(self, pairs: Sequence[tuple[Ready, Ready]]) -> list[bool]:
        """Return whether any object of the target accepts the source."""
        return [
            any(_accepts(accepted, source[0]) for accepted in target[1]) for source, target in pairs
        ]


def matches(source: Device, target: Device) -> bool:
    """Return the answer for two devices, however long it takes."""
    peer = Naive()
    return peer.answers([(peer.load(peer.stored(source)), peer.load(peer.stored(target)))])[0]


def _object(accepted: Accepted) -> dict[str, Any]:
    literals, patterns = {}, {}
    for name, demand in accepted.demands.items():
        if isinstance(demand, OneOf) and len(demand.texts) == 1:
            literals[name] = demand.texts[0]
        else:
            patterns[name] = pattern(demand)
    coupled = accepted.coupled
    return {
        "literals": literals,
        "patterns": patterns,
        "coupled": None if coupled is None else [
            coupled.first, re.escape(coupled.prefix) + r"(0|[1-9][0-9]*)",
            coupled.second, coupled.divisor, coupled.numbers,
        ],
    }  # fmt: skip


def pattern(demand: Demand) -> str:
    """Return the regular expression for a demand; "" stands for an absent field."""
    if isinstance(demand, OneOf):
        return "|".join(re.escape(text) for text in demand.texts)
    if isinstance(demand, AtMost):
        return "|".join(str(number) for number in range(1, demand.highest + 1))
    if isinstance(demand, Features):
        members = "|".join(map(re.escape, demand.members))
        return rf"(?:(?:{members})(?:\+(?:{members}))*)?"
    minors = "|".join(str(minor) for minor in range(demand.low, demand.high + 1))
    return rf"0*{demand.major}\.0*(?:{minors})(?:\.[0-9]+){{0,2}}"


def _compiled(accepted: dict[str, Any]) -> tuple[Any, ...]:
    literals = accepted["literals"]
    patterns = [(name, re.compile(text)) for name, text in accepted["patterns"].items()]
    names = {*literals, *(name for name, _ in patterns)}
    coupled = accepted["coupled"]
    if coupled is not None:
        first, text, second, divisor, numbers = coupled
        names |= {first, second}
        coupled = (first, re.compile(text), second, divisor, frozenset(numbers))
    return names, literals, patterns, coupled


def _accepts(accepted: tuple[Any, ...], fields: dict[str, str]) -> bool:
    names, literals, patterns, coupled = accepted
    if not fields.keys() <= names:
        return False
    for name, text in literals.items():
        if fields.get(name, "") != text:
            return False
    for name, compiled in patterns:
        if compiled.fullmatch(fields.get(name, "")) is None:
            return False
    if coupled is None:
        return True
    first, compiled, second, divisor, numbers = coupled
    found = compiled.fullmatch(fields.get(first, ""))
    if found is None:
        return False
    number = int(found[1])
    return (
        number in numbers
        and number % divisor == 0
        and fields.get(second, "") == str(number // divisor)
    )

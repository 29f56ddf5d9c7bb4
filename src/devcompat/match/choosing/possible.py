"""Possible: what a variable may still stand for while values are looked for (section 8).

Belongs here: the two kinds, numbers within bounds and texts in their order, and how they shrink.
Must not know: what makes them shrink (relations), which value is taken first (choice).
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from devcompat.language.nodes import Variable
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical


class Numbers(NamedTuple):
    """The members of a domain from `low` to `high`, which are members themselves."""

    domain: IntegerSet
    low: int
    high: int


Possible = Numbers | tuple[str, ...]
"""Never nothing: what would be empty is None where it is made. Texts are in the order listed."""

State = dict[str, Possible]
"""By variable, what it may stand for."""


def possible_values(variable: Variable) -> Possible:
    """Return all that an int or string variable may stand for."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return Numbers(domain, domain.ranges[0].low, domain.ranges[-1].high)
    assert isinstance(domain, tuple)  # noqa: S101  (only int and string variables are asked for)
    return domain


def only_value(possible: Possible) -> Bound | None:
    """Return the value if one is left, else None."""
    if isinstance(possible, Numbers):
        return possible.low if possible.low == possible.high else None
    return possible[0] if len(possible) == 1 else None


def known_values(state: Mapping[str, Possible], names: Collection[str]) -> dict[str, Bound]:
    """Return the values of those variables that have one left."""
    return {name: value for name in names if (value := only_value(state[name])) is not None}


def one(value: Bound, possible: Possible) -> Possible:
    """Return the one value of those that are possible."""
    if isinstance(possible, Numbers) and isinstance(value, int):
        return Numbers(possible.domain, value, value)
    return (str(value),)


def after_first(possible: Possible) -> Possible | None:
    """Return all but the first value, or None."""
    if isinstance(possible, Numbers):
        return between(possible, possible.low + 1, possible.high)
    return possible[1:] or None


def is_less(possible: Possible, before: Possible) -> bool:
    """Return whether `possible`, a part of `before`, lacks something of it."""
    if isinstance(possible, Numbers) and isinstance(before, Numbers):
        bounds = (possible.low, possible.high), (before.low, before.high)
        return bounds[0] != bounds[1] or possible.domain.size < before.domain.size
    return len(possible) < len(before)


def between(numbers: Numbers, low: int, high: int) -> Numbers | None:
    """Return the numbers from `low` to `high`, or None if there is none."""
    if low <= numbers.low and high >= numbers.high:
        return numbers
    first = numbers.domain.first_from(max(low, numbers.low))
    last = numbers.domain.last_to(min(high, numbers.high))
    if first is None or last is None or first > last:
        return None
    return Numbers(numbers.domain, first, last)


def among(possible: Possible, values: Collection[Bound]) -> Possible | None:
    """Return those of `values` that are possible, or None if none is."""
    if not isinstance(possible, Numbers):
        return tuple(text for text in possible if text in values) or None
    left = sorted(
        number
        for number in values
        if isinstance(number, int) and number in possible.domain
        if possible.low <= number <= possible.high
    )
    if not left:
        return None
    domain = IntegerSet([IntegerRange(number, number) for number in left])
    return Numbers(domain, left[0], left[-1])


def read(possible: Possible, text: str) -> Bound | None:
    """Return the value that `text` spells, or None if it is not possible."""
    if not isinstance(possible, Numbers):
        return text if text in possible else None
    number = read_canonical(text)
    if number is None or not possible.low <= number <= possible.high:
        return None
    return number if number in possible.domain else None


def count(possible: Possible) -> int:
    """Return how many values there are at most."""
    if isinstance(possible, Numbers):
        return min(possible.domain.size, possible.high - possible.low + 1)
    return len(possible)


def values_in_order(possible: Possible) -> Iterator[Bound]:
    """Yield the values in the order in which they are chosen."""
    if not isinstance(possible, Numbers):
        yield from possible
        return
    number: int | None = possible.low
    while number is not None and number <= possible.high:
        yield number
        number = possible.domain.first_from(number + 1)


def union(whole: Possible, parts: Collection[Possible]) -> Possible:
    """Return what lies in one of `parts`, each of them a part of `whole`; or a little more."""
    if not isinstance(whole, Numbers):
        texts = {text for part in parts if not isinstance(part, Numbers) for text in part}
        return tuple(text for text in whole if text in texts)
    spans = [part for part in parts if isinstance(part, Numbers)]
    if all(span.low == span.high for span in spans):
        return among(whole, {span.low for span in spans}) or whole
    low, high = min(span.low for span in spans), max(span.high for span in spans)
    return between(whole, low, high) or whole


def sizes(possible: Possible) -> tuple[int, int]:
    """Return the bytes of the shortest and of the longest text, the former perhaps too low."""
    if not isinstance(possible, Numbers):
        lengths = [len(text.encode()) for text in possible]
        return min(lengths), max(lengths)
    low, high = len(str(possible.low)), len(str(possible.high))
    return 1 if possible.low <= 0 <= possible.high else min(low, high), max(low, high)

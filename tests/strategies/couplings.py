"""Pairs of documents in which fields are coupled by several variables, as drivers couple them.

Here belong sums, products, quotients and remainders of two or three variables, templates of them,
and objects that want the same fields alone or in other words. It must not know what of that can be
told apart.
"""

from collections.abc import Iterator
from random import Random

from .differences import Pair

_VALUES = (
    "{a}+{b}", "{b}+{a}", "{a}*{b}", "{b}*{a}", "{a}*4+{b}", "{b}+4*{a}", "{a}*2+{b}*2",
    "({a}+{b})*2", "({a}+{b})%3", "({b}+{a})%3", "{a}*{b}/2", "{b}*{a}/2", "{a}-{b}", "{a}*3",
    "{a}/2", "{a}%2", "{a}*{a}", "{a}*{a}+0", "{a}-{b}+{c}", "{c}+{a}-{b}", "{a}", "{b}",
    "{a}/{b}", "{a}%{b}", "{a}+{c}", "{a}+1", "-{a}",
)  # fmt: skip
_TEXTS = (
    "{a}", "{b}", "V{a}", "{a}x{b}", "{b}x{a}", "{a}.{b}", "{a}.{b}.{c}", "1{a}", "{a}0", "2.{b}",
    "{a}-{b}",
)  # fmt: skip
_ALONE = (
    "int:{low}..{high}", "int:{low}..{high}", "version:>={low},<{high}", "version:>={low}.1",
    "mask:0x7", "any", "string:1,2,4,1x2,2.1,10", "set:1,2,V1", "opaque:host",
)  # fmt: skip
_FIELDS = ("f", "g", "h")
_FAR = (2**63 - 5, 2**62 - 3, -(2**62), 2**31, 3037000498)
"""Where sums and products of such numbers begin to leave 64 bits."""


def couplings(count: int, seed: int) -> Iterator[Pair]:
    """Yield that many pairs; the same for the same seed."""
    for number in range(count):
        random = Random(f"couplings {seed}/{number}")  # noqa: S311
        shape = {name: _value(random) for name in _FIELDS[: random.choice((1, 2, 3, 3))]}
        old = [_object(random, shape)]
        new = [_object(random, _like(random, shape)) for _ in range(random.choice((1, 1, 2)))]
        if random.random() < 0.3:
            old.append(_object(random, _like(random, shape)))
        yield Pair(*("SELF: x=1" + "".join(f"\nCOMPATIBLE: {o}" for o in s) for s in (old, new)))


def _value(random: Random) -> str:
    """Return an expression, a quoted template, or what is wanted of the field alone."""
    kind = random.random()
    if kind < 0.5:
        return random.choice(_VALUES)
    return f'"{random.choice(_TEXTS)}"' if kind < 0.85 else random.choice(_ALONE)


def _like(random: Random, shape: dict[str, str]) -> dict[str, str]:
    """Return a shape that often has something of another."""
    return {
        name: value if random.random() < 0.6 else _value(random) for name, value in shape.items()
    }


def _object(random: Random, shape: dict[str, str]) -> str:
    declared: set[str] = set()
    fields: list[str] = []
    for name, value in shape.items():
        low = random.randint(0, 2)
        bounds = {"{low}": str(low), "{high}": str(low + random.randint(1, 12))}
        if value in _ALONE:
            for mark, number in bounds.items():
                value = value.replace(mark, number)
            value = f"{{{name}:{value}}}"
        for variable in "abc":
            if f"{{{variable}}}" in value and variable not in declared:
                declared.add(variable)
                domain = f"{{{variable}:int:{_domain(random)}}}"
                value = value.replace(f"{{{variable}}}", domain, 1)
        fields.append(f"{name}={value}")
    return " ".join(fields)


def _domain(random: Random) -> str:
    if random.random() < 0.5:
        return random.choice(("0..3", "1..4"))
    low = random.choice((-1, 0, 0, 1, 1, 2, 3))
    if random.random() < 0.1:
        low += random.choice(_FAR)
    return f"{low}..{low + random.randint(0, 4)}"

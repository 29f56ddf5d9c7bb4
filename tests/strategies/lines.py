"""Pairs of documents whose coupled fields are arithmetic near the ends of 64 bits.

Here belong expressions of one variable with large and small constants, and objects that share them
in part. It must not know where such an expression has a value.
"""

from collections.abc import Iterator
from random import Random

from .differences import Pair

_END = 2**63
_CONSTANTS = (0, 1, 2, 3, 4, 6, 7, 12, _END - 1, _END - 5, _END // 2, _END // 3, 2**32)
_DIVISORS = (1, 2, 3, 4, 5, 6, 8, 12, 2**31, _END // 4)
_STARTS = (0, 1, -3, 5, _END - 8, -_END, -_END - 2, _END // 2 - 3, _END // 3 - 4, 2**31)
_TEMPLATES = ("V_{}", "{}", "{}", "V_{}_x")
_OTHERS = ("mask:0x7", "version:>=2,<9", "string:1,2,4,6", "any")

Shape = tuple[str, str, str]
"""A domain, an expression of `{n}`, and a template."""


def lines(count: int, seed: int) -> Iterator[Pair]:
    """Yield that many pairs; the same for the same seed."""
    for number in range(count):
        random = Random(f"{seed}/{number}")  # noqa: S311
        shape = (_domain(random), _expression(random), random.choice(_TEMPLATES))
        old = [_object(random, shape)]
        new = [_object(random, _like(random, shape)) for _ in range(random.randint(1, 3))]
        if random.random() < 0.3:
            old.append(_object(random, _like(random, shape)))
        yield Pair(*("SELF: x=1" + "".join(f"\nCOMPATIBLE: {o}" for o in s) for s in (old, new)))


def _like(random: Random, shape: Shape) -> Shape:
    """Return a shape that often has something of another."""
    domain, expression, template = shape
    return (
        domain if random.random() < 0.4 else _domain(random),
        expression if random.random() < 0.5 else _expression(random),
        template if random.random() < 0.9 else random.choice(_TEMPLATES),
    )


def _domain(random: Random) -> str:
    low = random.choice(_STARTS)
    if random.random() < 0.7:
        return f"{low}..{low + random.randint(0, 14)}"
    return ",".join(str(low + random.randint(0, 30)) for _ in range(4))


def _expression(random: Random) -> str:
    found = ""
    while "{n}" not in found or found == "{n}":
        found = _term(random, 0)
    return found


def _term(random: Random, depth: int) -> str:
    if depth > 2 or random.random() < 0.35:
        return "{n}" if random.random() < 0.75 else str(random.choice(_CONSTANTS))
    operator = random.choice("++--**/%")
    left, right = _term(random, depth + 1), _term(random, depth + 1)
    if operator in "*/%" and random.random() < 0.8:
        right = str(random.choice(_DIVISORS))
    return random.choice(("", "", "", "-")) + f"({left}{operator}{right})"


def _object(random: Random, shape: Shape) -> str:
    domain, expression, template = shape
    declared = f"{{n:int:{domain}}}"
    kind = random.random()
    text = f"t={template.format(declared)}"
    if kind < 0.15:
        return f"g={expression.replace('{n}', declared, 1)}"
    if kind < 0.25:
        return f"{text} g={{k:int:{_domain(random)}}}"
    if kind < 0.32:
        return f"{text} g={{k:{random.choice(_OTHERS)}}}"
    return f"{text} g={expression}"

"""Pools of small documents: members that came from one device as releases changed it.

Here belong pools of two to four members, and chains of which only neighbours agree. It must not
know what members have in common.
"""

from collections.abc import Iterator
from random import Random

from tests.strategies.differences import Item, _changed, _document, _item, _released


def pools(count: int, seed: int) -> Iterator[tuple[str, ...]]:
    """Yield that many pools, each a document for every member; the same for the same seed."""
    for number in range(count):
        yield pool(Random(f"pool/{seed}/{number}"))  # noqa: S311


def pool(random: Random) -> tuple[str, ...]:
    """Return one pool: every second one with coupled fields."""
    coupled = random.random() < 0.52
    first = [_item(random, coupled=coupled) for _ in range(random.choice((1, 1, 1, 2)))]
    if random.random() < 0.3:
        first.append(_changed(random, first[0]))
    members: list[list[Item]] = [first]
    for _ in range(random.choice((1, 1, 2, 3))):
        start = random.choice(members)
        members.append([made for item in start for made in _released(random, item)] or first)
    return tuple(_with_self(random, member, _document(random, member)) for member in members)


def _with_self(random: Random, member: list[Item], document: str) -> str:
    """Return a document with a SELF of texts that its COMPATIBLE objects name, mostly."""
    if random.random() < 0.2 or not member:
        return document
    lines = ["SELF:"]
    for names, (kind, *values) in random.choice(member).items():
        if kind in {"text", "int", "string", "set"}:
            text = "+".join(values) if kind == "set" else random.choice(values)
            lines += [f"  {names[0]}={text}"]
        elif kind == "version":
            lines += [f"  {names[0]}={int(values[0]) // 3}.{int(values[0]) % 3}"]
        elif kind == "mask":
            lines += [f"  {names[0]}={int(values[0]):#x}"]
    return document.replace("SELF:\n  f=1", "\n".join(lines))

"""Pairs of documents, the second made of the first as drivers change from release to release.

Here belong small domains of every type, coupled fields, and what a release does to them: values
added and left out, objects split in two, fields newly reported, other spellings of the same. It
must not know what of that can be told apart.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

_WORDS = ("a", "b", "ab", "1", "2", "fast", "slow", "V_1", "V_2", "2.1", "0x4")
_MEMBERS = ("x", "y", "z", "1")
_TIED = ("coupled", "listed")
"""Kinds of demands on two fields together: by variables, or written out."""
_WHO = ("firmware", "host")


class Pair(NamedTuple):
    """Two documents of the text format, and the COMPATIBLE objects that they were made of."""

    old: str
    new: str


Demand = tuple[str, ...]
"""A kind, and what it is of: texts, numbers as texts, or a pattern and numbers."""
Item = dict[tuple[str, ...], Demand]
"""An object: demands by the fields that they are about."""


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """Yield that many pairs; the same for the same seed."""
    for number in range(count):
        yield pair(Random(f"{seed}/{number}"))  # noqa: S311


def pair(random: Random) -> Pair:
    """Return one pair: every second one with coupled fields."""
    coupled = random.random() < 0.55
    old = [_item(random, coupled=coupled) for _ in range(random.choice((1, 1, 2, 2, 3)))]
    if len(old) > 1 and random.random() < 0.5:
        old[1] = _changed(random, old[0])
    new: list[Item] = []
    for item in old:
        new += _released(random, item)
    if random.random() < 0.3:
        random.shuffle(new)
    if random.random() < 0.2:
        old, new = new, old
    return Pair(_document(random, old), _document(random, new))


# Each pattern is a field's value and its partner's; `N` is a variable of the domain, `M` of 1..3.
_PATTERNS = (
    ("V_{N}", "{n}/2"),
    ("V_{N}", "{n}*2"),
    ("V_{N}", "{n}"),
    ("V_{N}", "{n}%3"),
    ("V_{N}", "12/{n}"),
    ("{N}", "{n}+1"),
    ("{N}+0", "{n}*{n}"),
    ("{N}*2", "{n}-1"),
    ("{N}", "x{n}"),
    ("p{N}-{M}", "{n}*{m}"),
    ("{M}", "{N}*{m}"),
    ("{M}:{N}", "{n}-{m}"),
    ("{S}{n}", "{s}"),
)


def _item(random: Random, *, coupled: bool) -> Item:
    found: Item = {}
    names = ["f", "g", "h", "k"]
    for name in names[: random.choice((0, 1, 1, 2, 2, 3) if coupled else (1, 2, 2, 3, 4))]:
        found[(name,)] = _alone(random)
    if coupled:
        found["t", "u"] = _coupled(random)
    return found


def _alone(random: Random) -> Demand:
    kind = random.choice(
        ("text", "int", "int", "int", "string", "string", "version", "version", "set", "mask",
         "any", "opaque", "absent")
    )  # fmt: skip
    if kind == "opaque" and random.random() < 0.6:
        kind = "int"
    if kind == "text":
        return ("text", random.choice(_WORDS))
    if kind == "int":
        return ("int", *_numbers(random))
    if kind == "string":
        found = random.sample((*_WORDS, ""), random.randint(1, 4))
        return ("string", *found)
    if kind == "version":
        low = random.randint(0, 6)
        return ("version", str(low), str(low + random.randint(1, 5)))
    if kind == "set":
        return ("set", *random.sample(_MEMBERS, random.randint(1, 4)))
    if kind == "mask":
        return ("mask", str(random.randint(0, 15)))
    return (kind, random.choice(_WHO))


def _numbers(random: Random) -> list[str]:
    low = random.randint(-1, 4)
    found = set(range(low, low + random.randint(1, 8)))
    if random.random() < 0.3:
        found = {number for number in found if number % 2 == 0} or found
    return [str(number) for number in sorted(found)]


def _coupled(random: Random) -> Demand:
    return ("coupled", str(random.randrange(len(_PATTERNS))), *_numbers(random))


def _released(random: Random, item: Item) -> list[Item]:
    """Return what became of an object: none, one or several."""
    if random.random() < 0.05:
        return []
    found = [dict(item)]
    for change in random.sample(_CHANGES, random.choice((0, 1, 1, 1, 2))):
        found = change(random, found)
    return found


def _split(random: Random, items: list[Item]) -> list[Item]:
    """Split an object in two along one field; now and then something falls through."""
    *before, item = items
    names = [name for name, demand in item.items() if len(demand) > 2 + (demand[0] in _TIED)]
    if not names:
        return items
    name = random.choice(names)
    kind, *values = item[name]
    head: tuple[str, ...] = (kind,)
    if kind == "version":
        low, high = int(values[0]), int(values[1])
        middle = random.randint(low, max(low, high))
        gap = 1 if random.random() < 0.15 else 0
        return [
            *before,
            {**item, name: ("version", str(low), str(middle))},
            {**item, name: ("version", str(middle + gap), str(high))},
        ]
    if kind in _TIED:
        head, values = (kind, values[0]), values[1:]
    at = random.randint(1, max(1, len(values) - 1))
    left, right = values[:at], values[at:] or values[-1:]
    if kind in ("set", "mask", "opaque", "any", "text", "absent"):
        return items
    if random.random() < 0.2 and len(right) > 1:
        right = right[1:]
    if random.random() < 0.2:
        right = [*left[-1:], *right]
    parts = [{**item, name: (*head, *left)}, {**item, name: (*head, *right)}]
    return [*before, *parts]


def _altered(random: Random, items: list[Item]) -> list[Item]:
    *before, item = items
    return [*before, _changed(random, item)]


def _changed(random: Random, item: Item) -> Item:
    """Return an object with one field's domain changed a little."""
    name = random.choice(list(item)) if item else ()
    if not name:
        return item
    kind, *values = item[name]
    if kind in ("int", *_TIED) and random.random() < 0.8:
        numbers = values[kind in _TIED :]
        if random.random() < 0.5 and len(numbers) > 1:
            numbers.remove(random.choice(numbers))
        else:
            numbers.append(str(int(numbers[-1]) + random.randint(1, 2)))
        return {**item, name: (kind, *values[: kind in _TIED], *numbers)}
    if kind == "version":
        low, high = int(values[0]), int(values[1])
        return {**item, name: (kind, str(max(0, low + random.randint(-1, 1))), str(high + 1))}
    if kind == "mask":
        return {**item, name: (kind, str(int(values[0]) ^ random.choice((1, 2, 4, 8))))}
    if kind in ("string", "set") and len(values) > 1 and random.random() < 0.6:
        values.remove(random.choice(values))
        return {**item, name: (kind, *values)}
    return {**item, name: _coupled(random) if kind in _TIED else _alone(random)}


def _reported(random: Random, items: list[Item]) -> list[Item]:
    """Report a new field, with a default for those that do not, or without."""
    demand = random.choice(
        (("text", "1"), ("string", "", "1"), ("any", ""), ("set", "x"), ("opaque", "host"))
    )
    return [{**item, (random.choice(("k", "w")),): demand} for item in items]


def _respelled(random: Random, items: list[Item]) -> list[Item]:
    """Write the same, or nearly the same, in other words."""
    return [{name: _other_words(random, demand) for name, demand in item.items()} for item in items]


def _other_words(random: Random, demand: Demand) -> Demand:
    kind, *values = demand
    if kind == "int":
        return ("string", *values)
    if kind == "text":
        return random.choice((("string", *values), ("set", *values)))
    if kind == "coupled" and random.random() < 0.7:
        return ("listed", *values)
    if kind == "string" and "" in values and random.random() < 0.5:
        return ("any", "")
    return demand


def _twice(random: Random, items: list[Item]) -> list[Item]:
    """Add an object that is much like one of them."""
    return [*items, _changed(random, random.choice(items))] if items else items


_CHANGES: tuple[Callable[[Random, list[Item]], list[Item]], ...] = (
    _split, _split, _split, _altered, _altered, _reported, _respelled, _respelled, _twice,
)  # fmt: skip


def _document(random: Random, items: list[Item]) -> str:
    lines = ["SELF:", "  f=1"]
    for item in items:
        for written in _objects(random, item):
            lines += ["COMPATIBLE:", *written]
    return "\n".join(lines) + "\n"


def _objects(random: Random, item: Item) -> list[list[str]]:
    """Return the lines of an object, or of several where coupled fields are listed."""
    found: list[list[str]] = [[]]
    for number, (names, demand) in enumerate(item.items()):
        choices = _lines(random, names, demand, f"v{number}")
        found = [[*lines, *chosen] for lines in found for chosen in choices]
    return found


def _lines(random: Random, names: tuple[str, ...], demand: Demand, name: str) -> list[list[str]]:
    kind, *values = demand
    field = names[0]
    quoted = ",".join(f'"{value}"' for value in values)
    if kind == "text":
        return [[f'  {field}="{values[0]}"']]
    if kind == "absent":
        return [[f'  {field}=""'] if values[0] == _WHO[0] else []]
    if kind == "int":
        return [[f"  {field}={{{name}:int:{_spelled(random, values)}}}"]]
    if kind == "version":
        low, high = (f"{int(value) // 3}.{int(value) % 3}" for value in values)
        return [[f"  {field}={{{name}:version:>={low},<{high}}}"]]
    if kind == "mask":
        return [[f"  {field}={{{name}:mask:{int(values[0]):#x}}}"]]
    if kind == "any":
        return [[f"  {field}={{{name}:any}}"]]
    if kind == "opaque":
        return [[f"  {field}={{{name}:opaque:{values[0]}}}"]]
    if kind in ("string", "set"):
        return [[f"  {field}={{{name}:{kind}:{quoted}}}"]]
    first, second = _PATTERNS[int(values[0])]
    if kind == "listed" and "{M}" not in first + second and "{S}" not in first:
        return _listed(names, (first, second), values[1:])
    filled = [_filled(random, value, values[1:]) for value in (first, second)]
    return [[f"  {field}={value}" for field, value in zip(names, filled, strict=True)]]


def _filled(random: Random, value: str, numbers: list[str]) -> str:
    value = value.replace("{S}", '{s:string:V,W,"V1"}-')
    value = value.replace("{M}", "{m:int:1..3}").replace("{N}", "{n:int:#}")
    return (
        value.replace("{s}{n}", "{s}{n:int:#}")
        .replace("-{n}", "-{n:int:#}" if value.startswith("{s:") else "-{n}")
        .replace("#", _spelled(random, numbers))
    )


def _listed(names: tuple[str, ...], values: tuple[str, str], numbers: list[str]) -> list[list[str]]:
    """Return an object for each number: what expressions give is worked out here."""
    found: list[list[str]] = []
    for number in numbers:
        texts: list[str] = []
        for value in values:
            bare = value.replace("{N}", "{n}")
            if set(bare) - set("{n}0123456789+-*/%") or not set(bare) & set("+-*/%"):
                texts.append(bare.replace("{n}", number))
                continue
            result = _worked_out(bare, int(number))
            if result is not None:
                texts.append(str(result))
        if len(texts) == len(names):
            found.append([f'  {name}="{text}"' for name, text in zip(names, texts, strict=True)])
    return found


def _worked_out(value: str, number: int) -> int | None:
    """Return what one of the patterns is for a number."""
    results: dict[str, Callable[[int], int | None]] = {
        "{n}/2": lambda n: n // 2 if n % 2 == 0 else None,
        "{n}*2": lambda n: n * 2,
        "{n}%3": lambda n: n % 3,
        "12/{n}": lambda n: 12 // n if n and 12 % n == 0 else None,
        "{n}+1": lambda n: n + 1,
        "{n}+0": lambda n: n,
        "{n}*{n}": lambda n: n * n,
        "{n}-1": lambda n: n - 1,
    }
    return results[value](number)


def _spelled(random: Random, values: list[str]) -> str:
    """Return numbers as a domain: each by itself, or as ranges where they follow each other."""
    numbers = sorted({int(value) for value in values})
    if random.random() < 0.4:
        return ",".join(map(str, numbers))
    items: list[list[int]] = []
    for number in numbers:
        if items and items[-1][1] + 1 == number:
            items[-1][1] = number
        else:
            items.append([number, number])
    return ",".join(f"{low}..{high}" if low < high else str(low) for low, high in items)

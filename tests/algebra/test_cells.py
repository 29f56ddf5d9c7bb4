"""Cells: whatever some text satisfies of a field's demands, a cell's text satisfies the same."""

from random import Random

import pytest

from devcompat.algebra.cells.field import Alone, FieldCells, from_indexes, indexes
from devcompat.algebra.cells.numbers import by_masks, pieces
from devcompat.algebra.cells.words import joined, patterns, shortest
from devcompat.algebra.work import Work
from devcompat.language.nodes import Template
from devcompat.match.domains import acceptance

from .texts import objects

_WORDS = ("a", "b", "1", "7", "2.1", "0x4", "x+y", "x", "", "07", "-3", "other")


def quoted(word: str) -> str:
    return f'"{word}"'


def demand(random: Random) -> Alone:
    """Return what one object wants of a field, read from its text."""
    kind = random.choice(("text", "int", "string", "version", "set", "mask", "any"))
    low = random.randint(-4, 9)
    version = f"{random.randint(0, 3)}.{random.randint(0, 3)}"
    written = {
        "text": f'"{random.choice(_WORDS[:8])}"',
        "int": f"{{v:int:{low}..{low + random.randint(0, 9)},{random.randint(0, 40)}}}",
        "string": f"{{v:string:{','.join(quoted(word) for word in random.sample(_WORDS, 3))}}}",
        "version": f"{{v:version:{random.choice(('>=', '>', '<', '<=', '==', '~='))}{version}}}",
        "set": f"{{v:set:{','.join(random.sample(('x', 'y', 'z', '1', '2.1'), 3))}}}",
        "mask": f"{{v:mask:{random.randint(0, 31):#x}}}",
        "any": "{v:any}",
    }[kind]
    (item,) = objects(f"f={written}")
    field = item.fields["f"].value
    literal = field.literal() if isinstance(field, Template) else None
    return item.singles[0].variable if literal is None else literal


def text(random: Random) -> str:
    """Return a text of any kind that a demand may be about."""
    number = random.randint(-6, 70)
    return random.choice(
        (
            str(number), f"0{abs(number)}", hex(abs(number)), random.choice(_WORDS),
            "+".join(random.choices(("x", "y", "z", "1", "2.1"), k=random.randint(1, 4))),
            ".".join(str(random.randint(0, 4)) for _ in range(random.randint(1, 4))),
            "0" + ".".join(str(random.randint(0, 4)) for _ in range(2)), "no demand's",
        )
    )  # fmt: skip


def accepts(wanted: Alone, text: str) -> bool:
    return wanted == text if isinstance(wanted, str) else acceptance(wanted)(text)


@pytest.mark.parametrize("seed", range(60))
def test_a_texts_pattern_is_that_of_a_cell_and_cells_say_what_the_matcher_says(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    demands = [demand(random) for _ in range(random.randint(1, 6))]
    cells = FieldCells(demands, (), Work())
    assert cells.complete
    bits = [cells.bits(wanted) for wanted in demands]
    for at, found in enumerate(cells.texts):
        assert [accepts(wanted, found) for wanted in demands] == [b >> at & 1 == 1 for b in bits]
    known = {tuple(b >> at & 1 for b in bits) for at in range(len(cells.texts))}
    for _ in range(300):
        found = text(random)
        assert tuple(int(accepts(wanted, found)) for wanted in demands) in known, found


@pytest.mark.parametrize("seed", range(20))
def test_masks_tell_numbers_of_a_range_apart(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    masks = [random.randint(0, 255) for _ in range(random.randint(1, 5))]
    low = random.randint(0, 200)
    high = low + random.randint(0, 200)
    found = by_masks(low, high, masks, Work())
    assert all(low <= number <= high for number in found)

    def held(number: int) -> tuple[bool, ...]:
        return tuple(number & ~mask == 0 for mask in masks)

    assert sorted(map(held, found)) == sorted({held(number) for number in range(low, high + 1)})


def test_pieces_are_all_numbers_once() -> None:
    found = list(pieces([3, 3, 0, 7]))
    assert [low for low, _ in found[1:]] == [0, 3, 7]
    assert [high + 1 for _, high in found[:-1]] == [low for low, _ in found[1:]]


def test_joined_members_have_every_pattern_that_sets_can_have() -> None:
    domains = [("a", "b", "c"), ("b", "c", "d"), ("c", "d")]
    members = patterns(domains)
    found = list(joined(shortest(members), Work()))
    made = {tuple(set(domain).issuperset(item) for domain in domains) for item in found}
    # a, b, c, d, a+d and b+d.
    assert made == {
        (True, False, False), (True, True, False), (True, True, True), (False, True, True),
        (False, False, False), (False, True, False),
    }  # fmt: skip


def test_indexes_and_bits_are_each_others_reverse() -> None:
    for places in ([], [0], [5], [0, 1, 2], [7, 8, 63, 64, 200]):
        assert indexes(from_indexes(places, 201)) == places

"""Coupled fields written out by the column, and that 65,536 combinations are decided."""

from itertools import product

import pytest

from devcompat.algebra.columns import Choices, written
from devcompat.algebra.diff import diff
from devcompat.language.limits import TEXT_BYTES
from devcompat.match.component import Component, rendered
from devcompat.match.domains import spoken_values
from devcompat.match.verdict import Bound

from .texts import device

FIELDS = [
    'a="{x:int:-3..6}-{y:int:-2..4}" b={x}/{y}',
    "a={x:int:-4..9}%{y:int:-2..3} b={x}",
    "a={x:int:0..9}*4000000000000000000 b={x}-{y:int:1..3}",
    "a=-{x:int:-9223372036854775807..-9223372036854775800}+3 b={x}",
    'a={s:string:"",u,"v w"} b="{s}.{x:int:1..3}" c={x}*{x}+1',
    "a=7/{x:int:0..7} b={x}",
    "a={x:int:1..3}-({y:int:5..6}-{x}) b={y}",
    "a={x:int:1,1..2} b=10/({x}-1)",
]


def by_the_binding(component: Component) -> list[tuple[str, ...]]:
    """Return the same, a binding after the other, as the matcher renders them."""
    names = list(component.variables)
    choices = [spoken_values(component.variables[name], 4096) or () for name in names]
    found = []
    for chosen in product(*choices):
        binding: dict[str, Bound] = {
            name: int(text) if component.variables[name].type == "int" else text
            for name, text in zip(names, chosen, strict=True)
        }
        texts = [rendered(value, binding) for _, value in component.fields]
        if None not in texts:
            found.append(tuple(str(text) for text in texts))
    return found


def by_the_column(component: Component) -> list[tuple[str, ...]]:
    choices: dict[str, Choices] = {}
    for name, variable in component.variables.items():
        texts = spoken_values(variable, 4096) or ()
        choices[name] = [int(text) for text in texts] if variable.type == "int" else texts
    return written(component.fields, choices)


@pytest.mark.parametrize("fields", FIELDS)
def test_columns_have_what_the_matcher_renders(fields: str) -> None:
    [component] = device(fields).objects[0].components
    assert by_the_column(component) == by_the_binding(component)
    assert by_the_column(component)


def test_a_text_that_no_value_can_have_is_left_out() -> None:
    long = "x" * (TEXT_BYTES - 2)
    [component] = device(f'a="{long}{{n:int:98..101}}" b={{n}}').objects[0].components
    assert [texts[1] for texts in by_the_column(component)] == ["98", "99"]


SQUARE = "a={x:int:1..256} b={y:int:1..256} c="
EXACT = [
    ([SQUARE + "{x}*{y}"], [SQUARE + "{y}*{x}"], "equal"),
    ([SQUARE + "{x}+{y}"], [SQUARE + "{y}-{x}"], "different"),
    (["c={x:int:1..256}*{y:int:1..256}"], ["c={n:int:1..65536}"], "wider"),
    (["c={x:int:1..256}+{y:int:1..256}"], ["c={n:int:2..512}"], "equal"),
    (
        ['a="{x:int:1..256}-{y:int:1..256}" b={x}*{y}'],
        ['a="{x:int:1..256}-{y:int:1..255}" b={y}*{x}'],
        "narrower",
    ),
    (
        ["a={x:int:1..65536} c={x}*{x}"],
        ["a={x:int:1..65535} c={x}*{x}", "a=65536 c=4294967296"],
        "equal",
    ),
    (
        ['a="{x:int:1..256}-{y:int:1..256}"'],
        ['a="{x:int:1..256}-{y:int:1..255}"', 'a="{x:int:1..256}-256"'],
        "equal",
    ),
]


@pytest.mark.parametrize(("old", "new", "relation"), EXACT)
def test_65536_combinations_are_decided(old: list[str], new: list[str], relation: str) -> None:
    assert diff(device(*old), device(*new)).relation == relation

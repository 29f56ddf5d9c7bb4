"""Tests of the parts of choosing: what a text, an equation or a limit leaves of its variables.

Here belong cases that show one part at work. Whether what is found is right is asked of the oracle
(tests/laws/test_parameters.py).
"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.match.budget import PAIR_CANDIDATES, Budget
from devcompat.match.choosing.equations import Equal
from devcompat.match.choosing.possible import (
    Numbers,
    Possible,
    State,
    after_first,
    among,
    between,
    possible_values,
    sizes,
    union,
    values_in_order,
)
from devcompat.match.choosing.relations import Accepted, Fits
from devcompat.match.choosing.splitting import split
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet

X, Y = Reference("x"), Reference("y")


def integers(*items: int | tuple[int, int]) -> Numbers:
    ranges = [
        IntegerRange(item, item) if isinstance(item, int) else IntegerRange(*item) for item in items
    ]
    found = possible_values(Variable("x", "int", IntegerSet(ranges)))
    assert isinstance(found, Numbers)
    return found


def left(found: State | None) -> dict[str, list[Bound]] | None:
    if found is None:
        return None
    return {name: list(values_in_order(possible)) for name, possible in found.items()}


def template(*parts: str | Reference) -> Template:
    return Template(parts)


def narrowed(one: Value, other: Value, state: State) -> dict[str, list[Bound]] | None:
    return left(Equal(one, other).narrow(state, Budget(PAIR_CANDIDATES)))


def members(possible: Possible | None) -> list[Bound]:
    return [] if possible is None else list(values_in_order(possible))


def test_numbers_shrink_to_members() -> None:
    numbers = integers(1, (5, 9), 20)
    assert between(numbers, 0, 30) == numbers
    assert members(between(numbers, 2, 19)) == [5, 6, 7, 8, 9]
    assert between(numbers, 10, 19) is None
    assert between(numbers, 21, 40) is None
    assert between(numbers, -4, 0) is None
    assert after_first(integers(7)) is None
    assert members(after_first(numbers)) == [5, 6, 7, 8, 9, 20]


def test_values_among_others_keep_their_order() -> None:
    assert among(("b", "a", "c"), {"a", "b", "x"}) == ("b", "a")
    assert among(("b",), {"a"}) is None
    assert members(among(integers((1, 9)), {7, 3, 12, "5"})) == [3, 7]
    assert among(integers((1, 9)), {12}) is None


def test_a_union_is_exact_for_texts_and_single_numbers_and_a_hull_for_others() -> None:
    whole = integers((1, 9))
    assert union(("b", "a", "c"), [("a",), ("b",)]) == ("b", "a")
    single = [Numbers(whole.domain, number, number) for number in (7, 2)]
    assert members(union(whole, single)) == [2, 7]
    wide = union(whole, [Numbers(whole.domain, 2, 3), Numbers(whole.domain, 6, 7)])
    assert members(wide) == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("possible", "expected"),
    [
        (("a", "é", ""), (0, 2)),
        (integers((-5, 100)), (1, 3)),
        (integers((100, 2000)), (3, 4)),
        (integers((-2000, -10)), (3, 5)),
    ],
)
def test_sizes_are_those_of_the_shortest_and_the_longest_text(
    possible: Possible, expected: tuple[int, int]
) -> None:
    assert sizes(possible) == expected


_LETTERS = st.text("ab1", min_size=0, max_size=3)


@given(
    st.lists(_LETTERS, min_size=1, max_size=4, unique=True),
    st.lists(st.integers(0, 22), min_size=1, max_size=4),
    st.lists(st.sampled_from([X, Y, "a", "1", "b"]), min_size=1, max_size=5),
    st.text("ab12", min_size=0, max_size=8),
)
def test_a_split_leaves_every_part_that_some_reading_has(
    texts: list[str], numbers: list[int], drawn: list[Reference | str], text: str
) -> None:
    state: State = {"x": tuple(texts), "y": integers(*numbers)}
    parts: list[Reference | str] = []
    for part in drawn:  # two placeholders have text between them
        if parts and isinstance(part, Reference) and isinstance(parts[-1], Reference):
            parts.append("a")
        parts.append(part)
    names = [part.name for part in parts if isinstance(part, Reference)]
    if not names:
        return
    readings = [
        {"x": x, "y": y}
        for x, y in product(values_in_order(state["x"]), values_in_order(state["y"]))
        if "".join(p if isinstance(p, str) else str({"x": x, "y": y}[p.name]) for p in parts)
        == text
    ]
    found = left(split(Template(tuple(parts)), text, state, Budget(PAIR_CANDIDATES)))
    if found is None:
        assert readings == []
        return
    for name in set(names):
        assert {reading[name] for reading in readings} <= set(found[name])
    if len(names) == len(set(names)):
        assert readings
        for name in names:
            assert {reading[name] for reading in readings} == set(found[name])


def test_equal_templates_lose_the_text_that_both_have() -> None:
    state: State = {"x": integers((1, 99)), "y": integers(7, (40, 50))}
    assert narrowed(template("V_", X, "!"), template("V_", Y, "!"), state) == {
        "x": list(range(7, 51)),
        "y": [7, *range(40, 51)],
    }
    assert narrowed(template("V_", X), template("W_", Y), state) is None
    assert narrowed(template(X, "a"), template(Y, "b"), state) is None


def test_a_text_and_a_number_have_to_be_spelled_alike() -> None:
    state: State = {"x": ("04", "7", "a", "4"), "y": integers((1, 9))}
    expected = {"x": ["7", "4"], "y": [4, 7]}
    assert narrowed(template(X), template(Y), state) == expected
    assert narrowed(template(Y), template(X), state) == expected
    assert narrowed(template(X), template(Y), {"x": ("a",) * 2, "y": integers((1, 9))}) is None


def test_two_texts_leave_what_both_have_each_in_its_order() -> None:
    state: State = {"x": ("b", "a", "c"), "y": ("c", "b", "d")}
    assert narrowed(template(X), template(Y), state) == {"x": ["b", "c"], "y": ["c", "b"]}


def test_an_expression_and_a_number_have_bounds_in_common() -> None:
    state: State = {"x": integers((1, 2**60)), "y": integers((5, 8))}
    double = Expression((X, 2, "*"))
    assert narrowed(double, template(Y), state) == {"x": [3, 4], "y": [5, 6, 7, 8]}
    assert narrowed(template(Y), Expression((X, 100, "+")), state) is None
    assert narrowed(double, Expression((Y, 3, "*")), state) == {
        "x": [8, 9, 10, 11, 12],
        "y": [5, 6, 7, 8],
    }
    assert narrowed(Expression((X, 0, "/")), template(Y), state) is None


def test_few_texts_of_one_side_are_written_out_to_narrow_the_other() -> None:
    state: State = {"x": integers((1, 2**60)), "y": integers(5, 70)}
    assert narrowed(template(X), template("1", Y), state) == {"x": [15, 170], "y": [5, 70]}
    assert narrowed(template("1", Y), template(X, "5"), state) == {"x": [1], "y": [5]}
    assert narrowed(template(X, "a"), template("b", Y), state) is None


def test_an_expression_whose_texts_are_written_out_has_none_without_a_value() -> None:
    state: State = {"x": ("1", "2", "4"), "y": integers((1, 9))}
    assert narrowed(template("V", X), template("V", Y), state) == {
        "x": ["1", "2", "4"],
        "y": [1, 2, 4],
    }
    half = Expression((Y, 2, "/"))
    assert narrowed(template(X), half, state) == {"x": ["1", "2", "4"], "y": [2, 4, 8]}


def test_two_sides_with_many_texts_leave_everything() -> None:
    state: State = {"x": integers((1, 999)), "y": integers((1, 999))}
    assert narrowed(template("1", X), template(Y, "1"), state) == {}


def test_a_test_leaves_the_texts_that_pass_if_one_variable_is_open() -> None:
    budget = Budget(PAIR_CANDIDATES)
    relation = Accepted(template(X, ".", Y), lambda text: text.startswith("2."))
    assert relation.narrow({"x": ("1", "2"), "y": ("7",)}, budget) == {"x": ("2",)}
    assert relation.narrow({"x": ("1", "3"), "y": ("7",)}, budget) is None
    assert relation.narrow({"x": ("1", "2"), "y": ("7", "8")}, budget) == {}
    assert relation.narrow({"x": integers(1, 2), "y": ("7",)}, budget) == {}
    assert relation.narrow({"x": integers(2), "y": ("7",)}, budget) == {}
    assert relation.narrow({"x": integers(1), "y": ("7",)}, budget) is None


def test_a_limit_leaves_what_fits_beside_the_shortest_of_the_others() -> None:
    budget = Budget(PAIR_CANDIDATES)
    relation = Fits(template("z" * 1000, X, "-", Y, "-", X), frozenset())
    state: State = {"x": ("a" * 12, "a" * 8, "a" * 5), "y": integers((-(10**30), 10**30))}
    found = relation.narrow(state, budget)
    assert found is not None
    assert found["x"] == ("a" * 8, "a" * 5)
    assert found["y"] == between(integers((-(10**30), 10**30)), -(10**11) + 1, 10**12 - 1)
    assert relation.narrow({"x": ("a" * 12,), "y": integers(5, 7)}, budget) is None
    assert relation.narrow({"x": ("a" * 10, "a" * 11), "y": integers(500)}, budget) is None
    assert relation.narrow({"x": ("a",), "y": integers((10**9, 10**10))}, budget) == {
        "x": ("a",),
        "y": integers((10**9, 10**10)),
    }
    assert (
        Fits(template("z" * 1024, Y), frozenset()).narrow({"y": integers((1, 9))}, budget) is None
    )
    assert relation.holds({"x": "aaaaa", "y": 7})
    assert not relation.holds({"x": "a" * 12, "y": 7})


def test_texts_are_taken_in_their_order() -> None:
    assert after_first(("b", "a", "c")) == ("a", "c")
    assert after_first(("b",)) is None

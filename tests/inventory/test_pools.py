"""A pool promises what its parent can keep, and refuses only what it surely cannot.

The oracle is a stock of units from which every instance takes its type's cost: each stock and all
costs that could have shown the same counts are tried.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.inventory.pools import Costs, Pool, Stock, pool_of
from devcompat.inventory.records import CreatableType

TYPES = ("a", "b", "c")
MOST = 14


def stocks(counts: dict[str, int]) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield every stock up to MOST, and costs, that show these counts: floor(stock / cost)."""
    for stock in range(MOST + 1):
        fitting = [
            [cost for cost in range(1, stock + 2) if stock // cost == count]
            for count in counts.values()
        ]
        for costs in product(*fitting):
            yield stock, dict(zip(counts, costs, strict=True))


def taken(wanted: dict[str, int], costs: dict[str, int]) -> int:
    return sum(number * costs[type_id] for type_id, number in wanted.items())


SMALL = st.integers(0, 4)
COUNTS = st.fixed_dictionaries({"a": SMALL}, optional={"b": SMALL, "c": SMALL})


@given(COUNTS, st.data())
def test_law_without_costs_a_promise_holds_for_every_stock(
    counts: dict[str, int], data: st.DataObject
) -> None:
    wanted = {type_id: data.draw(SMALL) for type_id in counts}
    room = Pool("p", dict(counts)).room(wanted)
    fits = [taken(wanted, costs) <= stock for stock, costs in stocks(counts)]
    if room == "yes":
        assert all(fits)
    if room == "no":
        assert not any(fits)


@given(st.integers(0, 200), st.tuples(*[st.integers(1, 12)] * 3), st.tuples(*[SMALL] * 3))
def test_law_with_costs_the_answer_is_that_of_the_stock(
    stock: int, costs: tuple[int, int, int], numbers: tuple[int, int, int]
) -> None:
    units = dict(zip(TYPES, costs, strict=True))
    wanted = dict(zip(TYPES, numbers, strict=True))
    pool = Pool("p", {name: stock // cost for name, cost in units.items()}, Costs(units, "units"))
    left = pool.stock()
    assert left is not None
    assert left.least <= stock <= left.most
    fits = taken(wanted, units) <= stock
    assert pool.room(wanted) in ({"yes", "unknown"} if fits else {"no", "unknown"})
    if 1 in costs:
        assert left == Stock(stock, stock)
        assert pool.room(wanted) == ("yes" if fits else "no")


@given(COUNTS, st.data())
def test_law_more_of_a_type_never_fits_better(counts: dict[str, int], data: st.DataObject) -> None:
    order = ("yes", "unknown", "no")
    pool = Pool("p", dict(counts), Costs({"a": data.draw(st.integers(1, 3))}))
    wanted = {type_id: data.draw(SMALL) for type_id in counts}
    more = {**wanted, "a": wanted["a"] + 1}
    assert order.index(pool.room(wanted)) <= order.index(pool.room(more))


def test_the_shares_are_the_most_that_can_be_promised() -> None:
    """Where the shares come to more than 1, there is a stock that cannot keep it."""
    for a, b, m, n in product(range(1, 5), range(1, 5), range(1, 5), range(1, 5)):
        if m <= a and n <= b and Pool("p", {"a": a, "b": b}).room({"a": m, "b": n}) != "yes":
            stock = a * b
            assert taken({"a": m, "b": n}, {"a": b, "b": a}) > stock
            assert (stock // b, stock // a) == (a, b)


def test_the_two_types_of_mtty_share_their_ports() -> None:
    pool = Pool("mtty", {"mtty-1": 18, "mtty-2": 9}, Costs({"mtty-1": 1, "mtty-2": 2}, "ports"))
    assert pool.stock() == Stock(18, 18)
    assert pool.room({"mtty-1": 18}) == "yes"
    assert pool.room({"mtty-2": 9}) == "yes"
    assert pool.room({"mtty-1": 18, "mtty-2": 9}) == "no"
    assert pool.room({"mtty-1": 16, "mtty-2": 1}) == "yes"
    assert pool.room({"mtty-1": 17, "mtty-2": 1}) == "no"


@pytest.mark.parametrize(
    ("wanted", "room"),
    [
        ({}, "yes"),
        ({"a": 0, "nowhere": 0}, "yes"),
        ({"a": 1}, "yes"),
        ({"a": 3}, "no"),
        ({"nowhere": 1}, "no"),
        ({"none": 1}, "no"),
        ({"unread": 1}, "unknown"),
        ({"a": 1, "unread": 1}, "unknown"),
        ({"a": 3, "unread": 1}, "no"),
        ({"a": 1, "b": 2}, "yes"),
        ({"a": 1, "b": 3}, "unknown"),
        ({"a": 2, "b": 4}, "unknown"),
    ],
)
def test_room_without_costs(wanted: dict[str, int], room: str) -> None:
    assert Pool("p", {"a": 2, "b": 4, "none": 0, "unread": None}).room(wanted) == room


def test_a_parent_that_may_refuse_a_mixture_promises_none() -> None:
    pool = Pool("p", {"a": 4, "b": 2}, Costs(mixed=False))
    assert pool.room({"a": 4}) == "yes"
    assert pool.room({"a": 1, "b": 1}) == "unknown"
    assert pool.room({"a": 5, "b": 1}) == "no"


def test_counts_that_contradict_the_costs_fall_back_to_shares() -> None:
    pool = Pool("p", {"a": 18, "b": 2}, Costs({"a": 1, "b": 2}, "ports"))
    assert pool.stock() is None
    assert pool.room({"a": 9, "b": 1}) == "yes"
    assert pool.room({"a": 10, "b": 1}) == "unknown"


def test_huge_counts_are_exact() -> None:
    count = 10**18 - 1
    assert Pool("p", {"a": count, "b": count - 1}).room({"a": 1, "b": count - 2}) == "yes"
    assert Pool("p", {"a": count, "b": count - 1}).room({"a": 2, "b": count - 2}) == "unknown"


def offered(parent: str, type_id: str, count: int | None) -> CreatableType:
    return CreatableType(parent, type_id, None, None, None, count)


def test_a_pool_is_of_one_parent_and_takes_the_worse_of_two_counts() -> None:
    types = (
        offered("p", "a", 3), offered("q", "a", 9), offered("p", "a", 2), offered("p", "b", None),
        offered("p", "b", 4), offered("p", "c", 4), offered("p", "c", None),
    )  # fmt: skip
    assert pool_of("p", types).counts == {"a": 2, "b": None, "c": None}

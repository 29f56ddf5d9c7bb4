"""Placing several devices on a host gives the answer of trying every choice."""

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devcompat.inventory import placing
from devcompat.inventory.placing import Options, can_place
from devcompat.inventory.pools import Costs, Pool

PARENTS = ("p", "q")
KINDS = [(parent, type_id) for parent in PARENTS for type_id in ("a", "b")]
OPTIONS = st.builds(
    Options, st.frozensets(st.sampled_from("xyz")), st.frozensets(st.sampled_from(KINDS))
)
COUNTS = st.none() | st.integers(0, 3)
COSTS = st.sampled_from([Costs(), Costs({"a": 1, "b": 2}, "ports"), Costs(mixed=False)])
POOLS = st.fixed_dictionaries(
    {
        parent: st.builds(
            Pool, st.just(parent), st.fixed_dictionaries({"a": COUNTS, "b": COUNTS}), COSTS
        )
        for parent in PARENTS
    }
)


def by_trying(wanted: Sequence[Options], pools: Mapping[str, Pool], rooms: frozenset[str]) -> bool:
    """Return whether some choice gives each a place of its own that the pools allow."""
    choices: list[list[str | tuple[str, str]]] = [
        [*sorted(one.devices), *sorted(one.types)] for one in wanted
    ]
    return any(_fits(chosen, pools, rooms) for chosen in product(*choices))


def _fits(
    chosen: Sequence[str | tuple[str, str]], pools: Mapping[str, Pool], rooms: frozenset[str]
) -> bool:
    devices = [place for place in chosen if isinstance(place, str)]
    if len(set(devices)) < len(devices):
        return False
    for parent, pool in pools.items():
        kinds = [place[1] for place in chosen if not isinstance(place, str) and place[0] == parent]
        if pool.room({kind: kinds.count(kind) for kind in kinds}) not in rooms:
            return False
    return True


@settings(deadline=None)
@given(st.lists(OPTIONS, max_size=4), POOLS)
def test_law_placing_is_that_of_trying_every_choice(
    wanted: list[Options], pools: dict[str, Pool]
) -> None:
    sure = by_trying(wanted, pools, frozenset({"yes"}))
    perhaps = by_trying(wanted, pools, frozenset({"yes", "unknown"}))
    assert can_place(wanted, pools) == sure
    assert can_place(wanted, pools, doubtful=True) == perhaps


@given(st.lists(st.frozensets(st.sampled_from("abcde"), max_size=5), max_size=5))
def test_law_without_types_it_is_an_assignment(choices: list[frozenset[str]]) -> None:
    wanted = [Options(choice, frozenset()) for choice in choices]
    every = product(*(sorted(choice) for choice in choices))
    expected = any(len(set(chosen)) == len(chosen) for chosen in every)
    assert can_place(wanted, {}) == expected


@given(st.integers(0, 30), st.integers(0, 20), st.integers(0, 12))
def test_law_ports_are_never_given_out_twice(left: int, singles: int, duals: int) -> None:
    pool = Pool("m", {"m-1": left, "m-2": left // 2}, Costs({"m-1": 1, "m-2": 2}, "ports"))
    wanted = [Options(frozenset(), frozenset({("m", "m-1")}))] * singles
    wanted += [Options(frozenset(), frozenset({("m", "m-2")}))] * duals
    assert can_place(wanted, {"m": pool}) == (singles + 2 * duals <= left)


def test_very_many_devices_are_placed() -> None:
    pool = Pool("m", {"m-1": 4096})
    kind = frozenset({("m", "m-1")})
    wanted = [Options(frozenset(), kind)] * 4096
    assert can_place(wanted, {"m": pool})
    assert not can_place([*wanted, wanted[0]], {"m": pool})


def test_a_type_of_a_parent_without_a_pool_is_no_place() -> None:
    assert not can_place([Options(frozenset(), frozenset({("m", "m-1")}))], {}, doubtful=True)


def test_a_search_that_is_given_up_is_no_promise_and_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(placing, "MOST_STEPS", 3)
    wanted = [Options(frozenset(f"{number}"), frozenset()) for number in range(9)]
    assert not can_place(wanted, {})
    assert can_place(wanted, {}, doubtful=True)

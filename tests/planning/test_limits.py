"""Pools that would take for ever are given up, with a word; large VMs are no trouble."""

import pytest

from devcompat.planning import exhausting
from tests.planning.cases import Case, CaseHost
from tests.planning.ours import planned


def one_class(*hosts: CaseHost) -> Case:
    return Case(hosts, {0: 1}, (("compatible", "compatible"), ("compatible", "compatible")))


def full(size: int, vm: str, *, selected: bool = True) -> CaseHost:
    return CaseHost((0,) * size, ("used",) * size, (vm,) * size, selected)


def empty(size: int) -> CaseHost:
    return CaseHost((0,) * size, ("free",) * size, ("",) * size, selected=True)


@pytest.mark.parametrize("size", [1, 33, 1200])
def test_a_vm_with_many_devices_moves_as_a_whole(size: int) -> None:
    found = planned(one_class(full(size, "a"), empty(size)))
    assert found.result == "order"
    assert [len(move.taking) for step in found.steps for move in step.moves] == [size]


def test_a_vm_with_many_devices_that_does_not_fit_is_stuck_at_once() -> None:
    found = planned(one_class(full(1200, "a"), empty(1199)))
    assert found.result == "impossible"
    assert {one.why for one in found.blocked} == {"drain.no-target"}


def test_assignments_without_end_are_given_up() -> None:
    # Thirteen devices that can go to any of many classes, and one that can go nowhere where it is
    # free: a walk through all assignments of the others would not end.
    size, kinds = 14, 40
    numbers = range(kinds + 2)
    outcomes = tuple(
        tuple(
            "compatible" if source == target or (source == 0 and target > 1) else "incompatible"
            for target in numbers
        )
        for source in numbers
    )
    own = CaseHost((0,) * (size - 1) + (1,), ("used",) * size, ("a",) * size, selected=True)
    states = ("free",) * kinds + ("used",)
    other = CaseHost((*range(2, kinds + 2), 1), states, ("",) * kinds + ("b",), selected=False)
    last = CaseHost((1,), ("free",), ("",), selected=False)
    found = planned(Case((own, other, last), {0: 0, 1: 0}, outcomes))
    assert found.result in {"order", "undecided"}


def test_too_many_states_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhausting, "WORK", 3)
    # Two VMs that would have to change places through a third device.
    hosts = (full(2, ""), full(2, ""), CaseHost((0,), ("free",), ("",), selected=False))
    assert planned(one_class(*hosts)).result in {"undecided", "impossible"}

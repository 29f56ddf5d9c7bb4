"""Killed with -9 in the middle: what is left is found, can be undone, or is gone on with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devcompat.provision.journal import locked_state
from devcompat.verbs.sights import CLOCK

from .apart import Apart
from .kernel import Kernel, snapshot
from .plans import UUID
from .sites import Site

KILLED = -9


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    driver = Apart()
    yield driver
    driver.close()


KINDS = {"mdev": 2, "any-mdev": 1, "vf": 5, "bound-vf": 3, "vdpa": 1}
"""Each with how many acts its plan has."""
POINTS = [
    (kind, faults)
    for kind, acts in KINDS.items()
    for faults in (
        *({"acts": {str(n): [how]}} for n in range(acts) for how in ("before", "after")),
        *(
            {"line": line, "whole": whole}
            for line in range(2 * acts + 1)
            for whole in (False, True)
        ),
    )
]


@pytest.mark.parametrize(("kind", "faults"), POINTS, ids=str)
def test_killed_anywhere_then_undone_is_as_before(
    kind: str, faults: dict[str, Any], tmp_path: Path, apart: Apart
) -> None:
    site = Site(tmp_path, kind, apart)
    before = snapshot(site.root)
    ended = site.run(*site.create, **faults)
    assert ended.code == KILLED, ended
    there = site.leftovers()
    if snapshot(site.root) != before:
        assert there
    undone = site.run("create", "--leftovers", "--undo")
    assert undone.code == 0, undone
    assert snapshot(site.root) == before
    assert site.leftovers() == []
    assert list((site.root / "run/devcompat").glob("*.plan")) == []


@pytest.mark.parametrize(("kind", "faults"), POINTS, ids=str)
def test_killed_anywhere_then_run_again_is_made_once(
    kind: str, faults: dict[str, Any], tmp_path: Path, apart: Apart
) -> None:
    other = Site(tmp_path / "other", kind, apart)
    assert other.run(*other.create).code == 0
    site = Site(tmp_path / "site", kind, apart)
    assert site.run(*site.create, **faults).code == KILLED
    again = site.run(*site.create)
    assert again.code == 0, again
    if kind != "any-mdev":
        assert snapshot(site.root) == snapshot(other.root)
    assert len(snapshot(site.root)) == len(snapshot(other.root))
    assert site.leftovers() == []


@pytest.fixture
def site(tmp_path: Path, apart: Apart) -> Site:
    return Site(tmp_path, "mdev", apart)


def test_it_is_judged_by_what_the_machine_is_now(site: Site) -> None:
    """The last is taken: nothing is created, though somebody's inventory may say otherwise."""
    kernel = Kernel(site.root)
    for number in range(12):
        kernel.write(
            "sys/class/mdev_bus/mtty/mdev_supported_types/mtty-2/create",
            f"aaaa0000-0000-4000-8000-{number:012d}",
        )
    before = snapshot(site.root)
    ended = site.run(*site.create)
    assert (ended.code, "instances.none" in ended.out) == (1, True), ended
    assert snapshot(site.root) == before


def test_the_last_one_is_recognised_when_it_is_asked_for_again(site: Site) -> None:
    kernel = Kernel(site.root)
    for number in range(11):
        kernel.write(
            "sys/class/mdev_bus/mtty/mdev_supported_types/mtty-2/create",
            f"aaaa0000-0000-4000-8000-{number:012d}",
        )
    for words in ("made:", "there already:"):
        ended = site.run(*site.create)
        assert (ended.code, words in ended.out) == (0, True), ended


def test_a_dry_run_writes_nothing_at_all(site: Site) -> None:
    before = sorted(site.root.rglob("*"))
    ended = site.run(*site.ask)
    assert (ended.code, ended.out.count("to do")) == (0, 2), ended
    assert sorted(site.root.rglob("*")) == before


def test_what_another_run_left_is_mentioned(site: Site) -> None:
    assert site.run(*site.create, acts={"0": ["after"]}).code == KILLED
    other = [word if word != UUID else UUID.replace("1", "2") for word in site.create]
    ended = site.run(*other)
    assert (ended.code, "1 earlier not ended" in ended.out) == (0, True), ended


def test_an_undo_that_is_refused_says_what_is_left_and_how_to_undo_it(site: Site) -> None:
    """The attribute refuses, and then so does the removal; later it can be undone."""
    before = snapshot(site.root)
    ended = site.run(*site.create, acts={"1": ["refuse", 22], "2": ["refuse", 16]})
    assert ended.code == 5, ended
    assert "LEFT: step.refused EBUSY" in ended.out
    assert f"by hand: printf %s 1 > {site.root}/sys/bus/mdev/devices/{UUID}/remove" in ended.out
    assert [step["name"] for step in site.leftovers()] == ["create"]
    assert site.run("create", "--leftovers", "--undo", acts={"0": ["refuse"]}).code == 5
    assert site.run("create", "--leftovers", "--undo").code == 0
    assert snapshot(site.root) == before


def test_killed_while_it_undoes(site: Site) -> None:
    before = snapshot(site.root)
    acts = {"1": ["refuse"], "2": ["before"]}
    assert site.run(*site.create, acts=acts).code == KILLED
    assert site.run("create", "--leftovers", "--undo").code == 0
    assert snapshot(site.root) == before


def test_of_two_at_once_one_makes_it_and_one_finds_it_or_is_told(site: Site) -> None:
    with locked_state(str(site.root), None, 0, CLOCK):
        ended = site.run(*site.create)
        assert (ended.code, "state.locked" in ended.out) == (2, True), ended
    assert site.run(*site.create).code == 0


def test_a_function_of_the_machine_by_its_name_with_what_an_operator_states(
    tmp_path: Path, apart: Apart
) -> None:
    site = Site(tmp_path, "bound-vf", apart)
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "devices:\n- match: {address: '0000:01:10.2'}\n  descriptor: 'SELF: n=7 COMPATIBLE: n=7'\n"
    )
    named = ("create", site.create[1], "--from", "n1/0000:01:10.2", "--driver", "mlx5_vfio_pci",
             "--execute")  # fmt: skip
    ended = site.run(*named)
    assert (ended.code, "nothing is made" in ended.out) == (3, True), ended
    for words in ("made: 0000:01:10.2", "there already: 0000:01:10.2"):
        ended = site.run(*named, "--overlay", str(overlay))
        assert (ended.code, words in ended.out) == (0, True), ended
    link = site.root / "sys/bus/pci/devices/0000:01:10.2/driver"
    assert link.resolve().name == "mlx5_vfio_pci"

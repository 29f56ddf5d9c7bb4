"""A kernel that lies: what was made is found and judged again, and is undone if it is no good."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .apart import Apart
from .kernel import PARENT, Kernel, snapshot
from .plans import UUID, fresh, run
from .sites import Site

OWN = {"level": "1", "migration_compatible": "SELF: n=7 COMPATIBLE: n=8"}
"""A device that says itself what it takes over: not what its type was said to."""
SOURCE = "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
CAPTURED = ("create", SOURCE, "--in", "tests/captures", "--from", "mtty/mtty-1", "--uuid", UUID,
            "--execute")  # fmt: skip


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    driver = Apart()
    yield driver
    driver.close()


@pytest.fixture
def site(tmp_path: Path, apart: Apart) -> Site:
    return Site(tmp_path, "mdev", apart)


def test_what_it_says_itself_counts_and_not_what_was_promised(site: Site) -> None:
    before = snapshot(site.root)
    ended = site.run(*site.create, attributes=OWN)
    assert ended.code == 4, ended
    assert "step.incompatible" in ended.out
    assert "wanted 8, found 7" in ended.out
    assert "not made: all is as it was" in ended.out
    assert snapshot(site.root) == before
    assert site.leftovers() == []


def test_it_is_kept_where_that_is_asked_for_and_is_a_leftover(site: Site) -> None:
    before = snapshot(site.root)
    ended = site.run(*site.create, "--keep", attributes=OWN)
    assert (ended.code, "made and kept" in ended.out) == (5, True), ended
    assert (site.root / PARENT / UUID).is_dir()
    assert [step["name"] for step in site.leftovers()] == ["create", "attribute"]
    assert site.run("create", "--leftovers", "--undo").code == 0
    assert snapshot(site.root) == before


def test_what_was_kept_is_judged_again_by_the_next_run(site: Site) -> None:
    before = snapshot(site.root)
    assert site.run(*site.create, "--keep", attributes=OWN).code == 5
    assert site.run(*site.create, "--keep").code == 5
    own = site.root / PARENT / UUID / "migration_compatible"
    own.write_text("SELF: n=7 COMPATIBLE: n=7")
    assert site.run(*site.create).code == 0
    assert site.leftovers() == []
    own.write_text(OWN["migration_compatible"])
    ended = site.run(*site.create)
    assert (ended.code, "not made: all is as it was" in ended.out) == (4, True), ended
    assert snapshot(site.root) != before  # it was there before that run: not undone


def test_the_same_in_json(site: Site) -> None:
    ended = site.run(*site.create, "--json", attributes=OWN)
    told = json.loads(ended.out)
    assert (ended.code, told["outcome"]) == (4, "compatible")
    assert told["execution"]["outcome"] == "undone"
    assert told["execution"]["failed"]["code"] == "step.incompatible"
    assert (told["confirmed"]["outcome"], told["confirmed"]["by"]) == ("incompatible", "device")
    assert told["confirmed"]["device"] == f"n1/{UUID}"


@pytest.mark.parametrize(
    ("lie", "code", "shown"),
    [
        ({"makes": {"mtty-1": "mtty-2"}}, 4, "step.differs"),
        ({"driver": "mdpy"}, 4, "step.incompatible"),
        ({"driver": "unheard"}, 4, "step.unknown"),
        ({}, 0, "basis executed"),
    ],
    ids=str,
)
def test_a_device_of_the_machine_is_judged_by_what_the_machine_shows(
    site: Site, lie: dict[str, Any], code: int, shown: str
) -> None:
    before = snapshot(site.root)
    ended = site.run(*CAPTURED, **lie)
    assert (ended.code, shown in ended.out.partition("1 create the mdev: done")[2]) == (
        code, not (lie.get("makes"))), ended  # fmt: skip
    assert shown in ended.out
    assert (snapshot(site.root) == before) == bool(code)


def test_a_field_of_the_descriptor_that_the_machine_contradicts(site: Site, tmp_path: Path) -> None:
    (tmp_path / "target.txt").write_text(
        "PARAMETERS: level={level:int:1..9} SELF: n=7 driver=other COMPATIBLE: n={level}"
    )
    before = snapshot(site.root)
    ended = site.run(*site.create)
    assert (ended.code, "driver: wanted other, found mtty" in ended.out) == (4, True), ended
    assert snapshot(site.root) == before


def test_an_operator_who_states_what_the_device_is_is_believed(site: Site, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        f"devices:\n- match: {{address: '{UUID}'}}\n  descriptor: 'SELF: n=7 COMPATIBLE: n=8'\n"
    )
    ended = site.run(*site.create, "--overlay", str(overlay))
    assert (ended.code, "step.incompatible" in ended.out) == (4, True), ended


def test_an_attribute_that_is_forgotten_when_the_next_is_written(tmp_path: Path) -> None:
    kernel, plan = fresh(tmp_path, "mdev")
    kernel.forgetful = {"level"}
    before = snapshot(tmp_path)
    done = run(plan, kernel)
    assert (done.outcome, done.failed and done.failed.code) == ("undone", "step.differs")
    assert done.failed is not None
    assert done.failed.found.endswith("level: 1")
    assert snapshot(tmp_path) == before


def test_killed_or_interrupted_while_it_is_judged_is_as_at_any_other_time(site: Site) -> None:
    """The last line of the journal says done; the run that comes after judges and forgets."""
    assert site.run(*site.create, line=4, whole=True, attributes=OWN).code == -9
    assert len(site.leftovers()) == 2
    assert site.run(*site.create).code == 4
    assert site.leftovers() == []


def test_somebody_elses_device_that_is_no_good_is_left_alone(site: Site) -> None:
    kernel = Kernel(site.root)
    kernel.attributes = {**OWN, "level": "7"}
    kernel.write("sys/class/mdev_bus/mtty/mdev_supported_types/mtty-2/create", UUID)
    before = snapshot(site.root)
    ended = site.run(*site.create, "--keep")
    assert (ended.code, "all is as it was" in ended.out) == (4, True), ended
    assert snapshot(site.root) == before

"""Diff: the relation of two devices, witnesses that the matcher confirms, what stays open."""

import subprocess
import sys
from pathlib import Path

import pytest

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import Difference, diff
from devcompat.match.compiled import Compiled
from devcompat.match.judge import judge

from .texts import device

RELATIONS = [
    (["a=1"], ["a=1"], "equal"),
    ([], [], "equal"),
    (["a=1"], ["a=1", "a=2"], "wider"),
    (["a=1"], [], "narrower"),
    (["a=1"], ["a=2"], "different"),
    (["a={n:int:1..4}"], ["a={n:int:1,2}", "a={n:int:3,4}"], "equal"),
    (["a=1"], ['a=1 b={s:string:"",off}'], "wider"),
    (["a=1"], ["a=1 b=off"], "different"),
    (["t=V_{n:int:1,2,4,8} g={n}/2"], ["t=V_2 g=1", "t=V_4 g=2", "t=V_8 g=4"], "equal"),
    (["t={n:int:1..4} g={n}*2"], ["t={m:int:1..4} g={m}+{m}"], "equal"),
    (["f={x:opaque:fw}"], ["f={y:opaque:fw}"], "equal"),
    (["f={x:opaque:fw} a=1"], ["f={x:opaque:fw} a=1", "a=2"], "wider"),
    (["f={x:opaque:fw}"], ["f={x:opaque:host}"], "undecided"),
    (["a=1 f=1"], ["a=1 f={x:opaque:fw}"], "undecided"),
    (["a=1 f=1", "a=2"], ["a=1 f={x:opaque:fw}"], "undecided"),
]

MIRRORED = {"wider": "narrower", "narrower": "wider"}


def checked(old: Compiled, new: Compiled) -> Difference:
    found = diff(old, new)
    for witness in found.witnesses:
        subject = spoken(witness.texts)
        outcomes = [judge(subject, side).outcome for side in (old, new)]
        expected = ["compatible", "incompatible"]
        assert outcomes == (expected if witness.accepted_by == "old" else expected[::-1])
    return found


@pytest.mark.parametrize(("old", "new", "relation"), RELATIONS)
def test_relation(old: list[str], new: list[str], relation: str) -> None:
    assert checked(device(*old), device(*new)).relation == relation


@pytest.mark.parametrize(("old", "new", "relation"), RELATIONS)
def test_the_other_way_round_it_is_the_mirror_image(
    old: list[str], new: list[str], relation: str
) -> None:
    found, mirrored = diff(device(*old), device(*new)), diff(device(*new), device(*old))
    assert mirrored.relation == MIRRORED.get(relation, relation)
    assert (found.lost, found.gained) == (mirrored.gained, mirrored.lost)


def test_a_loss_is_told_beside_what_stays_open() -> None:
    found = checked(device("a=1", "f={x:opaque:fw}"), device("f={x:opaque:host}"))
    assert (found.relation, found.lost, found.gained) == ("undecided", True, None)
    assert [witness.texts for witness in found.witnesses] == [{"a": "1"}]
    assert [reason.code for reason in found.reasons] == ["diff.opaque"]
    assert found.reasons[0].side == "new"


def test_each_object_that_loses_something_has_its_witness() -> None:
    found = checked(device("a=1", "a={n:int:2..9}", "a=10"), device("a={n:int:3..8}"))
    assert [(item.object_index, item.texts) for item in found.witnesses] == [
        (0, {"a": "1"}), (1, {"a": "2"}), (2, {"a": "10"}),
    ]  # fmt: skip


def test_what_is_assumed_of_opaque_fields_is_told() -> None:
    assert diff(device("f={x:opaque:fw}"), device("f={x:opaque:fw}")).assumed == (("f", "fw"),)
    assert diff(device("f=1"), device("f=1")).assumed == ()


def test_fields_that_could_not_be_read_are_open() -> None:
    known = device("a=1 b=2")
    unread = Compiled(known.descriptor, None, "native", {"b": "EACCES"})
    found = diff(known, unread)
    assert (found.relation, found.lost, found.gained) == ("undecided", None, None)
    assert diff(unread, known).relation == "undecided"


ROOT = Path(__file__).parents[2]
ASK = (
    "from tests.algebra.texts import device; from devcompat.algebra.diff import diff; "
    "print(diff(device('a={s:set:x,y,z,u,v} b={t:string:p,q,r}', 'c={m:mask:0x5}'), device()))"
)


def test_the_witness_is_the_same_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", ASK], cwd=ROOT, env={"PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in "1234"
    }  # fmt: skip
    assert len(said) == 1

"""Covering: what one object accepts and others together do not."""

import pytest

from devcompat.algebra.covering import Covered, Undecided, Witness, deciders, uncovered

from .texts import objects

COVERED = [
    ("a=1", ["a=1"]),
    ("a=1", ["a=1 b={x:any}"]),
    ("a={n:int:1..9}", ["a={n:int:1..4}", "a={n:int:5..9}"]),
    ("a={n:int:1..9}", ["a={n:int:1..4}", 'a={n:string:"5","6","7"}', "a={n:version:>=8,<11}"]),
    ("a={n:int:0..15}", ["a={n:mask:0xf}"]),
    ("a={n:version:>=2,<3}", ["a={n:version:>=2,<2.4}", "a={n:version:>=2.4,<9}"]),
    ("a={s:set:x,y}", ["a={s:set:x,y,z}"]),
    ("a={n:mask:0x5}", ["a={n:mask:0xd}"]),
    ("a={x:any}", ["a={y:any}"]),
    ('a={s:string:"",b}', ["a=b", "b={x:any}"]),
    ("t=V_{n:int:1,2,4,8} g={n}/2", ["t=V_{n:int:2,4} g={m:int:1..2}", "t=V_8 g=4"]),
    ("t=V_4 g=2", ["t=V_{n:int:1,2,4,8} g={n}/2"]),
    ("t={n:int:1..3} g={n}", ["t={n:int:0..9} g={n}+0"]),
    ("t={n:int:1..3} g={m:int:1..2}", ["t={n:int:1..3} g={m:int:1,2}"]),
    ("a={n:int:1..4} b={m:int:1..4}",
     ["a={n:int:1..2} b={m:int:1..4}", "a={n:int:3..4} b={m:int:1..2}",
      "a={n:int:2..4} b={m:int:3..4}"]),
    ("t={n:int:1,3} g={n}/2", []),
    ("a={x:opaque:fw}", ["a={y:opaque:fw}"]),
    ("a={x:opaque:fw}", ["a={y:any}"]),
    ("a={x:opaque:fw} b={y:opaque:host}", ["a={x:opaque:fw} b={y:any}"]),
]  # fmt: skip

LEFT = [
    ("a=1", [], {"a": "1"}),
    ("b={x:any}", ["b=1", "c={x:any}"], {"b": "other"}),
    ("a={n:int:1..9}", ["a={n:int:1..4}", "a={n:int:6..9}"], {"a": "5"}),
    ("a={n:version:>=2,<3}", ["a={n:version:>=2,<2.4}", "a={n:version:>2.4,<9}"], {"a": "2.4"}),
    ("a={s:set:x,y}", ["a={s:set:x}", "a={s:set:y}"], {"a": "x+y"}),
    ("a={s:set:x,y}", ["a={s:string:x,y,x+y,y+x}"], {}),
    ("a={n:mask:0x5}", ["a={n:mask:0x4}", "a={n:mask:0x1}"], {"a": "5"}),
    ("a={n:mask:0xf}", ["a={n:int:0..15}"], {"a": "00"}),
    ("a={n:int:0..15}", ["a={n:mask:0x7}"], {"a": "8"}),
    ("t=V_{n:int:1,2,4,8} g={n}/2", ["t=V_{n:int:2,4} g={m:int:1..2}"], {"t": "V_8", "g": "4"}),
    ("t={n:int:1..3} g={m:int:1..2}", ["t={n:int:1..3} g={n}"], {}),
    ("a=1 b=2", ["a=1 c={x:any}"], {"a": "1", "b": "2"}),
    ("a={x:opaque:fw}", ["a={y:opaque:host}"], {"a": "other"}),
    ("a={y:any}", ["a={x:opaque:fw}"], {"a": "other"}),
    ("a={n:int:0..1152921504606846976}", ["a={n:int:0..1152921504606846975}"],
     {"a": "1152921504606846976"}),
]  # fmt: skip


@pytest.mark.parametrize(("covered", "by"), COVERED)
def test_covered(covered: str, by: list[str]) -> None:
    assert uncovered(objects(covered)[0], objects(*by)) == Covered()


@pytest.mark.parametrize(("covered", "by", "texts"), LEFT)
def test_what_is_left_has_a_witness(covered: str, by: list[str], texts: dict[str, str]) -> None:
    found = uncovered(objects(covered)[0], objects(*by))
    assert isinstance(found, Witness)
    if texts:
        assert found.texts == texts


def test_without_work_nothing_is_said() -> None:
    found = uncovered(objects("a={n:int:1..9}")[0], objects("a={n:int:1..8}"), budget=3)
    assert found == Undecided("diff.budget")


def test_deciders_are_the_opaque_fields_and_who_decides_them() -> None:
    (found,) = objects("a={x:opaque:fw} b=1 c={y:opaque:host}")
    assert deciders(found) == {("a", "fw"), ("c", "host")}

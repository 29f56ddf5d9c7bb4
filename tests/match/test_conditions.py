"""Tests of what is asked of a type before values are looked for: conditions, and cases.

Here belong which relations there are and which there need not be. What they leave is tested apart.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.match.choosing.cases import Case, accepting_cases, conditions, listing_cases
from devcompat.match.choosing.equations import Equal
from devcompat.match.choosing.relations import Accepted, Fits, HasValue, ObjectFits
from devcompat.match.compiled import compile_document
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import RULES, Rule

AT = 1024
"""Bytes that a value's text may have."""


def text(length: int) -> str:
    return "z" * length


def kinds(described: str) -> list[tuple[type, set[str]]]:
    return [(type(found), set(found.names)) for found in conditions(parse(described).descriptor)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("SELF: t=V_{p} g=1 COMPATIBLE: t=V_{p} g={n:int:1..8}-{p}", []),
        ("SELF: t={p}*2 g=1 COMPATIBLE: g={p}/2", [(HasValue, {"p"})]),
        (f"SELF: t={text(AT - 2)}{{p}}", []),
        (f"SELF: t={text(AT - 1)}{{p}}", [(Fits, {"p"})]),
        (f"SELF: t={text(AT - 5)}{{p}}-{{s}}", []),
        (f"SELF: t={text(AT - 4)}{{p}}-{{s}}", [(Fits, {"p", "s"})]),
        (f"SELF: t={text(AT)}", []),
        (f"SELF: COMPATIBLE: t={text(AT)} g={{p}}", []),
        (f"SELF: COMPATIBLE: t={text(AT - 1)}{{p}}", [(Fits, {"p"})]),
        (f"SELF: COMPATIBLE: t={text(AT - 1)}{{p}}-{{n:int:1..9}}", [(Fits, {"p"})]),
        (f"SELF: COMPATIBLE: t={text(AT - 1)}{{p}} g={{n:int:1..9}}*2", [(Fits, {"p"})]),
        (f"SELF: COMPATIBLE: t={text(AT - 1)}{{s}} g={{p}}*2", [(ObjectFits, {"p", "s"})]),
        (f"SELF: COMPATIBLE: t={text(AT - 1)}{{s}} g={{p}}*{{n:int:1..9}}", [
            (ObjectFits, {"p", "s"})]),
        (f"SELF: COMPATIBLE: g=1 COMPATIBLE: t={text(AT - 1)}{{p}} u={text(AT - 1)}{{s}}", [
            (Fits, {"p"}), (Fits, {"s"})]),
        # One minus, 499 times two, and a number that may have 24.
        (f"SELF: COMPATIBLE: g={{n:int:1..9}}-{{p}}{'+1' * 499}", []),
        (f"SELF: COMPATIBLE: g={{n:int:1..9}}-{{p}}{'+1' * 498}+10", []),
        (f"SELF: COMPATIBLE: g={{n:int:1..9}}-{{p}}{'+1' * 500}", [(ObjectFits, {"p"})]),
    ],
)  # fmt: skip
def test_only_what_may_fail_is_a_condition(
    fields: str, expected: list[tuple[type, set[str]]]
) -> None:
    declared = "" if "{s}" not in fields else " b={s:string:ab,c}"
    assert kinds(f"PARAMETERS: a={{p:int:1..10}}{declared} {fields}") == expected


def the_case(described: str, source: str, unread: tuple[str, ...] = ()) -> Case:
    (found,) = accepting_cases(parse(described).descriptor, compile_document(parse(source)), unread)
    return found


TYPE = "PARAMETERS: a={p:int:1..8} SELF: COMPATIBLE:"


@pytest.mark.parametrize(
    ("demands", "fields", "kind", "undecided", "missed"),
    [
        ("t=1", "t=1", [], False, 0),
        ("t=1", "t=2", [], False, 1),
        ("t=1 u=2", "t=2 u=3 k=4", [], False, 3),
        ("t={p}", "t=2", [Equal], False, 0),
        ("t={p} u={n:int:1..9}", "t=2 u=4", [Equal, Equal], False, 0),
        ("t={p} u={x:any}", "t=2 u=4", [Equal], False, 0),
        ("t={p} u={x:opaque:fw} k={y:any}", "t=2 u=4", [Equal], True, 0),
        ("k={y:any} u={x:opaque:fw} t={p}", "t=2 u=4", [Equal], True, 0),
        ("t={x:set:a,b}", "t=a+b", [], False, 0),
        ("t={x:set:a,b}", "t=c", [], False, 1),
    ],
)
def test_a_case_has_what_depends_on_variables_and_counts_what_differs(
    demands: str, fields: str, kind: list[type], undecided: bool, missed: int
) -> None:
    found = the_case(f"{TYPE} {demands}", f"SELF: {fields}")
    assert [type(relation) for relation in found.relations] == kind
    assert (found.undecided, found.missed) == (undecided, missed)


def test_an_unread_field_leaves_the_others() -> None:
    found = the_case(f"{TYPE} a=1 b={{p}} c=3", "SELF: a=2 b=4 c=4", ("a",))
    assert [relation.names for relation in found.relations] == [{"p"}]
    assert (found.undecided, found.missed) == (True, 1)


def test_a_test_of_a_whole_value_is_a_relation_where_self_depends_on_a_parameter() -> None:
    described = parse("PARAMETERS: a={p:int:1..8} SELF: t={p} u=1 COMPATIBLE:")
    source = compile_document(parse("SELF: COMPATIBLE: t={v:version:>=4} u={n:int:1..2}"))
    (found,) = listing_cases(described.descriptor, source, ())
    assert [type(relation) for relation in found.relations] == [Accepted, Equal]
    assert set(found.variables) == {"source:v", "source:n"}


def test_two_cases_together_have_everything_of_both() -> None:
    one = the_case(f"{TYPE} t={{p}} u={{n:int:1..9}} k=1", "SELF: t=2 u=4 k=2")
    other = the_case(f"{TYPE} v={{p}} w={{m:int:1..9}} o={{x:opaque:fw}} k=1 l=1", "SELF: v=2 w=3")
    both = one.and_also(other)
    assert both.relations == (*one.relations, *other.relations)
    assert set(both.variables) == {"n", "m", "x"}
    assert (one.undecided, other.undecided, both.undecided) == (False, True, True)
    assert other.and_also(one).undecided
    assert not one.and_also(one).undecided
    assert (one.missed, other.missed, both.missed) == (1, 2, 3)


def solved(described: str, source: str, rule: Rule, unread: dict[str, str]) -> Solution:
    return solve(parse(described), compile_document(parse(source)), rule, "native", unread)


def test_a_case_that_is_decided_comes_before_one_that_is_not() -> None:
    described = (
        "PARAMETERS: g={p:int:1..8} SELF: t={p} "
        "COMPATIBLE: k=1 f={x:opaque:fw} COMPATIBLE: k=1 f={p}"
    )
    source = "SELF: k=1 f=5 COMPATIBLE: t={n:int:1..8}"
    for rule in RULES:
        found = solved(described, source, rule, {})
        assert found.outcome == "compatible"
        assert found.values == {"p": 1 if rule == "source-lists" else 5}


def test_where_a_field_is_unread_no_case_is_decided_and_the_first_choice_is_taken() -> None:
    described = (
        "PARAMETERS: g={p:int:1..8} SELF: t={p} "
        "COMPATIBLE: k=1 f={p} COMPATIBLE: k=1 f={x:opaque:fw}"
    )
    found = solved(described, "SELF: k=1 f=5", "target-accepts", {"z": "EIO"})
    assert (found.outcome, found.values) == ("unknown", {"p": 1})


def test_an_unread_field_is_asked_for_by_no_choice() -> None:
    found = solved(f"{TYPE} a=1 b={{p}}", "SELF: a=7 b=4", "target-accepts", {"a": "EIO"})
    assert (found.outcome, found.values) == ("unknown", {"p": 4})


def test_of_the_first_choices_of_two_objects_the_one_listed_first_is_taken() -> None:
    described = (
        "PARAMETERS: m={p:string:b,a,c} SELF: "
        "COMPATIBLE: g={p} h=b COMPATIBLE: g=a h={p} COMPATIBLE: g=a h=b k={p}"
    )
    found = solved(described, "SELF: g=a h=b", "target-accepts", {})
    assert (found.outcome, found.values) == ("compatible", {"p": "b"})
    turned = described.replace("b,a,c", "c,a,b")
    assert solved(turned, "SELF: g=a h=b", "target-accepts", {}).values == {"p": "a"}


def test_a_case_in_which_something_differs_whatever_is_chosen_has_no_values() -> None:
    rules: tuple[Rule, ...] = ("target-accepts", "both")
    for rule in rules:
        found = solved(f"{TYPE} b={{p}} c=1", "SELF: b=4 c=2 COMPATIBLE:", rule, {})
        assert (found.outcome, found.values, found.document) == ("incompatible", None, None)
    turned = solved("PARAMETERS: a={p:int:1..8} SELF: b={p} c=1 COMPATIBLE:",
                    "SELF: COMPATIBLE: b=4 c=2", "source-lists", {})  # fmt: skip
    assert (turned.outcome, turned.values) == ("incompatible", None)

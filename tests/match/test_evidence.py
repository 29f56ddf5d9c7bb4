"""Tests of evidence: which fields fail, with which codes, what each would bind, in which order.

Here belong one object at a time and all facts of its failures. Sentences are wording's.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.match import evidence
from devcompat.match import judge as judging
from devcompat.match.compiled import compile_document
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import Binding, Judgement


def judged(fields: str, *objects: str, unread: tuple[dict[str, str], dict[str, str]] = (
        {}, {})) -> Judgement:  # fmt: skip
    source = compile_document(parse(f"SELF: {fields}", "source"), unread=unread[0])
    accepted = "".join(f" COMPATIBLE: {item}" for item in objects)
    target = compile_document(parse(f"SELF: z=1{accepted}", "target"), unread=unread[1])
    (judgement,) = judge(source, target).judgements
    return judgement


Fact = tuple[str, tuple[str, ...], tuple[str | None, ...]]


def failures(judgement: Judgement) -> list[Fact]:
    return [(failure.code, failure.fields, failure.found) for failure in judgement.failures]


def undecided(judgement: Judgement) -> list[tuple[str, tuple[str, ...], str]]:
    return [(failure.code, failure.fields, failure.detail) for failure in judgement.undecided]


@pytest.mark.parametrize(
    ("demand", "text", "code"),
    [
        ("1", "2", "value.differs"),
        ("1", None, "field.missing"),
        ("{n:int:1..8}", "9", "value.out-of-range"),
        ("{n:int:1..8}", "x", "value.malformed"),
        ("{n:int:1..8}", "04", "value.malformed"),
        ("{n:int:1,8}", "9", "value.not-allowed"),
        ("{n:int:8}", "9", "value.not-allowed"),
        ("{n:int:1..8}", None, "field.missing"),
        ("{n:string:a,b}", "c", "value.not-allowed"),
        ("{n:version:>=2}", "1", "value.out-of-range"),
        ("{n:version:>=2}", "x y", "value.malformed"),
        ("{n:set:a,b}", "c", "value.not-allowed"),
        ("{n:set:a,b}", "a+", "value.malformed"),
        ("{n:mask:3}", "0x4", "value.not-allowed"),
        ("{n:mask:3}", "x", "value.malformed"),
        ("V_{n:int:1..8}", "V_9", "value.out-of-range"),
        ("V_{n:int:1..8}", "V_x", "value.malformed"),
        ("V_{n:int:1..8}", "W_4", "value.differs"),
        ("V_{n:int:1..8}", "V", "value.differs"),
        ("{n:int:1..8}_V", "9_V", "value.out-of-range"),
        ("{n:int:1..8}_V", "4_W", "value.differs"),
        ("a{n:int:1..8}a", "a", "value.differs"),
        ("a{n:int:1..8}a", "aa", "value.malformed"),
        ("a{n:int:1..8}a", "a9a", "value.out-of-range"),
        ("a{n:string:x,y}a", "aza", "value.not-allowed"),
        ("{n:int:1..8}_{m:int:1..8}", "4_9", "value.not-allowed"),
        ("{n:int:1..8}_{m:int:1..8}", "49", "value.differs"),
        ("{n:int:1..8}_{m:int:1..8}_{k:int:1..8}", "4_9", "value.differs"),
        ("a{n:int:1..8}-{m:int:1..8}-b", "a4-b", "value.differs"),
        ("a{n:int:1..8}-{m:int:1..8}-b", "a4--b", "value.not-allowed"),
        ("{n:int:1..8}_{m:int:1..8}_{k:int:1..8}", "4_9_4", "value.not-allowed"),
        ("a{n:int:1..8}bb", "a9bb", "value.out-of-range"),
        ("{n:int:1..8}*2", "3", "value.not-allowed"),
        ("{n:int:1..8}*2", "x", "value.malformed"),
        ("{n:int:1..8}*2", None, "field.missing"),
        ("{n:int:1..100}*2", "3", "value.not-allowed"),
        ("V_{n:int:1..100}_{m:int:1..100}", None, "field.missing"),
    ],
)
def test_a_field_that_fails_has_the_code_of_what_is_wrong_with_it(
    demand: str, text: str | None, code: str
) -> None:
    fields = "k=1" if text is None else f'k=1 f="{text}"'
    found = judged(fields, f"k=1 f={demand}")
    assert failures(found) == [(code, ("f",), (text,))]
    (failure,) = found.failures
    assert (failure.document, failure.readings, failure.detail) == ("target", (), "")
    (wanted,) = failure.demands
    assert wanted is not None
    assert wanted.name == "f"


def test_failures_are_in_the_order_of_the_object_then_of_self() -> None:
    found = judged("y=1 b=9 x=1 d=4 a=2 c=2", "a=1 b={n:int:1..8} c={m:int:1..8}*2 d={m}+1 e=1")
    assert failures(found) == [
        ("value.differs", ("a",), ("2",)),
        ("value.out-of-range", ("b",), ("9",)),
        ("variables.conflict", ("c", "d"), ("2", "4")),
        ("field.missing", ("e",), (None,)),
        ("field.unexpected", ("y",), ("1",)),
        ("field.unexpected", ("x",), ("1",)),
    ]
    assert found.failures[-1].demands == (None,)


def conflict(fields: str, demands: str) -> tuple[tuple[str, ...], tuple[Binding, ...]]:
    (failure,) = judged(fields, demands).failures
    assert failure.code == "variables.conflict"
    assert failure.document == "target"
    assert failure.detail == ""
    for name, demand in zip(failure.fields, failure.demands, strict=True):
        assert demand is not None
        assert demand.name == name
        assert demand.position is not None
    return failure.fields, failure.readings


@pytest.mark.parametrize("most", [8, 800])
def test_a_conflict_names_the_first_two_fields_that_cannot_hold_together(most: int) -> None:
    """Also where there are too many values for a table."""
    n = f"{{n:int:1..{most}}}"
    assert conflict("a=3 b=4", f"a={n} b={{n}}") == (("a", "b"), ({"n": 3}, {"n": 4}))
    assert conflict("a=3 b=3 c=4", f"a={n} b={{n}} c={{n}}") == (("a", "c"), ({"n": 3}, {"n": 4}))
    assert conflict("a=3 b=4 c=3", f"a={n} b={{n}} c={{n}}") == (("a", "b"), ({"n": 3}, {"n": 4}))
    assert conflict("a=3 b=4 c=4", f"a={n} b={{m:int:1..8}} c={{m}}+{{n}}*0+1") == (
        ("b", "c"), ({"m": 4}, {"m": 3, "n": 1})
    )  # fmt: skip


def test_where_no_two_fields_are_enough_all_are_named() -> None:
    demands = "x={a:int:0,1}+{b:int:0,1} y={b}+{c:int:0,1} z={a}+{c}"
    fields, readings = conflict("x=1 y=1 z=1", demands)
    assert fields == ("x", "y", "z")
    assert readings == ({"a": 0, "b": 1}, {"b": 0, "c": 1}, {"a": 0, "c": 1})


def test_a_field_that_fails_alone_is_no_part_of_a_conflict() -> None:
    n = "{n:int:1..800}"
    assert failures(judged("a=x b=3 c=4", f"a={n} b={{n}} c={{n}}")) == [
        ("value.malformed", ("a",), ("x",)),
        ("variables.conflict", ("b", "c"), ("3", "4")),
    ]
    assert failures(judged("a=x b=3 c=3", f"a={n} b={{n}} c={{n}}")) == [
        ("value.malformed", ("a",), ("x",)),
    ]
    assert failures(judged("a=x b=y c=3", f"a={n} b={{n}} c={{n}}")) == [
        ("value.malformed", ("a",), ("x",)),
        ("value.malformed", ("b",), ("y",)),
    ]


def test_what_was_not_read_is_in_no_conflict_and_named_once() -> None:
    n = "{n:int:1..800}"
    objects = f"a={n} b={{n}} c={{n}}"
    found = judged("a=3 b=3", objects, unread=({"c": "EIO"}, {}))
    assert (found.outcome, failures(found)) == ("unknown", [])
    assert undecided(found) == [("field.unread", ("c",), "EIO")]
    found = judged("a=3 b=4", objects, unread=({}, {"c": "EACCES"}))
    assert failures(found) == [("variables.conflict", ("a", "b"), ("3", "4"))]
    assert undecided(found) == [("field.unread", ("c",), "EACCES")]
    found = judged("a=3 b=x", objects, unread=({"c": "EIO"}, {"c": "EACCES"}))
    assert failures(found) == [("value.malformed", ("b",), ("x",))]
    assert undecided(found) == [("field.unread", ("c",), "EIO")]
    found = judged("b=3 c=4", objects, unread=({"a": "EIO"}, {}))
    assert failures(found) == [("variables.conflict", ("b", "c"), ("3", "4"))]
    found = judged("b=9", "a={n:int:1..8} b={m:int:1..8}", unread=({"a": "EIO"}, {}))
    assert failures(found) == [("value.out-of-range", ("b",), ("9",))]
    found = judged("k=1", f"k=1 f={n}", unread=({"f": "EIO"}, {}))
    assert (found.outcome, failures(found)) == ("unknown", [])
    every = judged("k=1", "k=1", unread=({"d": "1"}, {"e": "2"}))
    assert undecided(every) == [("field.unread", ("e",), "2"), ("field.unread", ("d",), "1")]


def test_what_the_firmware_decides_is_undecided_with_who_decides() -> None:
    found = judged("a=1 b=2", "a=1 b={x:opaque:the firmware}")
    assert undecided(found) == [("field.opaque", ("b",), "the firmware")]
    assert (found.outcome, found.object_index, found.failures) == ("unknown", 0, ())
    (failure,) = found.undecided
    assert (failure.found, failure.document) == (("2",), "target")
    found = judged("a=1", "a=1 b={x:opaque:fw}", unread=({"b": "EIO"}, {}))
    assert undecided(found) == [("field.unread", ("b",), "EIO")]


def test_a_match_has_what_every_variable_stands_for() -> None:
    found = judged("a=4 b=x c=8 d=x+y", "a={n:int:1..8} b={s:string:x,y} c={n}*2 d={t:set:x,y}")
    assert (found.outcome, found.object_index) == ("compatible", 0)
    assert found.binding == {"n": 4, "s": "x", "t": "x+y"}
    assert judged("a=4", "a={n:int:1..8}").binding == {"n": 4}
    assert judged("a=4", "a=1", "a=5", "a={n:int:1..800}").object_index == 2


def test_the_nearest_object_has_the_fewest_failures_the_first_of_these() -> None:
    found = judged("a=1 b=1 c=1", "a=2 b=2 c=2", "a=1 b=2 c=2", "a=1 b=1 c=2", "a=1 b=2 c=1")
    assert (found.object_index, failures(found)) == (2, [("value.differs", ("c",), ("1",))])
    unknown = judged("a=1 b=1", "a=2 b={x:opaque:f}", "a=1 b={x:opaque:f}", "a=1 b={y:opaque:g}")
    assert (unknown.outcome, unknown.object_index) == ("unknown", 1)
    none = judged("a=1")
    assert (none.outcome, none.object_index, failures(none)) == (
        "incompatible", None, [("compatible.none", (), ())]
    )  # fmt: skip
    assert none.failures[0].document == "target"


PRODUCT = "a={n:int:1..90}*{m:int:1..90}%50000"


def test_a_search_that_ends_early_is_undecided_with_all_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evidence, "PAIR_CANDIDATES", 50)
    found = judged("a=8010 b=179", f"{PRODUCT} b={{n}}+{{m}}")
    assert (found.outcome, failures(found)) == ("unknown", [])
    (failure,) = found.undecided
    assert (failure.code, failure.fields, failure.found) == (
        "match.budget", ("a", "b"), ("8010", "179")
    )  # fmt: skip
    assert failure.readings == ({"n": 89, "m": 90}, {"n": 89, "m": 90})
    wrong = judged("a=8010 b=9999", f"{PRODUCT} b={{n}}+{{m}}")
    assert (wrong.outcome, failures(wrong)) == (
        "incompatible", [("value.not-allowed", ("b",), ("9999",))]
    )  # fmt: skip
    assert judged("a=8010", PRODUCT).outcome == "unknown"
    apart = judged("a=8010 b=179", f"{PRODUCT} b={{n}}+{{m}} c={{n}}", unread=({"c": "EIO"}, {}))
    assert undecided(apart) == [
        ("match.budget", ("a", "b"), ""), ("field.unread", ("c",), "EIO")
    ]  # fmt: skip
    alone = judged("a=211 c=2", f"{PRODUCT} c=1")
    assert ("value.differs", ("c",), ("2",)) in failures(alone)


def test_without_work_for_evidence_a_conflict_names_all_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evidence, "EVIDENCE_CANDIDATES", 0)
    n = "{n:int:1..800}"
    (failure,) = judged("a=3 b=3 c=4", f"a={n} b={{n}} c={{n}}").failures
    assert (failure.code, failure.fields) == ("variables.conflict", ("a", "b", "c"))


SMALL = "a={n:int:1..9} b={n}"
LARGE = "a={n:int:1..30}*{m:int:1..30} b={n}"
OTHER = "a={n:int:1..900} b={n}+{m:int:1..30}%7"
TABLE = "a={n:int:1..30}*{m:int:1..30} b={k:int:1..9}*2"
SEVERAL = [
    ("a=7 b=8", (SMALL, LARGE, OTHER)),
    ("a=841 b=29", (LARGE, LARGE, OTHER)),
    ("a=841 b=30", (LARGE, OTHER, LARGE)),
    ("a=841 b=3", (TABLE, LARGE, TABLE)),
    ("a=841 b=4", (LARGE, SMALL, TABLE)),
    ("a=839 b=4", (OTHER, TABLE, LARGE)),
    ("a=839 b=29", (LARGE, LARGE, TABLE)),
    ("a=900 b=901", (OTHER, LARGE, SMALL)),
]


@pytest.mark.parametrize(("fields", "objects"), SEVERAL)
def test_with_little_work_evidence_comes_to_the_outcome_of_the_fast_way(
    fields: str, objects: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is spent on evidence alone is not taken from what decides, of this object or a later."""
    source = compile_document(parse(f"SELF: {fields}"))
    accepted = "".join(f" COMPATIBLE: {item}" for item in objects)
    target = compile_document(parse(f"SELF: z=1{accepted}"))
    for search in (1, 5, 20, 30, 45, 60, 200, 2000):
        for alone in (0, 2, 10, 40, 100, 300, 1000):
            for module in (judging, evidence):
                monkeypatch.setattr(module, "PAIR_CANDIDATES", search)
                monkeypatch.setattr(module, "EVIDENCE_CANDIDATES", alone)
            verdict = judge(source, target)
            assert verdict.outcome == decide(source, target)

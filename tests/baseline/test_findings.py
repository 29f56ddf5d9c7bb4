"""What random pools found: each a small pool whose baseline was wrong, or was not written."""

from devcompat.algebra.baseline.baseline import baseline
from devcompat.language.printer import write_text
from tests.algebra.texts import device
from tests.baseline.checking import check, compiled

OPEN = "f={v:opaque:firmware}"


def member(*objects: str) -> str:
    """Return a document of COMPATIBLE objects."""
    return "\n  ".join(
        ["SELF:", *(line for item in objects for line in ("COMPATIBLE:", *item.split()))]
    )


def test_the_strongest_number_has_the_bits_of_the_mask_that_it_is_compared_with() -> None:
    found = baseline([device("a=0x4", "a={n:int:0..11}"), device("a=0x4", "a={n:int:2..10}")])
    assert found.strongest == {"a": "10"}
    found = baseline([device("a=0x4 b=1", "a={n:int:0..11} b=2")])
    assert found.strongest == {"a": "11", "b": "2"}


def test_a_field_that_is_cut_is_decided_with_another_one_that_stays_open() -> None:
    pool = (member(f"{OPEN} g={{w:opaque:host}}"), member("f={v:any} g={n:int:1,2}"))
    kind, found = check(pool)
    assert kind == "undecided: others decide"
    assert found.descriptor is not None
    assert write_text(found.descriptor).splitlines()[-2:] == [
        "  f={v:opaque:firmware and host for g}",
        "  g={w:int:1,2}",
    ]


def test_a_field_that_may_be_anything_says_who_decides_a_field_that_is_cut() -> None:
    pool = (member(f"{OPEN} g={{w:any}}"), member("f=1 g={w:any}"))
    kind, found = check(pool)
    assert kind == "undecided: others decide"
    assert found.descriptor is not None
    assert write_text(found.descriptor).splitlines()[-2:] == [
        "  f=1",
        "  g={w:opaque:firmware for f}",
    ]


def test_what_others_decide_need_not_be_written_where_it_is_accepted_anyway() -> None:
    pool = (
        member(f"{OPEN} g={{n:int:0..9}}", "f={v:any} g={n:int:0..4}", "f={v:any} g={n:int:5..9}"),
        member("f={v:mask:0x2} g={n:int:0..9}"),
    )
    assert check(pool)[0] == "written, of one object"


def test_who_takes_every_text_limits_nobody_who_takes_one() -> None:
    found = baseline([compiled(member("f={v:any} g=1", "g=1")), compiled(member("f=a g=1", "g=1"))])
    assert found.strongest == {"f": "a", "g": "1"}
    takes_any, takes_one, takes_none = "f={v:any}", 'f={v:string:"",a}', ""
    pool = [compiled(member(item)) for item in (takes_any, takes_one, takes_none)]
    (limit,) = baseline(pool).limits
    assert (limit.members, limit.beyond) == ((2,), "a")


def test_the_strongest_of_what_others_take_is_looked_for_among_all_texts_of_a_list() -> None:
    pool = (
        member("g=1 f=1", "g=1"),
        member('g=1 f={v:string:"0x4","2.1",slow}', "g=1"),
        member("g=1"),
    )
    (limit,) = baseline([compiled(text) for text in pool]).limits
    assert (limit.field, limit.value, limit.members, limit.beyond) == ("f", "", (2,), "2.1")

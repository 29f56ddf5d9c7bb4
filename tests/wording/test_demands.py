"""What an object wants of a field is said as a person would say it."""

import pytest

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.wording.demands import quoted
from devcompat.wording.sentences import failure_found, failure_sentence, failure_wanted


def sentence(own: str, demanded: str) -> str:
    """Return what is said of the one field that keeps a device from matching an object."""
    source = compile_document(parse(f"SELF: {own}", "s"))
    target = compile_document(parse(f"SELF: COMPATIBLE: {demanded}", "t"))
    (judgement,) = judge(source, target).judgements
    (failure,) = judgement.failures or judgement.undecided
    return failure_sentence(failure)


@pytest.mark.parametrize(
    ("own", "demanded", "said"),
    [
        ("a=1", "a=2", "a: wanted 2, found 1"),
        ("", "a=2", "a: wanted 2, found absent"),
        ("a=1", "", "a: wanted absent, found 1"),
        ("a=9", "a={n:int:1,2,4}", "a: wanted one of 1, 2, 4, found 9"),
        ("a=9", "a={n:int:1..8}", "a: wanted from 1 to 8, found 9"),
        ("a=9", "a={n:int:1,4..8}", "a: wanted one of 1, 4..8, found 9"),
        ("a=04", "a={n:int:1..8}", "a: wanted from 1 to 8, found 04"),
        ("a=z", 'a={s:string:x,"y z",""}', 'a: wanted one of x, "y z", "", found z'),
        ("a=z+x", "a={s:set:x,y}", "a: wanted no members but x, y, found z+x"),
        ("a=3.1", "a={v:version:>=2.1,<3}", "a: wanted a version >=2.1,<3, found 3.1"),
        ("a=0x10", "a={m:mask:0xf}", "a: wanted no bits but 0xf, found 0x10"),
        ("a=1", "a={o:opaque:firmware}", "a: firmware decides"),
        ("a=V_3", "a=V_{n:int:1,2}", "a: wanted V_{n} with n one of 1, 2, found V_3"),
        ("a=3", "a={n:int:1,2}*2", "a: wanted {n}*2 with n one of 1, 2, found 3"),
        (
            "t=V_4 g=4",
            "t=V_{n:int:1,2,4,8} g={n}/2",
            "t and g: each could match, but not together: t=V_4 gives n=4; g=4 gives n=8",
        ),
        ('a="say \\"x\\""', "a=1", 'a: wanted 1, found "say \\"x\\""'),
    ],
)
def test_a_failure_is_said_in_one_sentence(own: str, demanded: str, said: str) -> None:
    assert sentence(own, demanded) == said


def test_long_domains_are_counted_and_not_listed() -> None:
    members = ",".join(str(number * 2) for number in range(100))
    said = sentence("a=1", f"a={{n:int:{members}}}")
    assert said.endswith("20, 22 and 88 more, found 1")
    assert len(said) < 120


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", '""'),
        ("x", "x"),
        ("a b", '"a b"'),
        ("a,b", '"a,b"'),
        ('"', '"\\""'),
        ("a\\b", "a\\b"),
        ("a \\b", '"a \\\\b"'),
        ("a\tb", '"a\tb"'),
    ],
)
def test_texts_are_quoted_where_they_would_be_hard_to_see(text: str, said: str) -> None:
    assert quoted(text) == said


def test_wanted_and_found_are_said_apart_too() -> None:
    source = compile_document(parse("SELF: a=1"))
    target = compile_document(parse("SELF: COMPATIBLE: a=2"))
    (failure,) = judge(source, target).judgements[0].failures
    assert (failure_wanted(failure), failure_found(failure)) == ("2", "1")


def test_a_descriptor_that_accepts_nothing_is_named() -> None:
    source = compile_document(parse("SELF: a=1", "s.txt"))
    target = compile_document(parse("SELF: a=1", "t.txt"))
    (failure,) = judge(source, target).judgements[0].failures
    said = failure_sentence(failure)
    assert said == "t.txt has no COMPATIBLE object: it takes over nothing"

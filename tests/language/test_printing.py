"""The text that is written for a descriptor, letter by letter: people read it and compare it.

Belongs here: spellings. That what was written reads back equal is a law.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.language.printer import write_text


def written(fields: str) -> list[str]:
    """Return the fields of a COMPATIBLE object as they are written."""
    text = write_text(parse(f"SELF:\nCOMPATIBLE: {fields}").descriptor)
    begin, end = "SELF:\nCOMPATIBLE:\n", "\n"
    assert text.startswith(begin)
    assert text.endswith(end)
    return [line.removeprefix("  ") for line in text[len(begin) : -len(end)].split("\n")]


@pytest.mark.parametrize(
    ("read", "spelled"),
    [
        ("a=1", "a=1"),
        ('a=""', 'a=""'),
        ('a="1"', "a=1"),
        ('a="x y"', 'a="x y"'),
        ('a="x\ty"', 'a="x\ty"'),
        ('a="\\"x"', 'a="\\"x"'),
        ('a=x"', 'a=x"'),
        ("a=x\\", "a=x\\"),
        ('a="x \\\\ \\""', 'a="x \\\\ \\""'),
        ("a={{x}}", "a={{x}}"),
        ("a=$${x}}", "a=$${x}}"),
        ("a=$x", "a=$x"),
        ("a=#x", "a=#x"),
        ("a=2020-07-29", "a=2020-07-29"),
        ("a={n:int:4,1..1,2..3}", "a={n:int:4,1,2..3}"),
        ("a=${n:int:-3..-1}", "a={n:int:-3..-1}"),
        ("a={n:int:1..9}-1", "a={n:int:1..9}-1"),
        ("a=({n:int:1..9}-(1-2))*3", "a=({n:int:1..9}-(1-2))*3"),
        ("a=(({n:int:1..9})*2)+1", "a={n:int:1..9}*2+1"),
        ("a=-(-{n:int:1..9})", "a=--{n:int:1..9}"),
        ('a="{n:int:1..9}-1"', 'a="{n:int:1..9}-1"'),
        ('a="{n:int:1..9}x1"', "a={n:int:1..9}x1"),
        ('a="{n:int:1..9}"', "a={n:int:1..9}"),
        ('a="{s:string:p,q} {n:int:1}"', 'a="{s:string:p,q} {n:int:1}"'),
        ('a={s:string:b, a,a,"",c  d, " e "}', 'a={s:string:b,a,"",c  d," e "}'),
        ('a={s:string:"x,y","}","{","x\\\\y","\\""}', 'a={s:string:"x,y","}","{",x\\y,"\\""}'),
        ('a={s:string:"\\"\\\\ ,"}', 'a={s:string:"\\"\\\\ ,"}'),
        ("a={s:string:aX, bX , X}", "a={s:string:aX,bX,X}"),
        ("a={v:version: >= 2.1 , <3}", "a={v:version:>=2.1,<3}"),
        ("a={f:set:b,a}", "a={f:set:b,a}"),
        ("a={m:mask:255}", "a={m:mask:0xff}"),
        ("a={x:any}", "a={x:any}"),
        ("a={x:opaque: X }", "a={x:opaque:X}"),
        ('a={x:opaque:"the firmware"}', "a={x:opaque:the firmware}"),
    ],
)  # fmt: skip
def test_a_value_is_spelled_like_this(read: str, spelled: str) -> None:
    assert written(read) == [spelled]


def test_a_variable_is_declared_where_it_first_stands() -> None:
    assert written("a={n:int:1..4}/2 b={n} c=x{n}y{m:string:p}") == [
        "a={n:int:1..4}/2", "b={n}", "c=x{n}y{m:string:p}",
    ]  # fmt: skip


def test_objects_are_written_in_this_order() -> None:
    text = (
        "INFO: i=1 COMPATIBLE: a={n} b={k:int:1} PARAMETERS: p={n:int:1..4} q={s:string:x} "
        "SELF: a={n} b={s} COMPATIBLE: COMPATIBLE: k={k:int:2}"
    )
    assert write_text(parse(text).descriptor) == (
        "SELF:\n  a={n}\n  b={s}\n"
        "COMPATIBLE:\n  a={n}\n  b={k:int:1}\nCOMPATIBLE:\nCOMPATIBLE:\n  k={k:int:2}\n"
        "INFO:\n  i=1\nPARAMETERS:\n  p={n:int:1..4}\n  q={s:string:x}\n"
    )

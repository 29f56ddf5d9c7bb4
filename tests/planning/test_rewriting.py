"""A descriptor with other texts and demands is the one that somebody would have written."""

import pytest

from devcompat.language.nodes import Descriptor, Field, Object, Template
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.planning.rewriting import Rewrite, rewritten

SIDE = "SELF: d=x v=1 w=2 COMPATIBLE: d=x v={n:version:>=1,<=2} COMPATIBLE: d=y v={n:version:==1}"


def _object(text: str) -> Object:
    return parse(f"SELF: COMPATIBLE: {text}").descriptor.compatible[0]


def _own(**texts: str) -> tuple[Field, ...]:
    return tuple(Field(name, Template((text,) if text else ())) for name, text in texts.items())


def _result(text: str, rewrite: Rewrite) -> Descriptor:
    found = rewritten(compile_document(parse(text)), rewrite, "operator")
    assert found.basis == "operator"
    return found.descriptor


@pytest.mark.parametrize(
    ("text", "rewrite", "wanted"),
    [
        ("SELF: a=1 b=2", Rewrite(_own(a="3")), "SELF: a=3 b=2"),
        ("SELF: a=1 b=2", Rewrite(_own(a="")), "SELF: b=2"),
        ("SELF: a=1", Rewrite(_own(c="9")), "SELF: a=1 c=9"),
        (
            "SELF: a=1 COMPATIBLE: a={n:int:1..2} b={m:int:1..9} COMPATIBLE: a=7",
            Rewrite(accepted=_object("a={n:int:1..8}")),
            "SELF: a=1 COMPATIBLE: a={n:int:1..8} b={m:int:1..9} COMPATIBLE: a={n:int:1..8}",
        ),
        (
            "SELF: a=1 COMPATIBLE: a=2 b=3",
            Rewrite(accepted=_object("a=4")),
            "SELF: a=1 COMPATIBLE: a=4 b=3",
        ),
        (
            "SELF: a=1 COMPATIBLE: a=2 b=3",
            Rewrite(compatible=(_object("c=1"),)),
            "SELF: a=1 COMPATIBLE: c=1",
        ),
        ("SELF: a=1 COMPATIBLE: a=2", Rewrite(compatible=()), "SELF: a=1"),
    ],
)
def test_rewritten(text: str, rewrite: Rewrite, wanted: str) -> None:
    assert _result(text, rewrite) == parse(wanted).descriptor


def test_a_variable_that_is_taken_gets_another_name() -> None:
    text = "SELF: a=1 b=1 COMPATIBLE: a={n:int:1..4} b={n} c={m:int:1..2}"
    found = _result(text, Rewrite(accepted=_object("c={n:version:>=2}")))
    assert (
        found
        == parse("SELF: a=1 b=1 COMPATIBLE: a={n:int:1..4} b={n} c={n_:version:>=2}").descriptor
    )


def test_a_field_of_two_that_share_a_variable_can_be_replaced() -> None:
    text = "SELF: a=1 b=1 COMPATIBLE: a={n:int:1..4} b={n}"
    found = _result(text, Rewrite(accepted=_object("a=9")))
    assert found == parse("SELF: a=1 b=1 COMPATIBLE: a=9 b={n:int:1..4}").descriptor


def test_what_is_set_is_no_longer_unread() -> None:
    side = compile_document(parse(SIDE), "native", {"v": "EIO", "w": "EIO"})
    assert rewritten(side, Rewrite(_own(v="2")), "operator").unread == {"w": "EIO"}

"""Sides that meet each other in every way: for laws about fleets."""

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import Basis

_TEXTS = (
    "SELF: t=V_{n} g={g} COMPATIBLE: t=V_{{m:int:1..4}} g={{m}}/2",
    "SELF: t=V_{n} driver=d{g} COMPATIBLE: t=V_{n} driver={{x:any}}",
    (
        "SELF: t=V_{n} COMPATIBLE: t=V_{n}"
        " COMPATIBLE: t=V_{{m:int:1..{g}}} g={{x:any}} driver={{y:any}}"
    ),
    "SELF: f=a+b t=V_{n} COMPATIBLE: f={{x:set:a,b}} t={{y:any}} fw={{z:opaque:firmware}}",
    "SELF: t=V_{n}",
)


def _described(text: str, n: int, g: int, basis: Basis, unread: dict[str, str]) -> Side:
    return compile_document(parse(text.format(n=n, g=g)), basis, unread)


def some_sides() -> list[Side]:
    """Return sides of several kinds, some of them equal without being the same object."""
    sides = [
        _described(text, n, g, "native", {}) for text in _TEXTS for n in (1, 2, 4) for g in (1, 2)
    ]
    sides += [_described(_TEXTS[1], 1, 1, basis, {}) for basis in ("operator", "read", "native")]
    sides += [_described(_TEXTS[1], 2, 1, "executed", {"t": "EIO"})]
    sides += [
        Undescribed("x", "no profile"),
        Undescribed("y", "no profile"),
        Undescribed("y", "no profile", basis="read"),
        Undescribed("z", "driver.no-migration", immovable=True, basis="executed"),
        Undescribed("z", "driver.generic", immovable=True, basis="operator"),
    ]
    return sides

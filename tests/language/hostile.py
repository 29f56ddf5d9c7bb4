"""Hostile documents: as large as may be, and wrong again and again in every way.

Here belongs how such documents are written. It must not know what is reported of them.
"""

from collections.abc import Iterator
from itertools import product

from devcompat.language.limits import DOCUMENT_BYTES

ATOMS = (
    *('"', "'", "{", "}", "$", "\\", "#", "=", ":", ",", " ", "\n", "\t", "\r", "-", "\x00", "é"),
    *("a", "a=", 'a="', "a={", "{x:int:", "SELF:", "COMPATIBLE:", "SELF :", "SELF", "x:"),
)
"""What a reader may stumble over, as characters and as the beginnings of tokens."""

FAMILIES = {
    "braces in quotes that are not closed": 'a="{ ',
    "braces that are not closed": "a={ ",
    "text after a closing quote": 'a="x} ',
    "escaped quotes": 'a="x\\" ',
    "wrong escapes": 'a="\\n ',
    "headers without blanks": "SELF:",
    "headers with a letter after the colon": "SELF:x ",
    "headers that are unknown": "Self: ",
    "headers without a colon": "SELF ",
    "headers with a blank before the colon": "INFO : ",
    "lone braces": "a=} ",
    "nested braces": "a={{{ ",
    "quotes in braces": 'a={" ',
    "quotes and braces in braces": 'a={x:string:"} ',
    "escaped quotes in braces": 'a={\\" ',
    "quotes in braces, closed by the next": 'a={" \\" ',
    "names that are none": "-=1 ",
    "words": "x ",
    "equal signs": "= ",
    "placeholders in SELF": "a={x} ",
    "names that begin like fields": "a==\x00 ",
}
"""What is repeated to fill a document, in the ways that were slow or may become so."""

LINES = {"one line": DOCUMENT_BYTES, "lines of 500 characters": 500, "many lines": 1}
"""How long the lines are that a unit is repeated in."""


def filled(unit: str, begin: str = "SELF: ", size: int = DOCUMENT_BYTES) -> str:
    """Return a document of at most `size` bytes that repeats `unit`."""
    return begin + unit * ((size - len(begin.encode())) // len(unit.encode()))


def in_lines(unit: str, length: int) -> str:
    """Return a unit of lines that are about `length` characters long, each repeating `unit`."""
    times = max(1, length // len(unit))
    return unit if times * len(unit) >= DOCUMENT_BYTES - len(unit) else unit * times + "\n"


def chained(count: int) -> str:
    """Return an object whose variables each follow from the next one, the last from its field."""
    links = "".join(f" f{at}={{v{at}}}+{{v{at + 1}:int:1}}" for at in range(count))
    return f"SELF:\nCOMPATIBLE: x={{v0:int:1..9}}*{{w:int:1..9}}{links} y={{v{count}}}*1"


def units(longest: int) -> Iterator[str]:
    """Yield every sequence of up to so many atoms."""
    for length in range(1, longest + 1):
        for chosen in product(ATOMS, repeat=length):
            yield "".join(chosen)

"""Hostile pairs: documents within all limits that are built to make a matcher work.

Here belongs how such documents are written. It must not know how they are judged.
"""

from typing import NamedTuple

HUGE = "0.." + "9" * 1000
"""A domain of numbers with up to a thousand digits."""


class Pair(NamedTuple):
    """A source's SELF and a target's COMPATIBLE objects, as documents."""

    source: str
    target: str


def pair(self_fields: str, *objects: str) -> Pair:
    accepted = "".join(f"\nCOMPATIBLE: {item}" for item in objects)
    return Pair(f"SELF: {self_fields}", f"SELF: other=1{accepted}")


def declared(name: str, domain: str, kind: str = "int") -> str:
    return f"{{{name}:{kind}:{domain}}}"


def runs(character: str, longest: int) -> str:
    """Return a string domain of one character once, twice, and so on."""
    return ",".join(character * length for length in range(1, longest + 1))


def numbers(character: str, names: str, domain: str) -> str:
    """Return a quoted template of int variables with a character between them."""
    return '"' + character.join(declared(name, domain) for name in names) + '"'


def texts(character: str, names: str, longest: int) -> str:
    """Return a template of string variables with a character between them."""
    domain = runs(character, longest)
    return character.join(declared(name, domain, "string") for name in names)


def fields(name: str, count: int, value: str) -> str:
    return " ".join(f"{name}{index}={value}" for index in range(count))


ONES = "1" * 1000
ODD = ",".join(str(number) for number in range(1, 8000, 2))
WIDE = f"-{'9' * 18}..{'9' * 18}"
LATE = "({a}*0+{b}*0)%5"
"""Arithmetic over a and b that is 0 whatever they are."""

SPLITS = {
    "strings in a text of one letter": pair(
        f"a={'x' * 1023}y", f"a={texts('x', 'abc', 120)}x{declared('d', 'x,xx', 'string')}"
    ),
    "numbers in a text of one digit": pair(f"a={'1' * 1024}", f"a={numbers('1', 'abcd', HUGE)}"),
    "numbers in two texts, backwards": pair(
        f"a={'1' * 1024} b={ONES}", f'a={numbers("1", "abcd", HUGE)} b="{{d}}1{{c}}1{{b}}1{{a}}"'
    ),
    "numbers in a text, then arithmetic": pair(
        f"a={ONES} z=5", f"a={numbers('1', 'abcd', '1..' + '9' * 300)} z={{a}}-{{b}}"
    ),
    "arithmetic before the text that binds": pair(
        f"z=0 a={ONES}",
        f'z={declared("a", HUGE)}*0 a="{{a}}1{numbers("1", "bcd", HUGE)[1:-1]}"',
    ),
    "sixty texts that nearly all agree": pair(
        f"a={ONES} {fields('f', 60, ONES)} z=3",
        f"a={numbers('1', 'abcd', '0..' + '9' * 300)} "
        + fields("f", 60, '"{d}1{c}1{b}1{a}"')
        + " z={a}%{b}",
    ),
    "a variable twice in one text": pair(
        f"a={'x' * 1023}y", f"a={texts('x', 'ab', 160)}x{{a}}x{{b}}"
    ),
    "three coupled texts": pair(
        f"a={'x' * 170} b={'x' * 170} c={'x' * 169}y",
        f"a={texts('x', 'abcd', 70)} b={{d}}x{texts('x', 'efg', 70)} c={{g}}x{{b}}x{{f}}x{{c}}x",
    ),
}
"""Texts that can be split in very many ways."""

PRODUCTS = {
    "64 objects of 65,536 combinations": pair(
        "a=256", *[f"a={declared('a', '1..256')}%{declared('b', '1..256')}"] * 64
    ),
    "sixty-two fields that are checked for every combination": pair(
        f"a=256 {fields('f', 62, '0')}",
        "f={z:any} "
        + fields("f", 62, LATE)
        .replace("{a}", declared("a", "1..256"), 1)
        .replace("{b}", declared("b", "1..256"), 1)
        + " a={a}%{b}",
    ),
    "an expression of 800 operations": pair(
        "a=9", f"a=({declared('a', '1..256')}+{declared('b', '1..256')})%7" + "+1-1" * 200
    ),
    "an expression of 400 divisions": pair(
        "a=9", f"a=({declared('a', '1..256')}+{declared('b', '1..256')})%7" + "/1" * 400
    ),
    "a domain of 4001 items up to a thousand digits": pair(
        "a=99999", f"a={declared('a', f'{ODD},{ONES}')}%{declared('b', '1..16')}"
    ),
    "multiplication by zero twice over": pair(
        "x=0 y=0 z=1 w=5",
        f"y={declared('a', '0..9')} x={{a}}*{declared('b', WIDE)} z={{a}}*{declared('c', WIDE)}"
        " w={a}*{b}+{a}*{c}",
    ),
}
"""Expressions with combinations of variables that no text binds."""

BULK = {
    "64 objects of 62 coupled fields": pair(
        "g=1 " + " ".join(f"f{index}={1 + index % 9}" for index in range(61)),
        *[f"g={declared('x', '1..9')} {fields('f', 61, '{x}')}"] * 64,
    ),
    "64 objects of 62 coupled fields, a large domain": pair(
        "g=1 " + " ".join(f"f{index}={1 + index % 9}" for index in range(61)),
        *[f"g={declared('x', '1..999')} {fields('f', 61, '{x}')}"] * 64,
    ),
    "64 objects whose conflict no two fields show": pair(
        f"x=1 y=1 z=1 {fields('f', 60, '0')}",
        *[
            (
                f"x={declared('a', '0,1')}+{declared('b', '0,1')} y={{b}}+{declared('c', '0,1')}"
                f" z={{a}}+{{c}} {fields('f', 60, '{a}*0')}"
            )
        ]
        * 64,
    ),
    "64 objects of 15 expressions of 64 bindings": pair(
        fields("f", 15, "-7"),
        *[" ".join(f"f{at}={{v{at}:int:1..64}}*1*1{'+1' * 20}" for at in range(15))] * 64,
    ),
    "sixty expressions of a thousand characters": pair(
        "a=9", f"x={declared('a', '1..64')} {fields('f', 60, '{a}' + '+1-1' * 250)}"
    ),
}
"""Documents that are merely as large as they may be."""

DEEP = {
    "a thousand prefix minuses": pair("a=5", f"a={'-' * 1000}{declared('a', '1..9')}"),
    "five hundred parentheses": pair("a=5", f"a={'(' * 500}{declared('a', '1..9')}-0{')' * 500}"),
    "parentheses to the right": pair(
        "a=-245", f"a={'(1-' * 250}{declared('a', '-999..999')}-0{')' * 250}"
    ),
}
"""Deeply nested expressions."""

PAIRS = {**SPLITS, **PRODUCTS, **BULK, **DEEP}

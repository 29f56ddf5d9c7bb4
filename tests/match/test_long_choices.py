"""Parameters whose values make a text too long: such a choice gives no descriptor, others may.

Belongs here: type descriptors near the limit of a value's text, compared with trying every choice.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from devcompat.language.nodes import Document, Variable
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import judge
from devcompat.match.solver import solve
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet


def values_of(variable: Variable) -> list[Bound]:
    if isinstance(variable.domain, IntegerSet):
        return [number for low, high in variable.domain.ranges for number in range(low, high + 1)]
    assert isinstance(variable.domain, tuple)
    return list(variable.domain)


def choices(document: Document) -> Iterator[dict[str, Bound]]:
    variables = [parameter.variable for parameter in document.descriptor.parameters]
    for chosen in product(*map(values_of, variables)):
        yield dict(zip([found.name for found in variables], chosen, strict=True))


def first_by_trying(document: Document, source: Compiled) -> dict[str, Bound] | None:
    for values in choices(document):
        try:
            fixed = fix_parameters(document, values)
        except InputError:
            continue
        if judge(source, compile_document(fixed)):
            return values
    return None


def text(length: int) -> str:
    return "z" * length


TYPES = {
    "a text": (
        (f"PARAMETERS: p={{s:string:{text(974)},{text(975)},y}} SELF: a={text(50)}{{s}} "
        "COMPATIBLE: c=1 COMPATIBLE: d={s}"),
        ["c=1", f"d={text(975)}", f"d={text(974)}", "d=y", "d=x"],
    ),
    "bytes, not characters": (
        (f"PARAMETERS: p={{s:string:{'é' * 12},{'é' * 13},x}} SELF: a={text(1000)}{{s}} "
        "COMPATIBLE: c={s}"),
        [f"c={'é' * 12}", f"c={'é' * 13}", "c=x"],
    ),
    "a number": (
        f"PARAMETERS: p={{n:int:-120..120}} SELF: a={text(1022)}{{n}} COMPATIBLE: c={{n}}",
        [f"c={number}" for number in (-120, -100, -99, -10, -9, -1, 0, 1, 9, 10, 11, 99, 100, 120)],
    ),
    "a number that leaves no room": (
        f"PARAMETERS: p={{n:int:1..20}} SELF: a={text(1024)}{{n}} COMPATIBLE: c={{n}}",
        ["c=1", "c=12"],
    ),
    "twice": (
        (f"PARAMETERS: p={{n:int:9..10,99..101,1000}} SELF: a={text(1019)}{{n}}-{{n}} "
        "COMPATIBLE: c={n}"),
        ["c=9", "c=10", "c=99", "c=100", "c=1000"],
    ),
    "two that share the room": (
        (f"PARAMETERS: p={{n:int:1..110}} q={{s:string:abc,ab,a}} SELF: a={text(1019)}{{n}}-{{s}} "
        "COMPATIBLE: c={n} COMPATIBLE: d={s}"),
        ["c=1", "c=10", "c=100", "d=abc", "d=ab", "d=a"],
    ),
    "an object that does not match": (
        (f"PARAMETERS: p={{s:string:{text(9)},{text(8)},a}} SELF: a=1 COMPATIBLE: c=1 "
        f"COMPATIBLE: d={text(1016)}{{s}}x{{v:int:1..9}} COMPATIBLE: e={{s}}"),
        ["c=1", f"e={text(9)}", f"e={text(8)}", "e=a"],
    ),
    "an object with arithmetic": (
        (f"PARAMETERS: p={{n:int:1..12}} q={{s:string:{text(9)},a}} SELF: a=1 COMPATIBLE: c={{n}} "
        f"COMPATIBLE: d={text(1018)}{{s}} e={{n}}/2 COMPATIBLE: f={{s}} g={{n}}"),
        ["c=1", "c=2", "c=11", f"f={text(9)} g=3", f"f={text(9)} g=4", "f=a g=4"],
    ),
    "two objects with arithmetic": (
        (f"PARAMETERS: p={{n:int:1..6}} q={{s:string:{text(4)},{text(3)},a}} SELF: a=1 "
        f"COMPATIBLE: c=1 COMPATIBLE: d={text(1021)}{{s}} e={{n}}/2 "
        f"COMPATIBLE: d={text(1020)}{{s}} e={{n}}/3"),
        ["c=1", "d=1 e=1"],
    ),
    "arithmetic in SELF": (
        (f"PARAMETERS: p={{n:int:1..6}} q={{s:string:{text(4)},a}} "
        f"SELF: a={{n}}/4 b={text(1021)}{{s}} "
        "COMPATIBLE: c={n} COMPATIBLE: d={s}"),
        ["c=4", "c=3", f"d={text(4)}", "d=a"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_what_is_found_is_what_is_found_by_trying_every_choice(name: str) -> None:
    described, sources = TYPES[name]
    document = parse(described)
    for fields in sources:
        source = compile_document(parse(f"SELF: {fields}"))
        found = solve(document, source)
        assert found.values == first_by_trying(document, source), fields
        assert (found.outcome == "compatible") == (found.values is not None)

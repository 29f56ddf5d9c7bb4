"""Tests of every limit: exactly at the limit a document is read, one more and it is refused.

Here belong documents too large to be kept as data. It must not know where limits are enforced.
"""

from typing import NamedTuple

import pytest

from devcompat.formats.bundles import read_bundle
from devcompat.language import limits
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError


class Limit(NamedTuple):
    """A document at a limit, one past it, and what is said of the latter: code, line, column."""

    within: str
    beyond: str
    code: str
    line: int
    column: int


def compatible(fields: str) -> str:
    return f"SELF: a=1\nCOMPATIBLE: {fields}"


def each(count: int, item: str) -> str:
    return " ".join(item.replace("#", str(index)) for index in range(count))


def sized(size: int, character: str = "#") -> str:
    begin = "SELF: a=1\n#"
    rest = size - len(begin)
    width = len(character.encode())
    return begin + character * (rest // width) + "#" * (rest % width)


def member(size: int) -> str:
    return "é" * (size // 2) + "x" * (size % 2)


def declarations(count: int) -> str:
    return each(count, "f#={v#:any}")


LIMITS = {
    "64 KiB a document": Limit(sized(65_536), sized(65_537), "limit.document", 1, 1),
    "64 KiB in bytes, not in characters": Limit(
        sized(65_536, "é"), sized(65_537, "é"), "limit.document", 1, 1
    ),
    "64 COMPATIBLE objects": Limit(
        "SELF: a=1" + "\nCOMPATIBLE: a=1" * 64,
        "SELF: a=1" + "\nCOMPATIBLE: a=1" * 65,
        "limit.objects",
        66,
        1,
    ),
    "64 fields in SELF": Limit(
        f"SELF: {each(64, 'f#=1')}", f"SELF: {each(65, 'f#=1')}", "limit.fields", 1, 1
    ),
    "64 fields in COMPATIBLE": Limit(
        compatible(each(64, "f#=1")), compatible(each(65, "f#=1")), "limit.fields", 2, 1
    ),
    "64 fields in INFO": Limit(
        f"SELF: a=1\nINFO: {each(64, 'f#=1')}",
        f"SELF: a=1\nINFO: {each(65, 'f#=1')}",
        "limit.fields",
        2,
        1,
    ),
    "16 variables": Limit(
        compatible(declarations(16)), compatible(declarations(17)), "limit.variables", 2, 222
    ),
    "16 parameters": Limit(
        f"SELF: a=1\nPARAMETERS: {each(16, 'p#={v#:int:1}')}",
        f"SELF: a=1\nPARAMETERS: {each(17, 'p#={v#:int:1}')}",
        "limit.variables",
        2,
        254,
    ),
    "4096 items of integers": Limit(
        compatible(f"a={{x:int:{','.join(['1'] * 4096)}}}"),
        compatible(f"a={{x:int:{','.join(['1'] * 4097)}}}"),
        "limit.items",
        2,
        13 + 9 + 4096 * 2,
    ),
    "4096 items of texts": Limit(
        compatible(f"a={{x:string:{','.join(['b'] * 4096)}}}"),
        compatible(f"a={{x:string:{','.join(['b'] * 4097)}}}"),
        "limit.items",
        2,
        13 + 12 + 4096 * 2,
    ),
    "64 bytes a field's name": Limit(
        f"SELF: {'n' * 64}=1", f"SELF: {'n' * 65}=1", "limit.name", 1, 7
    ),
    "64 bytes a variable's name": Limit(
        compatible(f"a={{{'n' * 64}:any}}"),
        compatible(f"a={{{'n' * 65}:any}}"),
        "limit.name",
        2,
        16,
    ),
    "64 bytes a parameter's name": Limit(
        f"SELF: a=1\nPARAMETERS: {'n' * 64}={{x:int:1}}",
        f"SELF: a=1\nPARAMETERS: {'n' * 65}={{x:int:1}}",
        "limit.name",
        2,
        13,
    ),
    "1024 bytes of a bare value": Limit(
        f"SELF: a={'x' * 1024}", f"SELF: a={'x' * 1025}", "limit.value", 1, 9
    ),
    "1024 bytes of a quoted value, unescaped": Limit(
        'SELF: a="' + '\\"' * 1024 + '"', 'SELF: a="' + '\\"' * 1025 + '"', "limit.value", 1, 10
    ),
    "1024 bytes, not characters": Limit(
        f"SELF: a={'é' * 512}", f"SELF: a={'é' * 512}x", "limit.value", 1, 9
    ),
    "1024 bytes of text outside placeholders": Limit(
        compatible(f"a={'x' * 512}{{n:int:1}}{'y' * 512}"),
        compatible(f"a={'x' * 512}{{n:int:1}}{'y' * 513}"),
        "limit.value",
        2,
        15,
    ),
    "1024 bytes of an expression outside placeholders": Limit(
        compatible(f"a={{n:int:1}}{'+1' * 512}"),
        compatible(f"a=-{{n:int:1}}{'+1' * 512}"),
        "limit.value",
        2,
        15,
    ),
    "1024 bytes a member": Limit(
        compatible(f"a={{n:string:a,{member(1024)}}}"),
        compatible(f"a={{n:string:a,{member(1025)}}}"),
        "limit.member",
        2,
        27,
    ),
    "1024 bytes a member of a set": Limit(
        compatible(f"a={{n:set:{member(1024)}}}"),
        compatible(f"a={{n:set:{member(1025)}}}"),
        "limit.member",
        2,
        22,
    ),
    "1024 digits": Limit(
        compatible(f"a={{n:int:{'9' * 1024}}}"),
        compatible(f"a={{n:int:{'9' * 1025}}}"),
        "limit.member",
        2,
        22,
    ),
    "1024 bytes a joined value": Limit(
        f"SELF: a={'x' * 512} a={'y' * 511}",
        f"SELF: a={'x' * 512} a={'y' * 512}",
        "limit.joined",
        1,
        522,
    ),
    "1024 bytes a joined value, said once": Limit(
        f"SELF: a={'x' * 512} a={'y' * 511}",
        f"SELF: a={'x' * 600} a={'y' * 600} a={'y' * 600} a=z",
        "limit.joined",
        1,
        610,
    ),
    "4 placeholders a value": Limit(
        compatible('a="{a:int:1}-{a}-{a}-{a}"'),
        compatible('a="{a:int:1}-{a}-{a}-{a}-{a}"'),
        "limit.placeholders",
        2,
        39,
    ),
    "65,536 combinations": Limit(
        compatible("a={x:int:1..65536}%7"),
        compatible("a={x:int:1..65537}%7"),
        "limit.combinations",
        2,
        1,
    ),
    "65,536 combinations of two": Limit(
        compatible("a={x:int:1..256}*{y:int:1..256}"),
        compatible("a={x:int:1..256}*{y:int:1..257}"),
        "limit.combinations",
        2,
        1,
    ),
    "65,536 combinations of sixteen": Limit(
        compatible(each(14, "a#={v#:int:0,1}%3") + " b={v14:int:0,1}%3 c={v15:int:0,1}%3"),
        compatible(each(14, "a#={v#:int:0,1}%3") + " b={v14:int:0,1}%3 c={v15:int:0..2}%3"),
        "limit.combinations",
        2,
        1,
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_document_at_the_limit_is_read(name: str) -> None:
    assert parse(LIMITS[name].within).descriptor.self_object is not None


@pytest.mark.parametrize("name", LIMITS)
def test_document_past_the_limit_has_this_one_problem(name: str) -> None:
    limit = LIMITS[name]
    with pytest.raises(InputError) as raised:
        parse(limit.beyond)
    (problem,) = raised.value.problems
    assert problem.code == limit.code
    assert problem.position == (limit.line, limit.column)


def test_every_limit_has_a_document() -> None:
    codes = {limit.code for limit in LIMITS.values()}
    assert codes == {f"limit.{what}" for what in (
        "document", "objects", "fields", "variables", "items", "name", "value", "member",
        "joined", "placeholders", "combinations",
    )}  # fmt: skip


def test_limits_are_those_of_the_specification() -> None:
    assert limits.DOCUMENT_BYTES == 65_536
    assert (limits.COMPATIBLE_OBJECTS, limits.FIELDS, limits.VARIABLES) == (64, 64, 16)
    assert (limits.DOMAIN_ITEMS, limits.NAME_BYTES, limits.TEXT_BYTES) == (4096, 64, 1024)
    assert (limits.PLACEHOLDERS, limits.COMBINATIONS) == (4, 65_536)


def test_fields_with_the_longest_name_are_kept_in_every_object() -> None:
    name = "n" * limits.NAME_BYTES
    text = (
        f"SELF: {name}=1\nCOMPATIBLE: {name}=2\nINFO: {name}=3\nPARAMETERS: {name}={{p:int:1..4}}\n"
    )
    assert write_text(parse(text).descriptor).split() == text.split()


def test_an_object_in_files_may_have_16_variables() -> None:
    files = {
        f"migration/compatible/1/f{n}": f"{{v{n}:any}}".encode() for n in range(limits.VARIABLES)
    }
    (found,) = read_bundle(files | {"migration/self/a": b"1"}, "", "keys").descriptor.compatible
    assert len(found.variables) == limits.VARIABLES


def test_repeated_names_of_self_are_one_field() -> None:
    assert len(parse("SELF: " + "a=x " * 500).descriptor.self_object.fields) == 1


def test_range_is_one_item_however_wide() -> None:
    assert parse(compatible(f"a={{x:int:0..{2**60}}}"))


def test_many_problems_are_counted_and_the_first_are_shown() -> None:
    with pytest.raises(InputError) as raised:
        parse("SELF: " + "a=} " * 500)
    assert len(raised.value.problems) == limits.REPORTED_PROBLEMS
    assert raised.value.unreported == 500 - limits.REPORTED_PROBLEMS

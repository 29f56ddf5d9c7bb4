"""Layouts of several files: what belongs to which object, and what is wrong where.

That what is written reads back equal is a law of all layouts (tests/laws/test_layouts.py).
"""

import json

import pytest

from devcompat.formats.bundles import read_bundle
from devcompat.formats.registry import read_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError, Problem


def problems(files: dict[str, str], layout: str | None = None) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read_bundle({path: text.encode() for path, text in files.items()}, "D", layout)
    return raised.value.problems


def read(files: dict[str, str]) -> Descriptor:
    return read_bundle({path: text.encode() for path, text in files.items()}, "D").descriptor


def equals(text: str) -> Descriptor:
    return read_document(text.encode(), "t", "text").descriptor


def test_compatible_without_a_number_is_first_and_numbers_are_numbers() -> None:
    files = {f"migration/compatible{n}": f"a=x{n}\n" for n in ("10", "2", "", "1")}
    assert read({"migration/self": "", **files}) == equals(
        "SELF: COMPATIBLE: a=x COMPATIBLE: a=x1 COMPATIBLE: a=x2 COMPATIBLE: a=x10"
    )
    keys = {f"migration/compatible/{n}/a": f"x{n}\n" for n in (10, 2, 1)}
    assert read({"migration/self/a": "1", **keys}) == equals(
        "SELF: a=1 COMPATIBLE: a=x1 COMPATIBLE: a=x2 COMPATIBLE: a=x10"
    )


def test_blank_lines_part_the_objects_of_flat_and_comments_are_none() -> None:
    text = "# first\n\n\n a=1 b=2\n# x\nc=3\r\n \t\r\na=2\n\n# end\n"
    assert read({"migration-self-traits": "\n\na=1", "migration-compatible-traits": text}) == (
        equals("SELF: a=1 COMPATIBLE: a=1 b=2 c=3 COMPATIBLE: a=2")
    )


def test_the_files_in_migration_are_read_without_it_too() -> None:
    assert read({"self": "a=1", "compatible2": "a=2", "compatible1": "a=1"}) == equals(
        "SELF: a=1 COMPATIBLE: a=1 COMPATIBLE: a=2"
    )
    assert read({"self/a": "1", "compatible/1/a": "1"}) == equals("SELF: a=1 COMPATIBLE: a=1")
    (problem,) = problems({"self": "a=1", "other": ""})
    assert (problem.code, problem.found) == ("layout.file", "other")


def test_fields_of_keys_may_use_each_others_variables_in_any_order() -> None:
    files = {
        "migration/self/a": "1",
        "migration/compatible/1/a": '"{n}-{m:int:1..8}"\n',
        "migration/compatible/1/b": '"{m}-{n:int:1..8}"\n',
        "migration/compatible/1/z": "{n}*2 # a comment\n",
        "migration/info/a": '"x y"',
        "migration/parameters/p": "{q:string:a,b}\n",
    }
    assert read(files) == equals(
        'SELF: a=1 COMPATIBLE: a="{n:int:1..8}-{m:int:1..8}" b="{m}-{n}" z={n}*2'
        ' INFO: a="x y" PARAMETERS: p={q:string:a,b}'
    )


SELF = {"migration/self/a": "1"}
WRONG: dict[str, tuple[dict[str, str], str, tuple[str, int, int] | None]] = {
    "dir header": (
        {"migration/self": "a=1\nSELF:\n"}, "layout.header", ("migration/self", 2, 1)),
    "dir other file": ({"migration/self": "", "migration/self~": ""}, "layout.file", None),
    "dir zero": ({"migration/self": "", "migration/compatible0": ""}, "layout.file", None),
    "dir leading zero": ({"migration/self": "", "migration/compatible01": ""}, "layout.file", None),
    "dir without self": ({"migration/compatible1": "a=1"}, "object.self-missing", None),
    "dir with keys in it": ({"migration/self": "", "migration/info/a": ""}, "layout.file", None),
    "dir undeclared": (
        {"migration/self": "a=1", "migration/compatible2": "\na=1\nb={n}\n"},
        "variable.undeclared", ("migration/compatible2", 3, 4)),
    "dir encoding": ({"migration/self": "a=\udcff"}, "text.encoding", ("migration/self", 1, 3)),
    "flat encoding": (
        {"migration-self-traits": "", "migration-info-traits": "# é\na=\udcff"},
        "text.encoding", ("migration-info-traits", 2, 3)),
    "dir unprintable": (
        {"migration/self": "a=1", "migration/info": "b=\x07"},
        "text.unprintable", ("migration/info", 1, 3)),
    "dir too large": ({"migration/self": "#" * 40_000, "migration/info": "#" * 40_000},
                      "limit.document", None),
    "flat header": (
        {"migration-self-traits": "SELF: a=1"}, "layout.header", ("migration-self-traits", 1, 1)),
    "flat other file": (
        {"migration-self-traits": "", "migration-x-traits": ""}, "layout.file", None),
    "flat without self": ({"migration-info-traits": ""}, "object.self-missing", None),
    "flat second object": (
        {"migration-self-traits": "", "migration-compatible-traits": "a=1\n\nb=1\n  b=2"},
        "field.repeated", ("migration-compatible-traits", 4, 3)),
    "keys two values": (
        {"migration/self/a": "1 b=2\n"}, "layout.value", ("migration/self/a", 1, 3)),
    "keys two words": ({"migration/self/a": "x y\n"}, "syntax.field", ("migration/self/a", 1, 3)),
    "keys blank first": ({"migration/self/a": " x\n"}, "syntax.field", ("migration/self/a", 1, 2)),
    "keys header": ({"migration/self/a": "1\nSELF:"}, "layout.header", ("migration/self/a", 2, 1)),
    "keys name": ({"migration/self/1a": "1"}, "field.name", ("migration/self/1a", 1, 1)),
    "keys name too long": (
        {f"migration/self/{'a' * 65}": "1"}, "limit.name", (f"migration/self/{'a' * 65}", 1, 1)),
    "keys too deep": ({**SELF, "migration/self/b/": ""}, "layout.file", None),
    "keys zero": ({**SELF, "migration/compatible/0/a": "1"}, "layout.file", None),
    "keys without self": ({"migration/info/a": "1"}, "object.self-missing", None),
    "keys declared twice": (
        {**SELF, "migration/compatible/1/a": "{n:int:1}", "migration/compatible/1/b": "{n:int:1}"},
        "variable.redeclared", ("migration/compatible/1/b", 1, 2)),
    "keys undeclared": (
        {**SELF, "migration/compatible/1/a": "{n}\n"},
        "variable.undeclared", ("migration/compatible/1/a", 1, 2)),
    "keys domain": (
        {**SELF, "migration/compatible/1/a": "{n:int:2..1}", "migration/compatible/1/b": "{n}"},
        "domain.range", ("migration/compatible/1/a", 1, 8)),
    "keys lost declaration": (
        {**SELF, "migration/compatible/1/a": '"{n:int:1}', "migration/compatible/1/b": "{n}"},
        "quote.unclosed", ("migration/compatible/1/a", 1, 1)),
    "keys a parameter's name": (
        {**SELF, "migration/compatible/1/a": "{n:int:1}", "migration/parameters/p": "{n:int:1}"},
        "variable.redeclared", ("migration/compatible/1/a", 1, 2)),
    "keys variable's name": (
        {**SELF, "migration/compatible/1/a": "{a-b:int:1}"},
        "placeholder.name", ("migration/compatible/1/a", 1, 2)),
    "keys placeholder in self": (
        {"migration/self/a": "{n:int:1}"}, "placeholder.forbidden", ("migration/self/a", 1, 2)),
    "type without api": ({"compatible_type": "x", "device_api": ""}, "type.value", None),
    "type without type": ({"device_api": "x"}, "layout.missing", None),
    "type unprintable": (
        {"device_api": "x\x07", "compatible_type": "x"}, "text.unprintable", ("device_api", 1, 2)),
    "type too long": (
        {"device_api": "x", "compatible_type": "x" * 1025},
        "limit.value", ("compatible_type", 1, 1)),
    "type of many members": (
        {"device_api": "x", "compatible_type": "x", **{f"compatible_{n}": "a" for n in range(17)}},
        "limit.variables", None),
    "several": ({"migration/self": "", "migration-self-traits": ""}, "layout.several", None),
    "none": ({}, "layout.missing", None),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_file(case: str) -> None:
    files, code, place = WRONG[case]
    with pytest.raises(InputError) as raised:
        read_bundle({p: t.encode(errors="surrogateescape") for p, t in files.items()}, "D")
    (problem,) = raised.value.problems
    assert problem.code == code
    if place is not None:
        assert problem.position is not None
        assert (problem.position.file, *problem.position) == place


def test_problems_on_one_line_of_two_files_are_both_told() -> None:
    found = problems({"migration/self": "a=\x07", "migration/compatible": "b={n}"})
    assert [problem.code for problem in found] == ["text.unprintable", "variable.undeclared"]


def test_seventeen_variables_are_too_many_in_keys_too() -> None:
    files = {f"migration/compatible/1/f{n:02}": f"{{v{n}:int:1}}" for n in range(17)}
    (problem,) = problems({**SELF, **files})
    assert problem.code == "limit.variables"


def test_a_named_layout_counts_and_must_be_there() -> None:
    both = {"migration/self": b"a=1", "migration-self-traits": b"a=2"}
    assert read_bundle(both, "D", "dir").descriptor == equals("SELF: a=1")
    assert read_bundle(both, "D", "flat").descriptor == equals("SELF: a=2")
    assert problems({"migration/self": ""}, "flat")[0].code == "layout.missing"


@pytest.mark.parametrize("form", ["json", "yaml", "toml"])
def test_a_variable_with_a_parameters_name_is_refused_in_structured_formats(form: str) -> None:
    declared = {"type": "int", "domain": [1]}
    plain = {
        "self": {"b": "${n}"},
        "compatible": [{"variables": {"n": declared}, "fields": {"a": "${n}"}}],
        "parameters": {"p": {"name": "n", **declared}},
    }
    text = json.dumps(plain)
    if form == "toml":
        text = (
            "self = {b = '${n}'}\nparameters = {p = {name='n', type='int', domain=[1]}}\n"
            "[[compatible]]\nvariables = {n = {type='int', domain=[1]}}\nfields = {a = '${n}'}\n"
        )
    with pytest.raises(InputError) as raised:
        read_document(text.encode(), "d", form)
    assert [problem.code for problem in raised.value.problems] == ["variable.redeclared"]

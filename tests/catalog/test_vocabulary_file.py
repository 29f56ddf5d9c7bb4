"""Vocabularies as files: what is read, each way in which one can be wrong, and the schema."""

import json
import tomllib
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from devcompat.catalog.shipped import get_shipped, shipped_vocabularies
from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.language.problems import InputError
from devcompat.vocabulary.definition import FieldRule, Vocabulary

SCHEMA = json.loads(
    (files("devcompat.catalog") / "schema" / "vocabulary.schema.json").read_text("utf-8")
)
HEAD = 'name = "site"\nversion = "1"\n'
RULES_WRONG = [("vocabulary.rule", 4), ("vocabulary.rule", 5)]


def from_toml(text: str) -> Vocabulary:
    return read_vocabulary(text.encode(), "site.toml")


def problems(text: str, name: str = "site.toml") -> list[tuple[str, int | None]]:
    """Return the codes and lines of what is wrong."""
    with pytest.raises(InputError) as caught:
        read_vocabulary(text.encode(), name)
    assert all(problem.expected for problem in caught.value.problems)
    return [
        (problem.code, None if problem.position is None else problem.position.line)
        for problem in caught.value.problems
    ]


def codes(fields: str) -> list[str]:
    """Return what is wrong with the fields of an otherwise sound vocabulary."""
    return [code for code, _ in problems(f"{HEAD}[fields]\n{fields}\n")]


TOML = f"""{HEAD}unlisted = "refuse"
basis = "read"
source = "driver.c"
description = "Ours."
[fields]
a = "equal"
"b_*" = {{ rule = "superset" }}
c = {{ rule = "at-least", default = 0 }}
d = {{ rule = "one-of", default = "x", lists = {{ x = ["x", "y", "x"] }} }}
e = {{ rule = "opaque", decides = "fw" }}
"""
EXPECTED = Vocabulary(
    "site",
    "1",
    {
        "a": FieldRule("equal"),
        "b_*": FieldRule("superset"),
        "c": FieldRule("at-least", "0"),
        "d": FieldRule("one-of", "x", {"x": ("x", "y")}),
        "e": FieldRule("opaque", decider="fw"),
    },
    "refuse",
    "Ours.",
    "read",
    "driver.c",
)


def test_the_three_syntaxes_say_the_same() -> None:
    plain = tomllib.loads(TOML)
    assert read_vocabulary(TOML.encode(), "a.toml") == EXPECTED
    assert read_vocabulary(json.dumps(plain).encode(), "a.json") == EXPECTED
    assert read_vocabulary(json.dumps(plain).encode(), "-") == EXPECTED
    for name in ("a.yaml", "A.YML"):
        assert read_vocabulary(yaml.safe_dump(plain, sort_keys=False).encode(), name) == EXPECTED


def test_a_word_of_yaml_is_the_text_that_is_written() -> None:
    text = "name: site\nversion: 1\nfields:\n  a: {rule: equal, default: off}\n"
    assert read_vocabulary(text.encode(), "a.yaml").fields["a"].default == "off"


def test_what_is_left_out_is_equal_and_the_operators() -> None:
    found = from_toml(f"{HEAD}fields = {{}}")
    assert (found.unlisted, found.basis, found.fields) == ("equal", "operator", {})


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("x", "site.txt", [("vocabulary.format", None)]),
        ("name = 1 2", "site.toml", [("toml.syntax", 1)]),
        ('{"name": "a", "name": "b"}', "site.json", [("json.duplicate-key", 1)]),
        ("name: a\nname: b\n", "site.yaml", [("yaml.duplicate-key", 2)]),
        ("[]", "site.json", [("vocabulary.type", 1)]),
        ("{}", "site.json", [("vocabulary.missing", 1)] * 3),
        (
            '{"name": "a", "version": "1",\n"fields": {},\n"feilds": {}}',
            "site.json",
            [("vocabulary.key", 3)],
        ),
        (
            "name: Site\nversion: [1]\nfields:\n  a: nearly\n  b: 1\n",
            "site.yaml",
            [("vocabulary.value", 1), ("vocabulary.type", 2), *RULES_WRONG],
        ),
        (f"{HEAD}fields = 1", "site.toml", [("vocabulary.type", 3)]),
        (f'{HEAD}unlisted = "opaque"\nfields = {{}}', "site.toml", [("vocabulary.value", 3)]),
        (f'{HEAD}basis = "native"\nfields = {{}}', "site.toml", [("vocabulary.value", 3)]),
        (f"{HEAD}source = true\nfields = {{}}", "site.toml", [("vocabulary.type", 3)]),
        (f'{HEAD}source = "\\u0007"\nfields = {{}}', "site.toml", [("text.unprintable", 3)]),
        (f'{HEAD}source = "{"s" * 1025}"\nfields = {{}}', "site.toml", [("limit.value", 3)]),
        ("#" * 65537, "site.toml", [("limit.document", None)]),
        ("\udcff", "site.toml", [("text.encoding", 1)]),
    ],
)  # fmt: skip
def test_a_vocabulary_that_is_wrong(
    text: str, name: str, expected: list[tuple[str, int | None]]
) -> None:
    with pytest.raises(InputError) as caught:
        read_vocabulary(text.encode(errors="surrogateescape"), name)
    found = [
        (problem.code, None if problem.position is None else problem.position.line)
        for problem in caught.value.problems
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('"1a" = "equal"', "vocabulary.field"),
        ('"a b" = "equal"', "vocabulary.field"),
        ('"a**" = "equal"', "vocabulary.field"),
        ('"a_*" = "ignored"', "vocabulary.field"),
        ('"a_*" = { rule = "opaque", decides = "fw" }', "vocabulary.field"),
        ('"a_*" = { rule = "superset", default = "none" }', "vocabulary.field"),
        ('"a_*" = { rule = "one-of", lists = { "" = ["x"] } }', "vocabulary.field"),
        (f'{"a" * 65} = "equal"', "limit.name"),
        ("a = 1", "vocabulary.rule"),
        ("a = true", "vocabulary.type"),
        ("a = []", "vocabulary.type"),
        ("a = {}", "vocabulary.missing"),
        ('a = { rule = "equal", need = "x" }', "vocabulary.key"),
        ('a = "one-of"', "vocabulary.missing"),
        ('a = "opaque"', "vocabulary.missing"),
        ('a = { rule = "equal", lists = { x = ["x"] } }', "vocabulary.key"),
        ('a = { rule = "equal", decides = "fw" }', "vocabulary.key"),
        ('a = { rule = "opaque", decides = "" }', "vocabulary.value"),
        ('a = { rule = "one-of", lists = ["x"] }', "vocabulary.type"),
        ('a = { rule = "one-of", lists = { x = "x" } }', "vocabulary.type"),
        ('a = { rule = "one-of", lists = { x = [1.5] } }', "vocabulary.type"),
        ('a = { rule = "one-of", lists = { x = [] } }', "vocabulary.lists"),
        ('a = { rule = "one-of", default = "x", lists = { x = ["x", ""] } }', "vocabulary.lists"),
        ('a = { rule = "one-of", default = "x", lists = { "" = ["x"] } }', "vocabulary.lists"),
        ('a = { rule = "one-of", default = "x", lists = { y = ["x"] } }', "vocabulary.default"),
        ('a = { rule = "equal", default = "" }', "vocabulary.default"),
        ('a = { rule = "semver", default = "x.y" }', "vocabulary.default"),
        ('a = { rule = "at-most", default = "04" }', "vocabulary.default"),
        ('a = { rule = "superset", default = "a+b" }', "vocabulary.default"),
        ('a = { rule = "superset-mask", default = "none" }', "vocabulary.default"),
    ],
)
def test_a_field_that_is_wrong(fields: str, expected: str) -> None:
    assert codes(fields) == [expected]


def test_a_vocabulary_has_no_more_fields_than_a_descriptor() -> None:
    assert codes("\n".join(f'f{n} = "equal"' for n in range(65))) == ["limit.fields"]


def test_defaults_that_double_the_objects_are_few() -> None:
    rule = '{ rule = "at-least", default = "0" }'
    assert codes("\n".join(f"f{n} = {rule}" for n in range(7))) == ["limit.defaults"]
    fields = "\n".join(f"f{n} = {rule}" for n in range(6))
    assert len(from_toml(f"{HEAD}[fields]\n{fields}").fields) == 6


def test_problems_are_bounded() -> None:
    with pytest.raises(InputError) as caught:
        from_toml(f"{HEAD}[fields]\n" + "\n".join(f'f{n} = "no"' for n in range(60)))
    assert (len(caught.value.problems), caught.value.unreported) == (50, 10)


@pytest.mark.parametrize("name", shipped_vocabularies())
def test_a_shipped_vocabulary_is_described_sourced_and_fits_the_schema(name: str) -> None:
    found = get_shipped(name)
    assert found.name == name
    assert found.description.endswith(".")
    assert len(found.source) > 10
    data = tomllib.loads(
        (files("devcompat.catalog") / "vocabularies" / f"{name}.toml").read_text("utf-8")
    )
    assert fits(data)


def test_a_name_that_is_not_shipped_is_told_with_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        get_shipped("nothing")
    (problem,) = caught.value.problems
    assert problem.code == "vocabulary.unknown"
    assert all(name in problem.expected for name in shipped_vocabularies())


def fits(data: dict[str, Any]) -> bool:
    return bool(Draft202012Validator(SCHEMA).is_valid(data))


def test_the_schema_is_no_stricter_and_hardly_laxer_than_the_reader() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert fits(tomllib.loads(TOML))
    base: dict[str, Any] = {"name": "a", "version": "1", "fields": {}}
    assert fits(base)
    bad: list[dict[str, Any]] = [
        {},
        base | {"name": "A"},
        base | {"feilds": {}},
        base | {"unlisted": "opaque"},
        base | {"basis": "native"},
        base | {"fields": {"1a": "equal"}},
        base | {"fields": {"a": "nearly"}},
        base | {"fields": {"a": "one-of"}},
        base | {"fields": {"a": {"rule": "equal", "lists": {}}}},
        base | {"fields": {"a": {"rule": "equal", "default": ""}}},
        base | {"fields": {"a_*": "ignored"}},
        base | {"fields": {"a_*": {"rule": "superset", "default": "none"}}},
        base | {"fields": {"a": {"rule": "one-of", "lists": {"x": []}}}},
        base | {"fields": {f"f{n}": "equal" for n in range(65)}},
    ]
    assert [data for data in bad if fits(data)] == []
    for data in bad:
        assert problems(json.dumps(data), "site.json")

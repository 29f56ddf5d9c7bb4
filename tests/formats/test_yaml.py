"""YAML: every scalar is the text that is written, and what could mean two things is refused."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from devcompat.formats.registry import read_document, write_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError
from tests.strategies.nodes import descriptors

from .test_json_errors import MEANING, SHAPES, split_at_mark
from .test_json_schema import VALIDATOR

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

TRAPS = [
    "0123", "0o17", "0x1F", "0b11", "1_000", "1e3", "1E3", "1.0", "1.", ".5", "+1", "-0", "00",
    "no", "No", "NO", "yes", "on", "off", "y", "n", "true", "True", "false", "null", "Null", "~",
    ".inf", "-.inf", ".nan", "8086591", "8086591d", "80865e91", "0e0", "2020-07-29",
    "2001-12-14t21:59:43.10-05:00", "12:30:45", "190:20:30", "685_230.15", "=", "<<", "i915/x",
    "none+ppgtt", "a#b", "a:b", "1,2", "x-y", "123456789012345678901234567890",
]  # fmt: skip


def value_of(text: str, form: str = "yaml") -> str | None:
    (field,) = read_document(text.encode(), "d", form).descriptor.self_object.fields
    found = field.value
    assert not hasattr(found, "postfix")
    return found.literal()


@pytest.mark.parametrize("written", TRAPS)
def test_a_scalar_is_the_text_that_is_written(written: str) -> None:
    assert value_of(f"self:\n  a: {written}\n") == written
    assert value_of(f"self: {{a: '{written}'}}") == written
    assert value_of(f"self:\n- {written}\n".replace("- ", '  a: "').rstrip() + '"\n') == written


@pytest.mark.parametrize("written", TRAPS)
def test_a_trap_is_written_so_that_any_reader_takes_it_for_a_text(written: str) -> None:
    descriptor = read_document(json.dumps({"self": {"a": written}}).encode()).descriptor
    out = write_document(descriptor, "yaml").decode()
    assert yaml.safe_load(out)["self"]["a"] == written
    assert read_document(out.encode(), "d", "yaml").descriptor == descriptor


def test_an_empty_scalar_is_the_empty_text() -> None:
    assert value_of("self:\n  a:\n") == ""
    assert value_of("self:\n  a: ''\n") == ""


def plain(text: bytes) -> Any:
    return yaml.safe_load(text)


@SLOW
@given(descriptors())
def test_yaml_is_to_another_reader_what_json_is(descriptor: Descriptor) -> None:
    found = plain(write_document(descriptor, "yaml"))
    assert found == json.loads(write_document(descriptor, "json"))
    VALIDATOR.validate(found)


# What JSON refuses for its type is a text in YAML.
TEXT_IN_YAML = {"float", "exponent", "huge exponent", "true", "null value"}


@pytest.mark.parametrize("case", [*(case for case in SHAPES if case not in TEXT_IN_YAML), *MEANING])
def test_what_is_wrong_in_json_is_as_wrong_in_yaml(case: str) -> None:
    marked, code = {**SHAPES, **MEANING}[case]
    text, line, column = split_at_mark(marked)
    assert problem_of(text) == (code, line, column)


def problem_of(text: str) -> tuple[str, int, int]:
    with pytest.raises(InputError) as raised:
        read_document(text.encode(), "d.yaml", "yaml")
    (problem,) = raised.value.problems
    assert problem.position is not None
    return (problem.code, *problem.position)


IN_DOMAIN = (
    "self: {{}}\ncompatible:\n- variables: {{n: {{type: int, domain: [{}]}}}}\n"
    "  fields: {{a: '${{n}}'}}\n"
)
WRONG = {
    "nothing": ("¦", "text.empty"),
    "comments only": ("¦# nothing\n", "text.empty"),
    "a duplicate key": ("self:\n  a: 1\n  ¦a: 2\n", "yaml.duplicate-key"),
    "a duplicate key in quotes": ("self:\n  a: 1\n  ¦'a': 2\n", "yaml.duplicate-key"),
    "a duplicate key of another spelling": ('self:\n  a: 1\n  ¦"\\x61": 2\n', "yaml.duplicate-key"),
    "a duplicate key in braces": ("self: {a: 1, ¦a: 2}\n", "yaml.duplicate-key"),
    "a duplicate key, deeper": (
        "self: {}\ncompatible:\n- variables: {}\n  fields: {}\n  ¦fields: {}\n",
        "yaml.duplicate-key"),
    "a duplicate variable": (
        "self: {}\ncompatible:\n- variables: {n: {type: any}, ¦n: {type: any}}\n  fields: {}\n",
        "yaml.duplicate-key"),
    "a merge of an alias": ("self:\n  <<: ¦*x\n", "yaml.alias"),
    "a duplicate object": ("self: {}\n¦self: {}\n", "yaml.duplicate-key"),
    "an anchor": ("self:\n  a: ¦&x 1\n", "yaml.alias"),
    "an alias": ("self:\n  a: ¦*x\n", "yaml.alias"),
    "an anchored map": ("self: ¦&x\n  a: 1\n", "yaml.alias"),
    "a merge": ("self:\n  ¦<<: {a: 1}\n", "field.name"),
    "a tag": ("self:\n  a: ¦!!str 1\n", "yaml.tag"),
    "an own tag": ("self:\n  a: ¦!x 1\n", "yaml.tag"),
    "a tag that is no tag": ("self:\n  a: ¦! 1\n", "yaml.tag"),
    "a tag that makes an object": ("self:\n  a: ¦!!python/object:os.system x\n", "yaml.tag"),
    "a tag that calls": ("self: ¦!!python/object/apply:os.system [x]\n", "yaml.tag"),
    "a binary tag": ("self:\n  a: ¦!!binary aGVsbG8=\n", "yaml.tag"),
    "an integer's tag": ("self:\n  a: ¦!!int '1'\n", "yaml.tag"),
    "a tag written out": ("self:\n  a: ¦!<tag:yaml.org,2002:str> 1\n", "yaml.tag"),
    "a tag with a handle of its own": ("%TAG !e! tag:x\n---\nself:\n  a: ¦!e!y 1\n", "yaml.tag"),
    "a handle that is not declared": ("self:\n  a: ¦!e!y 1\n", "yaml.syntax"),
    "another version": ("¦%YAML 2.0\n---\nself: {}\n", "yaml.syntax"),
    "two versions": ("%YAML 1.1\n¦%YAML 1.1\n---\nself: {}\n", "yaml.syntax"),
    "a tagged map": ("self: ¦!!map\n  a: 1\n", "yaml.tag"),
    "two documents": ("self: {}\n¦---\nself: {}\n", "yaml.documents"),
    "too deep": ("self: " + "[" * 15 + "¦[" + "]" * 16, "yaml.depth"),
    "much too deep": ("self: " + "[" * 15 + "¦[" + "[" * 50_000, "yaml.depth"),
    "a literal block": ("self:\n  a: ¦|\n    x\n", "yaml.lines"),
    "a folded block": ("self:\n  a: ¦>-\n    x\n", "yaml.lines"),
    "a literal block that keeps": ("self:\n  a: ¦|+\n    x\n\n\n", "yaml.lines"),
    "a literal block with an indentation": ("self:\n  a: ¦|2-\n     x\n", "yaml.lines"),
    "an empty block": ("self:\n  a: ¦>\n", "yaml.lines"),
    "a block as a key": ("self:\n  ? ¦|\n    a\n  : 1\n", "yaml.lines"),
    "a text of two lines": ("self:\n  a: ¦x\n    y\n", "yaml.lines"),
    "quotes over two lines": ("self:\n  a: ¦'x\n    y'\n", "yaml.lines"),
    "an escaped line end": ('self:\n  a: ¦"x\\\n    y"\n', "yaml.lines"),
    "a list as a key": ("¦[a]: 1\n", "yaml.key"),
    "a map as a key": ("self:\n  ? ¦{a: 1}\n  : 1\n", "yaml.key"),
    "a tab before a key": ("self: {}\n¦\tinfo: {}\n", "yaml.syntax"),
    "a tab as indentation": ("self:\n¦\ta: 1\n", "yaml.syntax"),
    "a bracket that is not closed": ("self: [1\n¦", "yaml.syntax"),
    "a colon too many": ("self: a¦: b\n", "yaml.syntax"),
    "an escape that does not exist": ('self:\n  a: "x\\¦q"\n', "yaml.syntax"),
    "a no-break space": ("self:¦\u00a0{}\n", "text.unprintable"),
    "a next line": ("self: {}¦\x85\n", "text.unprintable"),
    "a byte order mark": ("¦\ufeffself: {}\n", "text.unprintable"),
    "an escaped line feed": ('self:\n  a: "x¦\\n"\n', "text.unprintable"),
    "after escapes": ('self:\n  a: "\\u0041\\x41\\"${¦n}"\n', "placeholder.forbidden"),
    "after doubled quotes": ("self:\n  a: 'it''s ''${¦n}'\n", "placeholder.forbidden"),
    "in a bare text": ("self:\n  a: x${¦n}\n", "placeholder.forbidden"),
    "an integer in quotes": (
        IN_DOMAIN.format("¦'1'"), "structure.type"),
    "an octal integer": (
        IN_DOMAIN.format("¦017"), "structure.type"),
    "no map": ("¦hello\n", "structure.type"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_where_it_stands(case: str) -> None:
    marked, code = WRONG[case]
    text, line, column = split_at_mark(marked)
    assert problem_of(text) == (code, line, column)


def test_aliases_that_explode_are_refused_at_the_first() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=False)
    )
    assert problem_of(text) == ("yaml.alias", 1, 4)


def test_a_document_that_is_too_large_is_not_parsed() -> None:
    for form, data in {
        "yaml": b"[" * 65_537,
        "json": b"[" * 65_537,
        "toml": b"a.a" * 30_000,
    }.items():
        with pytest.raises(InputError) as raised:
            read_document(data, "d", form)
        assert [problem.code for problem in raised.value.problems] == ["limit.document"]


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%YAML 1.2", "%TAG !e! tag:x", "%OTHER x"])
def test_a_directive_changes_no_text(directive: str) -> None:
    assert value_of(f"{directive}\n---\nself: {{a: 0o17}}\n") == "0o17"
    assert value_of(f"{directive}\n---\nself: {{a: no}}\n...\n") == "no"

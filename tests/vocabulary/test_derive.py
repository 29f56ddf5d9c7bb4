"""Deriving gives a descriptor of a known shape, within the limits, or says why it gives nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.vocabulary.definition import FieldRule, Vocabulary, reference
from devcompat.vocabulary.derive import Refusal, derive, find_refusals
from devcompat.vocabulary.rules import default_holds, variable_names

NAMES = st.sampled_from(("a", "b", "a.b", "a-b", "a_b", "a.-b", "_", "x" * 64, "x" * 63 + "."))


def vocabulary(**fields: FieldRule) -> Vocabulary:
    return Vocabulary("site", "1", fields)


def compatible(text: str, rule: FieldRule) -> list[str]:
    """Return the COMPATIBLE objects of a target whose field `a` is `text`, as text."""
    written = write_text(derive({"a": text}, vocabulary(a=rule)))
    return [part.strip() for part in written.split("COMPATIBLE:")[1:]]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (FieldRule("equal"), "1", ["a=1"]),
        (FieldRule("equal"), "", [""]),
        (FieldRule("equal", "off"), "on", ["a=on"]),
        (FieldRule("equal", "off"), "off", ['a={a:string:off,""}']),
        (FieldRule("equal", "off"), "", ['a={a:string:off,""}']),
        (FieldRule("superset"), "a+b", ["a={a:set:a,b}"]),
        (FieldRule("superset"), "", [""]),
        (FieldRule("superset", "none"), "", ["a={a:set:none}"]),
        (FieldRule("superset", "none"), "a", ["a={a:set:a,none}"]),
        (FieldRule("superset"), "a++b", []),
        (FieldRule("superset-mask"), "13", ["a={a:mask:0xd}"]),
        (FieldRule("superset-mask", "0x0"), "0x5", ["a={a:mask:0x5}", ""]),
        (FieldRule("superset-mask", "0x1"), "0x4", ["a={a:mask:0x4}"]),
        (FieldRule("superset-mask"), "five", []),
        (FieldRule("at-least"), "-2", ["a={a:int:-9223372036854775808..-2}"]),
        (FieldRule("at-least", "0"), "4", ["a={a:int:-9223372036854775808..4}", ""]),
        (FieldRule("at-least", "5"), "4", ["a={a:int:-9223372036854775808..4}"]),
        (FieldRule("at-least"), "04", []),
        (FieldRule("at-least"), "9223372036854775808", []),
        (
            FieldRule("at-least"),
            "9223372036854775807",
            ["a={a:int:-9223372036854775808..9223372036854775807}"],
        ),
        (FieldRule("at-most"), "-9223372036854775809", []),
        (
            FieldRule("at-most"),
            "-9223372036854775808",
            ["a={a:int:-9223372036854775808..9223372036854775807}"],
        ),
        (FieldRule("at-most"), "7", ["a={a:int:7..9223372036854775807}"]),
        (FieldRule("at-most"), "abc", []),
        (FieldRule("semver"), "2.1.7", ["a={a:version:>=2.0,<2.2}"]),
        (FieldRule("semver"), "3", ["a={a:version:>=3.0,<3.1}"]),
        (FieldRule("semver", "1.0"), "1.4", ["a={a:version:>=1.0,<1.5}", ""]),
        (FieldRule("semver"), "x.y", []),
        (FieldRule("semver"), "2." + "1" * 255, []),
        (
            FieldRule("semver"),
            "2." + "1" * 254,
            ["a={a:version:>=2.0,<2." + "1" * 253 + "2}"],
        ),
        (FieldRule("one-of", lists={"b": ("a", "b")}), "b", ["a={a:string:a,b}"]),
        (FieldRule("one-of", lists={"b": ("b",)}), "b", ["a=b"]),
        (FieldRule("one-of", lists={"b": ("a", "b")}), "c", []),
        (FieldRule("one-of", lists={"b": ("b",)}), "", [""]),
        (FieldRule("one-of", lists={"": ("", "b")}), "", ['a={a:string:"",b}']),
        (FieldRule("one-of", "b", {"b": ("b", "a")}), "", ['a={a:string:b,a,""}']),
        (FieldRule("opaque", decider="firmware"), "1", ["a={a:opaque:firmware}"]),
        (FieldRule("opaque", decider="firmware"), "", ["a={a:opaque:firmware}"]),
        (FieldRule("ignored"), "", ["a={a:any}"]),
    ],
)
def test_a_field_gives_these_objects(rule: FieldRule, text: str, expected: list[str]) -> None:
    assert compatible(text, rule) == expected


def test_the_self_that_follows_is_the_one_that_was_given() -> None:
    derived = derive({"a": "1", "b": "", "c": "{"}, vocabulary(a=FieldRule("ignored")))
    written = parse("SELF: a=1 b= c={{").descriptor.self_object
    assert [(field.name, field.value) for field in derived.self_object.fields] == [
        (field.name, field.value) for field in written.fields
    ]


def test_a_listed_field_counts_where_the_device_has_none() -> None:
    derived = derive({}, vocabulary(a=FieldRule("ignored"), b=FieldRule("equal")))
    assert [field.name for field in derived.compatible[0].fields] == ["a"]


def test_a_name_counts_before_a_pattern_and_the_first_pattern_before_others() -> None:
    fields = {"x_*": FieldRule("superset"), "*": FieldRule("semver"), "x_a": FieldRule("at-most")}
    found = Vocabulary("site", "1", fields)
    rules = {name: found.rule_of(name) for name in ("x_a", "x_", "x_b", "y")}
    assert [rule.rule for rule in rules.values() if rule] == [
        "at-most", "superset", "superset", "semver",
    ]  # fmt: skip


def test_a_pattern_does_not_count_letters_twice() -> None:
    found = Vocabulary("site", "1", {"ab*ba": FieldRule("at-least")})
    assert [found.rule_of(name) == FieldRule("at-least") for name in ("aba", "abba", "abxba")] == [
        False, True, True,
    ]  # fmt: skip


def test_an_unlisted_field_is_equal_or_makes_the_device_take_over_nothing() -> None:
    assert len(derive({"x": "1"}, Vocabulary("site", "1", {})).compatible) == 1
    refusing = Vocabulary("site", "1", {}, "refuse")
    assert derive({"x": "1"}, refusing).compatible == ()
    assert len(derive({"x": ""}, refusing).compatible) == 1
    assert find_refusals({"x": "1", "y": ""}, refusing) == (
        Refusal("x", None, "1", "field.unexpected"),
    )


def test_every_refusal_is_told_with_its_reason() -> None:
    found = vocabulary(
        a=FieldRule("at-least"),
        b=FieldRule("one-of", lists={"x": ("x",)}),
        c=FieldRule("semver", "old"),
        d=FieldRule("equal"),
    )
    assert find_refusals({"a": "many", "b": "y", "d": "z"}, found) == (
        Refusal("a", "at-least", "many", "value.malformed"),
        Refusal("b", "one-of", "y", "value.not-allowed"),
        Refusal("c", "semver", "old", "value.malformed"),
    )


@pytest.mark.parametrize(
    ("fields", "code", "found", "most"),
    [
        (
            {f"f{n}": FieldRule("at-least", "0") for n in range(7)},
            "limit.objects",
            "128 objects",
            64,
        ),
        ({f"f{n}": FieldRule("ignored") for n in range(17)}, "limit.variables", "17 variables", 16),
        ({f"f{n}": FieldRule("equal") for n in range(65)}, "limit.fields", "65 fields", 64),
    ],
)
def test_what_follows_is_no_larger_than_a_descriptor_may_be(
    fields: dict[str, FieldRule], code: str, found: str, most: int
) -> None:
    texts = {name: "1" for name, rule in fields.items() if rule.rule == "equal"}
    with pytest.raises(InputError) as caught:
        derive(texts, vocabulary(**fields))
    (problem,) = caught.value.problems
    what = code.removeprefix("limit.")
    assert (problem.code, problem.found) == (code, found)
    assert problem.expected == f"at most {most} {what} to follow from vocabulary site"
    smaller = dict(list(fields.items())[:-1])
    assert derive(dict(list(texts.items())[:-1]), vocabulary(**smaller)).compatible


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (FieldRule("superset", "none"), True),
        (FieldRule("superset", "a+b"), False),
        (FieldRule("superset", "+"), False),
        (FieldRule("at-least", "x"), False),
        (FieldRule("one-of", "a", {"a": ("b",)}), False),
        (FieldRule("one-of", "a", {"a": ("a",)}), True),
        (FieldRule("equal", "any text"), True),
        (FieldRule("opaque", "1", decider="fw"), True),
        (FieldRule("semver"), True),
    ],
)
def test_a_default_holds_if_it_fits_its_rule(rule: FieldRule, holds: bool) -> None:
    assert default_holds(rule) == holds


def test_fields_are_left_out_by_name() -> None:
    found = vocabulary(a=FieldRule("ignored"), b=FieldRule("ignored")).without({"a"})
    assert found.names() == ("b",)
    assert reference(found) == "site/1"


@given(st.lists(NAMES, unique=True))
def test_each_field_has_a_variable_of_its_own(fields: list[str]) -> None:
    names = variable_names(fields)
    assert list(names) == fields
    assert len(set(names.values())) == len(fields)
    assert all(len(name) <= 64 for name in names.values())


def test_a_variable_has_its_fields_name_in_a_variables_letters_and_a_number_if_taken() -> None:
    fields = ["a.b", "a-b", "c-d.e", "a_b", "a.b_2", "x" * 63 + ".", "x" * 63 + "-"]
    assert list(variable_names(fields).values()) == [
        "a_b", "a_b_2", "c_d_e", "a_b_3", "a_b_2_2", "x" * 63 + "_", "x" * 60 + "_2",
    ]  # fmt: skip

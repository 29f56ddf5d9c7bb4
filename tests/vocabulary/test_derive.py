"""Deriving gives a descriptor that is valid, accepts its own SELF, and does what the rules say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.vocabulary.derive import derive
from devcompat.vocabulary.rules import RULES, accepted, variable_names

FIELDS = st.sampled_from(("a", "b", "a.b", "a-b", "a_b", "a.-b", "_", "x" * 64, "x" * 63 + "."))
TEXTS = st.text('ab1 {}$"\\#,:=+é', max_size=6)
DEVICES = st.dictionaries(FIELDS, TEXTS, max_size=9)
RULE_NAMES = st.sampled_from(sorted(RULES))


def accepts(target: Descriptor, source: Descriptor) -> bool:
    verdict = judge(compile_document(Document(source)), compile_document(Document(target)))
    return verdict.outcome == "compatible"


@settings(deadline=None)
@given(DEVICES, st.data())
def test_a_device_takes_over_its_own_state(texts: dict[str, str], data: st.DataObject) -> None:
    rules = {name: data.draw(RULE_NAMES) for name in texts}
    derived = derive(texts, rules)
    assert accepts(derived, derived)


@settings(deadline=None)
@given(DEVICES, st.data())
def test_what_is_derived_can_be_written_and_read_back(
    texts: dict[str, str], data: st.DataObject
) -> None:
    rules = {name: data.draw(RULE_NAMES) for name in texts}
    derived = derive(texts, rules)
    assert parse(write_text(derived)).descriptor == derived


@settings(deadline=None)
@given(DEVICES, DEVICES, st.data())
def test_another_device_is_taken_over_if_all_fields_with_equal_are_equal(
    source: dict[str, str], target: dict[str, str], data: st.DataObject
) -> None:
    names = sorted({*source, *target})
    rules = {name: data.draw(RULE_NAMES) for name in names}
    expected = all(
        source.get(name, "") == target.get(name, "")
        or (rules[name] == "ignored" and name in target)
        for name in names
    )
    assert accepts(derive(target, rules), derive(source, rules)) == expected


def test_a_field_without_a_rule_is_refused() -> None:
    with pytest.raises(KeyError):
        derive({"a": "1"}, {})


def test_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        accepted("nearly", "a", "1")


@given(st.lists(FIELDS, unique=True))
def test_each_field_has_a_variable_of_its_own(fields: list[str]) -> None:
    names = variable_names(fields)
    assert list(names) == fields
    assert len(set(names.values())) == len(fields)
    assert all(len(name) <= 64 for name in names.values())

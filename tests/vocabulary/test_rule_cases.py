"""The field rules stated directly give what the conformance suite expects of what follows.

Belongs here: the suite's cases against tests/laws/field_rules. Must not hold vocabularies.
"""

from typing import Any

import pytest
from suite.cases import Case

from devcompat.language.nodes import Template
from devcompat.language.parser import parse
from devcompat.vocabulary.definition import RULE_NAMES
from tests.conformance.corpus import chosen, named, text_of
from tests.laws.field_rules import Stated, takes_over

CASES = chosen(
    "match",
    lambda case: (
        "json" in case.request.get("vocabulary", {})
        and "outcome" in case.expect
        and "rule" not in case.request
        and "COMPATIBLE" not in str(case.request)
    ),
)
RULES = [
    rule if isinstance(rule, dict) else {"rule": rule}
    for case in CASES
    for rule in case.request["vocabulary"]["json"]["fields"].values()
]


def fields_of(text: str) -> dict[str, str]:
    fields = parse(text).descriptor.self_object.fields
    return {
        field.name: field.value.literal() or ""
        for field in fields
        if isinstance(field.value, Template)
    }


def stated(rule: Any) -> Stated:
    if isinstance(rule, str):
        return Stated(rule)
    return Stated(rule["rule"], rule.get("default", ""), rule.get("lists"))


@pytest.mark.parametrize(
    "case",
    named(
        case for case in CASES if "*" not in "".join(case.request["vocabulary"]["json"]["fields"])
    ),
)
def test_the_rules_stated_directly_give_it_too(case: Case) -> None:
    vocabulary = case.request["vocabulary"]["json"]
    rules = {name: stated(rule) for name, rule in vocabulary["fields"].items()}
    source, target = (fields_of(text_of(case, side)) for side in ("source", "target"))
    unlisted = vocabulary.get("unlisted", "equal")
    assert takes_over(rules, unlisted, source, target) == case.expect["outcome"]


def test_every_rule_has_cases_with_and_without_a_default() -> None:
    assert {rule["rule"] for rule in RULES} == set(RULE_NAMES)
    with_default = {rule["rule"] for rule in RULES if "default" in rule}
    assert with_default >= set(RULE_NAMES) - {"opaque", "ignored", "at-most"}
    assert len(CASES) >= 100

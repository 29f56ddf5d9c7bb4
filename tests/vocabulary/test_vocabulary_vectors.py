"""Devices get the verdict by a vocabulary that the specification says.

Here belongs running tests/vectors/vocabulary.json. It must not hold vocabularies of its own.
"""

import json
from typing import Any

import pytest

from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.language.nodes import Document
from devcompat.match.compiled import compile_document
from devcompat.match.judge import decide, judge
from devcompat.vocabulary.definition import RULE_NAMES
from devcompat.vocabulary.derive import derive
from tests.laws.field_rules import Stated, takes_over
from tests.vectors.reading import Vector, parameters, read_vectors

VECTORS = read_vectors("vocabulary.json")


def spelled(rule: str | dict[str, Any]) -> dict[str, Any]:
    return {"rule": rule} if isinstance(rule, str) else rule


@pytest.mark.parametrize("vector", parameters(VECTORS))
def test_devices_get_this_verdict(vector: Vector) -> None:
    vocabulary = read_vocabulary(json.dumps(vector["vocabulary"]).encode(), "vector.json")
    source, target = (
        compile_document(Document(derive(vector[side], vocabulary)))
        for side in ("source", "target")
    )
    assert judge(source, target).outcome == vector["outcome"]
    assert decide(source, target) == vector["outcome"]


@pytest.mark.parametrize(
    "vector",
    parameters(
        [vector for vector in VECTORS if "*" not in "".join(vector["vocabulary"]["fields"])]
    ),
)
def test_the_rules_stated_directly_give_it_too(vector: Vector) -> None:
    rules = {
        name: Stated(rule["rule"], rule.get("default", ""), rule.get("lists"))
        for name, rule in (
            (name, spelled(rule)) for name, rule in vector["vocabulary"]["fields"].items()
        )
    }
    unlisted = vector["vocabulary"].get("unlisted", "equal")
    assert takes_over(rules, unlisted, vector["source"], vector["target"]) == vector["outcome"]


def test_every_rule_has_vectors_with_and_without_a_default() -> None:
    rules = [
        spelled(rule) for vector in VECTORS for rule in vector["vocabulary"]["fields"].values()
    ]
    assert {rule["rule"] for rule in rules} == set(RULE_NAMES)
    with_default = {rule["rule"] for rule in rules if "default" in rule}
    assert with_default >= set(RULE_NAMES) - {"opaque", "ignored", "at-most"}
    assert len(VECTORS) >= 100

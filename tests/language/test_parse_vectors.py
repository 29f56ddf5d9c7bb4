"""Tests that valid documents are read as what they mean.

Here belongs running tests/vectors/parse.json: the model of a descriptor in terms of JSON. It must
not hold documents of its own.
"""

from typing import Any

import pytest

from devcompat.language.nodes import (
    Descriptor,
    Expression,
    Object,
    Reference,
    Value,
    Variable,
)
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange
from tests.vectors.reading import Vector, parameters, read_vectors

VECTORS = read_vectors("parse.json")
MODELS = [vector for vector in VECTORS if "model" in vector]
EQUAL = [vector for vector in VECTORS if "equals" in vector]
DIFFERENT = [vector for vector in VECTORS if "differs_from" in vector]


def value_model(value: Value) -> Any:
    """Return a text, a list of texts and references, or postfix arithmetic."""
    if isinstance(value, Expression):
        return {"expr": [part_model(token) for token in value.postfix]}
    literal = value.literal()
    return [part_model(part) for part in value.parts] if literal is None else literal


def part_model(part: int | str | Reference) -> Any:
    return {"ref": part.name} if isinstance(part, Reference) else part


def variable_model(variable: Variable) -> dict[str, Any]:
    domain: Any = variable.domain
    if isinstance(domain, IntegerSet):
        domain = [[low, high] for low, high in domain.ranges]
    elif isinstance(domain, VersionRange):
        domain = [f"{operator}{text}" for operator, text in domain.comparators]
    elif isinstance(domain, int):
        domain = hex(domain)
    elif isinstance(domain, tuple):
        domain = list(domain)
    return {"type": variable.type, "domain": domain}


def fields_model(item: Object) -> dict[str, Any]:
    fields = {field.name: value_model(field.value) for field in item.fields}
    return {name: value for name, value in fields.items() if value != ""}


def merged(variable: dict[str, Any]) -> dict[str, Any]:
    """Return an int variable of a vector with its ranges joined."""
    if variable["type"] != "int":
        return variable
    ranges: list[list[int]] = []
    for low, high in sorted(variable["domain"]):
        if ranges and low <= ranges[-1][1] + 1:
            ranges[-1][1] = max(high, ranges[-1][1])
        else:
            ranges.append([low, high])
    return {**variable, "domain": ranges}


def descriptor_model(descriptor: Descriptor) -> dict[str, Any]:
    model: dict[str, Any] = {
        "self": fields_model(descriptor.self_object),
        "compatible": [
            {
                "fields": fields_model(item),
                "variables": {found.name: variable_model(found) for found in item.variables},
            }
            for item in descriptor.compatible
        ],
    }
    if descriptor.info is not None and descriptor.info.fields:
        model["info"] = fields_model(descriptor.info)
    if descriptor.parameters:
        model["parameters"] = [
            {
                "attribute": parameter.attribute,
                "name": parameter.variable.name,
                "variable": variable_model(parameter.variable),
            }
            for parameter in descriptor.parameters
        ]
    return model


def expected_model(vector: Vector) -> dict[str, Any]:
    model: dict[str, Any] = dict(vector["model"])
    model["self"] = {name: value for name, value in model["self"].items() if value != ""}
    model["compatible"] = [
        {
            "fields": item["fields"],
            "variables": {name: merged(found) for name, found in item["variables"].items()},
        }
        for item in model["compatible"]
    ]
    return model


@pytest.mark.parametrize("vector", parameters(MODELS))
def test_document_is_read_as_this_model(vector: Vector) -> None:
    descriptor = parse(vector["text"]).descriptor
    assert descriptor_model(descriptor) == expected_model(vector)


@pytest.mark.parametrize("vector", parameters(EQUAL))
def test_two_documents_are_equal(vector: Vector) -> None:
    one, other = parse(vector["text"]).descriptor, parse(vector["equals"]).descriptor
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("vector", parameters(DIFFERENT))
def test_two_documents_are_not_equal(vector: Vector) -> None:
    one, other = parse(vector["text"]).descriptor, parse(vector["differs_from"]).descriptor
    assert one != other


@pytest.mark.parametrize("vector", parameters(VECTORS))
def test_reading_what_was_written_gives_an_equal_descriptor(vector: Vector) -> None:
    descriptor = parse(vector["text"]).descriptor
    written = write_text(descriptor)
    assert parse(written).descriptor == descriptor
    assert write_text(parse(written).descriptor) == written

"""The JSON Schema agrees with the reader: what the reader accepts is valid."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devcompat.formats.registry import read_document, write_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError
from tests.strategies.nodes import descriptors

from .test_json_errors import MEANING, SHAPES, split_at_mark
from .test_json_values import EXAMPLE

SCHEMA = json.loads(
    (files("devcompat.formats") / "schema" / "descriptor.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def is_read(text: str) -> bool:
    try:
        read_document(text.encode(), "d", "json")
    except InputError:
        return False
    return True


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(descriptors())
def test_what_the_writer_writes_is_valid(descriptor: Descriptor) -> None:
    VALIDATOR.validate(json.loads(write_document(descriptor, "json")))


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(descriptors())
def test_json_is_what_the_standard_library_reads_too(descriptor: Descriptor) -> None:
    written = write_document(descriptor, "json")
    assert written.endswith(b"}\n")
    again = json.dumps(json.loads(written)).encode()
    assert read_document(again, "j", "json").descriptor == descriptor


_ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", " ", "x", "${n}", "$${n}", ">=2", " >=2 ", ">=2,<3", "0xff",
    " 0xff ", "0XFF", "1\n", "a+b", "a" * 65, "a" * 1025, "int", "any", "mask", [], [1], ["1"],
    [""], [[1]], {}, {"from": 1, "to": 2}, {"from": 2, "to": 1}, {"expr": "${n}+1"}, {"expr": 1},
]  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths to everything within a JSON value."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [path, *(found for key, item in inside for found in _places(item, (*path, key)))]


def _changed(root: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    copy = json.loads(json.dumps(root))
    if path:
        holder = copy
        for key in path[:-1]:
            holder = holder[key]
        change(holder, path[-1])
    return copy


def _delete(holder: Any, key: Any) -> None:
    del holder[key]


@settings(deadline=None, max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_descriptor_changed_anywhere_is_not_read_unless_it_is_valid(data: st.DataObject) -> None:
    root = json.loads(EXAMPLE)
    root["parameters"] = {"p": {"name": "q", "type": "int", "domain": [1]}}
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(_places(root)))
        odd = data.draw(st.sampled_from(_ODD))

        def replace(holder: Any, key: Any, odd: Any = odd) -> None:
            holder[key] = odd

        def add(holder: Any, key: Any, odd: Any = odd) -> None:
            inner = holder[key]
            if isinstance(inner, dict):
                inner[odd if isinstance(odd, str) else "new"] = odd
            elif isinstance(inner, list):
                inner.append(odd)

        change = data.draw(st.sampled_from((replace, add, _delete)))
        root = _changed(root, path, change)
    if is_read(json.dumps(root)):
        VALIDATOR.validate(root)


@pytest.mark.parametrize("case", [*SHAPES, *MEANING])
def test_what_the_schema_refuses_the_reader_refuses(case: str) -> None:
    text, _, _ = split_at_mark({**SHAPES, **MEANING}[case][0])
    assert not is_read(text)


SAID_BY_THE_READER_ONLY = {
    "float", "exponent", "range turned round", "value too long", "set with a plus",
    "set with an empty text", "version that is none", "mask too long", "integer too long",
    "member too long", "name too long", "domain with a float", "self of another case",
    "huge exponent",
}  # fmt: skip
"""Faults that a schema of this kind cannot say, or need not."""


@pytest.mark.parametrize("case", sorted(set(SHAPES) - SAID_BY_THE_READER_ONLY))
def test_faults_of_shape_are_refused_by_the_schema_as_well(case: str) -> None:
    text, _, _ = split_at_mark(SHAPES[case][0])
    assert not VALIDATOR.is_valid(json.loads(text))

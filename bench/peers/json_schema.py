"""JSON Schema: what a device accepts as a schema, checked by jsonschema-rs.

Belongs here: the model as a schema. Must not know: the other peers' notations.
"""

import json
from collections.abc import Sequence
from typing import Any

import jsonschema_rs

from bench.model import Accepted, AtMost, Demand, Device, OneOf, required_fields
from bench.peers.naive import pattern


class JsonSchema:
    """jsonschema-rs with its own choice of regular expressions, the faster of its two kinds."""

    name = "jsonschema-rs"

    def stored(self, device: Device) -> tuple[str, str]:
        """Return the fields and the schema as JSON."""
        return json.dumps(device.fields), json.dumps(
            {"anyOf": [_object(a) for a in device.accepts]}
        )

    def load(self, stored: tuple[str, str]) -> tuple[Any, Any]:
        """Return the fields read, and the schema's validator."""
        validator = jsonschema_rs.validator_for(json.loads(stored[1]))
        return json.loads(stored[0]), validator

    def answers(self, pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
        """Return whether the sources' fields are valid under the targets' schemas."""
        return [target[1].is_valid(source[0]) for source, target in pairs]


def _object(accepted: Accepted) -> dict[str, Any]:
    properties = {name: _property(demand) for name, demand in accepted.demands.items()}
    schema: dict[str, Any] = {
        "properties": properties,
        "required": required_fields(accepted),
        "additionalProperties": False,
    }
    coupled = accepted.coupled
    if coupled is not None:
        properties |= {coupled.first: {}, coupled.second: {}}
        schema["anyOf"] = [
            {"properties": {coupled.first: {"const": first}, coupled.second: {"const": second}}}
            for first, second in coupled.pairs()
        ]
    return schema


def _property(demand: Demand) -> dict[str, Any]:
    if isinstance(demand, AtMost):
        return {"enum": [str(number) for number in range(1, demand.highest + 1)]}
    if isinstance(demand, OneOf):
        texts = [text for text in demand.texts if text]
        return {"const": texts[0]} if len(texts) == 1 else {"enum": texts}
    return {"pattern": f"^(?:{pattern(demand)})$"}

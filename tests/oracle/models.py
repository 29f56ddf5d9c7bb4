"""What the oracle read, as the conformance suite's protocol wants it: the JSON layout.

Here belongs how its demands are spelled there. It must not know how a pair is judged.
"""

from typing import Any

from .arithmetic import Expression, Name
from .braces import BLANKS, quoted_end, unquoted
from .domains import members_of
from .failures import OracleError
from .objects import Arithmetic, Compatible, Demand, Template, Whole, read_type


def model_of(text: str) -> dict[str, Any]:
    """Return the model of a document of the text format that has no parameters."""
    found = read_type(text)
    if found.parameters:
        raise OracleError("attributes of parameters are not kept")
    return {
        "self": _fields(found.self_demands),
        "compatible": [_object(item) for item in found.compatible],
        "info": _fields(found.info),
    }


def _fields(demands: Any) -> dict[str, Any]:
    return {name: _value(demand) for name, demand in demands.items()}


def _object(item: Compatible) -> dict[str, Any]:
    variables: dict[str, Any] = {
        name: {
            "type": "int" if all(isinstance(value, int) for value in values) else "string",
            "domain": list(values),
        }
        for name, values in item.values.items()
    }
    for demand in item.demands.values():
        if isinstance(demand, Whole):
            variables[demand.name] = _whole(demand)
    return {"variables": variables, "fields": _fields(item.demands)}


def _whole(demand: Whole) -> dict[str, Any]:
    if demand.kind == "any":
        return {"type": "any"}
    if demand.kind == "opaque":
        return {"type": "opaque", "domain": decider(demand)}
    if demand.kind == "mask":
        return {"type": "mask", "domain": demand.domain.strip(BLANKS)}
    return {"type": demand.kind, "domain": members_of(demand.domain)}


def decider(demand: Whole) -> str:
    """Return who decides an opaque field."""
    text = demand.domain.strip(BLANKS)
    whole = text.startswith('"') and quoted_end(text, 0) == len(text)
    return unquoted(text) if whole else text


def _value(demand: Demand) -> Any:
    if isinstance(demand, Whole):
        return f"${{{demand.name}}}"
    if isinstance(demand, Arithmetic):
        return {"expr": _spelled(demand.tree)}
    assert isinstance(demand, Template)
    return "".join(
        f"${{{piece.name}}}" if isinstance(piece, Name) else piece.replace("${", "$${")
        for piece in demand.pieces
    )


def _spelled(tree: Expression) -> str:
    if isinstance(tree, Name):
        return f"${{{tree.name}}}"
    if isinstance(tree, int):
        return str(tree)
    left = "" if tree.left is None else _spelled(tree.left)
    return f"({left}{tree.operator}{_spelled(tree.right)})"

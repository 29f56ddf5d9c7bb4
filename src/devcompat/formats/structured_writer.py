"""Structured writer: a descriptor as plain maps, lists, texts and integers (section 6).

Belongs here: the one shape that JSON, YAML and TOML are written from.
Must not know: the syntax of any of them.
"""

from devcompat.language.arithmetic import to_infix
from devcompat.language.nodes import Descriptor, Expression, Object, Reference, Value, Variable
from devcompat.language.templates import write_structured
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange

Plain = str | int | list["Plain"] | dict[str, "Plain"]


def to_plain(descriptor: Descriptor) -> dict[str, Plain]:
    """Return `descriptor` as maps, lists, texts and integers; `structured.read_tree` reads it."""
    plain: dict[str, Plain] = {"self": _fields(descriptor.self_object)}
    plain["compatible"] = [_compatible(item) for item in descriptor.compatible]
    if descriptor.info is not None:
        plain["info"] = _fields(descriptor.info)
    if descriptor.parameters:
        plain["parameters"] = {
            item.attribute: {"name": item.variable.name, **_declaration(item.variable)}
            for item in descriptor.parameters
        }
    return plain


def _compatible(item: Object) -> Plain:
    plain: dict[str, Plain] = {}
    if item.variables:
        plain["variables"] = {found.name: _declaration(found) for found in item.variables}
    plain["fields"] = _fields(item)
    return plain


def _fields(item: Object) -> dict[str, Plain]:
    return {field.name: _value(field.value) for field in item.fields}


def _value(value: Value) -> Plain:
    if isinstance(value, Expression):
        tokens = to_infix(value)
        spelled = [
            f"${{{token.name}}}" if isinstance(token, Reference) else str(token) for token in tokens
        ]
        return {"expr": "".join(spelled)}
    return write_structured(value)


def _declaration(variable: Variable) -> dict[str, Plain]:
    domain = variable.domain
    plain: dict[str, Plain] = {"type": variable.type}
    if isinstance(domain, IntegerSet):
        plain["domain"] = [
            low if low == high else {"from": low, "to": high} for low, high in domain.items
        ]
    elif isinstance(domain, VersionRange):
        plain["domain"] = [f"{operator}{text}" for operator, text in domain.comparators]
    elif isinstance(domain, tuple):
        plain["domain"] = list(domain)
    elif isinstance(domain, int):
        plain["domain"] = hex(domain)
    elif domain is not None:
        plain["domain"] = domain
    return plain

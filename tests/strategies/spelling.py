"""From drawn values to the text of a document, in one of its many layouts.

Here belong braces, quotes, comments and white space. It must not know why a value was drawn.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from hypothesis import strategies as st

from .choices import chance, pick
from .model import Demands, Fields, Value, Variable

_COMMENTS = ("# plain", '#{x "', "# SELF: a=1", "#", "# }")
_LAYOUTS = ("\n  ", "\n  ", "\n  ", "\n", " ", "\r\n\t", "\n\n ", "  \t")
_OPERATORS = set("+-*/%")
_ARITHMETIC = set("0123456789()") | _OPERATORS


def spelled_document(
    draw: st.DrawFn,
    self_fields: Fields | Demands,
    objects: Sequence[Demands],
    info: Fields,
    parameters: Sequence[tuple[str, Variable]] = (),
) -> str:
    """Write a document; `parameters` are attributes with what they declare."""
    between = pick(draw, _LAYOUTS)
    shared = {variable for _, variable in parameters}
    sections = [("SELF:", _self_fields(draw, self_fields, shared))]
    sections += [("COMPATIBLE:", _demanding_fields(draw, demands, shared)) for demands in objects]
    if parameters:
        declared: set[Variable] = set()
        words = [f"{n}={_spelled_value(draw, Value((v,)), declared)}" for n, v in parameters]
        sections.insert(pick(draw, (0, len(sections))), ("PARAMETERS:", words))
    if info:
        sections.insert(1, ("INFO:", _plain_fields(draw, info, repeat=False)))
    if chance(draw, 10):
        sections.append(sections.pop(0))
    words = [word for header, fields in sections for word in (header, *fields)]
    out = "#cat /sys/bus/UUID1/migration_compatible\n" if chance(draw, 8) else ""
    commented = "\n" in between and chance(draw, 30)
    for word in words:
        out += word
        if commented and chance(draw, 25):
            out += pick(draw, (" ", "\t")) + pick(draw, _COMMENTS) + "\n"
        out += "\n" if between[0] in "\r\n" and word in _HEADERS else between
    return out if chance(draw, 60) else out.rstrip(" \t\r\n")


_HEADERS = ("SELF:", "COMPATIBLE:", "INFO:", "PARAMETERS:")


def _self_fields(
    draw: st.DrawFn, fields: Fields | Demands, shared: Collection[Variable]
) -> list[str]:
    plain = {name: text for name, text in fields.items() if isinstance(text, str)}
    demands = {name: value for name, value in fields.items() if isinstance(value, Value)}
    return _plain_fields(draw, plain, repeat=True) + _demanding_fields(draw, demands, shared)


def _plain_fields(draw: st.DrawFn, fields: Fields, *, repeat: bool) -> list[str]:
    words: list[str] = []
    for name, text in fields.items():
        members = text.split("+")
        if repeat and len(members) > 1 and all(members) and chance(draw, 30):
            words += [f"{name}={_spelled_value(draw, Value((m,)), set())}" for m in members]
            words += [f"{name}="] if chance(draw, 20) else []
        else:
            words.append(f"{name}={_spelled_value(draw, Value((text,)), set())}")
    return words


def _demanding_fields(
    draw: st.DrawFn, demands: Demands, shared: Collection[Variable] = ()
) -> list[str]:
    declared = set(shared)
    return [f"{name}={_spelled_value(draw, value, declared)}" for name, value in demands.items()]


def _spelled_value(draw: st.DrawFn, value: Value, declared: set[Variable]) -> str:
    texts = [part for part in value.parts if isinstance(part, str)]
    raw = "".join(
        _spelled_variable(draw, part, declared)
        if isinstance(part, Variable)
        else (part if value.expression else escaped(part))
        for part in value.parts
    )
    if value.expression:
        return raw
    if _needs_quotes(value, "".join(texts)) or chance(draw, 15) or (not raw and chance(draw, 50)):
        return '"' + raw.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return raw


def _spelled_variable(draw: st.DrawFn, variable: Variable, declared: set[Variable]) -> str:
    inside = variable.name
    if variable not in declared:
        declared.add(variable)
        inside += f":{variable.kind}"
        inside += "" if variable.domain is None else f":{variable.domain}"
    return ("${" if chance(draw, 25) else "{") + inside + "}"


def escaped(text: str) -> str:
    """Write literal text so that no brace in it begins or ends a placeholder."""
    return re.sub(r"\$\{|\{|\}", lambda found: _ESCAPES[found.group()], text)


_ESCAPES = {"${": "$${", "{": "{{", "}": "}}"}


def _needs_quotes(value: Value, text: str) -> bool:
    if any(character in ' "' for character in text):
        return True
    integers = {variable.kind for variable in value.variables} == {"int"}
    return integers and set(text) <= _ARITHMETIC and not _OPERATORS.isdisjoint(text)


def spelled_members(draw: st.DrawFn, members: Iterable[str]) -> str:
    """Write the members of a domain, quoted where they have to be."""
    comma = pick(draw, (",", ",", ", ", " ,"))
    return comma.join(_spelled_member(draw, member) for member in members)


def _spelled_member(draw: st.DrawFn, member: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_.+:/*()%-]+", member) and not chance(draw, 30):
        return member
    return '"' + member.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""Printer: a descriptor to the text format, so that reading it gives an equal one (section 5).

Belongs here: the canonical spelling: one field a line, quotes only where they are needed.
Must not know: files, other formats.
"""

import re

from devcompat.language.arithmetic import to_infix
from devcompat.language.domains import write_domain
from devcompat.language.nodes import (
    Descriptor,
    Expression,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.language.scope import looks_arithmetic
from devcompat.language.templates import write_literal

_BLANK = re.compile(r"[ \t]")


def write_text(descriptor: Descriptor) -> str:
    """Return `descriptor` in the text format, ending with a newline."""
    shared = {item.variable.name for item in descriptor.parameters}
    lines = ["SELF:", *_indented(descriptor.self_object, shared)]
    for item in descriptor.compatible:
        lines += ["COMPATIBLE:", *_indented(item, shared)]
    if descriptor.info is not None:
        lines += ["INFO:", *_indented(descriptor.info, shared)]
    if descriptor.parameters:
        lines.append("PARAMETERS:")
        lines += [f"  {name}={text}" for name, text in parameter_texts(descriptor)]
    return "\n".join(lines) + "\n"


def _indented(item: Object, shared: set[str]) -> list[str]:
    return [f"  {name}={text}" for name, text in field_texts(item, shared)]


def field_texts(item: Object, shared: set[str]) -> list[tuple[str, str]]:
    """Return an object's fields, each with its value as it stands after `=`.

    `shared` are the names of the document's parameters.
    """
    variables = {variable.name: variable for variable in item.variables}
    declared = set(shared)
    return [(field.name, write_value(field.value, variables, declared)) for field in item.fields]


def parameter_texts(descriptor: Descriptor) -> list[tuple[str, str]]:
    """Return the attributes of PARAMETERS, each with its value as it stands after `=`."""
    return [(item.attribute, _declaration(item.variable)) for item in descriptor.parameters]


def write_value(value: Value, variables: dict[str, Variable], declared: set[str]) -> str:
    """Return a value as it stands after `=`.

    A variable that is not in `declared` yet is declared where it stands, and added to it.
    """
    if isinstance(value, Expression):
        return "".join(
            _placeholder(token, variables, declared) if isinstance(token, Reference) else str(token)
            for token in to_infix(value)
        )
    text = "".join(
        _placeholder(part, variables, declared)
        if isinstance(part, Reference)
        else write_literal(part)
        for part in value.parts
    )
    return _quoted(text) if _needs_quotes(value, text) else text


def _needs_quotes(template: Template, text: str) -> bool:
    """Return whether `text`, bare, would end early, be taken for quoted, or for arithmetic."""
    literals = [part for part in template.parts if isinstance(part, str)]
    if not text or text.startswith('"') or any(_BLANK.search(part) for part in literals):
        return True
    if len(literals) == len(template.parts):
        return False
    return looks_arithmetic("".join(literals))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _placeholder(reference: Reference, variables: dict[str, Variable], declared: set[str]) -> str:
    if reference.name in declared:
        return f"{{{reference.name}}}"
    declared.add(reference.name)
    return _declaration(variables[reference.name])


def _declaration(variable: Variable) -> str:
    domain = write_domain(variable)
    rest = "" if domain is None else f":{domain}"
    return f"{{{variable.name}:{variable.type}{rest}}}"

"""Fixing: a type descriptor and its parameters' values to an ordinary descriptor (section 8).

Belongs here: what a value becomes once its parameters are known, and which values give none.
Must not know: sources, how values are found (solver), any format.
"""

from collections.abc import Iterator, Mapping

from devcompat.language import limits
from devcompat.language.arithmetic import HIGHEST, LOWEST, evaluate, references, to_infix
from devcompat.language.domains import write_domain
from devcompat.language.nodes import (
    Document,
    Expression,
    Field,
    Object,
    Parameter,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet, read_canonical


def fix_parameters(document: Document, values: Mapping[str, str | int]) -> Document:
    """Return the ordinary descriptor that a type descriptor gives with its parameters fixed.

    `values` maps the parameters' names to integers and texts; the text of an integer will do for
    an int parameter. A COMPATIBLE object with an expression that has no value under them matches
    nothing and is left out. Raises InputError with every independent problem: `parameters.unknown`
    (no such parameter), `parameters.unset` (one has no value), `parameters.value` (not in its
    domain), `parameters.no-value` (an expression of SELF has no value), `limit.value`.
    """
    chosen = _chosen(document, values)
    descriptor = document.descriptor
    problems: list[Problem] = []
    fields: list[Field] = []
    for field in descriptor.self_object.fields:
        value = fixed_value(field.value, chosen)
        if value is None:
            problems.append(_without_value(document, field, chosen))
        else:
            fields.append(field._replace(value=value))
    compatible = [
        found for item in descriptor.compatible if (found := fixed_object(item, chosen)) is not None
    ]
    written = [*fields, *(field for item in compatible for field in item.fields)]
    problems += [_too_long(document, field) for field in written if _is_too_long(field)]
    _raise_if_any(document, problems)
    return document._replace(
        descriptor=descriptor._replace(
            self_object=descriptor.self_object._replace(fields=tuple(fields)),
            compatible=tuple(compatible),
            parameters=(),
        )
    )


def fixed_object(item: Object, values: Mapping[str, Bound]) -> Object | None:
    """Return a COMPATIBLE object with its parameters fixed; None if it then matches nothing."""
    fields: list[Field] = []
    for field in item.fields:
        value = fixed_value(field.value, values)
        if value is None:
            return None
        fields.append(field._replace(value=value))
    return item._replace(fields=tuple(fields))


def fixed_value(value: Value, values: Mapping[str, Bound]) -> Value | None:
    """Return a value with the parameters in `values` fixed; other references stay.

    None for an expression without a value: only parameters stand in it and it has none, or one of
    them is beyond 64 bits.
    """
    if isinstance(value, Expression):
        return _fixed_expression(value, values)
    parts: list[str | Reference] = []
    for part in value.parts:
        fixed = part
        if isinstance(part, Reference) and part.name in values:
            fixed = str(values[part.name])
        if isinstance(fixed, str) and parts and isinstance(parts[-1], str):
            parts[-1] += fixed
        elif fixed:
            parts.append(fixed)
    return Template(tuple(parts))


def _fixed_expression(expression: Expression, values: Mapping[str, Bound]) -> Value | None:
    names = references(expression)
    known = {name: value for name in names if isinstance(value := values.get(name), int)}
    if any(not LOWEST <= number <= HIGHEST for number in known.values()):
        return None
    if len(known) == len(set(names)):
        number = evaluate(expression, known)
        return None if number is None else Template((str(number),))
    postfix: list[int | Reference | str] = []
    for token in expression.postfix:
        if isinstance(token, Reference) and token.name in known:
            postfix += _spelled(known[token.name])
        else:
            postfix.append(token)
    return Expression(tuple(postfix))


def _spelled(number: int) -> Iterator[int | str]:
    """Yield a number of 64 bits in postfix, as a text can spell it.

    Only digits with a prefix minus can be written, and 2^63 itself is beyond 64 bits.
    """
    if number >= 0:
        yield number
    elif number == LOWEST:
        yield from (HIGHEST, "neg", 1, "-")
    else:
        yield from (-number, "neg")


def written_size(value: Value) -> int:
    """Return the bytes of a value's text outside placeholders, as section 9 counts them."""
    parts = to_infix(value) if isinstance(value, Expression) else value.parts
    return sum(len(str(part).encode()) for part in parts if not isinstance(part, Reference))


def read_value(variable: Variable, value: str | int) -> Bound | None:
    """Return what a parameter is fixed to by `value`, or None if that is not in its domain."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        number = read_canonical(value) if isinstance(value, str) else value
        return number if number is not None and number in domain else None
    members = domain if isinstance(domain, tuple) else ()
    return value if isinstance(value, str) and value in members else None


def _chosen(document: Document, values: Mapping[str, str | int]) -> dict[str, Bound]:
    """Return the parameters' values in the order of their declaration. Raises InputError."""
    parameters = document.descriptor.parameters
    problems: list[Problem] = []
    names = [found.variable.name for found in parameters]
    for name in values:
        if name not in names:
            expected = f"one of the parameters {', '.join(names)}" if names else "no parameters"
            problems.append(Problem("parameters.unknown", None, name, expected))
    chosen: dict[str, Bound] = {}
    for parameter in parameters:
        variable = parameter.variable
        if variable.name not in values:
            problems.append(_unset(document, parameter))
            continue
        value = read_value(variable, values[variable.name])
        if value is None:
            found = _shown(values[variable.name])
            place = _position(document, parameter.offset)
            expected = f"a value for {variable.name} of its domain: {write_domain(variable)}"
            problems.append(Problem("parameters.value", place, found, expected))
        else:
            chosen[variable.name] = value
    _raise_if_any(document, problems)
    return chosen


def _shown(value: str | int) -> str:
    """Return a value as text; Python writes out no integer of more digits than this at a time."""
    if isinstance(value, int) and value.bit_length() > 8 * limits.TEXT_BYTES:
        return f"an integer of {value.bit_length()} bits"
    return str(value)


def _unset(document: Document, parameter: Parameter) -> Problem:
    variable = parameter.variable
    place = _position(document, parameter.offset)
    expected = f"a value for {variable.name} of its domain: {write_domain(variable)}"
    return Problem("parameters.unset", place, variable.name, expected)


def _without_value(document: Document, field: Field, chosen: Mapping[str, Bound]) -> Problem:
    assert isinstance(field.value, Expression)  # noqa: S101  (a template always has a value)
    names = dict.fromkeys(references(field.value))
    fixed = ", ".join(f"{name}={chosen[name]}" for name in names)
    spelled = [
        f"{{{token.name}}}" if isinstance(token, Reference) else str(token)
        for token in to_infix(field.value)
    ]
    found = f"{field.name}={''.join(spelled)}"
    expected = f"values of the parameters under which it is an integer; it is none with {fixed}"
    return Problem("parameters.no-value", _position(document, field.offset), found, expected)


def _is_too_long(field: Field) -> bool:
    return written_size(field.value) > limits.TEXT_BYTES


def _too_long(document: Document, field: Field) -> Problem:
    expected = f"at most {limits.TEXT_BYTES} bytes of text in a value once parameters are fixed"
    return Problem("limit.value", _position(document, field.offset), field.name, expected)


def _position(document: Document, offset: int) -> Position | None:
    source = document.source
    return None if source is None or offset < 0 else source.position(offset)


def _raise_if_any(document: Document, problems: list[Problem]) -> None:
    if problems:
        source = document.source
        raise InputError(
            tuple(problems),
            "" if source is None else source.name,
            None if source is None else source.text,
        )

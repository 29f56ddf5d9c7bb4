"""Type descriptors with few choices, and sources that one of the choices was made for.

Here belongs how parameters stand in SELF and COMPATIBLE, and how a source comes from a choice. It
must not know which choice is the first, nor whether any will do after the source was changed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from .choices import between, chance, pick
from .domains import as_integer
from .model import Demands, Fields, Value, Variable, literal
from .spelling import spelled_document
from .words import changed

RULES = ("target-accepts", "target-accepts", "source-lists", "both")
_FIELDS = ("t", "g", "h", "mode", "v", "k")
_TEXTS = ("a", "b", "ab", "1", "2", "12", "a-1", "", "aa", "x y", "}{", "$")
_VARIABLES = ("n", "m", "s")
_PARAMETERS = ("p", "q", "r")

Bound = int | str
Binding = dict[Variable, Bound]


class TypeCase(NamedTuple):
    """A source, a type descriptor with few choices, and the rule that they are asked under."""

    source: str
    described: str
    rule: str


def type_cases() -> st.SearchStrategy[TypeCase]:
    """Draw type descriptors with sources that often go to a device of the type."""
    return _type_cases()


def draw_type_case(draw: st.DrawFn) -> TypeCase:
    """Draw one such case."""
    parameters = _variables(draw, _PARAMETERS, between(draw, 1, 3), pick(draw, (3, 5, 8)))
    chosen = {variable: pick(draw, values) for variable, values in parameters.items()}
    subject, texts = _self(draw, chosen)
    objects, source = _objects(draw, chosen)
    listed = [_accepting(draw, texts) for _ in range(pick(draw, (1, 1, 2)))]
    for _ in range(pick(draw, (0, 0, 0, 0, 0, 1, 1, 2))):
        source = changed(draw, source)
    return TypeCase(
        spelled_document(draw, source, listed, {}),
        spelled_document(
            draw, subject, objects, {}, [(f"attribute_{v.name}", v) for v in parameters]
        ),
        pick(draw, RULES),
    )


_type_cases = st.composite(draw_type_case)


def _variables(
    draw: st.DrawFn, names: Sequence[str], count: int, most: int
) -> dict[Variable, list[Bound]]:
    """Draw variables with their values in no order."""
    found: dict[Variable, list[Bound]] = {}
    for name in names[:count]:
        if chance(draw, 30):
            texts = [pick(draw, _TEXTS) for _ in range(between(draw, 1, min(most, 4)))]
            found[_string(name, texts)] = [*texts]
            continue
        low = pick(draw, (1, 1, 0, -2, 2, 7, -11))
        numbers = list(range(low, low + between(draw, 1, most)))
        items = [f"{numbers[0]}..{numbers[-1]}"] if chance(draw, 50) else list(map(str, numbers))
        if chance(draw, 30):
            numbers += [pick(draw, (16, 32, -5, 100, 2**63 - 1, -(2**63), 2**63))]
            items += [str(numbers[-1])]
        domain = ",".join(items[::-1] if chance(draw, 30) else items)
        found[Variable(name, "int", domain)] = [*numbers]
    return found


def _string(name: str, texts: Sequence[str]) -> Variable:
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts]
    return Variable(name, "string", ",".join(quoted))


def _value(draw: st.DrawFn, known: Binding) -> tuple[Value, str | None]:
    """Draw a value in which some of these variables stand, with its text if it has one."""
    numbers = {v: bound for v, bound in known.items() if isinstance(bound, int)}
    kind = pick(draw, ("whole", "template", "expression", "expression", "two", "literal"))
    if not known or kind == "literal":
        text = pick(draw, ("1", "4", "a", "V_2", "12", "ab"))
        return literal(text), text
    if kind == "expression" and numbers:
        return _expression(draw, numbers)
    variables = tuple(known)
    parts: tuple[str | Variable, ...] = (pick(draw, variables),)
    if kind == "two":
        parts += (pick(draw, ("-", "_", "1", "a", "x")), pick(draw, variables))
    if kind == "template":
        parts = (pick(draw, ("V_", "a", "1", "")), *parts, pick(draw, ("", "", "b", "1")))
    parts = tuple(part for part in parts if part != "")
    texts = [part if isinstance(part, str) else str(known[part]) for part in parts]
    return Value(parts), "".join(texts)


def _expression(draw: st.DrawFn, numbers: dict[Variable, int]) -> tuple[Value, str | None]:
    one, other = pick(draw, tuple(numbers)), pick(draw, tuple(numbers))
    x, y, k = numbers[one], numbers[other], pick(draw, (2, 3, 1, 7))
    shapes: tuple[tuple[tuple[str | Variable, ...], int | None], ...] = (
        ((one, f"*{k}"), x * k),
        ((one, "-", other), x - y),
        ((one, f"/{k}"), _quotient(x, k)),
        ((one, f"+{k}"), x + k),
        ((one, "*", other), x * y),
        ((one, "/", other), _quotient(x, y)),
        ((one, f"%{k}"), x % k),
        ((f"{k}-", one), k - x),
        ((one, "+", other, f"*{k}"), x + y * k),
        (("(", one, f"+{k})%", other), (x + k) % y if y else None),
        (("12/", one), _quotient(12, x)),
        (("-(", one, "*", other, ")"), -x * y),
        ((one, f"%-{k}"), x % -k),
        ((one, f"*0+{k}"), k),
    )
    parts, value = pick(draw, shapes)
    return Value(parts, expression=True), None if value is None else str(value)


def _quotient(x: int, y: int) -> int | None:
    return x // y if y and x % y == 0 else None


def _self(draw: st.DrawFn, chosen: Binding) -> tuple[Demands, Fields]:
    """Draw the SELF of a type, and what it is under the choice."""
    drawn = {name: _value(draw, chosen) for name in _FIELDS[: between(draw, 1, 3)]}
    texts = {name: text or "1" for name, (_, text) in drawn.items()}
    return {name: value for name, (value, _) in drawn.items()}, texts


def _objects(draw: st.DrawFn, chosen: Binding) -> tuple[list[Demands], Fields]:
    """Draw COMPATIBLE objects, and a SELF that one of them was made for."""
    objects: list[Demands] = []
    source: Fields = {}
    for _ in range(pick(draw, (1, 1, 2, 3))):
        demands, fields = _object(draw, chosen)
        objects.append(demands)
        source = fields if not source or chance(draw, 40) else source
    return objects, source


def _object(draw: st.DrawFn, chosen: Binding) -> tuple[Demands, Fields]:
    own = _variables(draw, _VARIABLES, between(draw, 0, 2), 5)
    binding: Binding = {**chosen, **{v: pick(draw, values) for v, values in own.items()}}
    demands: Demands = {}
    fields: Fields = {}
    for name in _FIELDS[: between(draw, 1, 4)]:
        demands[name], text = _value(draw, binding)
        fields[name] = "1" if text is None else text
    if chance(draw, 25):
        kind = pick(draw, ("opaque", "opaque", "any", "set", "version", "mask"))
        domain = {"any": None, "set": "a,b", "version": ">=1", "mask": "7"}.get(kind, "firmware")
        demands["w"] = Value((Variable("w", kind, domain),))
        fields["w"] = pick(draw, ("1", "a", "4", ""))
    return demands, fields


def _accepting(draw: st.DrawFn, texts: Fields) -> Demands:
    """Draw an object of the source, made for the SELF of the choice."""
    own: dict[str, Variable] = {}
    demands = {name: _accepted(draw, name, text, own) for name, text in texts.items()}
    if chance(draw, 15):
        kind, domain = pick(draw, (("opaque", "firmware"), ("any", None)))
        demands["w"] = Value((Variable("w", kind, domain),))
    return demands


def _accepted(draw: st.DrawFn, field: str, text: str, own: dict[str, Variable]) -> Value:
    """Draw what accepts a text, most often more than it."""
    kind = pick(draw, ("literal", "int", "int", "string", "affix", "expression", "whole"))
    number = as_integer(text)
    name = f"n{len(own)}"
    if own and chance(draw, 25):
        return Value((pick(draw, tuple(own.values())),))
    if kind == "whole":
        types = (("any", None), ("set", "a,b,1,2,4"), ("version", ">=2"), ("mask", "13"))
        return Value((Variable(f"w_{field}", *pick(draw, types)),))
    if kind == "affix" and text:
        cut = between(draw, 1, len(text))
        own[name] = _string(name, [text[cut:], pick(draw, _TEXTS)])
        return _value_of([text[:cut], own[name]])
    if number is not None and kind in ("int", "expression"):
        low = number + pick(draw, (0, -1, 0, 1, -3))
        own[name] = Variable(name, "int", f"{low}..{low + pick(draw, (0, 2, 5, 300))}")
        if kind == "int":
            return Value((own[name],))
        shapes = ((own[name], "+1"), (own[name], "*2"), ("-", own[name]), (own[name], "-2"))
        return Value(pick(draw, shapes), expression=True)
    if kind == "string":
        own[name] = _string(name, [pick(draw, _TEXTS), text])
        return Value((own[name],))
    return literal(text)


def _value_of(parts: Sequence[str | Variable]) -> Value:
    before = parts[0]
    if isinstance(before, str) and before.endswith("$"):
        return literal(before)
    return Value(tuple(parts))

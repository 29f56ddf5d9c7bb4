"""Descriptors drawn as nodes, not as text: whatever a document can hold, however it is spelled.

Here belongs what draws valid nodes. It must not know how they are written, read or matched.
"""

from hypothesis import strategies as st

from devcompat.language.arithmetic import to_postfix
from devcompat.language.nodes import (
    Descriptor,
    Expression,
    Field,
    Object,
    Parameter,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.values.versions import OPERATORS, Comparator, VersionRange

CHARACTERS = st.one_of(
    st.sampled_from("ab1 {}$\"\\#,+:=()-*/%.'`~|;\té漢😀"),
    st.characters(codec="utf-8").filter(str.isprintable),
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=8)
ARITHMETIC_TEXTS = st.text("0123456789+-*/%()", min_size=1, max_size=4)
LITERALS = st.one_of(TEXTS, ARITHMETIC_TEXTS, st.sampled_from(["SELF:", "#x", "${", "}}", "$"]))
FIELD_NAMES = st.one_of(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,5}", fullmatch=True),
    st.sampled_from(["a", "A", "_", "a.b", "x-y", "a..", "SELF", "self", "expr", "type", "z" * 64]),
)
VARIABLE_NAMES = st.sampled_from(["n", "m", "val1", "_", "X", "int", "a_b", "v" * 64])
NUMBERS = st.integers(-12, 12) | st.integers(-(2**70), 2**70)


@st.composite
def integer_sets(draw: st.DrawFn, *, small: bool = False) -> IntegerSet:
    """Draw a set of integers; of small ones, four have not too many combinations to be open."""
    numbers = st.integers(-12, 12) if small else NUMBERS
    longer = st.integers(0, 4) if small else st.sampled_from([0, 1, 5, 2**60])
    ends = draw(st.lists(st.tuples(numbers, longer), min_size=1, max_size=3))
    return IntegerSet(IntegerRange(low, low + more) for low, more in ends)


@st.composite
def version_ranges(draw: st.DrawFn) -> VersionRange:
    number = st.from_regex(r"0?[0-9]{1,2}", fullmatch=True)
    version = st.lists(number, min_size=1, max_size=4).map(".".join)
    pairs = st.lists(st.tuples(st.sampled_from(OPERATORS), version), min_size=1, max_size=3)
    return VersionRange(tuple(Comparator(*found) for found in draw(pairs)))


@st.composite
def variables(draw: st.DrawFn, name: str, *, shared: bool = False) -> Variable:
    """Draw a variable; a shared one may stand in a longer text and more than once."""
    kinds = ["int", "string"] if shared else ["version", "set", "mask", "any", "opaque"]
    kind = draw(st.sampled_from(kinds))
    if kind == "int":
        return Variable(name, kind, draw(integer_sets(small=True)))
    if kind == "string":
        members = st.lists(TEXTS | st.just(""), min_size=1, max_size=4, unique=True)
        return Variable(name, kind, tuple(draw(members)))
    if kind == "version":
        return Variable(name, kind, draw(version_ranges()))
    if kind == "set":
        member = TEXTS.map(lambda text: text.replace("+", "_"))
        return Variable(
            name, kind, tuple(draw(st.lists(member, min_size=1, max_size=4, unique=True)))
        )
    if kind == "mask":
        return Variable(name, kind, draw(st.integers(0, 2**80)))
    if kind == "opaque":
        return Variable(name, kind, draw(TEXTS.filter(str.strip)))
    return Variable(name, kind, None)


@st.composite
def templates(draw: st.DrawFn, names: list[str]) -> Template:
    """Draw a text with up to four of the variables in it; one alone is possible."""
    chosen: list[str] = draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
    parts: list[str | Reference] = []
    for index, name in enumerate(chosen):
        between = draw(LITERALS) if index or draw(st.booleans()) else ""
        between = between.rstrip("$") or ("-" if index else "")
        parts += [between, Reference(name)] if between else [Reference(name)]
    if not parts or draw(st.booleans()):
        parts.append(draw(LITERALS))
    return Template(tuple(parts))


@st.composite
def expressions(draw: st.DrawFn, names: list[str]) -> Expression:
    """Draw arithmetic with at least one operator and one to four placeholders."""
    placeholders = st.sampled_from(names).map(lambda name: [Reference(name)])
    operands = st.integers(0, 2**65).map(lambda number: [number]) | st.just([0])
    wanted = draw(st.integers(1, 4))
    left: list[int | Reference | str] = [*draw(placeholders)]
    if draw(st.booleans()):
        left = ["-", *left]
    for index in range(draw(st.integers(0 if left[0] == "-" else 1, 4))):
        operand: list[int | Reference | str] = [
            *(draw(placeholders) if index + 1 < wanted else draw(operands))
        ]
        right = [*["-"] * draw(st.integers(0, 2)), *operand]
        operator = draw(st.sampled_from("+-*/%"))
        sides = [left, right] if draw(st.booleans()) else [right, left]
        left = [*sides[0], operator, *sides[1]]
        if draw(st.booleans()):
            left = ["(", *left, ")"]
    found = to_postfix(left)
    assert found is not None
    return found


@st.composite
def objects(draw: st.DrawFn, parameters: dict[str, Variable]) -> Object:
    """Draw a COMPATIBLE object; all its variables are used."""
    names = draw(st.lists(VARIABLE_NAMES, max_size=4, unique=True))
    names = [name for name in names if name not in parameters]
    shared = {name: draw(variables(name, shared=True)) for name in names}
    usable = {**shared, **parameters}
    integers = [name for name, found in usable.items() if found.type == "int"]
    values: list[Value] = []
    for _ in range(draw(st.integers(0, 5))):
        if draw(st.booleans()) and integers:
            values.append(draw(expressions(integers)))
        else:
            values.append(draw(templates(list(usable))))
    whole = {f"w{index}": draw(variables(f"w{index}")) for index in range(draw(st.integers(0, 2)))}
    values += [Template((Reference(name),)) for name in whole]
    values += [Template(())] * draw(st.integers(0, 1))
    fields = _fields(draw, values)
    used = {name for value in values for name in _names(value)}
    bound = {name for value in values if isinstance(value, Template) for name in _names(value)}
    declared = [found for name, found in {**shared, **whole}.items() if name in used]
    for index, found in enumerate(declared):
        if found.type == "int" and found.name in bound:  # its domain may be of any size
            declared[index] = found._replace(domain=draw(integer_sets()))
    return Object(fields, tuple(declared))


@st.composite
def descriptors(draw: st.DrawFn) -> Descriptor:
    """Draw a descriptor, now and then a type's, with parameters."""
    parameters: tuple[Parameter, ...] = ()
    if draw(st.integers(0, 3)) == 0:
        names = draw(st.lists(st.sampled_from(["p", "q", "r"]), min_size=1, unique=True))
        attributes = draw(
            st.lists(FIELD_NAMES, min_size=len(names), max_size=len(names), unique=True)
        )
        parameters = tuple(
            Parameter(attribute, draw(variables(name, shared=True)))
            for attribute, name in zip(attributes, names, strict=True)
        )
    chosen = {item.variable.name: item.variable for item in parameters}
    plain = st.lists(templates(list(chosen)) | st.just(Template(())), max_size=4)
    own = Object(_fields(draw, draw(plain)))
    compatible = tuple(draw(st.lists(objects(chosen), max_size=3)))
    info = None
    if draw(st.booleans()):
        info = Object(_fields(draw, draw(st.lists(templates([]), min_size=1, max_size=3))))
    return Descriptor(own, compatible, info, parameters)


def _fields(draw: st.DrawFn, values: list[Template] | list[Value]) -> tuple[Field, ...]:
    size = len(values)
    names = draw(st.lists(FIELD_NAMES, min_size=size, max_size=size, unique=True))
    return tuple(Field(name, value) for name, value in zip(names, values, strict=True))


def _names(value: Value) -> list[str]:
    parts = value.postfix if isinstance(value, Expression) else value.parts
    return [part.name for part in parts if isinstance(part, Reference)]

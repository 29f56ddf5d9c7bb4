"""Strategies: any descriptor the language has, built as nodes and not as text.

Here belongs what a valid descriptor may hold. It must not know how any format spells it.
"""

from hypothesis import strategies as st

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

_ALPHABET = '{}$"\\#,:= +-*/%()ab1_.é☃😀\u0301ß٣'
TEXTS = st.text(_ALPHABET + "{}$\t", max_size=8)
SOME_TEXTS = TEXTS.filter(bool)
FIELD_NAMES = st.sampled_from(
    ("a", "B", "_", "a.b", "x-y", "SELF", "INFO", "n1", "type", "aggregator", "z" * 64)
)
VARIABLE_NAMES = st.sampled_from(("n", "m", "val1", "_", "int", "Z9", "v" * 64))
_VERSIONS = st.sampled_from(("0", "2", "2.1", "02.10", "1.2.3.4", "535.54.03", "999.0"))
_INTEGERS = st.integers(-9, 9) | st.integers()


@st.composite
def _ranges(draw: st.DrawFn) -> IntegerRange:
    low, high = sorted((draw(_INTEGERS), draw(_INTEGERS)))
    return IntegerRange(low, draw(st.sampled_from((low, high))))


_INTEGER_SETS = st.lists(_ranges(), min_size=1, max_size=4).map(IntegerSet)
_SMALL_SETS = st.lists(st.integers(-4, 12), min_size=1, max_size=4).map(
    lambda found: IntegerSet([IntegerRange(number, number) for number in found])
)
_COMPARATORS = st.builds(Comparator, st.sampled_from(OPERATORS), _VERSIONS)
_TEXT_DOMAINS = st.lists(TEXTS, min_size=1, max_size=4, unique=True).map(tuple)
_MEMBER_DOMAINS = st.lists(
    SOME_TEXTS.filter(lambda text: "+" not in text), min_size=1, max_size=4, unique=True
).map(tuple)
_INTEGERS_OF = _INTEGER_SETS.map(lambda domain: Variable("", "int", domain))
_SMALL_OF = _SMALL_SETS.map(lambda domain: Variable("", "int", domain))
_TEXTS_OF = _TEXT_DOMAINS.map(lambda domain: Variable("", "string", domain))
_WHOLE = (
    _MEMBER_DOMAINS.map(lambda domain: Variable("", "set", domain)),
    st.lists(_COMPARATORS, min_size=1, max_size=3).map(
        lambda found: Variable("", "version", VersionRange(tuple(found)))
    ),
    st.integers(0, 2**70).map(lambda bits: Variable("", "mask", bits)),
    SOME_TEXTS.map(lambda decider: Variable("", "opaque", decider)),
    st.just(Variable("", "any", None)),
)


@st.composite
def _templates(draw: st.DrawFn, shared: list[Variable]) -> Template:
    """Draw a value whose placeholders are int or string variables with text between them."""
    chosen = draw(st.lists(st.sampled_from(shared), min_size=1, max_size=3))
    parts: list[str | Reference] = []
    if draw(st.booleans()):
        parts.append(draw(SOME_TEXTS))
    for index, variable in enumerate(chosen):
        if index:
            parts.append(draw(SOME_TEXTS))
        parts.append(Reference(variable.name))
    kept: list[str | Reference] = [
        f"{part.rstrip('$')}_" if isinstance(part, str) and part.endswith("$") else part
        for part in parts
    ]
    if draw(st.booleans()):
        kept.append(draw(SOME_TEXTS))
    return Template(tuple(kept))


@st.composite
def _expressions(draw: st.DrawFn, integers: list[Variable]) -> Expression:
    """Draw arithmetic in postfix order: at least one variable, at least one operator."""
    reference = st.sampled_from(integers).map(lambda found: Reference(found.name))
    operand = st.integers(0, 99) | reference
    postfix: list[int | Reference | str] = [draw(reference)]
    for _ in range(draw(st.integers(1, 3))):
        operator = draw(st.sampled_from(("+", "-", "*", "/", "%", "neg", "right")))
        if operator == "neg":
            postfix.append("neg")
        elif operator == "right":
            postfix[:0] = [draw(operand)]
            postfix.append(draw(st.sampled_from("+-*/%")))
        else:
            postfix += [draw(operand), operator]
    return Expression(tuple(postfix))


@st.composite
def _compatible(draw: st.DrawFn, shared: list[Variable], taken: set[str]) -> Object:
    names = iter(draw(st.lists(FIELD_NAMES, unique=True, min_size=4, max_size=8)))
    free = draw(st.lists(VARIABLE_NAMES.filter(lambda n: n not in taken), unique=True, max_size=4))
    fields: list[Field] = []
    variables: list[Variable] = []
    for name in free:
        kind = draw(st.sampled_from(("int", "int", "string", "whole")))
        if kind == "whole":
            found = draw(st.one_of(*_WHOLE))._replace(name=name)
            fields.append(Field(next(names), Template((Reference(name),))))
        else:
            found = draw(_INTEGERS_OF if kind == "int" else _TEXTS_OF)._replace(name=name)
            others = [item for item in (*variables, *shared) if item.type in {"int", "string"}]
            mixed = draw(_templates([found, *others]))
            alone = Template((Reference(name),))
            uses = any(part == Reference(name) for part in mixed.parts)
            fields.append(Field(next(names), mixed if uses and len(fields) < 2 else alone))
        variables.append(found)
    integers = [item for item in (*variables, *shared) if item.type == "int"]
    rest: list[st.SearchStrategy[Value]] = [TEXTS.map(_literal)]
    if integers:
        rest.append(_expressions(integers))
    fields += [Field(name, draw(st.one_of(rest))) for name in names if draw(st.booleans())]
    return Object(tuple(fields), tuple(variables))


def _literal(text: str) -> Template:
    return Template((text,) if text else ())


@st.composite
def _plain(draw: st.DrawFn, shared: list[Variable]) -> Object:
    values: st.SearchStrategy[Value] = TEXTS.map(_literal)
    if shared:
        values = values | _templates(shared)
    names = draw(st.lists(FIELD_NAMES, unique=True, max_size=4))
    return Object(tuple(Field(name, draw(values)) for name in names))


@st.composite
def descriptors(draw: st.DrawFn) -> Descriptor:
    """Draw a descriptor, now and then a type's with parameters."""
    parameters: list[Parameter] = []
    if draw(st.integers(0, 3)) == 0:
        for name in draw(st.lists(VARIABLE_NAMES, unique=True, max_size=2)):
            kind = draw(st.sampled_from(("int", "string")))
            variable = draw(_SMALL_OF if kind == "int" else _TEXTS_OF)._replace(name=name)
            parameters.append(Parameter(f"a.{name[:8]}", variable))
    shared = [found.variable for found in parameters]
    taken = {found.name for found in shared}
    objects = [draw(_compatible(shared, taken)) for _ in range(draw(st.integers(0, 3)))]
    info = draw(st.none() | _plain([]))
    return Descriptor(draw(_plain(shared)), tuple(objects), info, tuple(parameters))

"""Aligning: what an object's variables have to be for its fields to have another object's texts.

Belongs here: templates laid side by side, and what a demand on one field says of the numbers in it.
Must not know: progressions, cells, which object is compared with which.

The texts are those of a template or expression of the covered object, whose variables are numbers
(`Number`); the variables of the other object are bound to such numbers or to constants.
"""

import re
from collections.abc import Iterator, Sequence

from devcompat.algebra.ranges.dotted import dotted, majors
from devcompat.algebra.ranges.linear import Never, Span, Unclear
from devcompat.algebra.ranges.numbers import Member, Number, constant, number_of, plain
from devcompat.language.nodes import Expression, Reference, Template, Value, Variable
from devcompat.values.features import SEPARATOR
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.versions import VersionRange

_DIGITS = frozenset("0123456789")
_IN_INTEGERS = _DIGITS | {"-"}
_SUBMASKS = 10


def aligned(wanted: Template, found: Value) -> list[tuple[str, Number]]:
    """Return what int variables of `wanted` may be for it to have the texts of `found`.

    Where several will do, it is one of these. Raises Never if none will, Unclear if it is not
    known.
    """
    names = [part.name for part in wanted.parts if isinstance(part, Reference)]
    number = number_of(found)
    if len(wanted.parts) == 1:
        if number is None:
            _refuse_unless_digits(found)
            raise Unclear
        return [(names[0], number)]
    if isinstance(found, Expression):
        _refuse_unless_digits(wanted)
        raise Unclear
    literal = found.literal()
    if literal is not None:
        return [
            (name, constant(number))
            for name, number in zip(names, _split(wanted, literal), strict=True)
        ]
    others = _side_by_side(wanted, found)
    if others:
        return list(zip(names, others, strict=True))
    _refuse_unless_ends_fit(wanted, found)
    raise Unclear


def _refuse_unless_digits(value: Value) -> None:
    """Raise Never if the text has a character that no integer has."""
    if isinstance(value, Template):
        for part in value.parts:
            if isinstance(part, str) and not _IN_INTEGERS.issuperset(part):
                raise Never


def _refuse_unless_ends_fit(one: Template, other: Template) -> None:
    """Raise Never if the literal beginnings or ends of two templates tell them apart."""
    for place, reverse in ((0, False), (-1, True)):
        ends = [part if isinstance(part := item.parts[place], str) else "" for item in (one, other)]
        if reverse:
            ends = [text[::-1] for text in ends]
        short, long = sorted(ends, key=len)
        if not long.startswith(short):
            raise Never
        if not _IN_INTEGERS.issuperset(long[len(short) :]):
            one_each = all(
                sum(isinstance(part, Reference) for part in item.parts) == 1
                for item in (one, other)
            )
            if one_each:
                raise Never


_PLACE = "\0"
"""Stands for a placeholder of the covered object: no text has it."""


def _side_by_side(wanted: Template, found: Template) -> list[Number]:
    """Return numbers and placeholders of `found` that stand where `wanted` has placeholders.

    None are returned where no such were seen.
    """
    if _skeleton(wanted) == _skeleton(found):
        return [plain(part.name) for part in found.parts if isinstance(part, Reference)]
    if not all(set(part) - _DIGITS for part in _between_places(wanted)):
        return []  # there may be too many ways to read it
    pattern = "".join(
        re.escape(part) if isinstance(part, str) else f"(0|-?[1-9][0-9]*|{_PLACE})"
        for part in wanted.parts
    )
    spelled = "".join(part if isinstance(part, str) else _PLACE for part in found.parts)
    groups = re.fullmatch(pattern, spelled, re.ASCII)
    if groups is None:
        return []
    names = iter([part.name for part in found.parts if isinstance(part, Reference)])
    return [
        plain(next(names)) if group == _PLACE else constant(int(group)) for group in groups.groups()
    ]


def _skeleton(template: Template) -> tuple[str | None, ...]:
    return tuple(part if isinstance(part, str) else None for part in template.parts)


def _between_places(template: Template) -> list[str]:
    """Return the literals between a template's placeholders."""
    places = [at for at, part in enumerate(template.parts) if isinstance(part, Reference)]
    between = template.parts[places[0] + 1 : places[-1]]
    return [part for part in between if isinstance(part, str)]


def _splits_one_way(template: Template) -> bool:
    """Return whether a text can be what the template renders for one binding only.

    So it is if no integer can have all characters of a literal between two placeholders.
    """
    return all(not _IN_INTEGERS.issuperset(part) for part in _between_places(template))


def _split(template: Template, text: str) -> list[int]:
    """Return the integers with which a template renders to a text. Raises Never and Unclear."""
    if not _splits_one_way(template):
        raise Unclear
    pattern = "".join(
        re.escape(part) if isinstance(part, str) else "(0|-?[1-9][0-9]*)" for part in template.parts
    )
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise Never
    return [int(group) for group in found.groups()]


def alternatives(value: Value, wanted: str | Variable) -> Iterator[list[Member]]:
    """Yield ways for the texts of a value to satisfy what is wanted of the field alone.

    Each way is members that together are enough; another way may be as good. Raises Unclear.
    """
    if isinstance(wanted, str):
        yield from _texts(value, [wanted])
    elif wanted.type in ("any", "opaque"):
        yield []
    elif wanted.type == "string" and isinstance(wanted.domain, tuple):
        yield from _texts(value, wanted.domain)
    elif (number := number_of(value)) is not None:
        yield [Member(number, _ranges(wanted))]
    else:
        yield from _of_pattern(value, wanted)


def _texts(value: Value, texts: Sequence[str]) -> Iterator[list[Member]]:
    """Yield ways to have one of the texts."""
    number = number_of(value)
    points: set[int] = set()
    names = [part.name for part in getattr(value, "parts", ()) if isinstance(part, Reference)]
    for text in texts:
        if number is not None:
            known = read_canonical(text)
            points |= set() if known is None else {known}
            continue
        assert isinstance(value, Template)  # noqa: S101  (an expression is a number)
        try:
            found = _split(value, text)
        except Never:
            continue
        if len(names) == 1:
            points.add(found[0])
        else:
            yield [
                Member(plain(name), [(known, known)])
                for name, known in zip(names, found, strict=True)
            ]
    if points:
        yield [Member(number or plain(names[0]), [(point, point) for point in sorted(points)])]


def _ranges(wanted: Variable) -> list[Span]:
    """Return the integers whose canonical texts a variable takes, ascending. Raises Unclear."""
    domain = wanted.domain
    if isinstance(domain, IntegerSet):
        return [(found.low, found.high) for found in domain.ranges]
    if isinstance(domain, VersionRange):
        return majors(domain)
    if isinstance(domain, tuple):
        points = {read_canonical(text) for text in domain}
        return [(point, point) for point in sorted(point for point in points if point is not None)]
    assert isinstance(domain, int)  # noqa: S101  (of the types only mask is left)
    if domain & (domain + 1) == 0:
        return [(0, domain)]
    if domain.bit_count() > _SUBMASKS:
        raise Unclear
    within, sub = [0], 0
    while sub != domain:
        sub = (sub - domain) & domain
        within.append(sub)
    return [(number, number) for number in within]


def _of_pattern(value: Value, wanted: Variable) -> Iterator[list[Member]]:
    """Yield ways for a text with literal parts to satisfy a demand for another type."""
    assert isinstance(value, Template)  # noqa: S101  (an expression is a number)
    literals = "".join(part for part in value.parts if isinstance(part, str))
    domain = wanted.domain
    if wanted.type == "set" and isinstance(domain, tuple):
        if SEPARATOR in literals:
            raise Unclear
        yield from _texts(value, domain)
    elif isinstance(domain, VersionRange):
        yield from dotted(value, domain)
    elif not set(literals) <= (
        set("0123456789abcdefABCDEFx") if wanted.type == "mask" else _IN_INTEGERS
    ):
        return
    else:
        raise Unclear

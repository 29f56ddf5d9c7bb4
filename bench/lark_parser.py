"""The text format read by lark: an LALR grammar whose actions build the same model at once.

Belongs here: from lark's tokens to devcompat's nodes, declared names, offsets; no tree between.
Must not know: devcompat's parser. It checks less: no limits, no positions in its errors, one error.
"""

import re
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from devcompat.language.nodes import (
    Descriptor,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Variable,
)
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.values.versions import Comparator, VersionRange

GRAMMAR = Path(__file__).parent / "descriptor.lark"
_BRACES = re.compile(r"\{\{|\}\}|\$\$\{")
_ESCAPES = re.compile(r'\\(["\\])')
_COMPARATOR = re.compile(r"[ \t]*([<>=~]+)[ \t]*([0-9.]+)")
_SHOWN = {"{{": "{", "}}": "}", "$${": "${"}


class RefusedError(Exception):
    """A text that is no descriptor."""


class LarkParser:
    """A parser for the text format, built once."""

    def __init__(self) -> None:
        self._actions = _Actions()
        self._parser = self._built("start")
        self._actions.quoted_parser = self._built("quoted_template")

    def _built(self, start: str) -> Lark:
        grammar = GRAMMAR.read_text()
        return Lark(
            grammar, parser="lalr", lexer="contextual", transformer=self._actions, start=start
        )

    def parse(self, text: str) -> Descriptor:
        """Return the descriptor that a text spells; raise RefusedError."""
        self._actions.begin()
        try:
            found = self._parser.parse(text)
        except (LarkError, KeyError) as error:
            raise RefusedError from error
        return cast("Descriptor", found)


class _Actions(Transformer[Any, Any]):
    """What each rule makes; objects are begun by their headers and filled field by field."""

    quoted_parser: Lark

    def begin(self) -> None:
        """Forget the document before."""
        self._objects: list[tuple[str, int, list[Field], dict[str, Variable]]] = []
        self._fields: list[Field] = []
        self._variables: dict[str, Variable] = {}

    def start(self, _: list[Any]) -> Descriptor:
        """Return the descriptor that the objects make."""
        made: dict[str, list[Object]] = {"SELF": [], "COMPATIBLE": [], "INFO": []}
        for name, offset, fields, variables in self._objects:
            if name == "COMPATIBLE":
                if len({field.name for field in fields}) < len(fields):
                    raise RefusedError
            elif variables:
                raise RefusedError
            else:
                fields = _joined(fields)
            made[name].append(Object(tuple(fields), tuple(variables.values()), offset))
        if len(made["SELF"]) != 1 or len(made["INFO"]) > 1:
            raise RefusedError
        info = made["INFO"][0] if made["INFO"] else None
        return Descriptor(made["SELF"][0], tuple(made["COMPATIBLE"]), info)

    def header(self, found: list[Token]) -> None:
        """Begin an object."""
        self._fields, self._variables = [], {}
        token = found[0]
        self._objects.append((token.value[:-1], _at(token), self._fields, self._variables))

    def field(self, found: list[Any]) -> None:
        """Add a field to the object."""
        if not self._objects:
            raise RefusedError
        self._fields.append(Field(found[0].value[:-1], found[1], _at(found[0])))

    def arithmetic(self, found: list[Any]) -> None:
        """Add a field with an expression to the object."""
        if any(isinstance(t, Reference) and not self._is_int(t) for t in found[1]):
            raise RefusedError
        value = Expression(tuple(found[1]))
        self._fields.append(Field(found[0].value[:-1], value, _at(found[0])))

    def _is_int(self, reference: Reference) -> bool:
        return self._variables[reference.name].type == "int"

    def empty(self, _: list[Any]) -> Template:
        """Return the empty value."""
        return Template(())

    def quoted(self, found: list[Token]) -> Template:
        """Return a quoted value: unescaped, then read again if it has placeholders."""
        text = found[0].value[1:-1]
        if "\\" in text:
            text = _ESCAPES.sub(r"\1", text)
        if "{" in text or "}" in text or "$" in text:
            return cast("Template", self.quoted_parser.parse(text))
        return Template((text,) if text else ())

    def template(self, found: list[Any]) -> Template:
        """Return a value made of literal texts and placeholders."""
        parts = tuple([_literal(part) if isinstance(part, Token) else part for part in found])
        if len(parts) > 1:
            self._check_parts(parts)
        return Template(parts)

    quoted_template = template

    def _check_parts(self, parts: tuple[Any, ...]) -> None:
        before: object = ""
        for part in parts:
            if isinstance(part, Reference) and (
                isinstance(before, Reference)
                or self._variables[part.name].type not in {"int", "string"}
            ):
                raise RefusedError
            before = part

    def reference(self, found: list[Token]) -> Reference:
        """Return a use of a declared variable."""
        return Reference(self._variables[found[0].value].name)

    def declaration(self, found: list[Any]) -> Reference:
        """Declare a variable and return its first use."""
        name, (kind, domain) = found[0].value, found[1]
        if name in self._variables:
            raise RefusedError
        self._variables[name] = Variable(name, kind, domain, _at(found[0]))
        return Reference(name)

    def span(self, found: list[Token]) -> IntegerRange:
        """Return a range, or a number as one."""
        low, high = int(found[0].value), int(found[-1].value)
        if low > high:
            raise RefusedError
        return IntegerRange(low, high)

    def integers(self, found: list[IntegerRange]) -> tuple[str, IntegerSet]:
        """Return the domain of integers."""
        return "int", IntegerSet(found)

    def texts(self, found: list[Token]) -> tuple[str, tuple[str, ...]]:
        """Return the domain of texts."""
        return "string", tuple(dict.fromkeys([_member(token.value) for token in found]))

    def members(self, found: list[Token]) -> tuple[str, tuple[str, ...]]:
        """Return the domain of members."""
        return "set", tuple(dict.fromkeys([_member(token.value) for token in found]))

    def versions(self, found: list[Token]) -> tuple[str, VersionRange]:
        """Return the range of versions."""
        comparators = [_COMPARATOR.match(token.value) for token in found]
        return "version", VersionRange(tuple([Comparator(*c.groups()) for c in comparators if c]))

    def bits(self, found: list[Token]) -> tuple[str, int]:
        """Return the mask."""
        text = found[0].value.strip(" \t")
        return "mask", int(text, 16) if text.startswith("0x") else int(text)

    def anything(self, _: list[Any]) -> tuple[str, None]:
        """Return the domain of everything."""
        return "any", None

    def decider(self, found: list[Token]) -> tuple[str, str]:
        """Return who decides."""
        return "opaque", _member(found[0].value)

    def expression(self, found: list[Any]) -> list[Any]:
        """Return the postfix of operands with operators between them."""
        output = found[0]
        for index in range(1, len(found), 2):
            output = [*output, *found[index + 1], found[index].value]
        return [output] if isinstance(output, Reference) else output

    term = expression

    def used(self, found: list[Token]) -> list[Reference]:
        """Return the postfix of a use."""
        return [self.reference(found)]

    def declared(self, found: list[Any]) -> list[Reference]:
        """Return the postfix of a declaration."""
        return [self.declaration(found)]

    def negative(self, found: list[Any]) -> list[Any]:
        """Return the postfix of a prefix minus."""
        if found[0] != "-":
            raise RefusedError
        return [*found[1], "neg"]

    def number(self, found: list[Token]) -> list[Any]:
        """Return the postfix of a number."""
        return [int(found[0].value)]


def _at(token: Token) -> int:
    return -1 if token.start_pos is None else token.start_pos


def _literal(token: Token) -> str:
    text: str = token.value
    return _BRACES.sub(lambda found: _SHOWN[found.group()], text) if _BRACES.search(text) else text


def _member(text: str) -> str:
    text = text.strip(" \t")
    if not text:
        raise RefusedError
    return _ESCAPES.sub(r"\1", text[1:-1]) if text.startswith('"') else text


def _joined(fields: list[Field]) -> list[Field]:
    """Return the fields with repeated names as one value."""
    by_name: dict[str, Field] = {}
    for field in fields:
        before = by_name.get(field.name)
        if before is not None:
            values = (before.value, field.value)
            both = [value.literal() for value in values if isinstance(value, Template)]
            field = before._replace(value=Template(("+".join(filter(None, both)),)))
        by_name[field.name] = field
    return list(by_name.values())

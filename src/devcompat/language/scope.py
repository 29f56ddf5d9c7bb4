"""Scope: the variables of one object while it is read, and values built from parts (section 5).

Belongs here: declaring, using and checking variables; telling expression from template.
Must not know: how parts were spelled (templates), tokens, or any format's structure.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from devcompat.language import limits
from devcompat.language.arithmetic import Token, to_postfix
from devcompat.language.domains import read_domain
from devcompat.language.nodes import (
    SHARED_TYPES,
    TYPES,
    Expression,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.language.problems import TextProblem
from devcompat.language.report import Report
from devcompat.language.templates import VARIABLE_NAME, Part, Placeholder

_ARITHMETIC_TEXT = re.compile(r"[0-9()]*+[+\-*/%][0-9+\-*/%()]*+", re.ASCII)
_ARITHMETIC_TOKEN = re.compile(r"[0-9]+|[+\-*/%()]", re.ASCII)


class OffsetMap(Protocol):
    """From an offset in a value's text to the offset in the document's text."""

    def __call__(self, offset: int, /) -> int:
        """Return the document offset."""


class Scope:
    """The variables of one object, in the order of their declaration.

    `shared` are the document's parameters. Uses of some names are not reported, because something
    else was: `hidden` are those whose declaration was wrong, `excused` those used before they are
    declared, or declared in text that could not be read. `bound` are variables that stand in a
    template. Without `declaring`, placeholders only use.
    """

    def __init__(
        self,
        report: Report,
        shared: Mapping[str, Variable] | None = None,
        *,
        declared: Mapping[str, Variable] | None = None,
        forbidden: str = "",
    ) -> None:
        self._report = report
        self._shared = shared if shared is not None else {}
        self._forbidden = forbidden
        self._apart = declared is not None
        self.variables: dict[str, Variable] = dict(declared or {})
        self.hidden: set[str] = set()
        self.excused: set[str] = set()
        self.uses: dict[str, int] = {}
        self.bound: set[str] = set()

    def value(self, parts: Sequence[Part], at: OffsetMap, *, bare: bool) -> Value | None:
        """Return the value that `parts` make, or None after reporting what is wrong with them.

        Only a bare value can be an expression.
        """
        references: list[str | Reference] = []
        types: list[str] = []
        text = ""
        sound = True
        for part in parts:
            if isinstance(part, str):
                references.append(part)
                text += part
                continue
            variable = self._variable(part, at)
            if variable is None:
                sound = False
                continue
            references.append(Reference(variable.name))
            types.append(variable.type)
        if not sound or not self._parts_are_sound(parts, text, at):
            return None
        if bare and types and looks_arithmetic(text) and types.count("int") == len(types):
            return self._expression(parts, references, at)
        return self._template(parts, references, types, at)

    def arithmetic(self, parts: Sequence[Part], at: OffsetMap) -> Expression | None:
        """Return the expression that `parts` must make, or None after reporting.

        For objects whose variables are declared apart.
        """
        placeholders = [part for part in parts if isinstance(part, Placeholder)]
        found = [self._variable(part, at) for part in placeholders]
        text = "".join(part for part in parts if isinstance(part, str))
        if not self._parts_are_sound(parts, text, at) or None in found:
            return None
        kinds = {variable.type for variable in found if variable is not None}
        if kinds != {"int"} or not looks_arithmetic("".join(text.split())):
            expected = "arithmetic over int variables, with a placeholder and an operator"
            self._report.add("expression.malformed", at(0), _shown(parts), expected)
            return None
        references = [
            part if isinstance(part, str) else Reference(part.body)  # nothing is declared here
            for part in parts
        ]
        return self._expression(parts, references, at)

    def check_all_used(self) -> None:
        """Report variables that are declared apart and stand in no field."""
        if not self._apart:
            return
        for name, variable in self.variables.items():
            if name not in self.uses and name not in self.hidden:
                expected = "a field that uses the variable"
                self._report.add("variable.unused", variable.offset, name, expected)

    def _variable(self, part: Placeholder, at: OffsetMap) -> Variable | None:
        """Return the variable that a placeholder uses or declares, or None after reporting."""
        name, declaring, rest = part.body.partition(":")
        known = self.variables.get(name)
        if known is None and not self._name_is_sound(name, part, at):
            return None
        if declaring:
            return self._declared(name, rest, part, at)
        known = known or self._shared.get(name)
        if self._forbidden and name not in self._shared and not self._is_hidden(name):
            self._report.add("placeholder.forbidden", at(part.offset), part.body, self._forbidden)
            return None
        if known is None:
            if not self._is_hidden(name):
                expected = "a variable that is declared before, as in {name:type:domain}"
                self._report.add("variable.undeclared", at(part.offset), name, expected)
                self.excused.add(name)
            return None
        self.uses[name] = self.uses.get(name, 0) + 1
        if self.uses[name] > 1 and known.type not in SHARED_TYPES:
            expected = f"one use: a {known.type} variable is a whole value and stands only once"
            self._report.add("variable.reused", at(part.offset), name, expected)
            return None
        return known

    def _is_hidden(self, name: str) -> bool:
        return name in self.hidden or name in self.excused

    def _name_is_sound(self, name: str, part: Placeholder, at: OffsetMap) -> bool:
        if VARIABLE_NAME.fullmatch(name) is None:
            expected = "a variable's name: a letter or _, then letters, digits and _"
            self._report.add("placeholder.name", at(part.offset), part.body, expected)
            return False
        if len(name) > limits.NAME_BYTES:
            expected = f"at most {limits.NAME_BYTES} bytes in a name"
            self._report.add("limit.name", at(part.offset), name, expected)
            return False
        return True

    def _declared(self, name: str, rest: str, part: Placeholder, at: OffsetMap) -> Variable | None:
        """Return the variable that `rest`, a type and perhaps a domain, declares, or None."""
        if self._forbidden or self._apart:
            expected = self._forbidden or "only ${name}: variables are declared apart"
            self._report.add("placeholder.forbidden", at(part.offset), part.body, expected)
            self.hidden.add(name)
            return None
        if name in self.variables or name in self._shared or name in self.hidden:
            expected = "one declaration; use {" + name + "} after it"
            self._report.add("variable.redeclared", at(part.offset), name, expected)
            return None
        type_name, has_domain, domain = rest.partition(":")
        variable = self.declare(name, type_name, domain if has_domain else None, part, at)
        if variable is None:
            self.hidden.add(name)
            return None
        self.variables[name] = variable
        self.uses[name] = 1
        if len(self.variables) == limits.VARIABLES + 1:
            expected = f"at most {limits.VARIABLES} variables in an object"
            self._report.add("limit.variables", at(part.offset), name, expected)
        return variable

    def declare(
        self, name: str, type_name: str, domain: str | None, part: Placeholder, at: OffsetMap
    ) -> Variable | None:
        """Return a variable from its declaration's texts, or None after reporting."""
        type_offset = part.offset + len(name) + 1
        if type_name not in TYPES:
            expected = f"one of the types {', '.join(TYPES)}"
            self._report.add("variable.type", at(type_offset), type_name, expected)
            return None
        domain_offset = type_offset + len(type_name) + (0 if domain is None else 1)
        try:
            found = read_domain(type_name, domain)
        except TextProblem as problem:
            where = at(domain_offset + problem.offset)
            self._report.add(problem.code, where, problem.found, problem.expected)
            return None
        return Variable(name, type_name, found, at(part.offset))

    def _parts_are_sound(self, parts: Sequence[Part], text: str, at: OffsetMap) -> bool:
        """Check what holds for every value: neighbours, number of placeholders, length of text."""
        if len(parts) > 1 and not self._placeholders_are_sound(parts, at):
            return False
        if len(text) > limits.SHORT_TEXT and len(text.encode()) > limits.TEXT_BYTES:
            expected = f"at most {limits.TEXT_BYTES} bytes of text in a value"
            self._report.add("limit.value", at(0), text, expected)
            return False
        return True

    def _placeholders_are_sound(self, parts: Sequence[Part], at: OffsetMap) -> bool:
        placeholders = [part for part in parts if isinstance(part, Placeholder)]
        if len(placeholders) > limits.PLACEHOLDERS:
            extra = placeholders[limits.PLACEHOLDERS]
            expected = f"at most {limits.PLACEHOLDERS} placeholders in a value"
            self._report.add("limit.placeholders", at(extra.offset), extra.body, expected)
            return False
        if len(placeholders) > 1:
            for left, right in pairwise(parts):
                if isinstance(left, Placeholder) and isinstance(right, Placeholder):
                    expected = "literal text between two placeholders"
                    self._report.add("placeholder.adjacent", at(right.offset), right.body, expected)
                    return False
        return True

    def _expression(
        self, parts: Sequence[Part], references: Sequence[str | Reference], at: OffsetMap
    ) -> Expression | None:
        """Return the expression, or None after reporting a malformed one."""
        tokens: list[Token] = []
        for part in references:
            if isinstance(part, Reference):
                tokens.append(part)
            else:
                tokens.extend(_number_or_operator(text) for text in _ARITHMETIC_TOKEN.findall(part))
        expression = to_postfix(tokens)
        if expression is None:
            expected = "arithmetic such as {n}/2; in quotes it is a text with placeholders"
            self._report.add("expression.malformed", at(0), _shown(parts), expected)
        return expression

    def _template(
        self,
        parts: Sequence[Part],
        references: Sequence[str | Reference],
        types: Sequence[str],
        at: OffsetMap,
    ) -> Template | None:
        if len(references) > 1 and not SHARED_TYPES.issuperset(types):
            part = next(
                part
                for part, kind in zip(
                    (part for part in parts if isinstance(part, Placeholder)), types, strict=True
                )
                if kind not in SHARED_TYPES
            )
            expected = "the placeholder alone: only int and string may stand inside a longer text"
            self._report.add("placeholder.not-whole", at(part.offset), part.body, expected)
            return None
        self.bound.update([found.name for found in references if isinstance(found, Reference)])
        return Template(tuple(references))


def _shown(parts: Sequence[Part]) -> str:
    return "".join(part if isinstance(part, str) else f"{{{part.body}}}" for part in parts)


def looks_arithmetic(text: str) -> bool:
    """Return whether the text around a bare value's placeholders makes it an expression.

    All of it digits, operators and parentheses, with at least one operator.
    """
    return _ARITHMETIC_TEXT.fullmatch(text) is not None


def _number_or_operator(text: str) -> Token:
    return int(text) if text[0].isdigit() else text

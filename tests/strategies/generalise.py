"""From a SELF to a COMPATIBLE object that accepts it, by putting variables in place of texts.

Here belongs which demand a text is turned into. It must not know how a document is written, nor
whether the other side is changed afterwards.
"""

import re

from hypothesis import strategies as st

from . import domains
from .choices import chance, pick
from .expressions import expression_for, sum_for, value_under_remainder
from .model import Demands, Fields, Value, Variable, literal

MOST_COMBINATIONS = 3000
_NAMES = ("n", "m", "val1", "s", "_k", "Z9", "x")
_SEGMENT = re.compile(r"[1-9][0-9]*|0|[A-Za-z]+")


def generalised(draw: st.DrawFn, fields: Fields) -> Demands:
    """Draw a COMPATIBLE object that accepts these fields, but for a few domains beside them."""
    scope = _Scope(draw)
    demands = {
        name: scope.demand(text) for name, text in draw(st.permutations(list(fields.items())))
    }
    return {name: value for name, value in demands.items() if value.parts or chance(draw, 40)}


def with_opaque(draw: st.DrawFn, demands: Demands) -> Demands:
    """Leave one field to others; one that declares no variable, so that the rest stays valid."""
    plain = [name for name, value in demands.items() if not value.variables]
    name = pick(draw, plain) if plain and chance(draw, 80) else "fw_only"
    return {**demands, name: Value((Variable("o", "opaque", "firmware"),))}


class _Scope:
    """The variables of one object, each with the value that makes the object match."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.twists = 45 if chance(draw, 25) else 6
        self.known: dict[Variable, int | str] = {}
        self.domains: dict[Variable, list[int] | list[str]] = {}
        self.names = 0
        self.combinations = 1

    def demand(self, text: str) -> Value:
        draw = self.draw
        if not text:
            return self._empty_demand()
        number = domains.as_integer(text)
        if number is not None and chance(draw, 90):
            return self._number_demand(text, number)
        kinds = ("literal", "template", "template", "split", "string", "whole", "reuse")
        kind = "whole" if domains.is_measured(text) and chance(draw, 60) else pick(draw, kinds)
        made: Value | None = None
        if kind == "template":
            made = self._template(text)
        elif kind == "split":
            made = self._split(text)
        elif kind == "string":
            made = self._one(self._string(text))
        elif kind == "whole":
            made = self._whole(text)
        elif kind == "reuse":
            made = self._one(self._with_value(text, twisted=chance(draw, 50)))
        return made or literal(text)

    def _number_demand(self, text: str, number: int) -> Value:
        draw = self.draw
        if chance(draw, self.twists) and (twisted := self._twisted(number)):
            return twisted
        same = self._with_value(number)
        if same and chance(draw, 35):
            return Value((same,))
        kind = pick(draw, ("literal", "int", "whole", *("one",) * 4, "two", "two", "rest"))
        if kind == "whole":
            return self._whole(text)
        if kind in ("literal", "int"):
            return (self._one(self._int(number)) if kind == "int" else None) or literal(text)
        if kind == "rest":
            made = self._remainder(number)
            return made or literal(text)
        pairs = [(variable, v) for variable, v in self.known.items() if isinstance(v, int)]
        if not pairs or chance(draw, 15):
            fresh = number * 2 + pick(draw, (0, 0, 0, 1)) if chance(draw, 50) else number + 3
            new = self._int(fresh)
            if not new:
                return literal(text)
            pairs = [(new, fresh)]
        variable, value = pick(draw, pairs)
        if kind == "two":
            other, parts = sum_for(draw, number, (variable, value))
            right = self._with_value(other) if chance(draw, 50) else None
            if right := right or self._int(other):
                return Value(parts(right), expression=True)
        return Value(expression_for(draw, number, variable, value), expression=True)

    def _remainder(self, number: int) -> Value | None:
        value, divisor = value_under_remainder(self.draw, number)
        variable = self._with_value(value) or self._int(value)
        return Value((variable, divisor), expression=True) if variable else None

    def _twisted(self, number: int) -> Value | None:
        """Demand the number from a value that a known variable could have, but has not."""
        choices = [
            (variable, other)
            for variable, others in self.domains.items()
            for other in others
            if isinstance(other, int) and other != self.known[variable]
        ]
        if not choices:
            return None
        variable, other = pick(self.draw, choices)
        if other == number and chance(self.draw, 70):
            return Value((variable,))
        return Value(expression_for(self.draw, number, variable, other), expression=True)

    def _empty_demand(self) -> Value:
        kind = pick(self.draw, ("nothing", "nothing", "any", "string", "set", "opaque"))
        if kind == "any":
            return self._undomained("any", None)
        if kind == "opaque":
            return self._undomained("opaque", "firmware")
        if kind == "set":
            return self._undomained("set", domains.set_domain(self.draw, ""))
        return (self._one(self._string("")) if kind == "string" else None) or literal("")

    def _whole(self, text: str) -> Value:
        draw = self.draw
        options: list[tuple[str, str | None]] = [
            ("any", None),
            ("set", domains.set_domain(draw, text)),
            ("opaque", pick(draw, ("firmware", '"the vendor"', "fw 2"))),
        ]
        for kind, written in (
            ("version", domains.version_domain(draw, text)),
            ("mask", domains.mask_domain(draw, text)),
        ):
            options += [(kind, written)] * 4 if written else []
        return self._undomained(*pick(draw, options))

    def _template(self, text: str) -> Value | None:
        """Put variables in place of one to three of the text's words and numbers."""
        draw = self.draw
        parts: list[str | Variable] = []
        at = 0
        for found in _SEGMENT.finditer(text):
            if sum(isinstance(part, Variable) for part in parts) == 3:
                break
            between = text[at : found.start()]
            if (not between and parts) or between.endswith("$") or not chance(draw, 65):
                continue
            variable = self._for_segment(found.group())
            if variable is None:
                continue
            parts += [between, variable] if between else [variable]
            at = found.end()
        parts += [text[at:]] if text[at:] else []
        if _looks_like_a_sum(parts) and chance(draw, 15):
            return Value(tuple(parts), expression=True)
        return Value(tuple(parts)) if any(isinstance(p, Variable) for p in parts) else None

    def _for_segment(self, segment: str) -> Variable | None:
        number = domains.as_integer(segment)
        value = segment if number is None else number
        same = self._with_value(value)
        if same and chance(self.draw, 60):
            return same
        if number is None or chance(self.draw, 15):
            return self._string(segment)
        return self._int(number)

    def _split(self, text: str) -> Value | None:
        """Two variables with a text between them that may stand in several places."""
        draw = self.draw
        places = [i for i in range(1, len(text) - 1) if text[i] != "$" and text[i - 1] != "$"]
        if not places:
            return None
        at = pick(draw, places)
        others = [i for i in range(len(text)) if text[i] == text[at]]
        left, right = text[:at], text[at + 1 :]
        numbers = domains.as_integer(left), domains.as_integer(right)
        if numbers[0] is not None and numbers[1] is not None and chance(draw, 50):
            lefts = [n for i in others if (n := domains.as_integer(text[:i])) is not None]
            rights = [n for i in others if (n := domains.as_integer(text[i + 1 :])) is not None]
            first = self._add("int", ",".join(map(str, lefts)), lefts, numbers[0])
            last = self._add("int", ",".join(map(str, rights)), rights, numbers[1])
        else:
            first = self._string(left, tuple(text[:i] for i in others))
            same = self._with_value(right) if chance(draw, 60) else None
            last = same or self._string(right, tuple(text[i + 1 :] for i in others))
        return Value((first, text[at], last)) if first and last else None

    def _with_value(self, value: int | str, *, twisted: bool = False) -> Variable | None:
        """Take a known variable that has the value, or twisted: that at least could have it."""
        same = [
            variable
            for variable, v in self.known.items()
            if str(v) == str(value) or (twisted and str(value) in map(str, self.domains[variable]))
        ]
        return pick(self.draw, same) if same else None

    def _one(self, variable: Variable | None) -> Value | None:
        return Value((variable,)) if variable else None

    def _int(self, value: int) -> Variable | None:
        return self._add("int", *domains.int_domain(self.draw, value), value)

    def _string(self, text: str, others: tuple[str, ...] = ()) -> Variable | None:
        return self._add("string", *domains.string_domain(self.draw, text, others), text)

    def _add(
        self, kind: str, domain: str, values: list[int] | list[str], value: int | str
    ) -> Variable | None:
        if self.combinations * len(values) > MOST_COMBINATIONS or self.names == len(_NAMES):
            return None
        self.combinations *= len(values)
        variable = Variable(self._name(), kind, domain)
        self.known[variable] = value
        self.domains[variable] = values
        return variable

    def _undomained(self, kind: str, domain: str | None) -> Value:
        return Value((Variable(self._name(), kind, domain),))

    def _name(self) -> str:
        self.names += 1
        return _NAMES[self.names - 1] if self.names <= len(_NAMES) else f"v{self.names}"


def _looks_like_a_sum(parts: list[str | Variable]) -> bool:
    """Say whether these parts, written without quotes, are arithmetic by accident."""
    kinds = [part if isinstance(part, str) else part.kind for part in parts]
    return len(kinds) == 3 and kinds[::2] == ["int", "int"] and kinds[1] in tuple("+-*/%")

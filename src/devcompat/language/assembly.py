"""Assembly: from the sections of a document to a descriptor, with every rule that spans fields.

Belongs here: repeated names, scopes, limits of objects; the same for all text layouts.
Must not know: how sections were found (parser, formats), what any field means.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.boundness import open_combinations, open_variables
from devcompat.language.nodes import (
    EMPTY,
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
from devcompat.language.report import Report
from devcompat.language.scope import Scope
from devcompat.language.tokens import RawField, declared_in, name_problem
from devcompat.values.features import SEPARATOR

_PARAMETER_TYPES = ("int", "string")
_FORBIDDEN = {
    "SELF": "plain text: a placeholder may stand in COMPATIBLE, and a parameter's in SELF",
    "INFO": "plain text: a placeholder may not stand in INFO",
}


class Section(NamedTuple):
    """One object as written: its header's name and offset, and its fields.

    `declared` are a COMPATIBLE object's variables where they are declared apart; `hidden` those of
    them that were wrong.
    """

    name: str
    offset: int
    fields: list[RawField]
    declared: Mapping[str, Variable] | None = None
    hidden: frozenset[str] = frozenset()


def assemble(
    sections: Sequence[Section],
    report: Report,
    parameters: Sequence[Parameter] | None = None,
) -> Descriptor | None:
    """Return the descriptor that `sections` make, or None; what is wrong goes to `report`.

    `parameters` are given where a format declares them apart; else PARAMETERS is a section.
    """
    by_name: dict[str, list[Section]] = {}
    for section in sections:
        by_name.setdefault(section.name, []).append(section)
    _check_counts(by_name, report)
    hidden: set[str] = set()
    if parameters is None:
        parameters, hidden = _parameters(by_name.get("PARAMETERS"), report)
    shared = {found.variable.name: found.variable for found in parameters}
    assembler = _Assembler(report, shared, hidden)
    selves = [assembler.plain_object(section) for section in by_name.get("SELF", [])]
    compatible = [assembler.compatible_object(section) for section in by_name.get("COMPATIBLE", [])]
    infos = [assembler.plain_object(section) for section in by_name.get("INFO", [])]
    if not selves:
        return None
    info = infos[0] if infos else None
    return Descriptor(selves[0], tuple(compatible), info, tuple(parameters))


def _check_counts(by_name: Mapping[str, Sequence[Section]], report: Report) -> None:
    if "SELF" not in by_name and not report.may_hide_a_header():
        first = min((found[0] for found in by_name.values()), key=lambda section: section.offset)
        report.add("object.self-missing", first.offset, f"{first.name}:", "exactly one SELF:")
    for name in ("SELF", "INFO", "PARAMETERS"):
        for extra in by_name.get(name, [])[1:]:
            report.add("object.repeated", extra.offset, f"{name}:", f"one {name}: in a descriptor")
    compatible = by_name.get("COMPATIBLE", [])
    if len(compatible) > limits.COMPATIBLE_OBJECTS:
        expected = f"at most {limits.COMPATIBLE_OBJECTS} COMPATIBLE objects"
        offset = compatible[limits.COMPATIBLE_OBJECTS].offset
        report.add("limit.objects", offset, f"{len(compatible)} objects", expected)


def _parameters(
    sections: Sequence[Section] | None, report: Report
) -> tuple[list[Parameter], set[str]]:
    """Return the parameters, and the names whose declaration was wrong."""
    if not sections:
        return [], set()
    scope = Scope(report)
    found: list[Parameter] = []
    seen: set[str] = set()
    for raw in sections[0].fields:
        if not 0 < len(raw.name) <= limits.NAME_BYTES:
            _excuse(raw, scope, report)
            continue
        if raw.name in seen:
            report.add("field.repeated", raw.offset, raw.name, "each parameter once")
            scope.excused.update(declared_in(raw.parts))
            continue
        seen.add(raw.name)
        value = scope.value(raw.parts, raw.at, bare=False)
        if value is None:
            continue
        variable = _parameter_variable(value, scope)
        if variable is None:
            expected = "one declaration as the whole value, as in {name:int:1..8}; int or string"
            report.add("parameter.value", raw.offset, raw.name, expected)
            continue
        found.append(Parameter(raw.name, variable, raw.offset))
    _check_field_count(len(found), sections[0], report)
    hidden = scope.hidden | scope.excused
    return found, hidden | (scope.variables.keys() - {item.variable.name for item in found})


def _parameter_variable(value: Value, scope: Scope) -> Variable | None:
    if not isinstance(value, Template) or len(value.parts) != 1:
        return None
    only = value.parts[0]
    if not isinstance(only, Reference) or scope.uses.get(only.name) != 1:
        return None
    variable = scope.variables[only.name]
    return variable if variable.type in _PARAMETER_TYPES else None


class _Assembler:
    """Builds objects whose values may use the document's parameters."""

    def __init__(self, report: Report, shared: Mapping[str, Variable], hidden: set[str]) -> None:
        self._report = report
        self._shared = shared
        self._hidden = hidden
        self._overlong: set[str] = set()  # names whose joined value was reported

    def plain_object(self, section: Section) -> Object:
        """Return SELF or INFO: repeated names are one value, joined; no declarations."""
        shared = self._shared if section.name == "SELF" else {}
        self._overlong.clear()
        scope = Scope(self._report, shared, forbidden=_FORBIDDEN[section.name])
        scope.hidden.update(self._hidden)
        joined: dict[str, Field] = {}
        for raw in section.fields:
            value = self._value(raw, scope)
            if value is None or raw.name in self._overlong:
                continue
            before = joined.get(raw.name)
            if before is None:
                joined[raw.name] = Field(raw.name, value, raw.offset)
            else:
                self._join(joined, before, raw, value)
        _check_field_count(len(joined), section, self._report)
        return Object(tuple(joined.values()), (), section.offset)

    def _join(self, joined: dict[str, Field], before: Field, raw: RawField, value: Value) -> None:
        """Join a repeated name's value to the one before, with `+` between what is not empty."""
        if EMPTY in (before.value, value):
            found = value if before.value == EMPTY else before.value
            joined[raw.name] = before._replace(value=found)
            return
        if isinstance(before.value, Expression) or isinstance(value, Expression):
            self._report.add("field.repeated", raw.offset, raw.name, "one arithmetic value")
            return
        merged: list[str | Reference] = []
        for part in (*before.value.parts, SEPARATOR, *value.parts):
            if isinstance(part, str) and merged and isinstance(merged[-1], str):
                merged[-1] += part
            else:
                merged.append(part)
        if sum(isinstance(part, Reference) for part in merged) > limits.PLACEHOLDERS:
            expected = f"at most {limits.PLACEHOLDERS} placeholders in a joined value"
            self._report.add("limit.placeholders", raw.offset, raw.name, expected)
            return
        size = sum(len(part.encode()) for part in merged if isinstance(part, str))
        if size > limits.TEXT_BYTES:
            expected = f"at most {limits.TEXT_BYTES} bytes in a joined value"
            self._report.add("limit.joined", raw.offset, raw.name, expected)
            self._overlong.add(raw.name)
            return
        joined[raw.name] = before._replace(value=Template(tuple(merged)))

    def compatible_object(self, section: Section) -> Object:
        """Return one COMPATIBLE object: names once, variables its own."""
        scope = Scope(self._report, self._shared, declared=section.declared)
        scope.hidden.update(self._hidden, section.hidden)
        for name in self._shared.keys() & (section.declared or {}).keys():
            offset = scope.variables[name].offset
            self._report.add("variable.redeclared", offset, name, "a name that no parameter has")
        fields: dict[str, Field] = {}
        seen: set[str] = set()
        for raw in section.fields:
            name = raw.name
            if name and name in seen:
                expected = "each name once; for alternatives a variable of type string or set"
                self._report.add("field.repeated", raw.offset, name, expected)
                scope.excused.update(declared_in(raw.parts))
                continue
            seen.add(name)
            value = self._value(raw, scope)
            if value is not None:
                fields[name] = Field(name, value, raw.offset)
        _check_field_count(len(seen - {""}), section, self._report)
        scope.check_all_used()
        found = Object(tuple(fields.values()), tuple(scope.variables.values()), section.offset)
        if len(fields) == len(seen) and not scope.bound.issuperset(scope.variables):
            check_combinations(found, self._report)
        return found

    def _value(self, raw: RawField, scope: Scope) -> Value | None:
        if not 0 < len(raw.name) <= limits.NAME_BYTES:
            _excuse(raw, scope, self._report)
            return None
        parts = raw.parts
        if raw.arithmetic:
            return scope.arithmetic(parts, raw.at)
        if not parts:
            return EMPTY
        first = parts[0]
        if len(parts) == 1 and isinstance(first, str) and len(first) <= limits.SHORT_TEXT:
            return Template((first,))
        return scope.value(parts, raw.at, bare=not raw.quoted)


def _excuse(raw: RawField, scope: Scope, report: Report) -> None:
    """Report a name that is too long; what a field that is lost declares is not missed later."""
    if raw.lost is not None:
        scope.excused.update(raw.lost)
        return
    problem = name_problem(raw.name)
    if problem is not None:
        report.add(problem[0], raw.offset, raw.name, problem[1])
        scope.excused.update(declared_in(raw.parts))


def _check_field_count(count: int, section: Section, report: Report) -> None:
    if count > limits.FIELDS:
        expected = f"at most {limits.FIELDS} fields in an object"
        report.add("limit.fields", section.offset, f"{count} fields", expected)


def check_combinations(compatible: Object, report: Report) -> None:
    """Report an object whose open variables have too many combinations to be searched.

    That is not worked out for an object that is beyond other limits.
    """
    if len(compatible.fields) > limits.FIELDS or len(compatible.variables) > limits.VARIABLES:
        return
    if not any(isinstance(field.value, Expression) for field in compatible.fields):
        return
    count = open_combinations(compatible)
    if count > limits.COMBINATIONS:
        names = ", ".join(open_variables(compatible))
        expected = f"at most {limits.COMBINATIONS} combinations of variables that no text binds"
        report.add("limit.combinations", compatible.offset, names, expected)

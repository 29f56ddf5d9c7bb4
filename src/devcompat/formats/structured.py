"""Structured: the model that JSON, YAML and TOML share, from their trees and back (section 6).

Belongs here: the keys, how values, domains and variables are laid out, and what is wrong there.
Must not know: the syntax of any one of those formats, or what a descriptor means.

    self:        {name: text | integer, ...}
    compatible:  [{variables: {name: {type: T, domain: D}}, fields: {name: text | {expr: text}}}]
    info:        {name: text | integer, ...}
    parameters:  {attribute: {name: N, type: T, domain: D}}

A domain is a list: of integers and {from, to} (int), of texts (string, set), of comparators
(version); a text for mask and opaque; none for any.
"""

from typing import NoReturn

from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence, kind_of
from devcompat.language import limits
from devcompat.language.assembly import Section, assemble
from devcompat.language.domains import member_problem, read_domain
from devcompat.language.nodes import TYPES, Document, Domain, Parameter, Variable
from devcompat.language.problems import TextProblem
from devcompat.language.report import Report
from devcompat.language.source import Source
from devcompat.language.templates import VARIABLE_NAME, Part, split_structured
from devcompat.language.tokens import RawField, name_problem
from devcompat.values.integers import IntegerRange, IntegerSet

KEYS = ("self", "compatible", "info", "parameters")
_DOMAINS = {
    "int": 'a list of integers and ranges such as {"from": 1, "to": 8}',
    "string": "a list of texts",
    "set": "a list of texts",
    "version": 'a list of comparators such as ">=2.1"',
    "mask": 'an integer, or a text such as "0xff"',
    "opaque": "a text: who decides",
}


def read_tree(tree: Node, source: Source) -> Document:
    """Return the document that a tree spells. Raises InputError with every independent problem."""
    report = Report(source)
    reader = _Reader(report)
    sections, parameters = reader.sections(tree)
    descriptor = assemble(sections, report, parameters) if sections else None
    report.raise_if_any()
    assert descriptor is not None  # noqa: S101  (without a section a key is reported missing)
    return Document(descriptor, source)


class _Wrong(Exception):
    """What is wrong was reported; the element is left out."""


class _Reader:
    def __init__(self, report: Report) -> None:
        self._report = report

    def _fail(self, code: str, offset: int, found: str, expected: str) -> NoReturn:
        self._report.add(code, offset, found, expected)
        raise _Wrong

    def sections(self, tree: Node) -> tuple[list[Section], list[Parameter]]:
        """Return the objects as sections, and the parameters."""
        try:
            self._demand_descriptor(self._map(tree))
            entries = self._entries(tree, KEYS, required=("self",))
        except _Wrong:
            return [], []
        sections: list[Section] = []
        parameters: list[Parameter] = []
        for name, entry in entries.items():
            try:
                if name == "compatible":
                    sections += self._compatible(entry.value)
                elif name == "parameters":
                    parameters = self._parameters(entry.value)
                    self._check_count(len(parameters), limits.VARIABLES, "variables", entry)
                else:
                    fields = self._fields(entry.value)
                    sections.append(Section(name.upper(), entry.offset, fields))
            except _Wrong:
                continue
        return sections, parameters

    def _demand_descriptor(self, tree: Mapping) -> None:
        """Fail once for what has several keys and none of a descriptor: another kind of file."""
        keys = [entry.key for entry in tree.entries]
        if len(keys) > 1 and not {key.lower() for key in keys} & set(KEYS):
            self._fail("structure.missing", tree.offset, ", ".join(keys), "the key 'self'")

    def _entries(
        self, node: Node, allowed: tuple[str, ...], required: tuple[str, ...] = ()
    ) -> dict[str, Entry]:
        """Return a map's entries by key; only `allowed` keys, and all the `required` ones."""
        found: dict[str, Entry] = {}
        for entry in self._map(node).entries:
            if entry.key in allowed:
                found[entry.key] = entry
            else:
                expected = f"one of the keys {', '.join(allowed)}"
                self._report.add("structure.key", entry.offset, entry.key, expected)
        for key in required:
            if key not in found:
                self._fail("structure.missing", node.offset, "", f"the key {key!r}")
        return found

    def _map(self, node: Node) -> Mapping:
        if not isinstance(node, Mapping):
            expected = "an object"
            if isinstance(node, Scalar) and "=" in node.text:
                expected += "; for name=value the header is SELF:, in capitals"
            self._fail("structure.type", node.offset, kind_of(node), expected)
        return node

    def _list(self, node: Node, expected: str) -> Sequence:
        if not isinstance(node, Sequence):
            self._fail("structure.type", node.offset, kind_of(node), expected)
        return node

    def _text(self, node: Node, expected: str) -> Scalar:
        """Return a scalar that is a text, all of it printable, or an integer."""
        if not isinstance(node, Scalar) or node.kind not in {"text", "integer"}:
            self._fail("structure.type", node.offset, kind_of(node), expected)
        for index, character in enumerate(node.text):
            if not character.isprintable() and character != "\t":
                shown = f"U+{ord(character):04X}"
                self._fail("text.unprintable", node.at(index), shown, "printable text")
        return node._replace(text="0") if node.text == "-0" and node.kind == "integer" else node

    def _compatible(self, node: Node) -> list[Section]:
        sections = []
        for item in self._list(node, "a list of objects").items:
            try:
                sections.append(self._compatible_object(item))
            except _Wrong:
                continue
        return sections

    def _compatible_object(self, node: Node) -> Section:
        entries = self._entries(node, ("variables", "fields"), required=("fields",))
        declared: dict[str, Variable] = {}
        hidden: set[str] = set()
        if "variables" in entries:
            for entry in self._map(entries["variables"].value).entries:
                try:
                    declared[entry.key] = self._variable(entry.key, entry.offset, entry.value)
                except _Wrong:
                    hidden.add(entry.key)
            self._check_count(len(declared), limits.VARIABLES, "variables", entries["variables"])
        fields = self._fields(entries["fields"].value)
        return Section("COMPATIBLE", node.offset, fields, declared, frozenset(hidden))

    def _check_count(self, count: int, most: int, what: str, entry: Entry) -> None:
        if count > most:
            expected = f"at most {most} {what} in an object"
            self._report.add(f"limit.{what}", entry.offset, f"{count} {what}", expected)

    def _fields(self, node: Node) -> list[RawField]:
        fields = []
        for entry in self._map(node).entries:
            try:
                fields.append(self._field(entry))
            except _Wrong:
                continue
        return fields

    def _field(self, entry: Entry) -> RawField:
        problem = name_problem(entry.key)
        if problem is not None:
            self._fail(problem[0], entry.offset, entry.key, problem[1])
        arithmetic = isinstance(entry.value, Mapping)
        node: Node = entry.value
        if arithmetic:
            node = self._entries(node, ("expr",), required=("expr",))["expr"].value
        scalar = self._text(node, 'a text, an integer or {"expr": ...}')
        try:
            parts: list[Part] = split_structured(scalar.text)
        except TextProblem as found:
            self._fail(found.code, scalar.at(found.offset), found.found, found.expected)
        return RawField(
            entry.key, entry.offset, parts, scalar.text_offset, not arithmetic, arithmetic,
            scalar.escapes,
        )  # fmt: skip

    def _variable(self, name: str, offset: int, node: Node) -> Variable:
        self._check_name(name, offset, "a variable's name")
        entries = self._entries(node, ("type", "domain"), required=("type",))
        return self._typed(name, offset, node, entries)

    def _check_name(self, name: str, offset: int, what: str) -> None:
        if VARIABLE_NAME.fullmatch(name) is None:
            expected = f"{what}: a letter or _, then letters, digits and _"
            self._fail("placeholder.name", offset, name, expected)
        if len(name) > limits.NAME_BYTES:
            expected = f"at most {limits.NAME_BYTES} bytes in a name"
            self._fail("limit.name", offset, name, expected)

    def _typed(self, name: str, offset: int, node: Node, entries: dict[str, Entry]) -> Variable:
        kind = self._text(entries["type"].value, "a type's name")
        if kind.text not in TYPES:
            expected = f"one of the types {', '.join(TYPES)}"
            self._fail("variable.type", kind.offset, kind.text, expected)
        return Variable(name, kind.text, self._domain(kind.text, entries, node.offset), offset)

    def _domain(self, kind: str, entries: dict[str, Entry], offset: int) -> Domain:
        entry = entries.get("domain")
        if kind == "any":
            if entry is not None:
                self._fail("domain.unexpected", entry.offset, "domain", "no domain for any")
            return None
        if entry is None:
            self._fail("domain.empty", offset, "", _DOMAINS[kind])
        if kind in {"mask", "opaque"}:
            return self._scalar_domain(kind, entry.value)
        items = self._list(entry.value, _DOMAINS[kind]).items
        if not items:
            self._fail("domain.empty", entry.value.offset, "[]", _DOMAINS[kind])
        if len(items) > limits.DOMAIN_ITEMS:
            expected = f"at most {limits.DOMAIN_ITEMS} items in a domain"
            self._fail("limit.items", entry.value.offset, f"{len(items)} items", expected)
        if kind == "int":
            return IntegerSet([self._range(item) for item in items])
        if kind == "version":
            texts = [self._text(item, _DOMAINS[kind]) for item in items]
            for found in texts:
                if "," in found.text:
                    self._fail("domain.member", found.offset, found.text, "one comparator")
                self._demand_no_blanks(kind, found)
                self._parsed(kind, found.text, found.offset)
            return self._parsed(kind, ",".join(found.text for found in texts), texts[0].offset)
        return tuple(dict.fromkeys(self._member(item, kind) for item in items))

    def _scalar_domain(self, kind: str, node: Node) -> Domain:
        scalar = self._text(node, _DOMAINS[kind])
        if kind == "mask":
            self._demand_no_blanks(kind, scalar)
            return self._parsed(kind, scalar.text, scalar.offset)
        problem = member_problem(scalar.text, in_set=False)
        if problem is not None or not scalar.text:
            code, expected = problem or ("domain.member", _DOMAINS[kind])
            self._fail(code, scalar.offset, scalar.text, expected)
        return scalar.text

    def _demand_no_blanks(self, kind: str, scalar: Scalar) -> None:
        """Refuse blanks around a member, which a text domain would drop."""
        if scalar.text != scalar.text.strip():
            self._fail("domain.member", scalar.offset, scalar.text, _DOMAINS[kind])

    def _parsed(self, kind: str, text: str, offset: int) -> Domain:
        try:
            return read_domain(kind, text)
        except TextProblem as found:
            self._fail(found.code, offset, found.found, found.expected)

    def _member(self, node: Node, kind: str) -> str:
        scalar = self._text(node, _DOMAINS[kind])
        problem = member_problem(scalar.text, in_set=kind == "set")
        if problem is not None:
            self._fail(problem[0], scalar.offset, scalar.text, problem[1])
        return scalar.text

    def _range(self, node: Node) -> IntegerRange:
        if isinstance(node, Mapping):
            entries = self._entries(node, ("from", "to"), required=("from", "to"))
            low, high = self._integer(entries["from"].value), self._integer(entries["to"].value)
            if low > high:
                expected = "a range from the smaller to the larger"
                self._fail("domain.range", node.offset, f"{low}..{high}", expected)
            return IntegerRange(low, high)
        number = self._integer(node)
        return IntegerRange(number, number)

    def _integer(self, node: Node) -> int:
        if not isinstance(node, Scalar) or node.kind != "integer":
            self._fail("structure.type", node.offset, kind_of(node), "an integer")
        if len(node.text) > limits.TEXT_BYTES:
            expected = f"at most {limits.TEXT_BYTES} bytes in a member"
            self._fail("limit.member", node.offset, node.text, expected)
        return int(node.text)

    def _parameters(self, node: Node) -> list[Parameter]:
        parameters = []
        names: set[str] = set()
        for entry in self._map(node).entries:
            try:
                found = self._parameter(entry)
                if found.variable.name in names:
                    expected = "one declaration of a parameter's name"
                    self._fail("variable.redeclared", entry.offset, found.variable.name, expected)
            except _Wrong:
                continue
            names.add(found.variable.name)
            parameters.append(found)
        return parameters

    def _parameter(self, entry: Entry) -> Parameter:
        problem = name_problem(entry.key)
        if problem is not None:
            self._fail(problem[0], entry.offset, entry.key, problem[1])
        entries = self._entries(
            entry.value, ("name", "type", "domain"), required=("name", "type", "domain")
        )
        name = self._text(entries["name"].value, "a parameter's name")
        self._check_name(name.text, name.offset, "a parameter's name")
        variable = self._typed(name.text, name.offset, entry.value, entries)
        if variable.type not in {"int", "string"}:
            self._fail("parameter.value", entry.offset, variable.type, "the type int or string")
        return Parameter(entry.key, variable, entry.offset)

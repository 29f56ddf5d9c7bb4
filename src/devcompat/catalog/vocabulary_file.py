"""Vocabulary file: from a tree to a vocabulary (section 11; schema/vocabulary.schema.json).

Belongs here: the keys of a vocabulary, and what is wrong with one.
Must not know: files, the syntax (vocabulary_syntax), what follows from a rule.

```toml
name = "acme-nic"                 # needed
version = "1"                     # needed
unlisted = "equal"                # or "refuse"; what holds for fields that are not listed
basis = "document"                # how it is known; a file that an operator gives is operator's
source = "data sheet, page 7"
description = "What ACME's functions take over."

[fields]                          # needed
model = "equal"                   # a rule alone
"compatible_*" = "superset"       # * stands for any letters
queues = { rule = "at-least", default = "1" }
firmware = { rule = "opaque", decides = "firmware" }
mode = { rule = "one-of", lists = { fast = ["fast", "slow"], slow = ["slow"] } }
```
"""

import re
from collections.abc import Callable
from typing import TypeVar

from devcompat.catalog.vocabulary_syntax import read_bytes
from devcompat.formats.keyed import KeyedReader, LeftOut
from devcompat.formats.tree import Entry, Node, Scalar, Sequence, kind_of
from devcompat.language import limits
from devcompat.language.source import Source
from devcompat.match.verdict import BASES, NATIVE, Basis
from devcompat.vocabulary.definition import (
    ANY_LETTERS,
    MAX_DEFAULTS,
    NAME,
    RULE_NAMES,
    TWO_WAYS,
    UNLISTED,
    FieldRule,
    RuleName,
    Unlisted,
    Vocabulary,
)
from devcompat.vocabulary.rules import default_holds

KEYS = ("name", "version", "description", "basis", "source", "unlisted", "fields")
NEEDED = ("name", "version", "fields")
RULE_KEYS = ("rule", "default", "lists", "decides")
STATED_BASES: tuple[Basis, ...] = tuple(basis for basis in BASES if basis != NATIVE)
"""How a vocabulary may be known; native is a device's own descriptor."""

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_PATTERN = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_.-]*)?\*[A-Za-z0-9_.-]*", re.ASCII)
_ONLY_FOR: dict[str, RuleName] = {"lists": "one-of", "decides": "opaque"}
_T = TypeVar("_T")
_Word = TypeVar("_Word", bound=str)


def read_vocabulary(data: bytes, name: str) -> Vocabulary:
    """Return the vocabulary in `data`; its syntax shows in the name of the file.

    Raises InputError with all that is wrong.
    """
    tree, source = read_bytes(data, name)
    return read_tree(tree, source)


def read_tree(tree: Node, source: Source, also: tuple[str, ...] = ()) -> Vocabulary:
    """Return the vocabulary that a tree spells; the keys `also` are somebody else's.

    Raises InputError with all that is wrong.
    """
    reader = _Reader(source, "vocabulary")
    vocabulary = reader.vocabulary(tree, also)
    reader.report.raise_if_any()
    return vocabulary


class _Reader(KeyedReader):
    def vocabulary(self, tree: Node, also: tuple[str, ...]) -> Vocabulary:
        """Return the vocabulary; where something was wrong, some of it."""
        try:
            entries = self.entries(tree, (*KEYS, *also), NEEDED, "a vocabulary")
        except LeftOut:
            return Vocabulary("", "", {})
        basis: Basis = "operator"
        unlisted: Unlisted = "equal"
        return Vocabulary(
            self._read(entries, "name", self._label, ""),
            self._read(entries, "version", self._label, ""),
            self._read(entries, "fields", self._fields, {}),
            self._read(entries, "unlisted", lambda found: self._choice(found, UNLISTED), unlisted),
            self._read(entries, "description", self._words, ""),
            self._read(entries, "basis", lambda found: self._choice(found, STATED_BASES), basis),
            self._read(entries, "source", self._words, ""),
        )

    def _read(
        self, entries: dict[str, Entry], key: str, read: Callable[[Entry], _T], otherwise: _T
    ) -> _T:
        entry = entries.get(key)
        if entry is None:
            return otherwise
        try:
            return read(entry)
        except LeftOut:
            return otherwise

    def _words(self, entry: Entry) -> str:
        return self.text(entry.value, entry.key)

    def _label(self, entry: Entry) -> str:
        text = self.text(entry.value, entry.key)
        if NAME.fullmatch(text) is None or len(text) > limits.NAME_BYTES:
            expected = f"a {entry.key} of small letters and digits, with - and . between them"
            self.fail("vocabulary.value", entry.value.offset, text, expected)
        return text

    def _choice(self, entry: Entry, choices: tuple[_Word, ...]) -> _Word:
        text = self.text(entry.value, entry.key)
        chosen = next((choice for choice in choices if choice == text), None)
        if chosen is None:
            expected = f"{entry.key}: one of {', '.join(choices)}"
            self.fail("vocabulary.value", entry.value.offset, text, expected)
        return chosen

    def _fields(self, entry: Entry) -> dict[str, FieldRule]:
        entries = self.map(entry.value, "fields").entries
        if len(entries) > limits.FIELDS:
            expected = f"at most {limits.FIELDS} fields in a vocabulary"
            self.report.add("limit.fields", entry.offset, f"{len(entries)} fields", expected)
        rules: dict[str, FieldRule] = {}
        for found in entries:
            try:
                rules[found.key] = self._field(found)
            except LeftOut:
                continue
        doubled = [name for name, rule in rules.items() if rule.rule in TWO_WAYS and rule.default]
        if len(doubled) > MAX_DEFAULTS:
            expected = f"at most {MAX_DEFAULTS} defaults of {', '.join(sorted(TWO_WAYS))}"
            self.report.add("limit.defaults", entry.offset, f"{len(doubled)} defaults", expected)
        return rules

    def _field(self, entry: Entry) -> FieldRule:
        name = entry.key
        if not (_FIELD.fullmatch(name) or _PATTERN.fullmatch(name)):
            expected = "a field's name, or one in which one * stands for any letters"
            self.fail("vocabulary.field", entry.offset, name, expected)
        if len(name) > limits.NAME_BYTES:
            expected = f"at most {limits.NAME_BYTES} bytes in a name"
            self.fail("limit.name", entry.offset, name, expected)
        if isinstance(entry.value, Scalar):
            rule = FieldRule(self._rule(entry.value, name))
            parts: dict[str, Entry] = {}
        else:
            parts = self.entries(entry.value, RULE_KEYS, ("rule",), f"field {name}")
            if "rule" not in parts:
                raise LeftOut
            rule = FieldRule(self._rule(parts["rule"].value, name))
        rule = self._completed(rule, parts, entry)
        closed = rule.rule in {"opaque", "ignored"} or rule.default is not None
        if ANY_LETTERS in name and (closed or "" in rule.lists):
            expected = "a field's whole name, as its rule also holds where the field is absent"
            self.fail("vocabulary.field", entry.offset, name, expected)
        return rule

    def _rule(self, node: Node, name: str) -> RuleName:
        text = self.text(node, f"the rule of field {name}")
        rule = next((known for known in RULE_NAMES if known == text), None)
        if rule is None:
            expected = f"for field {name} one of the rules {', '.join(RULE_NAMES)}"
            self.fail("vocabulary.rule", node.offset, text, expected)
        return rule

    def _completed(self, rule: FieldRule, parts: dict[str, Entry], field: Entry) -> FieldRule:
        """Return the rule with its default, lists and decider."""
        where = f"field {field.key}"
        for key, only in _ONLY_FOR.items():
            if key in parts and rule.rule != only:
                expected = f"{key} for the rule {only} only, in {where}"
                self.fail("vocabulary.key", parts[key].offset, key, expected)
            if key not in parts and rule.rule == only:
                expected = f"the key {key!r} for the rule {only}, in {where}"
                self.fail("vocabulary.missing", field.offset, "", expected)
        if "decides" in parts:
            decider = self.text(parts["decides"].value, f"who decides {where}")
            if not decider:
                self.fail("vocabulary.value", parts["decides"].offset, "", f"who decides {where}")
            rule = rule._replace(decider=decider)
        default = parts.get("default")
        if default is not None:
            rule = rule._replace(default=self.text(default.value, f"the default of {where}"))
        if "lists" in parts:
            rule = rule._replace(lists=self._lists(parts["lists"].value, where, rule.default))
        if default is not None and not (rule.default and default_holds(rule)):
            expected = f"{_DEFAULTS.get(rule.rule, 'a text')} as the default of {where}"
            self.fail("vocabulary.default", default.value.offset, rule.default or "", expected)
        return rule

    def _lists(self, node: Node, where: str, default: str | None) -> dict[str, tuple[str, ...]]:
        lists: dict[str, tuple[str, ...]] = {}
        for entry in self.map(node, f"lists of {where}").entries:
            key = self.printable(entry.key, entry.offset, f"a value in the lists of {where}")
            if not isinstance(entry.value, Sequence):
                found = kind_of(entry.value)
                expected = f"a list of the values that {key!r} takes over, in {where}"
                self.fail("vocabulary.type", entry.value.offset, found, expected)
            items = entry.value.items
            if not 0 < len(items) <= limits.DOMAIN_ITEMS:
                expected = f"1 to {limits.DOMAIN_ITEMS} values in a list of {where}"
                self.fail("vocabulary.lists", entry.offset, f"{len(items)} values", expected)
            texts = tuple(self.text(item, f"a value in the lists of {where}") for item in items)
            if default is not None and "" in (key, *texts):
                expected = f"the default {default!r} for a field that is absent, in {where}"
                self.fail("vocabulary.lists", entry.offset, '""', expected)
            lists[key] = tuple(dict.fromkeys(texts))
        return lists


_DEFAULTS = {
    "superset": "one member: a word for nothing, such as none,",
    "superset-mask": "a mask such as 0x0",
    "at-least": "an integer of at most 64 bits",
    "at-most": "an integer of at most 64 bits",
    "semver": "a version such as 1.0",
    "one-of": "a value whose own list has it,",
}

"""YAML tree: YAML text to nodes with positions, every scalar as it is written.

Belongs here: PyYAML's events, and what of YAML a descriptor may not use.
Must not know: descriptors.

No scalar is resolved: `0123`, `1e3`, `no` and `2020-07-29` are these texts. So no version of YAML
and no library changes a value. Anchors, aliases, tags, several documents, and scalars of several
lines are refused: one text, one meaning.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

import yaml

from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence, escapes_in
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source

MAX_DEPTH = 16
"""Nesting that is read; a descriptor needs six levels."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_DOUBLE_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_QUOTE_TWICE = re.compile("''")
_LINE_END = re.compile(r"[\r\n]")
_SHOWN = 40


def read_yaml(source: Source) -> Node:
    """Return the tree of a YAML text.

    Raises InputError: `text.empty`, `yaml.syntax`, `yaml.duplicate-key`, `yaml.alias`, `yaml.tag`,
    `yaml.documents`, `yaml.depth`, `yaml.lines` or `yaml.key`.
    """
    assembly = _Assembly(source)
    try:
        for event in _events(source):
            assembly.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = 0 if mark is None else mark.index
        assembly.fail("yaml.syntax", offset, None, f"YAML ({error.problem})")
    if assembly.top is None:
        assembly.fail("text.empty", 0, "", "a document: keys and their values")
    return assembly.top


def _events(source: Source) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(source.text, Loader=yaml.BaseLoader)
    return events


def _span(event: yaml.Event) -> tuple[int, int]:
    """Return the offsets at which an event begins and ends."""
    start, end = event.start_mark, event.end_mark
    return (0 if start is None else start.index), (0 if end is None else end.index)


class _Open(NamedTuple):
    """A list or map whose end is not yet seen; a map's keys and values alternate."""

    is_map: bool
    offset: int
    items: list[Node]
    keys: set[str]


class _Assembly:
    """Builds nodes from events, without recursion."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: list[_Open] = []
        self.top: Node | None = None

    def fail(self, code: str, offset: int, found: str | None, expected: str) -> NoReturn:
        """Raise InputError at `offset`; None for `found` stands for the text there."""
        text = self._source.text
        if found is None:
            found = _LINE_END.split(text[offset : offset + _SHOWN], maxsplit=1)[0]
        problem = Problem(code, self._source.position(offset), found[:_SHOWN], expected)
        raise InputError((problem,), self._source.name, text)

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        offset, end = _span(event)
        if isinstance(event, yaml.DocumentStartEvent) and self.top is not None:
            self.fail("yaml.documents", offset, None, "one document")
        if isinstance(event, yaml.NodeEvent):
            self._refuse(event, offset)
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event, offset, end))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= MAX_DEPTH:
                self.fail("yaml.depth", offset, None, f"at most {MAX_DEPTH} levels")
            is_map = isinstance(event, yaml.MappingStartEvent)
            self._open.append(_Open(is_map, offset, [], set()))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(_closed(self._open.pop()))

    def _refuse(self, event: yaml.NodeEvent, offset: int) -> None:
        """Refuse what gives a text another meaning than the one that it shows."""
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.fail("yaml.alias", offset, f"{sign}{event.anchor}", "the value written out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.fail("yaml.tag", offset, None, "a value without a tag")

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> Scalar:
        written = self._source.text[start:end]
        if event.style in {"|", ">"} or _LINE_END.search(written.rstrip("\r\n")):
            self.fail("yaml.lines", start, None, "a text on one line")
        if event.style is None:
            kind = "integer" if _INTEGER.fullmatch(event.value) else "text"
            return Scalar(kind, event.value, start, start)
        escape = _DOUBLE_ESCAPE if event.style == '"' else _QUOTE_TWICE
        return Scalar("text", event.value, start, start + 1, escapes_in(written[1:-1], escape))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.top = node
            return
        within = self._open[-1]
        if within.is_map and len(within.items) % 2 == 0:
            if not isinstance(node, Scalar):
                self.fail("yaml.key", node.offset, None, "a key that is a text")
            if node.text in within.keys:
                self.fail("yaml.duplicate-key", node.offset, node.text, "each key once")
            within.keys.add(node.text)
        within.items.append(node)


def _closed(done: _Open) -> Node:
    if not done.is_map:
        return Sequence(tuple(done.items), done.offset)
    pairs = zip(done.items[::2], done.items[1::2], strict=True)
    entries = [
        Entry(key.text, value, key.offset) for key, value in pairs if isinstance(key, Scalar)
    ]
    return Mapping(tuple(entries), done.offset)

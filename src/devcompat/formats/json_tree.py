"""JSON tree: JSON text to nodes with positions. The standard library's reader gives no positions.

Belongs here: the grammar of RFC 8259, strictly, plus unique keys. Must not know: descriptors.
"""

import re

from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence, escapes_in
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source

MAX_DEPTH = 16
"""Nesting that is read; a descriptor needs five levels."""

_MARK = "\ufeff"
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_WORD = re.compile(r"true|false|null")
_ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)"
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SHOWN = 40


def read_json(source: Source) -> Node:
    """Return the tree of a JSON text.

    Raises InputError `json.syntax`, `json.duplicate-key`, `json.depth`, or `text.unprintable` for a
    byte order mark.
    """
    if source.text.startswith(_MARK):
        expected = "JSON without a byte order mark"
        problem = Problem("text.unprintable", source.position(0), f"U+{ord(_MARK):04X}", expected)
        raise InputError((problem,), source.name, source.text)
    node, offset = read_value(source, 0)
    reader = _Reader(source)
    offset = reader.skip(offset)
    if offset < len(source.text):
        reader.fail("json.syntax", offset, "the end of the input")
    return node


def read_value(source: Source, offset: int) -> tuple[Node, int]:
    """Return the tree of the JSON value at or after `offset`, and where the value ends.

    Raises InputError like `read_json`.
    """
    reader = _Reader(source)
    return reader.value(reader.skip(offset), 0)


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text

    def fail(self, code: str, offset: int, expected: str) -> None:
        found = self._text[offset : offset + _SHOWN].split("\n", 1)[0]
        problem = Problem(code, self._source.position(offset), found, expected)
        raise InputError((problem,), self._source.name, self._text)

    def skip(self, offset: int) -> int:
        found = _BLANK.match(self._text, offset)
        return offset if found is None else found.end()

    def value(self, offset: int, depth: int) -> tuple[Node, int]:
        """value = object | array | string | number | "true" | "false" | "null" ;"""  # noqa: D400, D403
        if depth > MAX_DEPTH:
            self.fail("json.depth", offset, f"at most {MAX_DEPTH} levels")
        first = self._text[offset : offset + 1]
        if first == "{":
            return self._object(offset, depth)
        if first == "[":
            return self._array(offset, depth)
        if first == '"':
            text, end = self._string(offset)
            escapes = escapes_in(self._text[offset + 1 : end - 1], _ESCAPE)
            return Scalar("text", text, offset, offset + 1, escapes), end
        number = _NUMBER.match(self._text, offset)
        if number is not None:
            kind = "integer" if number.group(1) is None and number.group(2) is None else "number"
            return Scalar(kind, number.group(), offset, offset), number.end()
        word = _WORD.match(self._text, offset)
        if word is None:
            self.fail("json.syntax", offset, "a JSON value")
            raise AssertionError
        return Scalar(word.group(), word.group(), offset, offset), word.end()

    def _string(self, offset: int) -> tuple[str, int]:
        found = _STRING.match(self._text, offset)
        if found is None:
            self.fail("json.syntax", offset, "a string: closed, on one line, with JSON's escapes")
            raise AssertionError
        written = found.group(1)
        return _ESCAPE.sub(_unescaped, written) if "\\" in written else written, found.end()

    def _object(self, offset: int, depth: int) -> tuple[Mapping, int]:
        entries: dict[str, Entry] = {}
        at = self.skip(offset + 1)
        while not self._text.startswith("}", at) or entries:
            if not self._text.startswith('"', at):
                self.fail("json.syntax", at, "a key in quotes")
            key, end = self._string(at)
            if key in entries:
                self.fail("json.duplicate-key", at, "each key once")
            colon = self.skip(end)
            if not self._text.startswith(":", colon):
                self.fail("json.syntax", colon, "a colon")
            value, end = self.value(self.skip(colon + 1), depth + 1)
            entries[key] = Entry(key, value, at)
            at = self.skip(end)
            if self._text.startswith("}", at):
                break
            if not self._text.startswith(",", at):
                self.fail("json.syntax", at, "a comma or }")
            at = self.skip(at + 1)
        return Mapping(tuple(entries.values()), offset), at + 1

    def _array(self, offset: int, depth: int) -> tuple[Sequence, int]:
        items: list[Node] = []
        at = self.skip(offset + 1)
        while not self._text.startswith("]", at) or items:
            item, end = self.value(at, depth + 1)
            items.append(item)
            at = self.skip(end)
            if self._text.startswith("]", at):
                break
            if not self._text.startswith(",", at):
                self.fail("json.syntax", at, "a comma or ]")
            at = self.skip(at + 1)
        return Sequence(tuple(items), offset), at + 1


def _unescaped(found: re.Match[str]) -> str:
    high, low, single, short = found.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if single is not None:
        return chr(int(single, 16))
    return _SHORT.get(short, short)

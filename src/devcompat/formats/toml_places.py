"""TOML places: where the keys and values of a TOML text stand. tomllib reads it and keeps no place.

Belongs here: a walk over the text that notes places. Must not know: what is well-formed TOML and
what a value is (tomllib says both), descriptors.

The walk ends where it does not understand the text: then it is no TOML, and tomllib says why. On
the way it sees a key that stands twice, and nesting that is too deep to be handed to tomllib.
"""

import re
import tomllib
from typing import NamedTuple

from devcompat.formats.tree import escapes_in

MAX_DEPTH = 16
"""Nesting that is read; a descriptor needs six levels."""

_BLANKS = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*"|'[^'\n]*'""", re.ASCII)
_QUOTES = {
    '"""': re.compile(r'"""(?:\r?\n)?((?:[^"\\]++|\\[\s\S]|"(?!""))*)"""(?:"{0,2})'),
    "'''": re.compile(r"'''(?:\r?\n)?((?:[^']++|'(?!''))*)'''(?:'{0,2})"),
    '"': re.compile(r'"((?:[^"\\\n]++|\\.)*)"'),
    "'": re.compile(r"'([^'\n]*)'"),
}
_ESCAPE = re.compile(
    r"(?P<gone>\\[ \t]*\r?\n\s*|\r(?=\n))"
    r"|\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|.)"
)
_LITERAL_ESCAPE = re.compile(r"(?P<gone>\r(?=\n))")
_PLAIN = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2} (?=[0-9]))?[^\s,\]}#]+", re.ASCII)


class Place:
    """Where a value stands: its key, itself, its text (within the quotes), and its end.

    `kind` is "table", "list" or "scalar"; `keys` are the places in a table, `items` those in a
    list. `escapes` are those of `tree.Scalar`; `depth` counts the lists and tables around. What is
    `closed` was declared: a table by its header, or what is written out in brackets.
    """

    __slots__ = (
        "closed", "depth", "end", "escapes", "items", "key", "keys", "kind", "text", "value"
    )  # fmt: skip

    def __init__(self, key: int, depth: int, kind: str) -> None:
        if depth > MAX_DEPTH:
            raise _Stop("toml.depth", key)
        self.key = self.value = self.text = self.end = key
        self.depth = depth
        self.kind = kind
        self.keys: dict[str, Place] = {}
        self.items: list[Place] = []
        self.escapes: tuple[int, ...] = ()
        self.closed = False


class Walk(NamedTuple):
    """What a walk found: the places, and why and where it ended.

    `code` is "" at the end of the text; `toml.duplicate-key`; `toml.depth`; or `toml.syntax` where
    the text is not understood.
    """

    root: Place
    code: str
    offset: int


class _Stop(Exception):
    """The end of a walk before that of the text."""

    def __init__(self, code: str, offset: int) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset


def walk(text: str) -> Walk:
    """Return the places in a text, as far as it can be understood."""
    walker = _Walker(text)
    try:
        walker.statements()
    except _Stop as stop:
        return Walk(walker.root, stop.code, stop.offset)
    return Walk(walker.root, "", len(text))


class _Walker:
    def __init__(self, text: str) -> None:
        self._text = text
        self.root = Place(0, 0, "table")

    def statements(self) -> None:
        """Note the places of the whole text. Raises _Stop."""
        table = self.root
        at = self._match(_GAP, 0).end()
        while at < len(self._text):
            if self._text.startswith("[", at):
                table, at = self._header(at)
            else:
                at = self._pair(table, at)
            at = self._match(_GAP, at).end()

    def _match(self, pattern: re.Pattern[str], at: int) -> re.Match[str]:
        found = pattern.match(self._text, at)
        if found is None:
            raise _Stop("toml.syntax", at)
        return found

    def _expect(self, sign: str, at: int) -> int:
        if not self._text.startswith(sign, at):
            raise _Stop("toml.syntax", at)
        return at + len(sign)

    def _header(self, at: int) -> tuple[Place, int]:
        """header = "[" , key , "]" | "[[" , key , "]]" ;"""  # noqa: D400, D403
        brackets = 2 if self._text.startswith("[[", at) else 1
        owner, name, offset, at = self._key(self.root, at + brackets)
        kind = "table" if brackets == 1 else "list"
        table = _known(owner, name, offset, kind)
        if table.closed or table.kind != kind:
            raise _Stop("toml.duplicate-key", offset)
        if kind == "list":
            table.items.append(Place(offset, table.depth + 1, "table"))
            table = table.items[-1]
        table.closed = True
        return table, self._expect("]" * brackets, at)

    def _pair(self, table: Place, at: int) -> int:
        """pair = key , "=" , value ;"""  # noqa: D400, D403
        owner, name, offset, at = self._key(table, at)
        at = self._match(_BLANKS, self._expect("=", at)).end()
        if name in owner.keys:
            raise _Stop("toml.duplicate-key", offset)
        owner.keys[name] = Place(offset, owner.depth + 1, "scalar")
        return self._value(owner.keys[name], at)

    def _key(self, table: Place, at: int) -> tuple[Place, str, int, int]:
        """Return the table that a dotted key's last part is in, that part, its offset, the end."""
        while True:
            offset = self._match(_BLANKS, at).end()
            written = self._match(_KEY, offset)
            name = _spelled(written.group(), offset)
            at = self._match(_BLANKS, written.end()).end()
            if not self._text.startswith(".", at):
                return table, name, offset, at
            at += 1
            table = _known(table, name, offset, "table")
            if table.items and not table.closed:
                table = table.items[-1]
            if table.kind != "table":
                raise _Stop("toml.duplicate-key", offset)

    def _value(self, place: Place, at: int) -> int:
        """Note the place of the value at `at`; return where it ends."""
        place.value = place.text = at
        first = self._text[at : at + 1]
        if first in {"[", "{"}:
            place.closed = True
            place.kind = "list" if first == "[" else "table"
            place.end = self._inside(place, at + 1, "]" if first == "[" else "}")
        elif first in {'"', "'"}:
            place.end = self._quoted(place, at)
        else:
            place.end = self._match(_PLAIN, at).end()
        return place.end

    def _inside(self, place: Place, at: int, bracket: str) -> int:
        """Note what is in brackets, behind the first; return where they end."""
        at = self._match(_GAP, at).end()
        while not self._text.startswith(bracket, at):
            if place.kind == "table":
                at = self._pair(place, at)
            else:
                place.items.append(Place(at, place.depth + 1, "scalar"))
                at = self._value(place.items[-1], at)
            at = self._match(_GAP, at).end()
            if not self._text.startswith(bracket, at):
                at = self._match(_GAP, self._expect(",", at)).end()
        return at + 1

    def _quoted(self, place: Place, at: int) -> int:
        """Note where the text in quotes begins, and its escapes; return where the quotes end."""
        several = self._text[at : at + 3] in _QUOTES
        found = self._match(_QUOTES[self._text[at : at + (3 if several else 1)]], at)
        place.text = found.start(1)
        escape = _ESCAPE if self._text[at] == '"' else _LITERAL_ESCAPE
        place.escapes = escapes_in(found.group(1), escape)
        return found.end()


def _known(owner: Place, name: str, offset: int, kind: str) -> Place:
    """Return the place of a key in a table; one of that kind if there is none yet."""
    if name not in owner.keys:
        owner.keys[name] = Place(offset, owner.depth + 1, kind)
    return owner.keys[name]


def _spelled(written: str, offset: int) -> str:
    """Return the key that is written at `offset`."""
    if written[0] not in "\"'":
        return written
    if "\\" not in written or written[0] == "'":
        return written[1:-1]
    try:
        (key,) = tomllib.loads(f"{written}=0")
    except tomllib.TOMLDecodeError:
        raise _Stop("toml.syntax", offset) from None
    return key

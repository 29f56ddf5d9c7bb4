"""TOML tree: TOML text to nodes with positions.

Belongs here: tomllib, and the way from its values to nodes. Must not know: descriptors, where a
value stands (toml_places).
"""

import re
import tomllib
from typing import NoReturn

from devcompat.formats.toml_places import MAX_DEPTH, Place, walk
from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence
from devcompat.language import limits
from devcompat.language.problems import InputError, Problem
from devcompat.language.source import Source

_PLACE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.ASCII)
_EXPECTED = {
    "toml.duplicate-key": "each key once",
    "toml.depth": f"at most {MAX_DEPTH} levels",
    "toml.syntax": "TOML",
}
_HUGE = 1 << 13
_SHOWN = 40


def read_toml(source: Source) -> Node:
    """Return the tree of a TOML text.

    Raises InputError: `toml.syntax`, `toml.duplicate-key`, `toml.depth`, or `limit.value` for an
    integer of thousands of digits.
    """
    found = walk(source.text)
    # Nothing deep is handed to tomllib, which recurses.
    text = source.text[: found.offset] if found.code == "toml.depth" else source.text
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        offset, message = _told(text, str(error))
        if offset >= found.offset and found.code != "toml.syntax":
            _fail(source, found.code, found.offset, _EXPECTED[found.code])
        _fail(source, "toml.syntax", offset, f"TOML ({message})")
    except ValueError:
        expected = f"at most {limits.TEXT_BYTES} bytes of text in a value"
        _fail(source, "limit.value", _longest(found.root).value, expected)
    if found.code:
        _fail(source, found.code, found.offset, _EXPECTED[found.code])
    return _node(value, found.root)


def _fail(source: Source, code: str, offset: int, expected: str) -> NoReturn:
    shown = source.text[offset : offset + _SHOWN].partition("\n")[0]
    problem = Problem(code, source.position(offset), shown, expected)
    raise InputError((problem,), source.name, source.text)


def _told(text: str, message: str) -> tuple[int, str]:
    """Return the offset that tomllib's message tells, and the rest of the message.

    tomllib counts a line for each LF, and CR LF as one character.
    """
    place = _PLACE.search(message)
    if place is None or place[1] is None:
        return len(text), message if place is None else message[: place.start()]
    start = 0
    for _ in range(int(place[1]) - 1):
        start = text.index("\n", start) + 1
    return start + int(place[2]) - 1, message[: place.start()]


def _longest(place: Place) -> Place:
    """Return the longest scalar in a place."""
    inside = [*place.keys.values(), *place.items]
    return max(map(_longest, inside), key=lambda found: found.end - found.value, default=place)


def _node(value: object, place: Place) -> Node:
    """Return the node of a value of tomllib's."""
    if isinstance(value, dict):
        entries = [
            Entry(key, _node(item, place.keys[key]), place.keys[key].key)
            for key, item in value.items()
        ]
        return Mapping(tuple(entries), place.value)
    if isinstance(value, list):
        pairs = zip(value, place.items, strict=True)
        return Sequence(tuple(_node(item, inner) for item, inner in pairs), place.value)
    if isinstance(value, str):
        return Scalar("text", value, place.value, place.text, place.escapes)
    if isinstance(value, int) and not isinstance(value, bool):
        # Python writes no decimal of thousands of digits; this is refused as too long as well.
        text = str(value) if value.bit_length() <= _HUGE else hex(value)
        return Scalar("integer", text, place.value, place.value)
    return Scalar(_kind(value), str(value), place.value, place.value)


def _kind(value: object) -> str:
    """Return what a value is that no descriptor has."""
    if isinstance(value, bool):
        return str(value).lower()
    return "number" if isinstance(value, float) else "a date or a time"

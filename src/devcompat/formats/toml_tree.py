"""TOML tree: TOML text to nodes. tomllib reads it, and keeps no positions.

Belongs here: the way from its values to nodes, and the positions that are certain.
Must not know: descriptors.

A key or text that the document holds exactly once stands there: no other place could have given it.
Of everything else the position is not known, and none is told.
"""

import re
import tomllib

from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence
from devcompat.language.problems import InputError, Position, Problem
from devcompat.language.source import Source

MAX_DEPTH = 16
"""Nesting that is read; a descriptor needs six levels."""

MAX_PARTS = 600
"""Parts of a dotted key: tomllib's time grows with the square of that number. No text of 1024 bytes
looks like a key of so many."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_DOTTED = re.compile(rf"(?:{_PART}){{{MAX_PARTS}}}")
_PLACE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.ASCII)
_NOWHERE = -(1 << 30)
"""An offset that is still negative when a place within a text is added."""

_HUGE = 1 << 13
_SHOWN = 40


def read_toml(source: Source) -> Node:
    """Return the tree of a TOML text. Raises InputError `toml.syntax` or `toml.depth`."""
    dotted = _DOTTED.search(source.text)
    if dotted is not None:
        raise _too_deep(source, source.position(dotted.start()))
    try:
        return _Conversion(source).node(tomllib.loads(source.text), 0)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(source, str(error)) from None
    except ValueError:  # an integer of thousands of digits
        expected = "integers of sane size"
        raise InputError((Problem("toml.syntax", None, "", expected),), source.name) from None
    except RecursionError:
        raise _too_deep(source, None) from None


def _too_deep(source: Source, position: Position | None) -> InputError:
    problem = Problem("toml.depth", position, "", f"at most {MAX_DEPTH} levels")
    return InputError((problem,), source.name, source.text)


def _syntax_error(source: Source, message: str) -> InputError:
    """Return the error with the position that tomllib's message has."""
    place = _PLACE.search(message)
    position, found = None, ""
    if place is not None:
        position = source.position(len(source.text))
        if place[1] is not None:
            position = Position(int(place[1]), int(place[2]))
            found = _found(source, position)
        message = message[: place.start()]
    problem = Problem("toml.syntax", position, found, f"TOML ({message})")
    return InputError((problem,), source.name, source.text)


def _found(source: Source, position: Position) -> str:
    lines = source.text.replace("\r\n", "\n").split("\n")
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    return line[position.column - 1 :][:_SHOWN]


class _Conversion:
    def __init__(self, source: Source) -> None:
        self._source = source

    def node(self, value: object, depth: int) -> Node:
        """Return the node of a value of tomllib's."""
        if depth > MAX_DEPTH:
            raise _too_deep(self._source, None)
        if isinstance(value, dict):
            entries = [
                Entry(key, self.node(item, depth + 1), self._place(key))
                for key, item in value.items()
            ]
            return Mapping(tuple(entries), _NOWHERE)
        if isinstance(value, list):
            return Sequence(tuple(self.node(item, depth + 1) for item in value), _NOWHERE)
        if isinstance(value, str):
            place = self._place(value)
            return Scalar("text", value, place, place)
        if isinstance(value, int) and not isinstance(value, bool):
            # Python writes no decimal of thousands of digits; this is refused as too long as well.
            text = str(value) if value.bit_length() <= _HUGE else hex(value)
            return Scalar("integer", text, _NOWHERE, _NOWHERE)
        return Scalar(_kind(value), str(value), _NOWHERE, _NOWHERE)

    def _place(self, written: str) -> int:
        """Return the offset of the only place where a key or text can stand, if there is one."""
        text = self._source.text
        first = text.find(written) if written else -1
        if first < 0 or text.find(written, first + 1) >= 0:
            return _NOWHERE
        return first


def _kind(value: object) -> str:
    """Return what a value is that no descriptor has."""
    if isinstance(value, bool):
        return str(value).lower()
    return "number" if isinstance(value, float) else "a date or a time"

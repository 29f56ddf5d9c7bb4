"""Overlay syntax: YAML or TOML text as plain items with their positions.

Belongs here: the two formats, and what of them an overlay may not use.
Must not know: the keys of an overlay (overlay_file).

YAML scalars are the text that was written: `0123`, `1e3` and `no` stay what they are. Anchors,
aliases and tags are refused: one text, one meaning. In TOML integers become decimal text, `true`
and `false` that text, and there are no positions, because tomllib keeps none.
"""

import re
import tomllib
from typing import Final, NamedTuple, Protocol

import yaml

from devcompat.language.problems import InputError, Position, Problem
from devcompat.language.source import Source

_TOML_POSITION = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)", re.ASCII)
MAX_DEPTH: Final = 16
"""Lists and mappings in each other; PyYAML's time grows with the square of that number."""
MAX_ITEMS: Final = 200_000
"""Keys, values and list items in a file: about as many as a sane file of the largest size has."""
_SHOWN: Final = 80


class Scalar(NamedTuple):
    """A scalar's text; `is_text` is false for a TOML value that was no string or integer."""

    text: str
    position: Position | None = None
    is_text: bool = True


class Sequence(NamedTuple):
    """A list of items."""

    members: tuple["Item", ...]
    position: Position | None = None


class Mapping(NamedTuple):
    """Keys and values in the order written; a key may be there twice."""

    entries: tuple[tuple["Item", "Item"], ...]
    position: Position | None = None


Item = Scalar | Sequence | Mapping


class OverlayError(InputError):
    """An overlay that cannot be used: all that is wrong with it, in order. Codes: `overlay.*`."""


def overlay_error(
    code: str, position: Position | None, found: str, expected: str, source: str
) -> OverlayError:
    """Return the error for one thing that is wrong."""
    return OverlayError((Problem(code, position, found[:_SHOWN], expected),), source)


def read_toml(text: str, source: str) -> Item:
    """Return the items of a TOML text. Raises OverlayError."""
    try:
        return _from_toml(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _TOML_POSITION.search(message)
        position = Position(int(found[1]), int(found[2])) if found else None
        said = message.partition(" (at ")[0]
        raise overlay_error("overlay.syntax", position, "", f"TOML ({said})", source) from None
    except (ValueError, RecursionError):
        raise overlay_error("overlay.syntax", None, "", "TOML of sane size", source) from None


def _from_toml(value: object) -> Item:
    if isinstance(value, dict):
        return Mapping(tuple((Scalar(key), _from_toml(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return Sequence(tuple(_from_toml(inner) for inner in value))
    if isinstance(value, bool):
        return Scalar(str(value).lower(), is_text=False)
    return Scalar(str(value), is_text=isinstance(value, str | int))


def read_yaml(text: str, source: str) -> Item | None:
    """Return the items of a YAML text, None if it is empty. Raises OverlayError."""
    written = Source(text, source)
    try:
        return _Assembly(written).run()
    except yaml.reader.ReaderError as error:
        position = written.position(error.position)
        found = f"U+{error.character:04X}" if isinstance(error.character, int) else ""
        raise overlay_error("overlay.syntax", position, found, "printable text", source) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise overlay_error(
            "overlay.syntax", _position(written, mark), "", f"YAML ({error.problem})", source
        ) from None


class _Mark(Protocol):
    """A place in a YAML text. Its own lines end where ours do not, at U+2028 for one."""

    @property
    def index(self) -> int: ...


def _position(text: Source, mark: _Mark | None) -> Position | None:
    return None if mark is None else text.position(mark.index)


class _Open(NamedTuple):
    """A list or mapping whose end is not yet seen; a mapping's keys and values alternate."""

    is_mapping: bool
    position: Position | None
    items: list[Item]

    def closed(self) -> Item:
        if not self.is_mapping:
            return Sequence(tuple(self.items), self.position)
        pairs = zip(self.items[::2], self.items[1::2], strict=True)
        return Mapping(tuple(pairs), self.position)


class _Assembly:
    """Builds items from YAML's events, without recursion."""

    def __init__(self, text: Source) -> None:
        self._text = text
        self._source = text.name
        self._open: list[_Open] = []
        self._top: Item | None = None

    def run(self) -> Item | None:
        for number, event in enumerate(yaml.parse(self._text.text, Loader=yaml.BaseLoader)):
            self._refuse(event)
            position = _position(self._text, event.start_mark)
            if number > MAX_ITEMS:
                expected = f"at most {MAX_ITEMS} keys, values and items"
                raise overlay_error("overlay.too-large", position, "", expected, self._source)
            if isinstance(event, yaml.ScalarEvent):
                self._add(Scalar(event.value, position))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._demand_depth(position)
                self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), position, []))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(self._open.pop().closed())
        return self._top

    def _add(self, item: Item) -> None:
        if self._open:
            self._open[-1].items.append(item)
        else:
            self._top = item

    def _demand_depth(self, position: Position | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            expected = f"at most {MAX_DEPTH} lists and mappings in each other"
            raise overlay_error("overlay.too-deep", position, "", expected, self._source)

    def _refuse(self, event: yaml.Event) -> None:
        position = _position(self._text, event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent) and self._top is not None:
            raise overlay_error("overlay.syntax", position, "---", "one document", self._source)
        if not isinstance(event, yaml.NodeEvent):
            return
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise overlay_error(
                "overlay.alias", position, f"{sign}{event.anchor}", "the text itself", self._source
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise overlay_error("overlay.alias", position, tag, "the text itself", self._source)

"""Tree: what JSON, YAML and TOML have in common: maps, lists and scalars, each with its position.

Belongs here: the nodes that the readers of those formats make. Must not know: descriptors.
"""

import re
from bisect import bisect_left
from typing import NamedTuple


class Scalar(NamedTuple):
    """A text, an integer, or anything else that a format has and a descriptor has not.

    `kind` is "text", "integer" or the name of the other kind ("true", "null", "number").
    `offset` is where it begins, `text_offset` where its text does (inside the quotes). `escapes`
    has the offset, in the text, of each character that is written with an escape: once for each
    character that the escape is longer.
    """

    kind: str
    text: str
    offset: int
    text_offset: int
    escapes: tuple[int, ...] = ()

    def at(self, offset: int) -> int:
        """Return the document offset of the character at `offset` of the text."""
        return self.text_offset + offset + bisect_left(self.escapes, offset)


class Sequence(NamedTuple):
    """A list."""

    items: "tuple[Node, ...]"
    offset: int


class Mapping(NamedTuple):
    """A map; its keys are unique and in the order of the text."""

    entries: "tuple[Entry, ...]"
    offset: int


class Entry(NamedTuple):
    """A key with its value; `offset` is the key's."""

    key: str
    value: "Node"
    offset: int


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    if isinstance(node, Mapping):
        return "an object"
    if isinstance(node, Sequence):
        return "a list"
    return _KINDS.get(node.kind, node.kind)


_KINDS = {
    "text": "a text",
    "integer": "an integer",
    "number": "a number with a fraction or an exponent",
}


def escapes_in(written: str, escape: re.Pattern[str]) -> tuple[int, ...]:
    """Return `Scalar.escapes` of a text as it is written between its quotes.

    `escape` matches the escapes; each stands for one character, or for none if its group `gone`
    matches.
    """
    escapes: list[int] = []
    for found in escape.finditer(written):
        character = 0 if found.lastgroup == "gone" else 1
        longer = found.end() - found.start() - character
        escapes += [found.start() - len(escapes) - 1 + character] * longer
    return tuple(escapes)

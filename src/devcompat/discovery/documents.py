"""Documents: JSON files below the root.

Belongs here: reading one, and what makes it unreadable. Must not know: what any of them means.
"""

import json
from typing import Final

from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Json

DOCUMENT_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a manifest or a facts file."""


def read_object(tree: Tree, path: str) -> dict[str, Json]:
    """Return the JSON object that a file holds. Raises Unreadable, also if it is anything else."""
    text = tree.read_text(path, DOCUMENT_LIMIT)
    try:
        document = json.loads(text)
        # A lone surrogate, written as an escape, is no text that could be shown or passed on.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable(path, misses.MALFORMED) from None
    if not isinstance(document, dict):
        raise Unreadable(path, misses.MALFORMED)
    return document


def as_object(value: Json) -> dict[str, Json]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Json) -> str | None:
    """Return a scalar, or a list of scalars joined by `+`, as text; None for anything else.

    `+` joins the members of a set in the descriptor language. True and false are `true` and
    `false`, numbers as JSON writes them; null is nothing.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        members = [as_text(member) for member in value if not isinstance(member, list)]
        texts = [member for member in members if member is not None]
        return "+".join(texts) if len(texts) == len(value) else None
    if value is None or isinstance(value, dict):
        return None
    return json.dumps(value)

"""YAML writer: plain maps, lists, texts and integers as YAML that every reader takes alike.

Belongs here: the layout, and which texts need quotes. Must not know: descriptors.

A text stands bare only if no reader of YAML 1.1 or 1.2 takes it for anything else: it begins with a
letter and is none of the words of either version. All others are written as JSON strings, which
both versions read.
"""

import json
import re

from devcompat.formats.structured_writer import Plain

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_.+/-]*", re.ASCII)
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def write_yaml(plain: dict[str, Plain]) -> str:
    """Return the outer maps and lists as blocks, one field a line; what is in them on that line."""
    return "".join(f"{line}\n" for line in _block(plain, outer=True))


def _block(value: dict[str, Plain], *, outer: bool) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        if outer and item and isinstance(item, dict):
            lines.append(f"{_text(key)}:")
            lines += [f"  {line}" for line in _block(item, outer=False)]
        elif outer and item and isinstance(item, list):
            lines += [f"{_text(key)}:", *_items(item)]
        else:
            lines.append(f"{_text(key)}: {_flow(item)}")
    return lines


def _items(values: list[Plain]) -> list[str]:
    lines: list[str] = []
    for value in values:
        within = _block(value, outer=True) if isinstance(value, dict) else [_flow(value)]
        lines += [f"  - {within[0]}", *(f"    {line}" for line in within[1:])]
    return lines


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else _text(value)


def _text(text: str) -> str:
    if _BARE.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)

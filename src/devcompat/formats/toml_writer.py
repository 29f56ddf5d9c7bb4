"""TOML writer: plain maps, lists, texts and integers as TOML 1.0.

Belongs here: the layout in tables. Must not know: descriptors.

Written here and not by a library: the shape is two levels of tables and nothing but texts and
integers. Texts are JSON strings: TOML has all of JSON's escapes that can occur in them.
"""

import json
import re

from devcompat.formats.structured_writer import Plain

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def write_toml(plain: dict[str, Plain]) -> str:
    """Return the outer maps as tables, lists of maps as arrays of tables, the rest in lines."""
    blocks: list[str] = []
    for key, item in plain.items():
        if isinstance(item, dict):
            blocks.append(_table(f"[{_key(key)}]", item))
        elif isinstance(item, list):
            blocks += [_item(key, one) for one in item if isinstance(one, dict)]
    return "\n".join(blocks)


def _item(name: str, value: dict[str, Plain]) -> str:
    inner = [
        _table(f"[{_key(name)}.{_key(key)}]", item)
        for key, item in value.items()
        if isinstance(item, dict)
    ]
    return "".join([f"[[{_key(name)}]]\n", *inner])


def _table(header: str, value: dict[str, Plain]) -> str:
    lines = [header, *(f"{_key(key)} = {_inline(item)}" for key, item in value.items())]
    return "".join(f"{line}\n" for line in lines)


def _inline(value: Plain) -> str:
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items()) + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)

"""From the text of a document to its objects with their fields, values still as written.

Here belong tokens: white space, comments, headers, names, quotes. It must not know variables,
types or what an object is compared with.
"""

import re
from dataclasses import dataclass

from .braces import WHITE_SPACE, bare_end, quoted_end, unquoted
from .failures import OracleError

_HEADER = re.compile(r"(SELF|COMPATIBLE|INFO|PARAMETERS):(?=[ \t\n\r]|\Z)")
_FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)=")


@dataclass(frozen=True)
class RawField:
    """A field; of a quoted value the text inside the quotes, unescaped."""

    name: str
    text: str
    quoted: bool


@dataclass(frozen=True)
class RawObject:
    """A header and the fields below it, in the order written."""

    header: str
    fields: tuple[RawField, ...]


def read_objects(text: str) -> tuple[RawObject, ...]:
    """All objects of a document in the order written."""
    found: list[tuple[str, list[RawField]]] = []
    at = _skip(text, 0)
    while at < len(text):
        header = _HEADER.match(text, at)
        if header:
            found.append((header.group(1), []))
            at = _skip(text, header.end())
            continue
        if not found:
            raise OracleError(f"a field before the first header: {text[at : at + 40]!r}")
        field, at = _read_field(text, at)
        found[-1][1].append(field)
        at = _skip(text, at)
    return tuple(RawObject(header, tuple(fields)) for header, fields in found)


def _skip(text: str, at: int) -> int:
    """Position of the next token: white space and comments are passed over."""
    while at < len(text):
        if text[at] in WHITE_SPACE:
            at += 1
        elif text[at] == "#":
            while at < len(text) and text[at] not in "\n\r":
                at += 1
        else:
            break
    return at


def _read_field(text: str, at: int) -> tuple[RawField, int]:
    name = _FIELD.match(text, at)
    if not name:
        raise OracleError(f"neither header nor field: {text[at : at + 40]!r}")
    begin = name.end()
    if text.startswith('"', begin):
        end = quoted_end(text, begin)
        if end < len(text) and text[end] not in WHITE_SPACE:
            raise OracleError(f"text after a closing quote: {text[begin : end + 10]!r}")
        return RawField(name.group(1), unquoted(text[begin:end]), quoted=True), end
    end = bare_end(text, begin)
    return RawField(name.group(1), text[begin:end], quoted=False), end

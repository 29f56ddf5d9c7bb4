"""Registry: the formats by name, and telling which one an input has (section 6).

Belongs here: names, detection. Must not know: any format's inside, files.
"""

import re
from collections.abc import Callable

from devcompat.language.nodes import Descriptor, Document
from devcompat.language.problems import input_error

FORMATS = ("text", "json")
_SKIPPED = re.compile(rb"(?:\s|#[^\r\n]*)*")
_HEADER = re.compile(rb"[A-Z]+:")


def read_document(data: bytes, name: str = "", format_name: str | None = None) -> Document:
    """Return the document in `data`, in the named format or the one that it shows.

    Raises InputError.
    """
    return _reader(format_name or detect(data, name))(data, name)


def write_document(descriptor: Descriptor, format_name: str) -> bytes:
    """Return `descriptor` in the named format."""
    if format_name == "json":
        from devcompat.formats import json

        return json.write(descriptor)
    from devcompat.formats import text

    return text.write(descriptor)


def detect(data: bytes, name: str = "") -> str:
    """Return the name of the format that `data` shows.

    Text if the first token after comments is an upper-case header, also when errors follow; JSON if
    the first character is a brace. Anything else is read as text, whose errors say what is wrong:
    only what is plainly of neither kind raises InputError `format.unknown`.
    """
    skipped = _SKIPPED.match(data)
    start = 0 if skipped is None else skipped.end()
    if _HEADER.match(data, start):
        return "text"
    if data[start : start + 1] == b"{" and data.lstrip()[:1] == b"{":
        return "json"
    if data[start : start + 1] in {b"[", b"<"}:
        found = data[start : start + 40].decode(errors="replace")
        raise input_error("format.unknown", found, "a descriptor as text or JSON", name)
    return "text"


def _reader(format_name: str) -> Callable[[bytes, str], Document]:
    if format_name == "json":
        from devcompat.formats import json

        return json.read
    if format_name == "text":
        from devcompat.formats import text

        return text.read
    expected = f"one of the formats {', '.join(FORMATS)}"
    raise input_error("format.unknown", format_name, expected)

"""Registry: the formats by name, and telling which one an input has (section 6).

Belongs here: names, detection. Must not know: any format's inside, files.
"""

import re
from collections.abc import Callable

from devcompat.language.nodes import Descriptor, Document
from devcompat.language.problems import input_error

FORMATS = ("text", "json", "yaml", "toml")
"""The formats of one file."""

LAYOUTS = ("dir", "flat", "keys")
"""The layouts of several files (bundles) that are read and written."""

READ_ONLY = ("type",)
"""The layouts of several files that are only read."""

_BLANK = rb"[ \t\n\r]"
"""White space as section 5.1 has it: less than what re calls so."""

_SKIPPED = re.compile(rb"(?:\xef\xbb\xbf)?(?:" + _BLANK + rb"|#[^\r\n]*)*")
"""A byte order mark is skipped here so that the format's own reader refuses it."""

_HEADER = re.compile(rb"[A-Z]+:")
_KEYS = rb"(?:self|compatible|info|parameters)"
_YAML = re.compile(
    rb"(?:[a-z]+|\"[a-z]+\"|'[a-z]+')[ \t]*:(?=\s|\Z)|---(?=\s|\Z)|%[A-Z]+ "
    rb"|\{\s*[\"']?" + _KEYS + rb"[\"']?\s*:"
)
_TOML = re.compile(
    rb"\[{1,2}[ \t]*[\"']?" + _KEYS + rb"\b[^\]\n]*\]"
    rb"|[\"']?" + _KEYS + rb"[\"']?(?:[ \t]*\.[^=\n]*=|[ \t]+=|=[ \t]*[\[{])"
)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?" + _BLANK + rb"*\{(?!\s*'?" + _KEYS + rb"'?\s*:)")
_SUFFIXES = {"yaml": "yaml", "yml": "yaml", "toml": "toml"}


def read_document(data: bytes, name: str = "", format_name: str | None = None) -> Document:
    """Return the document in `data`, in the named format or the one that it shows.

    Raises InputError.
    """
    return _reader(format_name or detect(data, name))(data, name)


def write_document(descriptor: Descriptor, format_name: str) -> bytes:
    """Return `descriptor` in the named format. Raises InputError `format.unknown`."""
    if format_name == "json":
        from devcompat.formats import json

        return json.write(descriptor)
    if format_name == "yaml":
        from devcompat.formats import yaml

        return yaml.write(descriptor)
    if format_name == "toml":
        from devcompat.formats import toml

        return toml.write(descriptor)
    if format_name == "text":
        from devcompat.formats import text

        return text.write(descriptor)
    raise input_error("format.unknown", format_name, f"one of the formats {', '.join(FORMATS)}")


def detect(data: bytes, name: str = "") -> str:
    """Return the name of the format that `data` shows.

    Text if the first token after comments is an upper-case header, also when errors follow; what
    the end of `name` says (.yaml, .yml); JSON if the first character is a brace, but not where a
    key follows as only YAML has it; TOML if `name` ends so; else what only YAML or TOML begins
    with. Anything else is read as text, whose errors say what is wrong: only what is plainly of no
    kind raises InputError `format.unknown`.
    """
    skipped = _SKIPPED.match(data)
    start = 0 if skipped is None else skipped.end()
    if _HEADER.match(data, start):
        return "text"
    suffix = _SUFFIXES.get(name[name.rfind(".") + 1 :].lower() if "." in name else "")
    if suffix != "yaml" and _JSON.match(data):
        return "json"
    if suffix is not None:
        return suffix
    if _YAML.match(data, start):
        return "yaml"
    if _TOML.match(data, start):
        return "toml"
    if data[start : start + 1] in {b"[", b"<"}:
        found = data[start : start + 40].decode(errors="replace")
        raise input_error("format.unknown", found, "a descriptor: text, JSON, YAML or TOML", name)
    return "text"


def _reader(format_name: str) -> Callable[[bytes, str], Document]:
    if format_name == "json":
        from devcompat.formats import json

        return json.read
    if format_name == "yaml":
        from devcompat.formats import yaml

        return yaml.read
    if format_name == "toml":
        from devcompat.formats import toml

        return toml.read
    if format_name == "text":
        from devcompat.formats import text

        return text.read
    expected = f"one of the formats {', '.join(FORMATS)}"
    raise input_error("format.unknown", format_name, expected)

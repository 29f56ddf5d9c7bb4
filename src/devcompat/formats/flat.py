"""Flat: the layout of up to four files `migration-*-traits` (section 6).

Belongs here: the files' names, and the blank lines between objects.
Must not know: how fields are spelled (language), directories.
"""

import re
from collections.abc import Iterator

from devcompat.formats.joining import Bundle, Join
from devcompat.formats.layout import cannot_hold, demand_self, joined_lines, refuse_files
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse_joined
from devcompat.language.printer import field_texts, parameter_texts

SELF = "migration-self-traits"
COMPATIBLE = "migration-compatible-traits"
INFO = "migration-info-traits"
PARAMETERS = "migration-parameters-traits"
FILES = {SELF: "SELF", COMPATIBLE: "COMPATIBLE", INFO: "INFO", PARAMETERS: "PARAMETERS"}

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def read(bundle: Bundle, name: str = "") -> Document:
    """Return the document in the files. Raises InputError."""
    refuse_files([path for path in bundle if path not in FILES], ", ".join(FILES), name)
    demand_self(SELF in bundle, SELF, name)
    join = Join(name)
    for path, header in FILES.items():
        if path not in bundle:
            continue
        whole = join.open(path, bundle[path])
        if header != "COMPATIBLE":
            join.header(header, whole)
            continue
        for start, end in _paragraphs(whole.text):
            join.header(header, whole, start, end)
    return parse_joined(join.source(), join.starts)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts between blank lines begin and end; comments alone are no part.

    The end of the text is a blank line too: `_LINE` matches it.
    """
    start: int | None = None
    for found in _LINE.finditer(text):
        line = found.group().strip(" \t\r\n")
        if line and start is None and not line.startswith("#"):
            start = found.start()
        if not line and start is not None:
            yield start, found.start()
            start = None


def write(descriptor: Descriptor) -> dict[str, bytes]:
    """Return the files that hold `descriptor`.

    Raises InputError `convert.cannot-hold`: a COMPATIBLE object without fields has no lines.
    """
    shared = {item.variable.name for item in descriptor.parameters}
    files = {SELF: joined_lines(field_texts(descriptor.self_object, shared))}
    blocks = [joined_lines(field_texts(item, shared)) for item in descriptor.compatible]
    for number, block in enumerate(blocks, start=1):
        if not block:
            cannot_hold(
                f"COMPATIBLE object {number} without fields", f"a field in each, in {COMPATIBLE}"
            )
    if blocks:
        files[COMPATIBLE] = b"\n".join(blocks)
    if descriptor.info is not None:
        files[INFO] = joined_lines(field_texts(descriptor.info, shared))
    if descriptor.parameters:
        files[PARAMETERS] = joined_lines(parameter_texts(descriptor))
    return files

"""JSON: the structured layout in JSON, bytes to document and back (section 6).

Belongs here: the syntax's reader and writer put together. Must not know: files.
"""

import json

from devcompat.formats.encoding import decode
from devcompat.formats.json_tree import read_json
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import to_plain
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.source import Source


def read(data: bytes, name: str = "") -> Document:
    """Return the document in `data`. Raises InputError."""
    source = Source(decode(data, name), name)
    return read_tree(read_json(source), source)


def write(descriptor: Descriptor) -> bytes:
    """Return `descriptor` in JSON, indented, ending with a newline."""
    return json.dumps(to_plain(descriptor), indent=2, ensure_ascii=False).encode() + b"\n"

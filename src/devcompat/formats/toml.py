"""TOML: the structured layout in TOML, bytes to document and back (section 6).

Belongs here: the syntax's reader and writer put together. Must not know: files.
"""

from devcompat.formats.encoding import decode, demand_printable
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import to_plain
from devcompat.formats.toml_tree import read_toml
from devcompat.formats.toml_writer import write_toml
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.source import Source


def read(data: bytes, name: str = "") -> Document:
    """Return the document in `data`. Raises InputError."""
    source = Source(decode(data, name), name)
    demand_printable(source)
    return read_tree(read_toml(source), source)


def write(descriptor: Descriptor) -> bytes:
    """Return `descriptor` in TOML, ending with a newline."""
    return write_toml(to_plain(descriptor)).encode()

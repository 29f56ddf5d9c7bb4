"""YAML: the structured layout in YAML, bytes to document and back (section 6).

Belongs here: the syntax's reader and writer put together. Must not know: files.
"""

from devcompat.formats.encoding import decode, demand_printable
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import to_plain
from devcompat.formats.yaml_tree import read_yaml
from devcompat.formats.yaml_writer import write_yaml
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.source import Source


def read(data: bytes, name: str = "") -> Document:
    """Return the document in `data`. Raises InputError."""
    source = Source(decode(data, name), name)
    demand_printable(source)
    return read_tree(read_yaml(source), source)


def write(descriptor: Descriptor) -> bytes:
    """Return `descriptor` in YAML, ending with a newline."""
    return write_yaml(to_plain(descriptor)).encode()

"""Text: the layout `migration_compatible`, bytes to document and back (section 5).

Belongs here: the encoding. Must not know: the grammar (language) or files.
"""

from devcompat.formats.encoding import decode
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text


def read(data: bytes, name: str = "") -> Document:
    """Return the document in `data`. Raises InputError."""
    return parse(decode(data, name), name)


def write(descriptor: Descriptor) -> bytes:
    """Return `descriptor` in the text format."""
    return write_text(descriptor).encode()

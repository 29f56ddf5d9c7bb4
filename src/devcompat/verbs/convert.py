"""Convert: a document written anew in another format.

Belongs here: which format gives what. Must not know: files, command lines, any format's inside.
"""

from devcompat.formats.registry import write_document
from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.problems import input_error


def convert(document: Document, format_name: str) -> bytes:
    """Return the document's descriptor in the named format: reading that gives an equal one.

    Raises InputError `format.unknown`, or `convert.cannot-hold` if nobody would read the result: a
    format may need more bytes than another.
    """
    written = write_document(document.descriptor, format_name)
    if len(written) > limits.DOCUMENT_BYTES:
        expected = f"at most {limits.DOCUMENT_BYTES} bytes as {format_name}"
        name = document.source.name if document.source is not None else ""
        raise input_error("convert.cannot-hold", f"{len(written)} bytes", expected, name)
    return written

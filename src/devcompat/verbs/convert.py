"""Convert: a document written anew in another format.

Belongs here: which format gives what. Must not know: files, command lines, any format's inside.
"""

from collections.abc import Mapping

from devcompat.formats.registry import LAYOUTS, write_document
from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError, input_error


def convert(document: Document, format_name: str) -> bytes:
    """Return the document's descriptor in a format of one file: reading that gives an equal one.

    Raises InputError `format.unknown`, or `convert.cannot-hold` if nobody would read the result: a
    format may need more bytes than another.
    """
    written = write_document(document.descriptor, format_name)
    _demand_size(len(written), document, format_name)
    return written


def fixed(document: Document, values: Mapping[str, str]) -> Document:
    """Return the ordinary descriptor that a type descriptor gives with these values, as text.

    Raises InputError `parameters.unset` and the others of `match.fixing`.
    """
    from devcompat.match.fixing import fix_parameters

    return fix_parameters(document, values)


def convert_to_files(document: Document, layout: str) -> dict[str, bytes]:
    """Return the document's descriptor as the files of a layout, by their paths.

    Raises InputError `convert.cannot-hold`.
    """
    from devcompat.formats.bundles import write_bundle

    try:
        files = write_bundle(document.descriptor, layout)
    except InputError as error:
        raise InputError(error.problems, _name(document)) from None
    _demand_size(sum(map(len, files.values())), document, layout)
    return files


def is_layout(format_name: str) -> bool:
    """Return whether a format is a layout of several files."""
    return format_name in LAYOUTS


def _demand_size(size: int, document: Document, format_name: str) -> None:
    if size > limits.DOCUMENT_BYTES:
        expected = f"at most {limits.DOCUMENT_BYTES} bytes as {format_name}"
        raise input_error("convert.cannot-hold", f"{size} bytes", expected, _name(document))


def _name(document: Document) -> str:
    return document.source.name if document.source is not None else ""

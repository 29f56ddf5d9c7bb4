"""What each layout can hold, stated directly; and writing and reading any of them alike.

Here belongs what docs/language.md says of each layout (section 6). It must not know how one is
written.
"""

from devcompat.formats.bundles import read_bundle
from devcompat.formats.registry import FORMATS, LAYOUTS, read_document
from devcompat.language.nodes import Descriptor, Document
from devcompat.verbs.convert import convert, convert_to_files

Written = bytes | dict[str, bytes]
"""A document: of one file, or several by their paths."""

WRITTEN_AND_READ = (*FORMATS, *LAYOUTS)


def holds(layout: str, descriptor: Descriptor) -> bool:
    """Return whether a layout can hold a descriptor, whatever its size.

    A COMPATIBLE object without fields leaves no line in `flat`, and no file in `keys`, where SELF
    needs a field too. The files of `keys` have no order but that of their names: parameters, whose
    order counts, are held if theirs is that.
    """
    if layout not in {"flat", "keys"}:
        return True
    if not all(item.fields for item in descriptor.compatible):
        return False
    attributes = [item.attribute for item in descriptor.parameters]
    return layout == "flat" or (
        bool(descriptor.self_object.fields) and attributes == sorted(attributes)
    )


def write(layout: str, descriptor: Descriptor) -> Written:
    """Return a descriptor in a layout, as `devcompat convert` writes it. Raises InputError."""
    document = Document(descriptor)
    return convert_to_files(document, layout) if layout in LAYOUTS else convert(document, layout)


def read(layout: str, written: Written) -> Descriptor:
    """Return the descriptor that a document holds. Raises InputError."""
    if isinstance(written, bytes):
        return read_document(written, "w", layout).descriptor
    return read_bundle(written, "w", layout).descriptor

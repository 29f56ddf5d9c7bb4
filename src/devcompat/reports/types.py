"""Types as bytes: what a device of a type that could be created would be, and back.

Belongs here: one form for a type's descriptor and how it is known. Must not know: reports, parents,
how many are left.

    {"self":{...},"compatible":[...],"parameters":{...},"basis":B}

INFO is left out. The order of PARAMETERS is kept, since values are chosen in it.
"""

import json

from devcompat.formats.json_tree import read_json
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import to_plain
from devcompat.formats.tree import Mapping
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.source import Source
from devcompat.match.verdict import Basis

_DESCRIPTOR = ("self", "compatible", "parameters")


def type_form(descriptor: Descriptor, basis: Basis) -> bytes:
    """Return the bytes of a type's descriptor and its basis."""
    plain = {**to_plain(descriptor._replace(info=None)), "basis": basis}
    return json.dumps(plain, separators=(",", ":")).encode()


def type_of_form(form: bytes) -> tuple[Document, Basis]:
    """Return the document, without its text, and the basis that a form is of.

    Raises ValueError or InputError for bytes that `type_form` did not make.
    """
    basis = json.loads(form)["basis"]
    source = Source(form.decode())
    tree = read_json(source)
    if isinstance(tree, Mapping):
        tree = Mapping(tuple(found for found in tree.entries if found.key in _DESCRIPTOR), 0)
    return Document(read_tree(tree, source).descriptor), basis

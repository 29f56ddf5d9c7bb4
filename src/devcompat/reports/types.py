"""Types as bytes: what a device of a type that could be created would be, and back.

Belongs here: one form for a type's descriptor and how it is known. Must not know: reports, parents,
how many are left.

    {"self":{...},"compatible":[...],"parameters":{...},"basis":B}
    {"undescribed":{"basis":B,"detail":D,"immovable":I}}

INFO is left out. The order of PARAMETERS is kept, since values are chosen in it.
"""

import json
from typing import NamedTuple

from devcompat.formats.json_tree import read_json
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import to_plain
from devcompat.formats.tree import Mapping
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.source import Source
from devcompat.match.judge import Undescribed
from devcompat.match.verdict import NATIVE, Basis

_DESCRIPTOR = ("self", "compatible", "parameters")


def type_form(descriptor: Descriptor, basis: Basis) -> bytes:
    """Return the bytes of a type's descriptor and its basis."""
    plain = {**to_plain(descriptor._replace(info=None)), "basis": basis}
    return json.dumps(plain, separators=(",", ":")).encode()


def refusal_form(refusal: Undescribed) -> bytes:
    """Return the bytes of why a type has no descriptor, or cannot migrate."""
    told = {"basis": refusal.basis, "detail": refusal.detail, "immovable": refusal.immovable}
    return json.dumps({"undescribed": told}, separators=(",", ":")).encode()


class TypeForm(NamedTuple):
    """What is known of a type: a document without its text, and its basis; or why there is none."""

    document: Document | None
    basis: Basis
    refusal: Undescribed | None


def type_of_form(form: bytes) -> TypeForm:
    """Return what a form says.

    Raises ValueError, LookupError, TypeError or InputError for bytes that were not made here.
    """
    plain = json.loads(form)
    told = plain.get("undescribed")
    if told is not None:
        refusal = Undescribed("", told["detail"], told["immovable"], told["basis"])
        return TypeForm(None, NATIVE, refusal)
    basis: Basis = plain["basis"]
    source = Source(form.decode())
    tree = read_json(source)
    if isinstance(tree, Mapping):
        tree = Mapping(tuple(found for found in tree.entries if found.key in _DESCRIPTOR), 0)
    return TypeForm(Document(read_tree(tree, source).descriptor), basis, None)

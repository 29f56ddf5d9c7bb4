"""Classes as bytes: the canonical form of a class, and back.

Belongs here: one spelling for what no verdict can tell apart. Must not know: reports, who keeps it.

    {"basis":B,"compatible":[...],"self":{...},"unread":{...}}
    {"undescribed":{"basis":B,"detail":D,"immovable":I}}

The keys are sorted, there are no blanks, what is not ASCII is escaped; fields that are empty are
left out, and domains are written in one way each. So equal classes have equal bytes.
"""

import json
from hashlib import sha256
from typing import Final

from devcompat.formats.json_tree import read_json
from devcompat.formats.structured import read_tree
from devcompat.formats.structured_writer import Plain, to_plain
from devcompat.formats.tree import Mapping
from devcompat.language.nodes import EMPTY, Descriptor, Document, Domain, Object, Variable
from devcompat.language.source import Source
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange

DIGEST_DIGITS: Final = 40
"""Hexadecimal digits of a digest: so many that no two classes of a fleet share one."""

_DESCRIPTOR = ("self", "compatible")


def digest_of(form: bytes) -> str:
    """Return what a form is known by in a store; `fleet.classes.class_name` begins like it."""
    return sha256(form).hexdigest()[:DIGEST_DIGITS]


def canonical(side: Side) -> bytes:
    """Return the canonical form of a side's class; equal for two sides exactly if these are."""
    plain: dict[str, object]
    if isinstance(side, Undescribed):
        told = {"basis": side.basis, "detail": side.detail, "immovable": side.immovable}
        plain = {"undescribed": told}
    else:
        plain = {**_plain(side.descriptor), "basis": side.basis, "unread": side.unread}
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def side_of(form: bytes) -> Side:
    """Return a side of the class that a canonical form is of; nobody wrote its text.

    Raises ValueError or InputError for bytes that `canonical` did not make.
    """
    plain = json.loads(form)
    told = plain.get("undescribed")
    if told is not None:
        return Undescribed("", told["detail"], told["immovable"], told["basis"])
    source = Source(form.decode())
    tree = read_json(source)
    if isinstance(tree, Mapping):
        tree = Mapping(tuple(found for found in tree.entries if found.key in _DESCRIPTOR), 0)
    document = Document(read_tree(tree, source).descriptor)
    return compile_document(document, plain["basis"], plain["unread"])


def _plain(descriptor: Descriptor) -> dict[str, Plain]:
    return to_plain(
        Descriptor(
            _normal(descriptor.self_object),
            tuple(_normal(item) for item in descriptor.compatible),
        )
    )


def _normal(item: Object) -> Object:
    """Return an object of the same meaning: no empty fields, each domain in its one spelling."""
    fields = tuple(field for field in item.fields if field.value != EMPTY)
    return Object(fields, tuple(_normal_variable(found) for found in item.variables))


def _normal_variable(variable: Variable) -> Variable:
    domain: Domain = variable.domain
    if isinstance(domain, IntegerSet):
        domain = IntegerSet(domain.ranges)
    elif isinstance(domain, VersionRange):
        domain = VersionRange(domain.normal_comparators())
    elif isinstance(domain, tuple):
        domain = tuple(sorted(set(domain)))
    return variable._replace(domain=domain)

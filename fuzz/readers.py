"""Readers: what must hold of any bytes that are read beside descriptors.

Belongs here: vocabularies, overlays, inventories, domains of VMs. Must not know: their inside, the
fuzzer.
"""

import json

from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.discovery.overlay_file import read_overlay
from devcompat.guest.domain import read_domain
from devcompat.inventory.serial import write_inventory
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError
from devcompat.verbs.inventories import read_hosts
from devcompat.vocabulary.derive import derive
from fuzz.documents import check_document
from fuzz.laws import check_error, require

_SYNTAXES = ("toml", "yaml", "json")
_SELF = {"a": "1", "b": "x+y", "f_a": "2.1", "c": "0x3"}


def check_vocabulary(data: bytes) -> None:
    """Any bytes are a vocabulary, from which a descriptor follows, or an input error."""
    name, text = _named(data, _SYNTAXES)
    try:
        vocabulary = read_vocabulary(text, name)
    except InputError as error:
        check_error(error, text.decode("utf-8", "replace"), ("limit.document",))
        return
    try:
        descriptor = derive(_SELF, vocabulary)
    except InputError as error:
        check_error(error, None, tuple(problem.code for problem in error.problems))
        return
    check_document(Document(descriptor))


def check_overlay(data: bytes) -> None:
    """Any bytes are an overlay or an input error."""
    name, text = _named(data, _SYNTAXES[:2])
    try:
        read_overlay(text, name)
    except InputError as error:
        placeless = tuple(problem.code for problem in error.problems)
        check_error(error, text.decode("utf-8", "replace"), placeless)


def check_inventory(data: bytes) -> None:
    """Any bytes are hosts, which are written and read again as they were, or an input error."""
    try:
        hosts = read_hosts(data, "fuzz")
    except InputError as error:
        placeless = tuple(problem.code for problem in error.problems)
        check_error(error, data.decode("utf-8", "replace"), placeless)
        return
    again = read_hosts(json.dumps(write_inventory(hosts)).encode(), "again")
    require(again == hosts, "hosts are not read back equal")


def check_domain(data: bytes) -> None:
    """Any bytes are a VM's domain or an input error."""
    try:
        domain = read_domain(data, "fuzz")
    except InputError as error:
        check_error(error, None, tuple(problem.code for problem in error.problems))
        return
    lines = [device.line for device in domain.devices]
    require(lines == sorted(lines), "devices out of order")


def _named(data: bytes, syntaxes: tuple[str, ...]) -> tuple[str, bytes]:
    """Return a name in the syntax that the first byte chooses, and the other bytes."""
    return f"fuzz.{syntaxes[(data[0] if data else 0) % len(syntaxes)]}", data[1:]

"""Describe: the descriptor that stands for a device: its own, an operator's, or a profile's.

Belongs here: which of them counts, and its basis; a device made ready to be matched.
Must not know: how a verdict is reached, files, terminals.
"""

from collections.abc import Mapping
from typing import NamedTuple

from devcompat.catalog.migratability import BUSES, Migratability, migratability, unread_descriptor
from devcompat.catalog.profiles import field_values, profiles
from devcompat.formats.bundles import read_bundle
from devcompat.formats.mdev_type import DEVICE_API, TYPE
from devcompat.formats.registry import read_document
from devcompat.inventory.records import CreatableType, Device, Fact, NativeDescriptor
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import NATIVE, Basis, weakest
from devcompat.vocabulary.derive import derive


class Description(NamedTuple):
    """What is known of one device: whether it migrates, its descriptor, and how it meets others.

    `origin` says where the descriptor is from: a path, an overlay, a profile; "" if there is none.
    `problem` is why a descriptor that is there cannot be used.
    """

    migration: Migratability
    side: Side
    document: Document | None
    origin: str
    problem: InputError | None = None


class Told(NamedTuple):
    """A descriptor that stands for a device or a type, and how it is known.

    `unread` are fields that are not known, with the reason; a type's document may have PARAMETERS.
    """

    document: Document
    basis: Basis
    origin: str
    unread: Mapping[str, str] = {}


def describe(device: Device, kernel: Fact | None, name: str) -> Description:
    """Return what is known of `device`; `name` is what evidence calls it.

    A device that cannot migrate at all is immovable whatever its descriptor says.
    """
    try:
        own = own_descriptor(device, name)
        ready = None if own is None else compile_document(own.document, own.basis)
    except InputError as error:
        code = error.problems[0].code
        answer = migratability(device, kernel, code)
        detail = unusable_detail(code)
        return Description(answer, undescribed(answer, name, detail), None, "", error)
    answer = migratability(device, kernel)
    told = own or profile_descriptor(device, answer)
    if told is None:
        detail = missing_detail(device, answer)
        return Description(answer, undescribed(answer, name, detail), None, "")
    if answer.answer == "no":
        return Description(answer, undescribed(answer, name, ""), told.document, told.origin)
    if ready is None:
        ready = compile_document(told.document, told.basis, told.unread)
        ready.name = name
    return Description(answer, ready, told.document, told.origin)


def undescribed(answer: Migratability, name: str, detail: str) -> Undescribed:
    """Return the side of what has no descriptor, or cannot migrate whatever it is."""
    if answer.answer == "no":
        reason = f"{answer.code} ({answer.detail})"
        return Undescribed(name, reason, immovable=True, basis=answer.basis or "document")
    return Undescribed(name, detail)


def unusable_detail(code: str) -> str:
    """Return why a descriptor that is there does not count."""
    return f"its descriptor cannot be used: {code}"


def missing_detail(device: Device, answer: Migratability) -> str:
    """Return why there is no descriptor."""
    miss = unread_descriptor(device)
    if miss is not None:
        return f"what it publishes could not be read ({miss.errno_name} {miss.path})"
    reason = f"{answer.code} ({answer.detail})" if answer.detail else answer.code
    return f"it publishes none and no profile fits; {reason}"


def own_descriptor(subject: Device | CreatableType, name: str) -> Told | None:
    """Return the descriptor stated for a device or a type, or its own. Raises InputError."""
    if subject.stated is not None:
        document = parse(subject.stated.text, f"{subject.stated.source} for {name}")
        return Told(document, "operator", subject.stated.source)
    if subject.native is not None:
        document = _native_document(subject.native, f"{name}:{subject.native.path}")
        return Told(document, NATIVE, subject.native.path)
    return None


def _native_document(native: NativeDescriptor, name: str) -> Document:
    """Return a descriptor, read in the layout that it has. Raises InputError."""
    if not native.files:
        return read_document(native.text.encode(errors="surrogatepass"), name)
    files = {path: text.encode(errors="surrogatepass") for path, text in native.files}
    if DEVICE_API in files:
        files.setdefault(TYPE, native.path.rpartition("/")[2].encode(errors="surrogatepass"))
    return read_bundle(files, name)


def profile_descriptor(device: Device, answer: Migratability) -> Told | None:
    """Return what a profile says of a device that can migrate, or None if none fits."""
    if unread_descriptor(device) is not None:
        return None
    driver = device.value("driver")
    profile = profiles().get((BUSES.get(device.kind, ""), (driver or "").replace("-", "_")))
    if profile is None or answer.answer != "yes":
        return None
    values = field_values(profile, device)
    document = Document(derive(values.texts, profile.vocabulary.without(values.unread)))
    basis = weakest(profile.basis, answer.basis or profile.basis)
    basis = weakest(basis, "operator") if values.stated else basis
    origin = f"profile {profile.name} {profile.version}: {profile.source}"
    return Told(document, basis, origin, values.unread)

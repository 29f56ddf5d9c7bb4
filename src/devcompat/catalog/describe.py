"""Describe: the descriptor that stands for a device: its own, an operator's, or a profile's.

Belongs here: which of them counts, and its basis; a device made ready to be matched.
Must not know: how a verdict is reached, files, terminals.
"""

from typing import NamedTuple

from devcompat.catalog.migratability import BUSES, Migratability, migratability, unread_descriptor
from devcompat.catalog.profiles import Profile, field_values, profiles
from devcompat.formats.bundles import read_bundle
from devcompat.formats.registry import read_document
from devcompat.inventory.records import Device, Fact, NativeDescriptor
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import Basis, weakest
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


def describe(device: Device, kernel: Fact | None, name: str) -> Description:
    """Return what is known of `device`; `name` is what evidence calls it.

    A device that cannot migrate at all is immovable whatever its descriptor says.
    """
    try:
        own = _own_descriptor(device, name)
    except InputError as error:
        code = error.problems[0].code
        answer = migratability(device, kernel, code)
        detail = f"its descriptor cannot be used: {code}"
        return Description(answer, _undescribed(answer, name, detail), None, "", error)
    answer = migratability(device, kernel)
    found = own or _profile_descriptor(device, answer, name)
    if found is None:
        detail = _missing_detail(device, answer)
        return Description(answer, _undescribed(answer, name, detail), None, "")
    compiled, document, origin = found
    if answer.answer == "no":
        return Description(answer, _undescribed(answer, name, ""), document, origin)
    return Description(answer, compiled, document, origin)


def _undescribed(answer: Migratability, name: str, detail: str) -> Undescribed:
    if answer.answer == "no":
        reason = f"{answer.code} ({answer.detail})"
        return Undescribed(name, reason, immovable=True, basis=answer.basis or "document")
    return Undescribed(name, detail)


def _missing_detail(device: Device, answer: Migratability) -> str:
    miss = unread_descriptor(device)
    if miss is not None:
        return f"what it publishes could not be read ({miss.errno_name} {miss.path})"
    reason = f"{answer.code} ({answer.detail})" if answer.detail else answer.code
    return f"it publishes none and no profile fits; {reason}"


def _own_descriptor(device: Device, name: str) -> tuple[Compiled, Document, str] | None:
    """Return the descriptor stated for the device, or its own. Raises InputError."""
    if device.stated is not None:
        document = parse(device.stated.text, f"{device.stated.source} for {name}")
        return compile_document(document, "operator"), document, device.stated.source
    if device.native is not None:
        document = _native_document(device.native, f"{name}:{device.native.path}")
        return compile_document(document), document, device.native.path
    return None


def _native_document(native: NativeDescriptor, name: str) -> Document:
    """Return a device's own descriptor, read in the layout that it has. Raises InputError."""
    if not native.files:
        return read_document(native.text.encode(errors="surrogatepass"), name)
    files = {path: text.encode(errors="surrogatepass") for path, text in native.files}
    return read_bundle(files, name)


def _profile_descriptor(
    device: Device, answer: Migratability, name: str
) -> tuple[Compiled, Document, str] | None:
    """Return what a profile says of a device that can migrate, or None if none fits."""
    if unread_descriptor(device) is not None:
        return None
    driver = device.value("driver")
    profile = profiles().get((BUSES.get(device.kind, ""), (driver or "").replace("-", "_")))
    if profile is None or answer.answer != "yes":
        return None
    return _profiled(profile, answer.basis or profile.basis, device, name)


def _profiled(
    profile: Profile, movable: Basis, device: Device, name: str
) -> tuple[Compiled, Document, str]:
    """Return what a profile says of a device that is known to be movable on that basis."""
    values = field_values(profile, device)
    document = Document(derive(values.texts, profile.vocabulary.without(values.unread)))
    basis = weakest(profile.basis, movable)
    basis = weakest(basis, "operator") if values.stated else basis
    compiled = compile_document(document, basis, values.unread)
    compiled.name = name
    return compiled, document, f"profile {profile.name} {profile.version}: {profile.source}"

"""Create: which device to create for a source, and the recipe for it. Nothing is executed.

Belongs here: from a type that a user names to a proposal and its recipe.
Must not know: command lines, how a recipe is written out.
"""

import os
import uuid as uuids
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from devcompat.catalog.describe import Told
from devcompat.formats.mdev_type import RESOURCES, split_members
from devcompat.inventory import misses
from devcompat.inventory.records import CreatableType, Host, Miss
from devcompat.language.nodes import Document, Object, Template
from devcompat.language.problems import InputError, input_error
from devcompat.match.judge import Undescribed
from devcompat.match.verdict import NATIVE, TARGET_ACCEPTS, Basis, Rule
from devcompat.provision.recipe import DEVICES, Copied, Recipe, is_uuid, make_recipe, read_uuid
from devcompat.verbs.creating import (
    Proposal,
    counted_type,
    propose,
    propose_told,
    propose_uncounted,
)
from devcompat.verbs.inputs import load_bytes, load_document
from devcompat.verbs.lookup import Party
from devcompat.verbs.places import NamedType, find_named_type
from devcompat.verbs.vocabularies import Chosen, judged_by

TYPES = "mdev_supported_types"
_COUNT = "available_instances"
_COUNT_BYTES = 64
_COUNT_DIGITS = 19


class Destination(NamedTuple):
    """A type as a user names it: one of an inventory, or a descriptor and where it belongs.

    `offered` has the parent and the type; `told` is the descriptor of a file, None for a type of an
    inventory, which `kind` is then. `is_counted` says whether it is known how many are left.
    """

    name: str
    offered: CreatableType
    told: Told | None = None
    kind: NamedType | None = None
    is_counted: bool = True

    @property
    def host(self) -> Host | None:
        """Return the host of the inventory, None for a file."""
        return None if self.kind is None else self.kind.host


class Creation(NamedTuple):
    """What to create for a source: the proposal, and the recipe if the verdict is compatible."""

    source: str
    destination: Destination
    proposal: Proposal
    recipe: Recipe | None


def find_destination(
    hosts: Sequence[Host],
    name: str,
    parent: str | None = None,
    type_id: str | None = None,
    format_name: str | None = None,
) -> Destination:
    """Return the type that `name` stands for: one of `hosts`, else a file, a directory, or `-`.

    A directory below `mdev_supported_types`, or a file in it, says itself which parent and type it
    belongs to; for any other, `parent` and `type_id` do. Raises InputError `create.place` if nobody
    does, `reference.unknown`, what loading raises, and what is wrong with a type's descriptor.
    """
    kind = find_named_type(hosts, name)
    if kind is not None:
        if parent is not None or type_id is not None:
            expected = "--parent and --type only with a TYPE that is a file: the inventory has them"
            raise input_error("usage", parent or type_id or "", expected, "devcompat create")
        problem = kind.describe().problem
        if problem is not None:
            raise problem
        return Destination(kind.label, kind.offered, kind=kind)
    if name != "-" and hosts and not os.path.exists(name):
        expected = "HOST/PARENT/TYPE of the inventory, or a file or directory with a descriptor"
        raise input_error("reference.unknown", name, expected)
    document = load_document(name, format_name)
    directory = _directory_of_type(name)
    here = ("", "") if directory is None else _place(directory)
    parent, type_id = parent or here[0], type_id or here[1]
    if not (parent and type_id):
        missing = [
            f"--{what}" for what, text in (("parent", parent), ("type", type_id)) if not text
        ]
        raise input_error("create.place", "", f"{' and '.join(missing)} for the new device", name)
    offered = CreatableType(parent, type_id, None, None, None, None)
    told = Told(document, NATIVE, name)
    count = os.path.join(name if os.path.isdir(name) else os.path.dirname(name), _COUNT)
    if directory is None or not os.path.exists(count):
        return Destination(name, offered, told, is_counted=False)
    return Destination(name, _with_count(offered, count), told)


def _directory_of_type(name: str) -> str | None:
    """Return the type's directory that a path is, or is in; None if it is in none."""
    path = os.path.realpath(name)
    directory = path if os.path.isdir(path) else os.path.dirname(path)
    inside = os.path.basename(os.path.dirname(directory)) == TYPES
    return directory if name != "-" and inside else None


def _place(directory: str) -> tuple[str, str]:
    """Return the parent and the type of a type's directory."""
    parent = os.path.dirname(os.path.dirname(directory))
    return os.path.basename(parent), os.path.basename(directory)


def _with_count(offered: CreatableType, path: str) -> CreatableType:
    """Return the type with how many are left by its file, or with the miss that says why not."""
    try:
        text = load_bytes(path, _COUNT_BYTES).decode(errors="replace").strip()
    except InputError as error:
        why, text = misses.FAILED, error.problems[0].found
    else:
        if text.isascii() and text.isdigit() and len(text) < _COUNT_DIGITS:
            return offered._replace(available_instances=int(text))
        why, text = misses.MALFORMED, misses.ERRNO_OF[misses.MALFORMED]
    return offered._replace(misses=(Miss(path, text, why, _COUNT),))


def create(
    source: Party,
    destination: Destination,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
    uuid: str | None = None,
    *,
    may_be_there: bool = False,
) -> Creation:
    """Return what to create so that it takes over `source`, with a recipe if that is sure to.

    The device gets `uuid`, else a random one. If `may_be_there`, a device of that UUID may be there
    already: then neither that nor how many are left speaks against it. Raises InputError `create.*`
    for what cannot be written to sysfs, and for a UUID that a device of the host has already.
    """
    chosen = str(uuids.uuid4()) if uuid is None else read_uuid(uuid)
    if not may_be_there:
        _demand_new(chosen, destination.host)
    asking = source.side
    if vocabulary is not None and rule != TARGET_ACCEPTS:
        asking = judged_by(asking, vocabulary)
    told, kind, name = destination.told, destination.kind, destination.name
    if kind is not None:
        proposing = propose_uncounted if may_be_there else propose
        proposal = proposing(asking, kind, rule, minimum_basis, vocabulary)
        told = kind.describe().told
    else:
        assert told is not None  # noqa: S101  (a destination has one or the other)
        proposal = propose_told(asking, told, name, rule, minimum_basis, vocabulary)
        if destination.is_counted and not may_be_there:
            verdict = counted_type(proposal.verdict, destination.offered, name)
            proposal = proposal._replace(verdict=verdict)
    recipe = None
    if proposal.verdict and told is not None:
        recipe = _recipe(source, destination.offered, told.document, proposal, chosen)
    return Creation(source.name, destination, proposal, recipe)


def _demand_new(uuid: str, host: Host | None) -> None:
    if host is not None and host.find_device(uuid) is not None:
        expected = f"a UUID that no device of {host.name} has"
        raise input_error("create.uuid", uuid, expected)


def _recipe(
    source: Party, offered: CreatableType, document: Document, proposal: Proposal, uuid: str
) -> Recipe:
    values = proposal.values or {}
    attributes = [
        (parameter.attribute, str(values[parameter.variable.name]))
        for parameter in document.descriptor.parameters
    ]
    written = {attribute for attribute, _ in attributes}
    copied = [found for found in _copied(source, document) if found.attribute not in written]
    return make_recipe(offered.parent, offered.type_id, uuid, attributes, copied)


def _copied(source: Party, document: Document) -> Iterator[Copied]:
    """Yield the attributes that a type names in `dynamic_resources`, as the source has them."""
    for attribute in dict.fromkeys(split_members(_text(document.descriptor.info, RESOURCES) or "")):
        value = place = None
        if source.device is not None:
            device = source.device.device
            value = device.value(f"{RESOURCES}.{attribute}") or device.value(attribute)
            if device.kind == "mdev" and is_uuid(device.address):
                place = f"{DEVICES}/{device.address.lower()}/{attribute}"
        if value is None and not isinstance(source.side, Undescribed):
            value = source.side.texts.get(attribute)
        yield Copied(attribute, value, place or "")


def _text(item: Object | None, name: str) -> str | None:
    """Return the text of a field, None if there is none."""
    fields = () if item is None else item.fields
    value = next((field.value for field in fields if field.name == name), None)
    return value.literal() if isinstance(value, Template) else None

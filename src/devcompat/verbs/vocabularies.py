"""Vocabularies: the one that a user names, and devices judged by it (section 11).

Belongs here: from a path or a name to a vocabulary; which side of a question it is for.
Must not know: command lines, what follows from a rule (vocabulary).
"""

import os
from typing import NamedTuple

from devcompat.catalog.shipped import get_shipped, shipped_vocabularies
from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.language import limits
from devcompat.language.nodes import Descriptor, Document, Field, Object, Template
from devcompat.language.problems import InputError, input_error
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import SOURCE_LISTS, TARGET_ACCEPTS, Basis, Rule, weakest
from devcompat.verbs.inputs import load_bytes
from devcompat.vocabulary.definition import Vocabulary, reference
from devcompat.vocabulary.derive import Refusal, derive, find_refusals

INFO_FIELD = "vocabulary"
"""The field of INFO in which a descriptor names its vocabulary."""


class Chosen(NamedTuple):
    """A vocabulary, and how it is known that devices follow it."""

    vocabulary: Vocabulary
    basis: Basis


class Derivation(NamedTuple):
    """What follows from a SELF, and why it takes over nothing if it does."""

    chosen: Chosen
    descriptor: Descriptor
    refusals: tuple[Refusal, ...]


def load_vocabulary(name: str) -> Chosen:
    """Return the shipped vocabulary of that name, or the one in the file `name`.

    A file's basis is the operator's, whatever it states. Raises InputError.
    """
    shipped = shipped_vocabularies().get(name)
    if shipped is None and not os.path.exists(name) and not {"/", "."} & set(name):
        shipped = get_shipped(name)
    if shipped is not None:
        return Chosen(shipped, shipped.basis)
    return Chosen(read_vocabulary(load_bytes(name, limits.DOCUMENT_BYTES), name), "operator")


def named_vocabulary(descriptor: Descriptor, source: str = "") -> Chosen | None:
    """Return the shipped vocabulary that a descriptor (in `source`) names, None if it names none.

    Raises InputError `vocabulary.unknown` if none of that name and version is shipped.
    """
    named = _texts(descriptor.info or Object(())).get(INFO_FIELD)
    if not named:
        return None
    name, _, version = named.partition("/")
    found = shipped_vocabularies().get(name)
    if found is None or version not in {"", found.version}:
        shipped = ", ".join(map(reference, shipped_vocabularies().values()))
        expected = f"in INFO one of the shipped vocabularies {shipped}"
        raise input_error("vocabulary.unknown", named, expected, source)
    return Chosen(found, found.basis)


def derive_document(document: Document, chosen: Chosen | None = None) -> Derivation:
    """Return what follows from a document's SELF; COMPATIBLE objects of its own are left out.

    Without `chosen` the vocabulary is the one that the document names. Raises InputError.
    """
    descriptor = compile_document(document).descriptor
    source = "" if document.source is None else document.source.name
    chosen = chosen or named_vocabulary(descriptor, source)
    if chosen is None:
        expected = "name a vocabulary with --vocabulary, or in the descriptor's INFO"
        raise input_error("usage", "", expected, source)
    found = find_refusals(_texts(descriptor.self_object), chosen.vocabulary)
    return Derivation(chosen, _followed(descriptor, chosen.vocabulary), found)


def _texts(item: Object) -> dict[str, str]:
    """Return an object's values; parameters that are not fixed were refused before."""
    return {
        field.name: (field.value.literal() or "") if isinstance(field.value, Template) else ""
        for field in item.fields
    }


def _followed(descriptor: Descriptor, vocabulary: Vocabulary) -> Descriptor:
    """Return what follows from a SELF, with its INFO, in which the vocabulary is named."""
    derived = derive(_texts(descriptor.self_object), vocabulary)
    info = [] if descriptor.info is None else [*descriptor.info.fields]
    kept = [field for field in info if field.name != INFO_FIELD][: limits.FIELDS - 1]
    named = Field(INFO_FIELD, Template((reference(vocabulary),)))
    return derived._replace(self_object=descriptor.self_object, info=Object((*kept, named)))


def judged_by(side: Side, chosen: Chosen) -> Side:
    """Return a side that says itself what it takes over as it is, any other by the vocabulary.

    Raises InputError `limit.*`.
    """
    if isinstance(side, Undescribed):
        return side
    return compiled_by(side, chosen)


def compiled_by(side: Compiled, chosen: Chosen) -> Compiled:
    """Return a side like `judged_by`."""
    if side.descriptor.compatible:
        return side
    vocabulary = chosen.vocabulary
    refused = find_refusals(_texts(side.descriptor.self_object), vocabulary)
    fields = ", ".join(found.field for found in refused)
    said = f": nothing for {fields}" if fields else ""
    document = Document(_followed(side.descriptor, vocabulary), side.source)
    found = compile_document(document, weakest(side.basis, chosen.basis), side.unread)
    found.name = f"{side.name} (vocabulary {reference(vocabulary)}{said})"
    return found


def judged_sides(
    source: Side, target: Side, rule: Rule, chosen: Chosen | None
) -> tuple[Side, Side]:
    """Return two sides; those whose lists count under `rule` are judged by the vocabulary."""
    if chosen is None:
        return source, target
    return (
        source if rule == TARGET_ACCEPTS else judged_by(source, chosen),
        target if rule == SOURCE_LISTS else judged_by(target, chosen),
    )


def candidate_side(side: Side, label: str, rule: Rule, chosen: Chosen | None) -> Side:
    """Return a target among many: what follows being too large leaves it unknown."""
    if chosen is None or rule == SOURCE_LISTS:
        return side
    try:
        return judged_by(side, chosen)
    except InputError as error:
        detail = f"none follows from vocabulary {reference(chosen.vocabulary)}: "
        return Undescribed(label, detail + error.problems[0].code)

"""Lint fix: a document changed where that surely changes no verdict.

Belongs here: which findings can be fixed, and the proof that the text still means the same.
Must not know: command lines. Texts are changed at positions: comments and layout stay as they are.
"""

import difflib
import os
from collections.abc import Iterator
from typing import NamedTuple

from devcompat.algebra.lint.finding import Finding
from devcompat.formats.registry import read_document
from devcompat.formats.taking_out import item_cuts
from devcompat.language.editing import Cut, object_cuts, without
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.problems import InputError
from devcompat.language.written import repeated_items
from devcompat.verbs.inputs import NATIVE_FILE
from devcompat.verbs.lint import Linted, lint_file
from devcompat.verbs.outputs import save_bytes


class Fix(NamedTuple):
    """A text before and after, and the findings that are gone."""

    before: str
    after: str
    done: tuple[Finding, ...]


def fix(linted: Linted) -> Fix | None:
    """Return what can be fixed in a document, or None if nothing can.

    The text that comes out is read again: it has to mean what it meant, but for the objects that
    others cover.
    """
    document = linted.document
    if document is None or document.source is None or not linted.form:
        return None
    text, descriptor = document.source.text, document.descriptor
    covered = {
        found.object_index
        for found in linted.findings
        if found.code == "lint.covered" and found.object_index is not None
    }
    headers = {descriptor.compatible[index].offset for index in covered}
    in_text = linted.form == "text"
    cuts: list[Cut] = []
    if headers:
        cuts = object_cuts(text, headers) if in_text else item_cuts(text, headers, linted.form)
    repeated = list(_member_cuts(document, linted, covered)) if in_text else []
    after = without(text, [*cuts, *(cut for _, found in repeated for cut in found)])
    wanted = _without_objects(descriptor, covered)
    if after == text or not _means(after, linted.form, wanted):
        return None
    gone = [found for found in linted.findings if found.object_index in covered]
    done = [found for found in gone if found.code == "lint.covered"]
    done += [found for found, _ in repeated]
    return Fix(text, after, tuple(sorted(done, key=lambda found: found.offset)))


def save_fix(linted: Linted, made: Fix) -> Linted:
    """Write a fixed text to its file, whole or not at all; return what is found in it then.

    A link is followed: the file that it leads to is replaced, and keeps its permissions. Raises
    InputError.
    """
    path = linted.name
    if os.path.isdir(path):
        path = os.path.join(path, NATIVE_FILE)
    save_bytes(path, made.after.encode())
    return lint_file(linted.name, linted.form)


def difference(linted: Linted, made: Fix) -> str:
    """Return what a fix would change, as a unified diff."""
    before, after = (text.splitlines(keepends=True) for text in (made.before, made.after))
    lines = difflib.unified_diff(before, after, linted.name, f"{linted.name} (fixed)")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _member_cuts(
    document: Document, linted: Linted, covered: set[int]
) -> Iterator[tuple[Finding, list[Cut]]]:
    """Yield the findings of members that stand twice, with what to cut, outside of `covered`."""
    assert document.source is not None  # noqa: S101  (the caller has looked)
    findings = {
        found.offset: found for found in linted.findings if found.code == "lint.repeated-member"
    }
    for index, item in enumerate(document.descriptor.compatible):
        if index in covered:
            continue
        for _, repeated in repeated_items(document.source.text, item):
            cuts = [found.cut for found in repeated if found.cut is not None]
            if len(cuts) == len(repeated):
                yield findings[repeated[0].offset], cuts


def _without_objects(descriptor: Descriptor, indexes: set[int]) -> Descriptor:
    kept = [item for index, item in enumerate(descriptor.compatible) if index not in indexes]
    return descriptor._replace(compatible=tuple(kept))


def _means(text: str, form: str, descriptor: Descriptor) -> bool:
    """Return whether a text in a format reads as a descriptor that equals `descriptor`."""
    try:
        return read_document(text.encode(), "", form).descriptor == descriptor
    except InputError:
        return False

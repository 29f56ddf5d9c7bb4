"""Lint: what may be wrong with descriptors, file by file (section 7.3).

Belongs here: reading what is named, its findings with their positions, as plain values.
Must not know: command lines, terminals, how anything is found.
"""

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from devcompat.algebra.lint.checks import lint
from devcompat.algebra.lint.finding import Finding
from devcompat.codes.lint import NOTE, WARNING
from devcompat.formats.registry import LAYOUTS, READ_ONLY, detect, read_document
from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError, Position
from devcompat.verbs.inputs import NATIVE_FILE, STDIN, load_bytes, load_document
from devcompat.verbs.serial import Plain, error_to_plain
from devcompat.wording.findings import (
    finding_advice,
    finding_sentence,
    severity_of,
    why_it_matters,
)

STRUCTURED = ("json", "yaml", "toml")

FIXABLE = ("lint.covered", "lint.repeated-member")
"""Codes of findings that `lint_fix` may take away."""


class Linted(NamedTuple):
    """What was found in one input: findings, or why it cannot be read.

    `form` is the format of an input of one file, "" for one of several. `fixed` are findings that
    are gone because the file was changed, where they stood before.
    """

    name: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    error: InputError | None = None
    form: str = ""
    fixed: tuple[Finding, ...] = ()


def lint_file(name: str, format_name: str | None = None) -> Linted:
    """Return what may be wrong with the descriptor in the file or directory `name`, or `-`."""
    try:
        document, form = _load(name, format_name)
    except InputError as error:
        return Linted(name, None, (), error)
    return Linted(name, document, lint(document, structured=form in STRUCTURED), None, form)


def _load(name: str, format_name: str | None) -> tuple[Document, str]:
    several = format_name in LAYOUTS or format_name in READ_ONLY
    if several or (name != STDIN and os.path.isdir(name) and not is_native(name, format_name)):
        return load_document(name, format_name), ""
    data = load_bytes(name, limits.DOCUMENT_BYTES)
    form = format_name or detect(data, name)
    return read_document(data, name, form), form


def is_native(name: str, format_name: str | None) -> bool:
    """Return whether a directory stands for the one file `migration_compatible` in it.

    Where it has files of a layout too, that is for `load_document` to say.
    """
    if not os.path.isfile(os.path.join(name, NATIVE_FILE)):
        return False
    return format_name is not None or not any(
        entry == "migration" or (entry.startswith("migration-") and entry.endswith("-traits"))
        for entry in os.listdir(name)
    )


def position_of(linted: Linted, finding: Finding) -> Position | None:
    """Return where a finding stands."""
    source = None if linted.document is None else linted.document.source
    return None if source is None or finding.offset < 0 else source.position(finding.offset)


def count(all_linted: Iterable[Linted]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    counts = {WARNING: 0, NOTE: 0}
    for linted in all_linted:
        for finding in linted.findings:
            counts[severity_of(finding)] += 1
    return counts


def lint_to_plain(all_linted: Sequence[Linted]) -> dict[str, Plain]:
    """Return what was found in all inputs, as schema/lint describes it."""
    counts = count(all_linted)
    return {
        "files": [_file_to_plain(linted) for linted in all_linted],
        "warnings": counts[WARNING],
        "notes": counts[NOTE],
        "unreadable": sum(linted.error is not None for linted in all_linted),
    }


def _file_to_plain(linted: Linted) -> dict[str, Plain]:
    error = None if linted.error is None else error_to_plain(linted.error)
    findings: list[Plain] = [_to_plain(linted, finding) for finding in linted.findings]
    plain: dict[str, Plain] = {"file": linted.name, "error": error, "findings": findings}
    if linted.fixed:
        plain["fixed"] = [
            {"code": found.code, "message": finding_sentence(found)} for found in linted.fixed
        ]
    return plain


def _to_plain(linted: Linted, finding: Finding) -> dict[str, Plain]:
    position = position_of(linted, finding)
    plain: dict[str, Plain] = {
        "code": finding.code,
        "severity": severity_of(finding),
        "object": None if finding.object_index is None else finding.object_index + 1,
        "fields": list(finding.fields),
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
        "message": finding_sentence(finding),
        "why": why_it_matters(finding.code),
        "advice": finding_advice(finding),
    }
    if position is not None and position.file:
        plain["file"] = position.file
    return plain

"""Checks: all that lint looks at in one descriptor, in the order of its text (section 7.3).

Belongs here: which checks there are, and their order. Must not know: how any of them works,
sentences, files.
"""

from collections.abc import Iterator

from devcompat.algebra.lint import descriptor as whole
from devcompat.algebra.lint.covered import covered_objects
from devcompat.algebra.lint.finding import Fact, Finding, Work
from devcompat.algebra.lint.objects import object_findings
from devcompat.algebra.lint.values import ValueChecks
from devcompat.language.nodes import Document, Object
from devcompat.language.written import bare_value, quoted_value, repeated_items
from devcompat.match.compiled import compile_document

_SHOWN = 5

_LISTING = 500
"""Candidates' work for listing the values of arithmetic that couples nothing."""

_EMPTY = ("lint.never-matches", "lint.object-bare")
"""Codes of objects of which it is not asked whether others cover them."""


def lint(document: Document, *, structured: bool = False) -> tuple[Finding, ...]:
    """Return what may be wrong with a descriptor, in the order of the text.

    `structured` is true for JSON, YAML and TOML: there a text is no arithmetic by accident, and
    what counts is the size of the descriptor as text. Work is counted: what would take too much is
    `lint.undecided`.
    """
    work = Work()
    device = None if document.descriptor.parameters else compile_document(document)
    compiled = () if device is None else device.objects
    of_objects = list(_of_objects(document, work, structured=structured))
    empty = {found.object_index for found in of_objects if found.code in _EMPTY}
    found = [
        *whole.own_self(document, device, work),
        *whole.parameters(document.descriptor, work),
        *whole.info(document.descriptor),
        *whole.size(document, structured=structured),
        *of_objects,
        *covered_objects(
            document.descriptor, {index for index in empty if index is not None}, compiled
        ),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.offset, finding.code)))


def _of_objects(document: Document, work: Work, *, structured: bool) -> Iterator[Finding]:
    descriptor = document.descriptor
    selves = whole.selves(descriptor)
    listing = Work(_LISTING)
    parameters = [found.variable for found in descriptor.parameters]
    for index, item in enumerate(descriptor.compatible):
        of_object = list(
            object_findings(item, index, parameters, work, self_has_fields=bool(selves))
        )
        yield from of_object
        never = {
            name
            for found in of_object
            if found.code == "lint.never-matches"
            for name in found.fields
        }
        for found in ValueChecks(
            item, index, parameters, selves, listing, explicit=structured
        ).findings():
            if found.code != "lint.overflow" or not never & set(found.fields):
                yield found._replace(instead=found.instead or _rewritten(found, item, document))
        if document.source is None:
            continue
        for variable, repeated in repeated_items(document.source.text, item):
            first = repeated[0]
            facts: dict[str, Fact] = {
                "variable": variable.name,
                "items": tuple(found.text for found in repeated[:_SHOWN]),
                "more": max(0, len(repeated) - _SHOWN),
            }
            yield Finding("lint.repeated-member", first.offset, index, (), facts)


def _rewritten(finding: Finding, item: Object, document: Document) -> str:
    """Return the field with quotes put around its arithmetic, or taken from it; "" for others."""
    if document.source is None or finding.code not in {"lint.arithmetic", "lint.quoted-arithmetic"}:
        return ""
    field = next(field for field in item.fields if field.name == finding.fields[0])
    if finding.code == "lint.arithmetic":
        value = bare_value(document.source.text, field)
        return f'{field.name}="{value}"' if value and '"' not in value else ""
    value = quoted_value(document.source.text, field)
    return f"{field.name}={value}" if value and not set(value) & {" ", "\t", "\\"} else ""

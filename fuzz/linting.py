"""Linting: what must hold of what lint finds in any document that can be read.

Belongs here: the laws of findings and of fixes. Must not know: the fuzzer, how a finding is found.
"""

from devcompat.algebra.enumerating import count_bindings
from devcompat.algebra.lint.checks import lint
from devcompat.codes.lint import LINTS
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.source import Source
from devcompat.verbs.lint import Linted
from devcompat.verbs.lint_fix import fix
from devcompat.wording.findings import finding_advice, finding_sentence, severity_of
from fuzz.laws import check_position, require

_CODES = {item.code for item in LINTS}
FORM = "text"


def check_lint(document: Document, *, structured: bool = False) -> None:
    """Hold findings to known codes, their order and places, and fixes to what they may change."""
    found = lint(document, structured=structured)
    source = document.source
    for finding in found:
        require(finding.code in _CODES, f"an unknown code: {finding}")
        index = finding.object_index
        require(index is None or index < len(document.descriptor.compatible), f"{finding}")
        require(finding_sentence(finding).isprintable(), f"unprintable: {finding}")
        require(bool(finding_advice(finding)) and bool(severity_of(finding)), f"{finding}")
        if finding.offset >= 0 and type(source) is Source:
            check_position(source.position(finding.offset), source.text)
    places = [(finding.offset, finding.code) for finding in found]
    require(places == sorted(places), f"out of order: {places}")
    for item in document.descriptor.compatible:
        require(count_bindings(item) >= 1, f"no binding: {item}")
    if type(source) is Source and not structured:
        _check_fix(document, Linted("", document, found, None, FORM))


def _check_fix(document: Document, linted: Linted) -> None:
    """Require that a fix takes away the covered objects only, and that there is none after it."""
    made = fix(linted)
    if made is None:
        return
    again = parse(made.after)
    covered = {found.object_index for found in made.done if found.code == "lint.covered"}
    objects = document.descriptor.compatible
    kept = tuple(item for index, item in enumerate(objects) if index not in covered)
    expected = document.descriptor._replace(compatible=kept)
    require(again.descriptor == expected, f"another meaning: {made.after!r}")
    second = fix(Linted("", again, lint(again), None, FORM))
    require(second is None, f"a second fix: {made.after!r}")

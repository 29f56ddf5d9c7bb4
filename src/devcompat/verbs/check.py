"""Check: whether this source may migrate to that target (sections 3 and 4).

Belongs here: two documents to a verdict. Must not know: files, command lines, inventories.
"""

from typing import TYPE_CHECKING

from devcompat.language.nodes import Document
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, judge
from devcompat.match.verdict import TARGET_ACCEPTS, Basis, Rule, Verdict

if TYPE_CHECKING:
    from devcompat.verbs.vocabularies import Chosen


def check(
    source: Document,
    target: Document,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: "Chosen | None" = None,
) -> Verdict:
    """Return the verdict for two devices' own descriptors.

    One that does not say what it takes over is judged by `vocabulary`, if there is one. Raises
    InputError `parameters.unset` if one is a type's descriptor.
    """
    sides: tuple[Side, Side] = compile_document(source), compile_document(target)
    if vocabulary is not None:
        from devcompat.verbs.vocabularies import judged_sides

        sides = judged_sides(*sides, rule, vocabulary)
    return judge(*sides, rule, minimum_basis)

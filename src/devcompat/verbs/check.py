"""Check: whether this source may migrate to that target (sections 3 and 4).

Belongs here: two documents to a verdict. Must not know: files, command lines, inventories.
"""

from devcompat.language.nodes import Document
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.verdict import TARGET_ACCEPTS, Basis, Rule, Verdict


def check(
    source: Document,
    target: Document,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
) -> Verdict:
    """Return the verdict for two devices' own descriptors.

    Raises InputError `parameters.unset` if one is a type's descriptor.
    """
    return judge(compile_document(source), compile_document(target), rule, minimum_basis)

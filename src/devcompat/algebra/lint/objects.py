"""Objects: what may be wrong with one COMPATIBLE object as a whole (section 7.3).

Belongs here: that it can never match, is open, bare, or hangs on a version alone.
Must not know: single values (values), other objects (descriptor), sentences.
"""

from collections.abc import Iterator, Sequence

from devcompat.algebra.lint.finding import Finding, Work
from devcompat.algebra.lint.matchable import whole_variable, why_never
from devcompat.language.nodes import EMPTY, Object, Variable
from devcompat.match.budget import BudgetExhausted


def object_findings(
    item: Object, index: int, parameters: Sequence[Variable], work: Work, *, self_has_fields: bool
) -> Iterator[Finding]:
    """Yield what is wrong with the object of that index (from 0)."""
    named = [field for field in item.fields if field.value != EMPTY]
    if not named:
        if self_has_fields:
            yield Finding("lint.object-bare", item.offset, index)
        return
    never = list(_never(item, index, parameters, work))
    yield from never
    if never and never[0].code != "lint.undecided":
        return
    variables = {found.name: found for found in (*parameters, *item.variables)}
    wholes = [whole_variable(field, variables) for field in named]
    types = ["" if found is None else found.type for found in wholes]
    names = tuple(field.name for field in named)
    if all(kind == "any" for kind in types):
        yield Finding("lint.object-open", item.offset, index, names)
    elif types.count("version") == 1 and types.count("any") == len(types) - 1:
        field = named[types.index("version")]
        others = tuple(name for name in names if name != field.name)
        yield Finding("lint.version-alone", field.offset, index, (field.name,), {"others": others})


def _never(
    item: Object, index: int, parameters: Sequence[Variable], work: Work
) -> Iterator[Finding]:
    try:
        reason = why_never(item, parameters, work)
    except BudgetExhausted:
        yield Finding("lint.undecided", item.offset, index, (), {"question": "match"})
        return
    if reason is not None:
        where = {field.name: field.offset for field in item.fields}
        facts = {"reason": reason.reason}
        yield Finding("lint.never-matches", where[reason.fields[0]], index, reason.fields, facts)

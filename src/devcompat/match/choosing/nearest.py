"""Nearest: the evidence where no values of parameters will do (section 8).

Belongs here: which descriptor stands for a type that accepts a source under no choice.
Must not know: how the first choice is found.

What an object demands is told with the parameters as variables: a reader wants to know that one of
1 to 8 was needed, not that the 1 that was tried is no 9. What SELF is can only be told for values
that were tried: those that meet as many demands as the search came by.
"""

from collections.abc import Mapping, Sequence

from devcompat.language.nodes import Descriptor, Document, Object, Variable
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.choosing.cases import Case
from devcompat.match.choosing.choice import first_choice
from devcompat.match.choosing.equations import variables_in
from devcompat.match.choosing.relations import Relation
from devcompat.match.fixing import fix_parameters
from devcompat.match.verdict import Bound


def with_free_parameters(document: Document, values: Mapping[str, Bound]) -> Document:
    """Return the descriptor whose SELF has `values` fixed, and whose objects leave them open.

    Its COMPATIBLE objects accept what they accept under any values: their parameters are variables.
    """
    descriptor = document.descriptor
    fixed = fix_parameters(document, values).descriptor
    parameters = [found.variable for found in descriptor.parameters]
    objects = [_with_variables(item, parameters) for item in descriptor.compatible]
    return document._replace(descriptor=fixed._replace(compatible=tuple(objects)))


def _with_variables(item: Object, parameters: Sequence[Variable]) -> Object:
    used = frozenset().union(*(variables_in(field.value) for field in item.fields))
    shared = [found for found in parameters if found.name in used]
    return item._replace(variables=(*shared, *item.variables))


def nearest_values(
    descriptor: Descriptor,
    cases: Sequence[Case],
    required: Sequence[Relation],
    budget: Budget,
) -> dict[str, Bound] | None:
    """Return values with which most of what a case demands holds, of those that are looked at.

    None if no values are known that give a descriptor at all (`required`).
    """
    parameters = [found.variable for found in descriptor.parameters]
    best: dict[str, Bound] | None = None
    try:
        best = first = first_choice(parameters, {}, required, budget)
        if first is None:
            return None
        fewest: int | None = None
        for case in cases:
            missed, values = _most(parameters, case, required, budget)
            if fewest is None or missed < fewest:
                best, fewest = values or first, missed
    except BudgetExhausted:
        pass
    return best


def _most(
    parameters: Sequence[Variable], case: Case, required: Sequence[Relation], budget: Budget
) -> tuple[int, dict[str, Bound] | None]:
    """Return how many demands of a case are given up, and values under which the others hold."""
    kept = list(required)
    values: dict[str, Bound] | None = None
    missed = case.missed
    for relation in case.relations:
        found = first_choice(parameters, case.variables, [*kept, relation], budget)
        if found is None:
            missed += 1
        else:
            kept.append(relation)
            values = found
    return missed, values

"""Boundness: which variables of an object a SELF's texts bind, and what is left open (section 9).

Belongs here: the analysis that a reader needs to refuse an object, and the matcher to plan.
Must not know: any SELF, any binding.
"""

from devcompat.language.arithmetic import references, solvable_for
from devcompat.language.nodes import Expression, Object, Reference, Template
from devcompat.values.integers import IntegerSet


def template_bound(compatible: Object) -> set[str]:
    """Return the names that stand in a template, so that a SELF's text binds them."""
    return {
        part.name
        for field in compatible.fields
        if isinstance(field.value, Template)
        for part in field.value.parts
        if isinstance(part, Reference)
    }


def open_variables(compatible: Object) -> list[str]:
    """Return the variables that no template binds and that no expression can be solved for.

    Repeatedly, an expression with exactly one unbound variable, occurring once, in no divisor and
    under no `%`, binds it. Parameters count as bound: they are fixed before anything is matched.
    """
    names = [variable.name for variable in compatible.variables]
    unbound = set(names) - template_bound(compatible)
    expressions = [
        (field.value, frozenset(references(field.value)))
        for field in compatible.fields
        if isinstance(field.value, Expression)
    ]
    progress = True
    while unbound and progress:
        progress = False
        for expression, used in expressions:
            free = unbound & used
            if len(free) == 1:
                (name,) = free
                if solvable_for(expression, name):
                    unbound.discard(name)
                    progress = True
    return [name for name in names if name in unbound]


def open_combinations(compatible: Object) -> int:
    """Return how many combinations the open variables of an object have (1 if there are none)."""
    left = open_variables(compatible)
    product = 1
    for variable in compatible.variables:
        if variable.name in left and isinstance(variable.domain, IntegerSet):
            product *= variable.domain.size
    return product

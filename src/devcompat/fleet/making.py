"""Making: what a type should be made into for a query, all demands counted.

Belongs here: what the solver is asked for a query. Must not know: hosts, how many are left.

The first device that takes the source over need not be the one from which it could come back, or
the one that has the same type; so all that is demanded is put to the solver together.
"""

from typing import NamedTuple

from devcompat.fleet.outcomes import differing
from devcompat.fleet.records import Query
from devcompat.language.nodes import Document
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import demand_basis
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import BOTH, INCOMPATIBLE, Basis, Outcome


class Made(NamedTuple):
    """The outcome of the best device that a type could be made into, and the solver's answer.

    `made` is that device, None if there is none to propose. With `returning` the solution's verdict
    is on both ways.
    """

    outcome: Outcome
    solution: Solution
    made: Compiled | None


def best_made(query: Query, source: Compiled, document: Document, basis: Basis) -> Made:
    """Return the best that a type with that descriptor could be made into for the query's source.

    The way back has to hold under the query's own rule, where the sides have changed places: both
    ways together ask what the rule `both` does, whichever it is.
    """
    rule = BOTH if query.returning else query.rule
    solution = solve(document, source, rule, basis, same=query.same)
    outcome = demand_basis(solution.verdict, query.minimum_basis).outcome
    if solution.document is None:
        return Made(outcome, solution, None)
    made = compile_document(solution.document, basis)
    if query.same and differing(source, made, query.same):
        outcome = INCOMPATIBLE
    return Made(outcome, solution, made)

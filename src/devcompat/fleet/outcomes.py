"""Outcomes: what a query's source and one target class come to, without evidence.

Belongs here: all demands of a query on a class. Must not know: other classes, hosts, states.
"""

from collections.abc import Iterable

from devcompat.fleet.records import Query
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side, outcome_of
from devcompat.match.verdict import INCOMPATIBLE, Outcome, combined


def outcome_for(query: Query, target: Side) -> Outcome:
    """Return the outcome for a target of that class, all demands on classes counted.

    A target that differs in a field of `same` is incompatible. With `returning` the worse of both
    ways counts.
    """
    source = query.source
    if query.same and differing(source, target, query.same):
        return INCOMPATIBLE
    forth = outcome_of(source, target, query.rule, query.minimum_basis)
    if not query.returning or forth == INCOMPATIBLE:
        return forth
    return combined((forth, outcome_of(target, source, query.rule, query.minimum_basis)))


def differing(source: Side, target: Side, fields: Iterable[str]) -> list[str]:
    """Return the fields in which two sides are known to differ, absent and empty being the same.

    Of a side without a descriptor, and of a field that was not read, that is not known: what
    remains unknown then is the match itself.
    """
    if not (isinstance(source, Compiled) and isinstance(target, Compiled)):
        return []
    return [
        name
        for name in fields
        if source.texts[name] != target.texts[name]
        and name not in source.unread
        and name not in target.unread
    ]

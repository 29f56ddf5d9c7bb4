"""Solver: values of a type descriptor's parameters whose descriptor accepts a source (section 8).

Belongs here: the order of choice, and what is answered where there is none.
Must not know: what fixing does to a value, how a device is made.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from types import MappingProxyType
from typing import NamedTuple

from devcompat.language.nodes import Document
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import judge
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    NATIVE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Bound,
    Failure,
    Judgement,
    Outcome,
    Rule,
    Verdict,
    weakest,
)
from devcompat.values.integers import IntegerSet

_NOTHING: Mapping[str, str] = MappingProxyType({})
_MOST = 4096


class Solution(NamedTuple):
    """What `solve` found.

    `values` are the parameters' values in the order of their declaration, and `document` the type
    descriptor with them fixed; None where no value will do, or none was found in time. `verdict` is
    that of the fixed descriptor as the target; where there is none, the nearest try's.
    """

    outcome: Outcome
    values: Mapping[str, Bound] | None
    document: Document | None
    verdict: Verdict


def solve(
    document: Document,
    source: Compiled,
    rule: Rule = TARGET_ACCEPTS,
    basis: Basis = NATIVE,
    unread: Mapping[str, str] = _NOTHING,
    name: str = "",
) -> Solution:
    """Return the first values of the parameters whose descriptor accepts `source`."""
    possible: Solution | None = None
    nearest: Verdict | None = None
    tried = 0
    for values in islice(_choices(document), _MOST):
        tried += 1
        try:
            fixed = fix_parameters(document, values)
        except InputError:
            continue
        target = compile_document(fixed, basis, unread)
        target.name = name or target.name
        verdict = judge(source, target, rule)
        if verdict.outcome == COMPATIBLE:
            return Solution(COMPATIBLE, values, fixed, verdict)
        if verdict.outcome == UNKNOWN and possible is None:
            possible = Solution(UNKNOWN, values, fixed, verdict)
        if nearest is None or _failures(verdict) < _failures(nearest):
            nearest = verdict
    if possible is not None:
        return possible
    if tried == _MOST or nearest is None:
        outcome: Outcome = UNKNOWN if tried == _MOST else INCOMPATIBLE
        failures = () if tried == _MOST else (Failure("compatible.none"),)
        undecided = (Failure("match.budget"),) if tried == _MOST else ()
        judgement = Judgement(rule, outcome, failures=failures, undecided=undecided)
        known = Verdict(outcome, rule, weakest(basis, source.basis), (judgement,))
        return Solution(outcome, None, None, known)
    return Solution(INCOMPATIBLE, None, None, nearest)


def _failures(verdict: Verdict) -> int:
    return sum(len(judgement.failures) for judgement in verdict.judgements)


def _choices(document: Document) -> Iterator[dict[str, Bound]]:
    variables = [found.variable for found in document.descriptor.parameters]
    domains: list[list[Bound]] = []
    for variable in variables:
        if isinstance(variable.domain, IntegerSet):
            numbers = (n for low, high in variable.domain.ranges for n in range(low, high + 1))
            domains.append(list(islice(numbers, _MOST)))
        else:
            assert isinstance(variable.domain, tuple)  # noqa: S101
            domains.append(list(variable.domain))
    for chosen in product(*domains):
        yield dict(zip((found.name for found in variables), chosen, strict=True))

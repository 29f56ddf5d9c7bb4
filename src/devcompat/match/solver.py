"""Solver: values of a type descriptor's parameters whose descriptor accepts a source (section 8).

Belongs here: what is asked of which cases, and the answer.
Must not know: how values are tried (choice), how a device is made.

The first choice is the first over all cases. Those in which everything is decided come before the
others: a choice that is compatible is better than one that is not known to be.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, reduce
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from devcompat.language.nodes import Document, Variable
from devcompat.match.budget import EVIDENCE_CANDIDATES, PAIR_CANDIDATES, Budget, BudgetExhausted
from devcompat.match.choosing.cases import (
    Case,
    accepting_cases,
    case_of_texts,
    conditions,
    listing_cases,
)
from devcompat.match.choosing.choice import first_choice, may_hold
from devcompat.match.choosing.nearest import nearest_values, with_free_parameters
from devcompat.match.choosing.relations import Relation
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import judge
from devcompat.match.verdict import (
    INCOMPATIBLE,
    NATIVE,
    SOURCE_LISTS,
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

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Solution(NamedTuple):
    """What `solve` found.

    `values` are the parameters' values in the order of their declaration, and `document` the type
    descriptor with them fixed; both are None where no value will do, or none was found in time.
    `verdict` is that of the fixed descriptor as the target; where there is none, it says why.
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
    same: Collection[str] = (),
) -> Solution:
    """Return the first values of the parameters of `document` whose descriptor accepts `source`.

    First is: in the order of PARAMETERS, each the smallest integer or the text that is listed
    first. If no choice is compatible, the first that is unknown. `basis`, `unread` and `name` are
    those of the descriptor, as for `compile_document`; work is counted, as for a pair. Values are
    chosen with which SELF has the source's texts in the fields `same`; of a descriptor without
    parameters that is not asked.
    """
    return _Solver(document, source, rule, basis, unread, name, same).solution()


def _pairs(sides: Sequence[Sequence[Case]]) -> list[Case]:
    """Return each case of the first side, together with each of every other."""
    return [reduce(Case.and_also, cases) for cases in product(*sides)]


class _Solver:
    def __init__(
        self,
        document: Document,
        source: Compiled,
        rule: Rule,
        basis: Basis,
        unread: Mapping[str, str],
        name: str,
        same: Collection[str],
    ) -> None:
        self._document = document
        self._source = source
        self._rule: Rule = rule
        self._basis: Basis = basis
        self._unread = unread
        self._name = name
        self._same = same
        self._parameters = [found.variable for found in document.descriptor.parameters]
        self._required = conditions(document.descriptor)
        self._search = Budget(PAIR_CANDIDATES)
        self._rest = Budget(EVIDENCE_CANDIDATES)
        self._gave_up = False

    def solution(self) -> Solution:
        """Return the answer."""
        if not self._parameters:
            return self._found({})
        sides = self._sides()
        able = [[case for case in side if self._may_hold(case)] for side in sides]
        possible = _pairs(able)
        for undecided in (False, True):
            values = self._first([case for case in possible if case.undecided == undecided])
            if values is not None:
                return self._found(values)
        return self._none(possible or _pairs(sides))

    def _sides(self) -> list[list[Case]]:
        """Return for each direction which objects can meet the other side's SELF.

        What has to be the same is one more side, of one case.
        """
        descriptor, unread = self._document.descriptor, {**self._unread, **self._source.unread}
        sides: list[list[Case]] = []
        if self._rule != SOURCE_LISTS:
            sides.append(accepting_cases(descriptor, self._source, unread))
        if self._rule != TARGET_ACCEPTS:
            sides.append(listing_cases(descriptor, self._source, unread))
        if self._same:
            wanted = {name: self._source.texts[name] for name in self._same if name not in unread}
            sides.append([case_of_texts(descriptor, wanted)])
        return sides

    def _may_hold(self, case: Case) -> bool:
        """Return false if a case is ruled out without a choice."""
        if case.missed:
            return False
        try:
            return may_hold(self._parameters, case.variables, case.relations, self._search)
        except BudgetExhausted:
            return True

    def _first(self, cases: Sequence[Case]) -> dict[str, Bound] | None:
        """Return the first choice under which one of the cases holds, or None."""
        best: dict[str, Bound] | None = None
        for case in cases:
            found = self._choice(case.variables, (*self._required, *case.relations))
            if found is not None and (best is None or self._rank(found) < self._rank(best)):
                best = found
                if best == self._earliest:
                    break
        return best

    @cached_property
    def _earliest(self) -> dict[str, Bound] | None:
        """The first choice that gives a descriptor at all, or None if there is none."""
        return self._choice({}, self._required)

    def _choice(
        self, variables: Mapping[str, Variable], relations: Sequence[Relation]
    ) -> dict[str, Bound] | None:
        """Return the first choice under which the relations hold, or None; notes a search's end."""
        budget = self._rest if self._gave_up else self._search
        try:
            return first_choice(self._parameters, variables, relations, budget)
        except BudgetExhausted:
            self._gave_up = True
            return None

    def _rank(self, values: Mapping[str, Bound]) -> tuple[Bound, ...]:
        """Return what orders choices: integers by size, texts by where they are listed."""
        return tuple(
            parameter.domain.index(values[parameter.name])
            if isinstance(parameter.domain, tuple)
            else values[parameter.name]
            for parameter in self._parameters
        )

    def _target(self, document: Document) -> Compiled:
        target = compile_document(document, self._basis, self._unread)
        target.name = self._name or target.name
        return target

    def _found(self, values: Mapping[str, Bound]) -> Solution:
        fixed = fix_parameters(self._document, values)
        verdict = judge(self._source, self._target(fixed), self._rule)
        return Solution(verdict.outcome, values, fixed, verdict)

    def _none(self, cases: Sequence[Case]) -> Solution:
        """Return the answer where no choice was found: with evidence, or that it is not known."""
        evidence = self._evidence(cases)
        if evidence is not None:
            return Solution(INCOMPATIBLE, None, None, evidence)
        outcome: Outcome = UNKNOWN if self._gave_up else INCOMPATIBLE
        code = "match.budget" if self._gave_up else "parameters.none"
        reason = (Failure(code, document=self._name),)
        judgement = Judgement(self._rule, outcome)
        if self._gave_up:
            judgement = judgement._replace(undecided=reason)
        else:
            judgement = judgement._replace(failures=reason)
        basis = weakest(self._basis, self._source.basis)
        return Solution(outcome, None, None, Verdict(outcome, self._rule, basis, (judgement,)))

    def _evidence(self, cases: Sequence[Case]) -> Verdict | None:
        """Return a verdict that says why no choice will do, or None if none does.

        After the search was given up that is only what holds under every choice.
        """
        effort = Budget(EVIDENCE_CANDIDATES)
        descriptor = self._document.descriptor
        values = nearest_values(descriptor, cases, self._required, effort)
        if values is None:
            return None
        target = self._target(with_free_parameters(self._document, values))
        verdict = judge(self._source, target, self._rule)
        whatever = verdict.judgements[0]
        if self._gave_up:
            proves = self._rule != SOURCE_LISTS and whatever.outcome == INCOMPATIBLE
            return verdict if proves else None
        if verdict.outcome != INCOMPATIBLE:
            verdict = self._found(values).verdict
        return verdict if verdict.outcome == INCOMPATIBLE else None

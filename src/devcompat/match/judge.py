"""Judge: two devices to a verdict, under a rule of direction (sections 2, 3 and 4).

Belongs here: which SELF meets which COMPATIBLE objects, the best object, unknown and basis.
Must not know: how one object is decided (compiled) or explained (evidence), sentences.
"""

from typing import NamedTuple

from devcompat.match.budget import EVIDENCE_CANDIDATES, PAIR_CANDIDATES, Budget
from devcompat.match.compiled import Compiled
from devcompat.match.evidence import Effort, examine
from devcompat.match.verdict import (
    BASES,
    BOTH,
    COMPATIBLE,
    INCOMPATIBLE,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Failure,
    Judgement,
    Outcome,
    Rule,
    Verdict,
    combined,
    weakest,
)


class Undescribed(NamedTuple):
    """A device without a descriptor, or one that is known not to migrate whatever it is.

    `immovable` is true for the latter, and `basis` says how that is known; `detail` says what is
    missing, or why it cannot migrate.
    """

    name: str
    detail: str
    immovable: bool = False
    basis: Basis | None = None


Side = Compiled | Undescribed


def judge(
    source: Side, target: Side, rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None
) -> Verdict:
    """Return whether `source` may migrate to `target`, with the evidence.

    `minimum_basis` turns a verdict that rests on a weaker basis into unknown.
    """
    if isinstance(source, Undescribed) or isinstance(target, Undescribed):
        judgements: tuple[Judgement, ...] = (_undescribed(source, target, rule),)
    elif rule == BOTH:
        judgements = (
            _judgement(source, target, TARGET_ACCEPTS),
            _judgement(target, source, SOURCE_LISTS),
        )
    else:
        judgements = (_directed(source, target, rule),)
    outcome = combined(tuple(judgement.outcome for judgement in judgements))
    verdict = Verdict(outcome, rule, _basis(source, target), judgements)
    return demand_basis(verdict, minimum_basis)


def demand_basis(verdict: Verdict, minimum_basis: Basis | None) -> Verdict:
    """Return the verdict, or unknown if it rests on a weaker basis than `minimum_basis`."""
    basis = verdict.basis
    if not (minimum_basis and basis and BASES.index(basis) < BASES.index(minimum_basis)):
        return verdict
    weak = Failure("basis.weak", detail=f"{basis} < {minimum_basis}")
    judgements = tuple(
        found._replace(outcome=UNKNOWN, undecided=(*found.undecided, weak))
        for found in verdict.judgements
    )
    return verdict._replace(outcome=UNKNOWN, judgements=judgements)


def outcome_of(
    source: Side, target: Side, rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None
) -> Outcome:
    """Return the outcome that `judge` gives, without evidence: the fast way to ask."""
    if minimum_basis is not None:
        basis = _basis(source, target)
        if basis is not None and BASES.index(basis) < BASES.index(minimum_basis):
            return UNKNOWN
    if isinstance(source, Undescribed) or isinstance(target, Undescribed):
        return _undescribed(source, target, rule).outcome
    return decide(source, target, rule)


def _basis(source: Side, target: Side) -> Basis | None:
    """Return the weakest basis that a verdict uses; None where nothing is known at all."""
    sides = (source, target)
    refusals = [side for side in sides if isinstance(side, Undescribed)]
    used = [side.basis for side in refusals or sides if side.basis is not None]
    return weakest(*used) if used else None


def _directed(source: Compiled, target: Compiled, rule: Rule) -> Judgement:
    if rule == SOURCE_LISTS:
        return _judgement(target, source, SOURCE_LISTS)
    return _judgement(source, target, TARGET_ACCEPTS)


def _undescribed(source: Side, target: Side, rule: Rule) -> Judgement:
    failures: list[Failure] = []
    undecided: list[Failure] = []
    for side in (source, target):
        if isinstance(side, Undescribed):
            code = "device.immovable" if side.immovable else "descriptor.missing"
            found = Failure(code, detail=side.detail, document=side.name)
            (failures if side.immovable else undecided).append(found)
    outcome: Outcome = INCOMPATIBLE if failures else UNKNOWN
    return Judgement(rule, outcome, None, {}, tuple(failures), tuple(undecided))


def refusal(subject: Compiled, owner: Compiled, candidates: int) -> Judgement:
    """Return why `owner` does not accept a SELF of which that is known, under `target-accepts`.

    `candidates` are the bindings that may be searched. Where they are too few to say which fields
    fail, those that were searched are said to conflict.
    """
    effort = Effort(candidates, max(1, candidates // 4))
    found = _judgement(subject, owner, TARGET_ACCEPTS, effort)
    if found.outcome == INCOMPATIBLE:
        return found
    failures = tuple(
        undecided._replace(
            code="variables.conflict" if len(undecided.fields) > 1 else "value.not-allowed"
        )
        for undecided in found.undecided
        if undecided.code == "match.budget"
    )
    return found._replace(outcome=INCOMPATIBLE, binding={}, failures=failures, undecided=())


def _judgement(
    subject: Compiled, owner: Compiled, rule: Rule, effort: Effort | None = None
) -> Judgement:
    """Return how the subject's SELF fares against the COMPATIBLE objects of `owner`."""
    effort = effort or Effort()
    possible: Judgement | None = None
    nearest: Judgement | None = None
    all_read = not (subject.unread or owner.unread)
    for index, accepting in enumerate(owner.objects):
        most = len(nearest.failures) if nearest is not None and all_read else 0
        if most and accepting.least_failures(subject) >= most:
            continue
        failures, undecided, binding = examine(accepting, subject, owner, effort)
        if failures:
            if nearest is None or len(failures) < len(nearest.failures):
                nearest = Judgement(rule, INCOMPATIBLE, index, {}, failures, undecided)
        elif not undecided:
            return Judgement(rule, COMPATIBLE, index, binding)
        elif possible is None:
            possible = Judgement(rule, UNKNOWN, index, binding, (), undecided)
    if possible is not None:
        return possible
    if nearest is not None:
        return nearest
    return Judgement(
        rule, INCOMPATIBLE, failures=(Failure("compatible.none", document=owner.name),)
    )


def decide(source: Compiled, target: Compiled, rule: Rule = TARGET_ACCEPTS) -> Outcome:
    """Return the outcome that `judge` gives, without evidence: the fast way to ask."""
    if rule == TARGET_ACCEPTS:
        return _decision(source, target)
    if rule == SOURCE_LISTS:
        return _decision(target, source)
    return combined((_decision(source, target), _decision(target, source)))


def _decision(subject: Compiled, owner: Compiled) -> Outcome:
    if subject.unread or owner.unread:
        return _judgement(subject, owner, TARGET_ACCEPTS).outcome
    search = alone = _NONE
    best: Outcome = INCOMPATIBLE
    for accepting in owner.objects:
        if accepting.searched and search is _NONE:
            search, alone = Budget(PAIR_CANDIDATES), Budget(EVIDENCE_CANDIDATES)
        outcome = accepting.decide(subject, search, alone)
        if outcome == COMPATIBLE:
            return COMPATIBLE
        if outcome == UNKNOWN:
            best = UNKNOWN
    return best


_NONE = Budget(0)
"""Stands for the budget of objects that are decided without a search."""

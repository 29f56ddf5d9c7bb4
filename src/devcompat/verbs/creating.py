"""Creating: whether a device that could be created takes over a source, and as what.

Belongs here: a type put to a source: its parameters solved, its basis and its instances counted in.
Must not know: how values are found (match), how a device is made (provision), command lines.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

from devcompat.catalog.describe import Told
from devcompat.inventory.records import CreatableType
from devcompat.language.nodes import Descriptor, Document, Object
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import Side, Undescribed, demand_basis, judge
from devcompat.match.solver import solve
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Bound,
    Failure,
    Outcome,
    Rule,
    Verdict,
)
from devcompat.values.integers import IntegerSet
from devcompat.verbs.places import NamedType
from devcompat.verbs.vocabularies import Chosen, compiled_by

NOT_STATED = "not stated"
_BY_VOCABULARY = 1024
"""Choices of parameters that are tried where what a device takes over follows from each."""


class Proposal(NamedTuple):
    """The verdict for a type as the target, and what to create for it.

    `values` are the parameters' values, in the order of their declaration, and `document` the
    descriptor of the device that they give; None where there is none to propose.
    """

    verdict: Verdict
    values: Mapping[str, Bound] | None = None
    document: Document | None = None


def propose(
    source: Side,
    target: NamedType,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
) -> Proposal:
    """Return whether a device of that type takes over `source`, and as what it has to be created.

    A type of which none is left is no target, whatever it takes over; where it is not known how
    many are left, a match is unknown. `source` is judged by the vocabulary already, where due.
    """
    found = propose_uncounted(source, target, rule, minimum_basis, vocabulary)
    return found._replace(verdict=counted_type(found.verdict, target.offered, target.label))


def propose_uncounted(
    source: Side,
    target: NamedType,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
) -> Proposal:
    """Return the same whether or not one is left: for a device that is there already."""
    description = target.describe()
    told, refusal = description.told, description.refusal
    if refusal is not None or told is None:
        side = refusal or Undescribed(target.label, "")
        return Proposal(judge(source, side, rule, minimum_basis))
    return propose_told(source, told, target.label, rule, minimum_basis, vocabulary)


def propose_told(
    source: Side,
    told: Told,
    name: str,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
) -> Proposal:
    """Return the proposal for a type's descriptor alone, whoever offers the type."""
    if isinstance(source, Undescribed):
        nobody = compile_document(Document(Descriptor(Object(()))), told.basis)
        return Proposal(judge(source, nobody, rule, minimum_basis))
    lists_nothing = not told.document.descriptor.compatible
    if vocabulary is not None and lists_nothing and rule != SOURCE_LISTS:
        found = _by_vocabulary(source, told, name, rule, vocabulary)
    else:
        solution = solve(told.document, source, rule, told.basis, told.unread, name)
        found = Proposal(solution.verdict, solution.values, solution.document)
    return found._replace(verdict=demand_basis(found.verdict, minimum_basis))


def counted_type(verdict: Verdict, offered: CreatableType, name: str) -> Verdict:
    """Return a type's verdict with what is known of its instances counted in."""
    return counted(verdict, offered.available_instances, name, _unread(offered))


def _unread(offered: CreatableType) -> str:
    """Return why it is not known how many are left, where it is not."""
    miss = next((m for m in offered.misses if m.name == "available_instances"), None)
    return NOT_STATED if miss is None else f"{miss.errno_name} {miss.path}".strip()


def counted(verdict: Verdict, left: int | None, name: str, unread: str = NOT_STATED) -> Verdict:
    """Return a type's verdict with how many are left of it; `unread` says why that is not known."""
    if left == 0:
        if verdict.outcome == INCOMPATIBLE:
            return verdict
        failure = Failure("instances.none", detail="available_instances is 0", document=name)
        return _worse(verdict, INCOMPATIBLE, failures=(failure,))
    if left is None and verdict.outcome == COMPATIBLE:
        doubt = Failure("instances.unread", detail=unread, document=name)
        return _worse(verdict, UNKNOWN, undecided=(doubt,))
    return verdict


def _worse(
    verdict: Verdict,
    outcome: Outcome,
    failures: tuple[Failure, ...] = (),
    undecided: tuple[Failure, ...] = (),
) -> Verdict:
    judgements = tuple(
        found._replace(
            outcome=outcome,
            failures=(*found.failures, *failures),
            undecided=(*found.undecided, *undecided),
        )
        for found in verdict.judgements
    )
    return verdict._replace(outcome=outcome, judgements=judgements)


def _by_vocabulary(source: Side, told: Told, name: str, rule: Rule, vocabulary: Chosen) -> Proposal:
    """Return the first choice of parameters from which follows that the source is taken over.

    What follows is known for fixed parameters only, so each choice is tried; past the limit the
    answer is unknown.
    """
    best: Proposal | None = None
    tried = 0
    for values in islice(_choices(told.document.descriptor), _BY_VOCABULARY + 1):
        tried += 1
        if tried > _BY_VOCABULARY:
            break
        try:
            fixed = fix_parameters(told.document, values)
            side = compile_document(fixed, told.basis, told.unread)
            side.name = name
            verdict = judge(source, compiled_by(side, vocabulary), rule)
        except InputError:
            continue
        if verdict.outcome == COMPATIBLE:
            return Proposal(verdict, values, fixed)
        possible = values if verdict.outcome == UNKNOWN else None
        if best is None or (best.values is None and possible is not None):
            best = Proposal(verdict, possible, fixed if possible is not None else None)
    if best is not None and (best.values is not None or tried <= _BY_VOCABULARY):
        return best
    detail = "no choice of parameters gives a descriptor"
    if best is not None:
        detail = f"none of the first {_BY_VOCABULARY} choices of parameters fits"
    return Proposal(judge(source, Undescribed(name, detail), rule))


def _choices(descriptor: Descriptor) -> Iterator[dict[str, Bound]]:
    """Yield values of the parameters, the last one's changing first, each in its domain's order."""
    domains: list[list[Bound]] = []
    for parameter in descriptor.parameters:
        domain = parameter.variable.domain
        if isinstance(domain, IntegerSet):
            numbers = (n for low, high in domain.ranges for n in range(low, high + 1))
            domains.append([*islice(numbers, _BY_VOCABULARY + 1)])
        else:
            domains.append([*domain] if isinstance(domain, tuple) else [])
    names = [parameter.variable.name for parameter in descriptor.parameters]
    for chosen in product(*domains):
        yield dict(zip(names, chosen, strict=True))

"""Find: where can this source go? A linear scan of an inventory with the matcher.

Belongs here: asking each device and creatable type, and counting. Must not know: command lines,
files.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from devcompat.match.judge import judge
from devcompat.match.verdict import (
    COMPATIBLE,
    TARGET_ACCEPTS,
    Basis,
    Bound,
    Outcome,
    Rule,
    Verdict,
)
from devcompat.verbs.creating import propose
from devcompat.verbs.lookup import Party
from devcompat.verbs.places import NamedDevice, NamedType, Place
from devcompat.verbs.vocabularies import Chosen, candidate_side, judged_by


class Candidate(NamedTuple):
    """One device or type that was looked at, and the verdict for it as a target.

    `values` are a type's parameters with which a device of it would be that target, None where none
    are proposed and for a device that is there.
    """

    place: Place
    verdict: Verdict
    values: Mapping[str, Bound] | None = None


class Findings(NamedTuple):
    """What a scan found: the targets, all others, and how many of each outcome.

    `complete` is false if the scan stopped at a limit before it had seen every device and type.
    """

    targets: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    counts: dict[Outcome, int]
    complete: bool

    @property
    def creatable(self) -> int:
        """Return how many of the targets are yet to be created."""
        return sum(isinstance(found.place, NamedType) for found in self.targets)


def find(
    source: Party,
    places: Iterable[Place],
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    limit: int | None = None,
    vocabulary: Chosen | None = None,
) -> Findings:
    """Return the places that `source` may migrate to, in the order given, without itself.

    A device whose descriptor cannot be read counts as unknown; one that does not say what it takes
    over is judged by `vocabulary`, if there is one. Stops after `limit` targets.
    """
    asking = source.side
    if vocabulary is not None and rule != TARGET_ACCEPTS:
        asking = judged_by(asking, vocabulary)
    targets: list[Candidate] = []
    others: list[Candidate] = []
    counts: dict[Outcome, int] = {"compatible": 0, "incompatible": 0, "unknown": 0}
    complete = True
    for place in places:
        if source.device is not None and place.label == source.device.label:
            continue
        if limit is not None and len(targets) >= limit:
            complete = False
            break
        if isinstance(place, NamedDevice):
            side = candidate_side(place.describe().side, place.label, rule, vocabulary)
            candidate = Candidate(place, judge(asking, side, rule, minimum_basis))
        else:
            found = propose(asking, place, rule, minimum_basis, vocabulary)
            candidate = Candidate(place, found.verdict, found.values)
        counts[candidate.verdict.outcome] += 1
        (targets if candidate.verdict.outcome == COMPATIBLE else others).append(candidate)
    return Findings(tuple(targets), tuple(others), counts, complete)

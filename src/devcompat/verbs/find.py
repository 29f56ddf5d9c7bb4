"""Find: where can this source go? A linear scan of an inventory with the matcher.

Belongs here: asking each device, and counting. Must not know: command lines, files.
"""

from collections.abc import Iterable
from typing import NamedTuple

from devcompat.match.judge import judge
from devcompat.match.verdict import COMPATIBLE, TARGET_ACCEPTS, Basis, Outcome, Rule, Verdict
from devcompat.verbs.inventories import NamedDevice
from devcompat.verbs.lookup import Party
from devcompat.verbs.vocabularies import Chosen, candidate_side, judged_by


class Candidate(NamedTuple):
    """One device that was looked at, and the verdict for it as a target."""

    device: NamedDevice
    verdict: Verdict


class Findings(NamedTuple):
    """What a scan found: the targets, all others, and how many of each outcome.

    `complete` is false if the scan stopped at a limit before it had seen every device.
    """

    targets: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    counts: dict[Outcome, int]
    complete: bool


def find(
    source: Party,
    devices: Iterable[NamedDevice],
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    limit: int | None = None,
    vocabulary: Chosen | None = None,
) -> Findings:
    """Return the devices that `source` may migrate to, in the order given, without itself.

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
    for device in devices:
        if source.device is not None and device.label == source.device.label:
            continue
        if limit is not None and len(targets) >= limit:
            complete = False
            break
        side = candidate_side(device.describe().side, device.label, rule, vocabulary)
        verdict = judge(asking, side, rule, minimum_basis)
        counts[verdict.outcome] += 1
        candidate = Candidate(device, verdict)
        (targets if verdict.outcome == COMPATIBLE else others).append(candidate)
    return Findings(tuple(targets), tuple(others), counts, complete)

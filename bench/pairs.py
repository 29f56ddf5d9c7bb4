"""Pairs: how fast each peer answers, once all are seen to answer equally, and what compiling costs.

Belongs here: the comparison over the workload's pairs. Must not know: any peer's insides, layout.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from bench.peers import Peer, Ready
from bench.timing import Measured, interleaved
from bench.workload import Workload


class PairTimes(NamedTuple):
    """By peer: seconds a pair (all, compatible and incompatible ones), to compile, and both."""

    checked: dict[str, Measured]
    compatible: dict[str, Measured]
    incompatible: dict[str, Measured]
    compiled: dict[str, Measured]
    from_scratch: dict[str, Measured]


class UnequalAnswersError(Exception):
    """Two peers do not agree on a pair, so that there is nothing to compare."""


def check_equal(peers: Sequence[Peer], workload: Workload) -> list[bool]:
    """Return the answer to each pair; raise UnequalAnswersError where two peers differ."""
    answers = {peer.name: peer.answers(_ready_pairs(peer, workload)) for peer in peers}
    first, *others = answers
    for name in others:
        for index, pair in enumerate(workload.pairs):
            if answers[name][index] != answers[first][index]:
                source, target = (workload.devices[number] for number in pair)
                said = f"{first}: {answers[first][index]}, {name}: {answers[name][index]}"
                raise UnequalAnswersError(f"{said}\nsource {source}\ntarget {target}")
    return answers[first]


def measure(
    peers: Sequence[Peer], workload: Workload, answers: Sequence[bool], rounds: int
) -> PairTimes:
    """Return how long every peer takes for the same work."""
    ready = {peer.name: _ready_pairs(peer, workload) for peer in peers}

    def checks(wanted: tuple[bool, ...]) -> dict[str, Measured]:
        indexes = [index for index, answer in enumerate(answers) if answer in wanted]
        work: dict[str, Callable[[], object]] = {
            peer.name: partial(peer.answers, [ready[peer.name][index] for index in indexes])
            for peer in peers
        }
        return interleaved(work, len(indexes), rounds)

    few = workload.pairs[:: max(1, len(workload.pairs) // 100)]
    stored = {peer.name: [peer.stored(device) for device in workload.devices] for peer in peers}
    scratch = {
        peer.name: [
            (stored[peer.name][source], stored[peer.name][target]) for source, target in few
        ]
        for peer in peers
    }
    return PairTimes(
        checks((True, False)),
        checks((True,)),
        checks((False,)),
        interleaved(
            {peer.name: partial(_compile_all, peer, stored[peer.name]) for peer in peers},
            len(workload.devices),
            rounds,
        ),
        interleaved(
            {peer.name: partial(_from_scratch, peer, scratch[peer.name]) for peer in peers},
            len(few),
            rounds,
        ),
    )


def _ready_pairs(peer: Peer, workload: Workload) -> list[tuple[Ready, Ready]]:
    ready = [peer.load(peer.stored(device)) for device in workload.devices]
    return [(ready[source], ready[target]) for source, target in workload.pairs]


def _compile_all(peer: Peer, stored: Sequence[object]) -> None:
    """Compile every descriptor, without what `re` remembers from before."""
    re.purge()
    for text in stored:
        peer.load(text)


def _from_scratch(peer: Peer, stored: Sequence[tuple[object, object]]) -> None:
    """Compile both descriptors of each pair and ask once."""
    re.purge()
    for source, target in stored:
        peer.answers([(peer.load(source), peer.load(target))])

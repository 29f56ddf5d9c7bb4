"""Report: what was measured, as tables with the goals, and as JSON.

Belongs here: layout, ratios, goals. Must not know: how anything is measured.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench import parsing, process
from bench.pairs import PairTimes
from bench.peers import Peer
from bench.tables import aligned, microseconds, thousands
from bench.timing import Measured


class Goal(NamedTuple):
    """A ratio of medians that is wanted, and the one that was measured."""

    what: str
    wanted: float
    at_most: bool
    measured: float

    def met(self) -> bool:
        """Return whether the goal is met."""
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted

    def line(self) -> str:
        """Return the goal with its outcome."""
        bound = "at most" if self.at_most else "at least"
        said = "met" if self.met() else "MISSED"
        return f"{said:6}  {self.what}: {self.measured:.1f}x, wanted {bound} {self.wanted:g}x"


def pairs_table(peers: Sequence[Peer], times: PairTimes) -> str:
    """Return pairs a second, and microseconds a pair, for each peer."""
    base = times.checked[peers[0].name].median
    head = ("compiled once", "pairs/s", "us", "quartiles", "compatible", "not", "times ours")
    rows = []
    for name in (peer.name for peer in peers):
        found = times.checked[name]
        rows.append(
            (
                name,
                thousands(found.per_second()),
                microseconds(found.median),
                f"{microseconds(found.lower)}-{microseconds(found.upper)}",
                microseconds(times.compatible[name].median),
                microseconds(times.incompatible[name].median),
                f"{found.median / base:.1f}",
            )
        )
    return aligned(head, rows)


def compile_table(peers: Sequence[Peer], times: PairTimes) -> str:
    """Return microseconds to compile, and to compile both sides and check once."""
    head = ("microseconds", "compile a descriptor", "compile two + one check", "times ours")
    base = times.from_scratch[peers[0].name].median
    rows = []
    for name in (peer.name for peer in peers):
        scratch = times.from_scratch[name].median
        compiled = microseconds(times.compiled[name].median)
        rows.append((name, compiled, microseconds(scratch), f"{scratch / base:.1f}"))
    return aligned(head, rows)


def parse_table(times: Mapping[str, Measured]) -> str:
    """Return documents a second for each parser."""
    base = times[parsing.OURS].median
    rows = [
        (name, thousands(found.per_second()), microseconds(found.median),
         f"{found.median / base:.1f}")
        for name, found in times.items()
    ]  # fmt: skip
    return aligned(("text to model", "documents/s", "us", "times ours"), rows)


def process_table(times: Mapping[str, Measured]) -> str:
    """Return milliseconds from start to end of each command."""
    rows = [
        (name, f"{found.median * 1e3:.1f}",
         f"{found.lower * 1e3:.1f}-{found.upper * 1e3:.1f}")
        for name, found in times.items()
    ]  # fmt: skip
    return aligned(("a process", "ms", "quartiles"), rows)


def goals(
    rivals: Sequence[str], checked: Mapping[str, Measured], parsed: Mapping[str, Measured],
    processes: Mapping[str, Measured],
) -> list[Goal]:  # fmt: skip
    """Return the goals; the verdict's against the fastest of `rivals`."""
    ours = checked["devcompat"].median
    fastest = min(checked[name].median for name in rivals)
    start = processes[process.OURS].median / processes[process.NOTHING].median
    return [
        Goal("a verdict beside cel-expr-python, its faster form", 5, False, fastest / ours),
        Goal(
            "parsing beside lark", 5, False,
            parsed[parsing.LARK].median / parsed[parsing.OURS].median,
        ),
        Goal(
            "the same, no domain remembered", 5, False,
            parsed[parsing.LARK].median / parsed[parsing.UNREMEMBERED].median,
        ),
        Goal("devcompat check A B beside python -I -c pass", 6, True, start),
    ]  # fmt: skip


def as_json(
    machine: Mapping[str, str], counts: Mapping[str, int], times: PairTimes,
    parsed: Mapping[str, Measured], processes: Mapping[str, Measured], reached: Sequence[Goal],
) -> dict[str, object]:  # fmt: skip
    """Return everything in seconds, medians with quartiles."""

    def plain(found: Mapping[str, Measured]) -> dict[str, dict[str, float]]:
        return {name: each._asdict() for name, each in found.items()}

    return {
        "machine": dict(machine),
        "counts": dict(counts),
        "seconds_a_pair": plain(times.checked),
        "seconds_a_compatible_pair": plain(times.compatible),
        "seconds_an_incompatible_pair": plain(times.incompatible),
        "seconds_to_compile": plain(times.compiled),
        "seconds_from_scratch": plain(times.from_scratch),
        "seconds_a_document": plain(parsed),
        "seconds_a_process": plain(processes),
        "goals": [{**goal._asdict(), "met": goal.met()} for goal in reached],
    }

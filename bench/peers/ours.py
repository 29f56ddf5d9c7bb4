"""Ours: devcompat, asked for the outcome, and with full evidence.

Belongs here: devcompat as a peer. Must not know: anything private of it.
"""

from collections.abc import Sequence

from bench.model import Device
from bench.texts import written
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import COMPATIBLE

Pairs = Sequence[tuple[Compiled, Compiled]]


class Decided:
    """The outcome alone."""

    name = "devcompat"

    def stored(self, device: Device) -> str:
        """Return the device's document."""
        return written(device)

    def load(self, stored: str) -> Compiled:
        """Return the document, parsed and compiled."""
        ready = compile_document(parse(stored))
        assert ready.objects  # compiled now, not when the first source meets them
        return ready

    def answers(self, pairs: Pairs) -> list[bool]:
        """Return the outcomes."""
        return [decide(source, target) == COMPATIBLE for source, target in pairs]


class Explained(Decided):
    """The verdict with its evidence: fields, codes, what was wanted and found, positions."""

    name = "devcompat, with evidence"

    def answers(self, pairs: Pairs) -> list[bool]:
        """Return the verdicts as truth values."""
        return [bool(judge(source, target)) for source, target in pairs]

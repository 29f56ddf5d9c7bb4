"""Cache: outcomes of pairs that were asked before.

Belongs here: a bounded memory of decisions. Must not know: how a decision is made.
"""

from devcompat.match.compiled import Compiled
from devcompat.match.judge import decide
from devcompat.match.verdict import TARGET_ACCEPTS, Outcome, Rule

CAPACITY = 65_536


class PairCache:
    """Remembers the outcome of up to `capacity` pairs; forgets the oldest first.

    Pairs are told apart by identity, so a descriptor that is compiled again is another one; the
    cache keeps what it remembers alive.
    """

    __slots__ = ("_capacity", "_outcomes")

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._outcomes: dict[tuple[Compiled, Compiled, Rule], Outcome] = {}

    def decide(self, source: Compiled, target: Compiled, rule: Rule = TARGET_ACCEPTS) -> Outcome:
        """Return what `decide` gives for the pair."""
        key = (source, target, rule)
        known = self._outcomes.get(key)
        if known is not None:
            return known
        outcome = decide(source, target, rule)
        if len(self._outcomes) >= self._capacity:
            del self._outcomes[next(iter(self._outcomes))]
        self._outcomes[key] = outcome
        return outcome

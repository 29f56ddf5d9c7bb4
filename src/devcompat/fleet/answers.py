"""Answers: what was answered lately, for who asks again before anything has changed.

Belongs here: counts and first places, and when they are forgotten. Must not know: how they are
found.
"""

from collections.abc import Hashable

from devcompat.fleet.records import Place

REMEMBERED = 4096
"""Answers that are kept; then all are forgotten."""

KEPT = 100
"""Places of one answer that is kept, at most."""


class Answers:
    """Answers of a fleet as it is, by what was asked."""

    __slots__ = ("_version", "counts", "places")

    def __init__(self) -> None:
        self.counts: dict[Hashable, int] = {}
        self.places: dict[Hashable, list[Place]] = {}
        self._version = 0

    def now(self, version: int) -> "Answers":
        """Return the answers, without those of an earlier version of the fleet."""
        if version != self._version or len(self.counts) + len(self.places) >= REMEMBERED:
            self.counts.clear()
            self.places.clear()
            self._version = version
        return self

"""Peers: what a user would pick instead of devcompat, each told the same devices.

Belongs here: one module a peer. Must not know: the clock, the other peers, src (but for `ours`).
"""

from collections.abc import Sequence
from typing import Any, Protocol

from bench.model import Device

Ready = Any
"""A descriptor as a peer keeps it for matching; made by its `load`."""


class Peer(Protocol):
    """One way to answer whether a source may migrate to a target."""

    name: str

    def stored(self, device: Device) -> Any:
        """Return the descriptor as this peer's user would store it: texts, nothing compiled."""

    def load(self, stored: Any) -> Ready:
        """Return the stored descriptor ready to be matched, as source and as target."""

    def answers(self, pairs: Sequence[tuple[Ready, Ready]]) -> list[bool]:
        """Return for each pair whether the source may migrate to the target."""

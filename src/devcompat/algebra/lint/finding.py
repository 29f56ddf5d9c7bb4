"""Finding: something that may be wrong with a descriptor, as data.

Belongs here: the value, and the work that checks may take. Must not know: any check, sentences.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from devcompat.language.nodes import NOWHERE
from devcompat.match.budget import WORK_PER_CANDIDATE, Budget

Fact = str | int | tuple[str, ...] | tuple[int, ...]
_NO_FACTS: Mapping[str, Fact] = MappingProxyType({})

CANDIDATES = 2_000
"""Candidate bindings that one question about an object may take."""

ALL_CANDIDATES = 6_000
"""Candidate bindings that all questions about a descriptor may take."""


class Finding(NamedTuple):
    """A code of codes.lint, where it stands, and the facts that a sentence is made of.

    `offset` is in the text that the descriptor was read from; `object_index` counts COMPATIBLE
    objects from 0, None where it is about none; `fields` are the fields concerned; `instead` is
    what to write, as the text format spells it, "" where that is not known.
    """

    code: str
    offset: int = NOWHERE
    object_index: int | None = None
    fields: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = _NO_FACTS
    instead: str = ""


class Share(Budget):
    """The budget of one question; `given` are the candidates that it began with."""

    __slots__ = ("given",)

    def __init__(self, candidates: int) -> None:
        super().__init__(candidates)
        self.given = candidates


class Work:
    """What is left of the work that all questions about a descriptor may take."""

    __slots__ = ("_left",)

    def __init__(self, candidates: int = ALL_CANDIDATES) -> None:
        self._left = candidates * WORK_PER_CANDIDATE

    def share(self, most: int = CANDIDATES) -> Share:
        """Return the budget of one question: at most so many candidates."""
        return Share(min(most, self._left // WORK_PER_CANDIDATE))

    def settle(self, share: Share) -> None:
        """Take what a question cost from what is left."""
        given = share.given * WORK_PER_CANDIDATE
        by_candidates = (share.given - max(0, share.left)) * WORK_PER_CANDIDATE
        self._left -= max(by_candidates, given - max(0, share.work_left))

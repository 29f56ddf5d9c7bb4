"""Placing: several devices of a VM onto one host at once.

Belongs here: one place of its own for each, with what parents share counted through their pools.
Must not know: how a place is judged, which host it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from devcompat.inventory.pools import FULL, ROOMY, Pool

Kind = tuple[str, str]
"""A type that could be created: its parent and its name."""

MOST_STEPS: Final = 50_000
"""Choices that are looked at; a VM with some dozen devices needs a few hundred."""


class Options(NamedTuple):
    """Where one device could go: devices that are there, by address, and types."""

    devices: frozenset[str]
    types: frozenset[Kind]


def can_place(
    wanted: Sequence[Options], pools: Mapping[str, Pool], *, doubtful: bool = False
) -> bool:
    """Return whether each of `wanted` can have a place of its own, all at once.

    A device that is there is a place for one; types of one parent go as far as its pool does. With
    `doubtful` a pool counts as long as it is not known to be too small, and a search that was given
    up as a success; without it both as a failure.
    """
    return _Search(wanted, pools, doubtful=doubtful).run()


class _State(NamedTuple):
    """The devices of those that get one that is there, who owns which, and what the last one got.

    `last` is empty for a device, or holds a type.
    """

    choices: tuple[frozenset[str], ...] = ()
    owner: Mapping[str, int] = MappingProxyType({})
    last: tuple[Kind, ...] = ()


class _Search:
    """Depth first: a place for one after the other, devices that are there before types.

    Two with the same options are alike, so that the second need not try what comes before that
    which the first has got.
    """

    def __init__(
        self, wanted: Sequence[Options], pools: Mapping[str, Pool], *, doubtful: bool
    ) -> None:
        self._wanted = sorted(wanted, key=lambda one: (sorted(one.devices), sorted(one.types)))
        self._pools = pools
        self._doubtful = doubtful
        self._taken: dict[str, dict[str, int]] = {}

    def run(self) -> bool:
        if not self._wanted:
            return True
        open_moves = [self._moves(0, _State())]
        for _ in range(MOST_STEPS):
            state = next(open_moves[-1], None)
            if state is None:
                open_moves.pop()
                if not open_moves:
                    return False
            elif len(open_moves) == len(self._wanted):
                return True
            else:
                open_moves.append(self._moves(len(open_moves), state))
        return self._doubtful

    def _moves(self, index: int, state: _State) -> Iterator[_State]:
        """Yield what may become of the one at `index`; what it took is given back afterwards."""
        one = self._wanted[index]
        last = state.last if index and one == self._wanted[index - 1] else ()
        if not last:
            choices, owner = (*state.choices, one.devices), dict(state.owner)
            if _placed(len(choices) - 1, choices, owner):
                yield _State(choices, owner)
        for kind in sorted(one.types):
            if (kind,) < last:
                continue
            self._take(kind, 1)
            if self._has_room(kind[0]):
                yield _State(state.choices, state.owner, (kind,))
            self._take(kind, -1)

    def _take(self, kind: Kind, number: int) -> None:
        parent, type_id = kind
        taken = self._taken.setdefault(parent, {})
        taken[type_id] = taken.get(type_id, 0) + number

    def _has_room(self, parent: str) -> bool:
        pool = self._pools.get(parent)
        room = FULL if pool is None else pool.room(self._taken[parent])
        return room == ROOMY or (self._doubtful and room != FULL)


def _placed(index: int, choices: Sequence[frozenset[str]], owner: dict[str, int]) -> bool:
    """Give one more choice an element of its own, moving others where that helps.

    False if none can be had (no augmenting path).
    """
    came_from: dict[str, str | None] = dict.fromkeys(sorted(choices[index]))
    waiting = list(came_from)
    for element in waiting:
        if element not in owner:
            _shift(element, index, came_from, owner)
            return True
        for other in sorted(choices[owner[element]]):
            if other not in came_from:
                came_from[other] = element
                waiting.append(other)
    return False


def _shift(
    element: str, index: int, came_from: dict[str, str | None], owner: dict[str, int]
) -> None:
    """Hand each element on the path to the free `element` to the next owner."""
    before = came_from[element]
    while before is not None:
        owner[element] = owner[before]
        element, before = before, came_from[before]
    owner[element] = index

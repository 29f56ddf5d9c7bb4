"""Fitting: the devices of one VM on the devices of one host, each on one of its own.

Belongs here: the assignment. Must not know: which host it is, pools.
"""

from collections.abc import Sequence


def fit(wanted: Sequence[int], offered: Sequence[tuple[int, int]]) -> list[int] | None:
    """Return for each of `wanted` the number of what it gets, None if not all can get one.

    `wanted` are masks of classes; `offered` are classes with a number of any kind. What stands
    first is taken first where there is a choice.
    """
    if len(wanted) == 1:
        mask = wanted[0]
        return next(([number] for class_, number in offered if mask >> class_ & 1), None)
    owner: dict[int, int] = {}
    options = [
        [place for place, (class_, _) in enumerate(offered) if mask >> class_ & 1]
        for mask in wanted
    ]
    for index in sorted(range(len(wanted)), key=lambda one: len(options[one])):
        if not _placed(index, options, owner):
            return None
    places = {index: place for place, index in owner.items()}
    return [offered[places[index]][1] for index in range(len(wanted))]


def _placed(index: int, options: Sequence[Sequence[int]], owner: dict[int, int]) -> bool:
    """Give one more its place, moving others where that helps (an augmenting path)."""
    came_from: dict[int, int | None] = dict.fromkeys(options[index])
    waiting = list(came_from)
    for place in waiting:
        if place not in owner:
            _shift(place, index, came_from, owner)
            return True
        for other in options[owner[place]]:
            if other not in came_from:
                came_from[other] = place
                waiting.append(other)
    return False


def _shift(place: int, index: int, came_from: dict[int, int | None], owner: dict[int, int]) -> None:
    """Hand each place on the path to the free `place` to the next owner."""
    before = came_from[place]
    while before is not None:
        owner[place] = owner[before]
        place, before = before, came_from[before]
    owner[place] = index

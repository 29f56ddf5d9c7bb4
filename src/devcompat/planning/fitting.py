"""Fitting: the devices of one VM on the devices of one host, each on one of its own.

Belongs here: the assignment. Must not know: which host it is, pools.
"""

from collections.abc import Mapping, Sequence


def fit(wanted: Sequence[int], offered: Sequence[tuple[int, int]]) -> list[int] | None:
    """Return for each of `wanted` the number of what it gets, None if not all can get one.

    `wanted` are masks of classes; `offered` are classes with a number of any kind. What stands
    first is taken first where there is a choice.
    """
    if len(wanted) == 1:
        mask = wanted[0]
        return next(([number] for class_, number in offered if mask >> class_ & 1), None)
    owner: dict[int, int] = {}
    # Devices that want the same share a list: who has looked at it need not do so again.
    lists = {
        mask: [place for place, (class_, _) in enumerate(offered) if mask >> class_ & 1]
        for mask in set(wanted)
    }
    if len(wanted) > len(offered) or not all(lists.values()):
        return None
    for index in sorted(range(len(wanted)), key=lambda one: len(lists[wanted[one]])):
        if not _placed(index, wanted, lists, owner):
            return None
    places = {index: place for place, index in owner.items()}
    return [offered[places[index]][1] for index in range(len(wanted))]


def _placed(
    index: int, wanted: Sequence[int], lists: Mapping[int, Sequence[int]], owner: dict[int, int]
) -> bool:
    """Give one more its place, moving others where that helps (an augmenting path)."""
    mask = wanted[index]
    came_from: dict[int, int | None] = dict.fromkeys(lists[mask])
    waiting, seen = list(came_from), {mask}
    for place in waiting:
        if place not in owner:
            _shift(place, index, came_from, owner)
            return True
        mask = wanted[owner[place]]
        if mask in seen:
            continue
        seen.add(mask)
        for other in lists[mask]:
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

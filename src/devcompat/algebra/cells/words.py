"""Words: texts for every way in which the domains of `set` variables hold members.

Belongs here: which members, joined by `+`, which domains hold. Must not know: other types.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice, permutations

from devcompat.algebra.work import Work
from devcompat.language.limits import TEXT_BYTES
from devcompat.values.features import SEPARATOR

_SPELLINGS = 24


def patterns(domains: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Return each member with the domains that it is in, as bits."""
    found: dict[str, int] = {}
    for index, domain in enumerate(domains):
        for member in domain:
            found[member] = found.get(member, 0) | 1 << index
    return found


def shortest(members: dict[str, int]) -> dict[int, str]:
    """Return for each pattern its shortest member."""
    found: dict[int, str] = {}
    for member, pattern in members.items():
        known = found.get(pattern)
        if known is None or (_size(member), member) < (_size(known), known):
            found[pattern] = member
    return found


def joined(words: dict[int, str], work: Work) -> Iterator[tuple[str, ...]]:
    """Yield the members of sets, one set for each pattern that members make together.

    What is in every domain of a pattern is what the domains hold that hold all members. Each set is
    the shortest of its pattern; patterns that only texts beyond the limit have are left out.
    """
    waiting: list[tuple[int, int, tuple[str, ...]]] = []
    for pattern, member in words.items():
        heappush(waiting, (_size(member), pattern, (member,)))
    done: set[int] = set()
    while waiting:
        size, pattern, members = heappop(waiting)
        if pattern in done or size > TEXT_BYTES:
            continue
        done.add(pattern)
        yield members
        work.spend(1 + len(words))
        for other, member in words.items():
            both = pattern & other
            if both not in done and both != pattern:
                heappush(waiting, (size + 1 + _size(member), both, (*members, member)))


def spelled(members: Sequence[str], hidden: Collection[str]) -> str | None:
    """Return a text of several members, or of one twice, that is not in `hidden`, or None."""
    several = members if len(members) > 1 else (*members, *members)
    for times in range(1, _SPELLINGS):
        for order in islice(permutations(several), _SPELLINGS):
            text = SEPARATOR.join((*order, *[order[0]] * (times - 1)))
            if text not in hidden:
                return text if _size(text) <= TEXT_BYTES else None
    return None


def _size(text: str) -> int:
    return len(text.encode())

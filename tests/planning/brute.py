"""Brute force: every move of every VM, every order of hosts, one state after the other.

Here belongs what an order is, told anew, and a replay of one. It must import nothing of devcompat:
neither how VMs are told apart nor how a search is done is shared with what it tests.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

from tests.planning.cases import MAYBE, NO, YES, Case

Positions = tuple[int, ...]
State = tuple[frozenset[int], tuple[tuple[int, Positions], ...]]
MoveLine = tuple[tuple[int, int], int, Positions, int, Positions]
"""VM (first host and position), source, what it leaves, target, what it takes."""
StepLine = tuple[int, list[MoveLine]]

MOST = 60_000
"""States of one case."""


class TooManyError(Exception):
    """The case has more states than are looked at."""


def form(case: Case, host: int, upgraded: frozenset[int]) -> tuple[int, ...]:
    """Return the classes that a host has in a state."""
    return case.later(case.hosts[host]) if host in upgraded else case.hosts[host].classes


def takes(case: Case, source: tuple[int, ...], target: tuple[int, ...], good: set[str]) -> bool:
    """Return whether each device of a VM can go to the one at its place."""
    return all(case.outcomes[old][new] in good for old, new in zip(source, target, strict=True))


def free(case: Case, host: int, vms: tuple[tuple[int, Positions], ...]) -> list[int]:
    """Return the positions that a VM could be given."""
    taken = {position for at, positions in vms if at == host for position in positions}
    states = case.hosts[host].states
    return [at for at, state in enumerate(states) if state != "reserved" and at not in taken]


def following(case: Case, state: State, good: set[str]) -> Iterator[State]:
    """Yield all states that one step leads to."""
    upgraded, vms = state
    for host, told in enumerate(case.hosts):
        if case.changes(told) and host not in upgraded and all(at != host for at, _ in vms):
            yield upgraded | {host}, vms
    for index, (host, positions) in enumerate(vms):
        own = tuple(form(case, host, upgraded)[position] for position in positions)
        for target in range(len(case.hosts)):
            if target == host:
                continue
            there = form(case, target, upgraded)
            for taking in permutations(free(case, target, vms), len(positions)):
                if takes(case, own, tuple(there[position] for position in taking), good):
                    yield upgraded, (*vms[:index], (target, taking), *vms[index + 1 :])


def order_exists(case: Case, *, doubtful: bool) -> bool:
    """Return whether all hosts that change can be upgraded, each when it is empty.

    Raises TooManyError.
    """
    good = {YES, MAYBE} if doubtful else {YES}
    wanted = {number for number, host in enumerate(case.hosts) if case.changes(host)}
    begin: State = (frozenset(), tuple(case.vms()))
    seen, waiting = {begin}, [begin]
    while waiting:
        state = waiting.pop()
        if state[0] == wanted:
            return True
        for after in following(case, state, good):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
        if len(seen) > MOST:
            raise TooManyError
    return False


def replay(case: Case, steps: list[StepLine]) -> set[int]:
    """Return the hosts that steps upgrade. Fails where a step cannot be done."""
    upgraded: frozenset[int] = frozenset()
    where = {(host, positions[0]): (host, positions) for host, positions in case.vms()}
    for host, moves in steps:
        assert case.changes(case.hosts[host])
        assert host not in upgraded
        for vm, source, leaving, target, taking in moves:
            assert where[vm] == (source, leaving)
            assert source != target
            assert len(set(taking)) == len(leaving)
            assert set(taking) <= set(free(case, target, tuple(where.values())))
            own = tuple(form(case, source, upgraded)[position] for position in leaving)
            there = tuple(form(case, target, upgraded)[position] for position in taking)
            assert takes(case, own, there, {YES})
            where[vm] = (target, taking)
        assert all(at != host for at, _ in where.values())
        upgraded |= {host}
    return set(upgraded)


def phases(case: Case, vm: tuple[int, Positions]) -> tuple[str, str, str, str]:
    """Return whether a VM has targets before, during and after, and whether it could go back."""
    own, positions = vm
    old = tuple(case.hosts[own].classes[position] for position in positions)
    new = tuple(case.later(case.hosts[own])[position] for position in positions)
    others = [host for number, host in enumerate(case.hosts) if number != own]
    now = [(host.classes, host.states, host.offers) for host in others]
    then = [(case.later(host), host.states, case.offered_later(host)) for host in others]
    return (
        _best(case, old, now),
        _best(case, old, [*now, *then]),
        _best(case, new, then),
        _best(case, new, now),
    )


Offers = tuple[tuple[int, int | None], ...]


def _best(
    case: Case, own: tuple[int, ...], hosts: list[tuple[tuple[int, ...], tuple[str, ...], Offers]]
) -> str:
    for said, good in ((YES, {YES}), (MAYBE, {YES, MAYBE})):
        for classes, states, offers in hosts:
            there = [
                number for number, state in zip(classes, states, strict=True) if state != "reserved"
            ]
            if _fits(case, own, there, offers, good):
                return said
    return NO


def _fits(
    case: Case, own: tuple[int, ...], there: list[int], offers: Offers, good: set[str]
) -> bool:
    """Return whether a VM fits on devices and types, these as far as they go."""
    for made in product((None, *range(len(offers))), repeat=len(own)):
        wanted = [made.count(number) for number in range(len(offers))]
        if _room(offers, wanted) not in good:
            continue
        if any(
            case.outcomes[old][offers[number][0]] not in good
            for old, number in zip(own, made, strict=True)
            if number is not None
        ):
            continue
        rest = tuple(old for old, number in zip(own, made, strict=True) if number is None)
        if any(takes(case, rest, chosen, good) for chosen in permutations(there, len(rest))):
            return True
    return False


def _room(offers: Offers, wanted: list[int]) -> str:
    """Return whether so many of each type can be made: their shares of the parent are added."""
    counts = [(count, number) for (_, count), number in zip(offers, wanted, strict=True) if number]
    if any(count is not None and number > count for count, number in counts):
        return NO
    if any(count is None for count, _ in counts):
        return MAYBE
    shares = sum((Fraction(number, count or 1) for count, number in counts), Fraction(0))
    return YES if shares <= 1 or len(counts) < 2 else MAYBE

"""Small pools made by chance: what brute force can go through.

Here belongs how a case is drawn. It must not know any answer.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

YES, MAYBE, NO = "compatible", "unknown", "incompatible"


class CaseHost(NamedTuple):
    """A host: its devices' classes, their states, and each one's VM by name ("" for none).

    `offers` are the types of its one parent: what a device would be, and how many there could be of
    it alone, None if that is not known.
    """

    classes: tuple[int, ...]
    states: tuple[str, ...]
    vms: tuple[str, ...]
    selected: bool
    offers: tuple[tuple[int, int | None], ...] = ()


class Case(NamedTuple):
    """Hosts, what becomes of classes, and `outcomes[source][target]`."""

    hosts: tuple[CaseHost, ...]
    becomes: dict[int, int]
    outcomes: tuple[tuple[str, ...], ...]

    def later(self, host: CaseHost) -> tuple[int, ...]:
        """Return a host's classes after the upgrade."""
        if not host.selected:
            return host.classes
        return tuple(self.becomes.get(number, number) for number in host.classes)

    def offered_later(self, host: CaseHost) -> tuple[tuple[int, int | None], ...]:
        """Return what a host could create after the upgrade."""
        if not host.selected:
            return host.offers
        return tuple((self.becomes.get(number, number), count) for number, count in host.offers)

    def changes(self, host: CaseHost) -> bool:
        """Return whether the upgrade changes a device of a host."""
        return host.selected and any(number in self.becomes for number in host.classes)

    def vms(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return each VM's host and the positions of its devices."""
        found: list[tuple[int, tuple[int, ...]]] = []
        for number, host in enumerate(self.hosts):
            together: dict[str, list[int]] = {}
            for position, state in enumerate(host.states):
                if state == "used":
                    together.setdefault(host.vms[position] or f"/{position}", []).append(position)
            found += sorted((number, tuple(positions)) for positions in together.values())
        return found


def draw(seed: int) -> Case:
    """Return the case of a seed."""
    chance = Random(seed)  # noqa: S311  (nothing here is secret)
    classes = chance.randint(1, 3)
    becomes = {
        number: chance.choice((classes + number, classes + number, chance.randrange(classes)))
        for number in range(classes)
        if chance.random() < 0.7
    }
    count = 2 * classes
    dense, doubt = chance.choice((0.3, 0.5, 0.7)), chance.choice((0.0, 0.0, 0.15))
    outcomes = tuple(
        tuple(_outcome(chance, dense, doubt, same=source == target) for target in range(count))
        for source in range(count)
    )
    hosts = tuple(_host(chance, classes) for _ in range(chance.randint(1, 4)))
    offering = Random(f"offers of {seed}")  # noqa: S311
    if offering.random() < 0.6:
        hosts = tuple(host._replace(offers=_offers(offering, classes)) for host in hosts)
    return Case(hosts, becomes, outcomes)


def _offers(chance: Random, classes: int) -> tuple[tuple[int, int | None], ...]:
    return tuple(
        (chance.randrange(classes), chance.choice((0, 1, 1, 2, 2, 3, 4, None)))
        for _ in range(chance.choice((0, 1, 1, 2, 3)))
    )


def _outcome(chance: Random, dense: float, doubt: float, *, same: bool) -> str:
    if chance.random() < doubt:
        return MAYBE
    return YES if chance.random() < (0.85 if same else dense) else NO


def _host(chance: Random, classes: int) -> CaseHost:
    size = chance.choice((1, 2, 2, 3, 3))
    states: Sequence[str] = chance.choices(("free", "used", "reserved"), (5, 5, 1), k=size)
    return CaseHost(
        tuple(chance.randrange(classes) for _ in range(size)),
        tuple(states),
        tuple(chance.choice(("a", "b", "b", "")) if state == "used" else "" for state in states),
        chance.random() < 0.75,
    )

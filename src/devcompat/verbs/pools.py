"""Pools: the largest sets of classes that all accept each other, largest first.

Belongs here: sets with names that do not depend on order, and why none is larger. Must not know:
how sets are found (algebra), command lines.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from devcompat.algebra.baseline.cliques import WORK, maximal_cliques, mutual
from devcompat.fleet.classes import NAME_DIGITS
from devcompat.fleet.matrix import MOST, matrix_of
from devcompat.fleet.matrix import members as places
from devcompat.language.problems import input_error
from devcompat.match.judge import judge
from devcompat.match.verdict import Judgement
from devcompat.verbs.membership import Member
from devcompat.verbs.serial import Plain, failure_to_plain
from devcompat.wording.sentences import failure_sentence

BUDGET = "pools.budget"
"""The code for pools that may be more than are told."""


class Outsider(NamedTuple):
    """The class that fits a pool best of those that do not: how many of it there are against it.

    One of them is shown: the judgement of `source` moving to `target`.
    """

    outsider: int
    against: int
    source: int
    target: int
    judgement: Judgement


class Pool(NamedTuple):
    """Classes, by number, that all accept each other; the name depends on nothing else."""

    name: str
    classes: tuple[int, ...]
    devices: int
    outsider: Outsider | None


class Pools(NamedTuple):
    """All pools, largest first, and the classes that do not even accept themselves for sure.

    Of those in `unsure` it is not known whether they do. `complete` is false where there may be
    more pools than these. `unknown` counts pairs of classes that are apart only because it is not
    known whether they accept each other.
    """

    members: tuple[Member, ...]
    pools: tuple[Pool, ...]
    alone: tuple[int, ...]
    unsure: tuple[int, ...]
    unknown: int
    complete: bool


def pools(members: Sequence[Member], shown: int = 20, budget: int = WORK) -> Pools:
    """Return the pools of classes; for the first `shown` it is said why they are not larger.

    Raises InputError `limit.classes`.
    """
    if len(members) > MOST:
        expected = f"at most {MOST} classes for a question about each pair of them"
        raise input_error("limit.classes", str(len(members)), expected)
    ordered = sorted(members, key=lambda member: (-member.devices, member.name))
    matrix = matrix_of([member.side for member in ordered])
    neighbours = mutual(matrix.compatible)
    among = sum(1 << at for at, mask in enumerate(matrix.compatible) if mask >> at & 1)
    found = maximal_cliques(neighbours, among, budget)
    sets = [tuple(places(mask)) for mask in found.masks]
    made = [
        Pool(_name([ordered[at].name for at in own]), own, _devices(ordered, own), None)
        for own in sets
    ]
    made.sort(key=lambda pool: (-pool.devices, -len(pool.classes), pool.name))
    explained = [
        pool._replace(outsider=_outsider(ordered, pool.classes, neighbours, matrix.compatible))
        for pool in made[:shown]
    ]
    perhaps = mutual([a | b for a, b in zip(matrix.compatible, matrix.unknown, strict=True)])
    unknown = sum(map(int.bit_count, perhaps)) - sum(map(int.bit_count, neighbours))
    alone = tuple(at for at in range(len(ordered)) if not among >> at & 1)
    unsure = tuple(at for at in alone if matrix.unknown[at] >> at & 1)
    every = (*explained, *made[shown:])
    return Pools(tuple(ordered), every, alone, unsure, unknown // 2, found.complete)


def _name(classes: Sequence[str]) -> str:
    """Return `p-` and the first digits of a hash of the classes' names."""
    return f"p-{sha256(' '.join(sorted(classes)).encode()).hexdigest()[:NAME_DIGITS]}"


def _devices(members: Sequence[Member], classes: Sequence[int]) -> int:
    return sum(members[at].devices for at in classes)


def _outsider(
    members: Sequence[Member],
    classes: Sequence[int],
    neighbours: Sequence[int],
    accepted: Sequence[int],
) -> Outsider | None:
    """Return the class that fewest of a pool's classes are against; the first of several."""
    own = sum(1 << at for at in classes)
    best: tuple[int, int] | None = None
    for at in range(len(members)):
        if not own >> at & 1:
            against = (own & ~neighbours[at]).bit_count()
            best = min(best, (against, at)) if best else (against, at)
    if best is None:
        return None
    against, outsider = best
    inside = next(places(own & ~neighbours[outsider]))
    source, target = outsider, inside
    if accepted[inside] >> outsider & 1:
        source, target = inside, outsider
    if accepted[target] >> source & 1:  # each accepts the other: it does not accept itself
        source = target = outsider
    verdict = judge(members[source].side, members[target].side)
    return Outsider(outsider, against, source, target, verdict.judgements[0])


def members_of_pool(members: Sequence[Member], name: str) -> tuple[Member, ...]:
    """Return the members of the pool of that name. Raises InputError `reference.unknown`."""
    found = pools(members, shown=0)
    for pool in found.pools:
        if pool.name == name:
            return tuple(found.members[at] for at in pool.classes)
    known = ", ".join(pool.name for pool in found.pools[:5])
    raise input_error("reference.unknown", name, f"a pool; the largest are {known or 'none'}")


def why_apart(outsider: Outsider) -> str:
    """Return the first reason for which the one class does not take over the other."""
    judgement = outsider.judgement
    reasons = (*judgement.failures, *judgement.undecided)
    return failure_sentence(reasons[0]) if reasons else judgement.outcome


def pools_to_plain(found: Pools) -> dict[str, Plain]:
    """Return pools as schema/pools describes them."""
    return {
        "pools": [_pool_to_plain(found, pool) for pool in found.pools],
        "classes": [
            {
                "class": member.name,
                "told": member.told,
                "devices": member.devices,
                "first": member.first,
            }
            for member in found.members
        ],
        "alone": [found.members[at].name for at in found.alone],
        "unsure": [found.members[at].name for at in found.unsure],
        "unknownPairs": found.unknown,
        "complete": found.complete,
        "reason": None if found.complete else BUDGET,
    }


def _pool_to_plain(found: Pools, pool: Pool) -> dict[str, Plain]:
    plain: dict[str, Plain] = {
        "pool": pool.name,
        "devices": pool.devices,
        "classes": [found.members[at].name for at in pool.classes],
    }
    if pool.outsider is not None:
        out = pool.outsider
        plain["nearest"] = {
            "class": found.members[out.outsider].name,
            "against": out.against,
            "source": found.members[out.source].name,
            "target": found.members[out.target].name,
            "why": why_apart(out),
            "failures": [failure_to_plain(item) for item in out.judgement.failures],
        }
    return plain

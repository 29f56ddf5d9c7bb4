"""What two documents accept, by writing out every SELF of a universe of texts.

Here belong which texts a field may have, which SELF objects an object accepts of them, and how two
sides differ (specification, section 7). It must not be clever: nothing is derived, all is listed.
"""

import itertools
import math
import re
from dataclasses import dataclass

from .domains import MOST_COMBINATIONS, mask_bits, members_of, version_parts, whole_matches
from .evaluator import rendered
from .failures import OracleTooBig
from .models import decider
from .objects import Compatible, Whole, names_in, read_descriptor

MOST_SELVES = 30_000
_FRESH = "zzz"

Texts = tuple[str, ...]
"""The text of each field of both documents, in one order; "" where it is absent."""
Clause = frozenset[tuple[str, str]]
"""Opaque fields and who decides them: all of them have to agree."""


@dataclass(frozen=True)
class OracleSide:
    """What one side accepts that the other does not: surely, or if others decide so."""

    surely: frozenset[Texts]
    possibly: frozenset[Texts]

    @property
    def answer(self) -> bool | None:
        """Whether there is such a SELF; None where it depends on who decides opaque fields."""
        return True if self.surely else None if self.possibly else False


@dataclass(frozen=True)
class OracleDifference:
    """What OLD accepts and NEW does not, and the reverse; `fields` names the texts' fields.

    `together` counts the objects that those of the other side cover, but none of them alone.
    """

    fields: tuple[str, ...]
    lost: OracleSide
    gained: OracleSide
    together: int

    @property
    def relation(self) -> str:
        """How NEW is, seen from OLD."""
        lost, gained = self.lost.answer, self.gained.answer
        if lost is None or gained is None:
            return "undecided"
        if lost:
            return "different" if gained else "narrower"
        return "wider" if gained else "equal"


def differ(old_text: str, new_text: str) -> OracleDifference:
    """How what two documents accept differs, over a universe of texts made of both."""
    old, new = read_descriptor(old_text).compatible, read_descriptor(new_text).compatible
    fields = tuple(sorted({name for item in (*old, *new) for name in item.demands}))
    universe = {name: _universe(name, (*old, *new)) for name in fields}
    before = [(_clause(item), _accepted(item, fields, universe)) for item in old]
    after = [(_clause(item), _accepted(item, fields, universe)) for item in new]
    return OracleDifference(
        fields, _side(before, after), _side(after, before), _together(before, after)
    )


def accepted_by(documents: tuple[str, ...]) -> tuple[tuple[str, ...], list[dict[Texts, int]]]:
    """Return what each of several documents accepts over one universe, and the fields of the texts.

    For each document the SELF objects: 2 for those that it accepts, 1 where others decide.
    """
    universe = texts_by_field(documents)
    fields = tuple(universe)
    found: list[dict[Texts, int]] = []
    for side in (read_descriptor(text).compatible for text in documents):
        values: dict[Texts, int] = {}
        for item in side:
            value = 1 if _clause(item) else 2
            for texts in _accepted(item, fields, universe):
                values[texts] = max(value, values.get(texts, 0))
        found.append(values)
    return fields, found


def texts_by_field(documents: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the texts that each field may have in the universe of these documents.

    What their SELFs have is among them.
    """
    found = [read_descriptor(text) for text in documents]
    objects = tuple(item for side in found for item in side.compatible)
    fields = sorted({name for item in objects for name in item.demands})
    own = {name: [side.self_fields.get(name, "") for side in found] for name in fields}
    return {name: tuple(dict.fromkeys((*_universe(name, objects), *own[name]))) for name in fields}


def listed_texts(documents: tuple[str, ...], name: str) -> set[str]:
    """Return the texts of a field that some object allows by a domain that has an end.

    Objects in which another field has no text at all do not count.
    """
    universe = texts_by_field(documents)
    found: set[str] = set()
    for item in (item for text in documents for item in read_descriptor(text).compatible):
        allowed = {
            other: [text for text in universe[other] if _allows(demand, text)]
            for other, demand in item.demands.items()
            if isinstance(demand, Whole)
        }
        demand = item.demands.get(name)
        if not all(allowed.values()) or demand is None:
            continue
        if not isinstance(demand, Whole):
            found.update(_rendered(item, name))
        elif demand.kind in {"set", "mask"}:
            found.update(allowed[name])
    return found


def _allows(demand: Whole, text: str) -> bool:
    return demand.kind == "opaque" or whole_matches(demand.kind, demand.domain, text)


def opaque_fields(documents: tuple[str, ...]) -> set[str]:
    """Return the fields that some object of the documents leaves to others to decide."""
    return {
        name
        for text in documents
        for item in read_descriptor(text).compatible
        for name, _ in _clause(item)
    }


Accepted = list[tuple[Clause, set[Texts]]]


def _side(whole: Accepted, others: Accepted) -> OracleSide:
    surely: set[Texts] = set()
    possibly: set[Texts] = set()
    anything: set[Texts] = set().union(*(texts for _, texts in others))
    for clause, texts in whole:
        covered: set[Texts] = set().union(*(found for other, found in others if other <= clause))
        possibly |= texts - covered
        if not clause:
            surely |= texts - anything
    return OracleSide(frozenset(surely), frozenset(possibly))


def _together(before: Accepted, after: Accepted) -> int:
    found = 0
    for whole, others in ((before, after), (after, before)):
        for clause, texts in whole:
            near = [selves for other, selves in others if other <= clause]
            alone = any(texts <= selves for selves in near)
            found += not alone and texts <= set().union(*near)
    return found


def _clause(item: Compatible) -> Clause:
    return frozenset(
        (name, decider(demand))
        for name, demand in item.demands.items()
        if isinstance(demand, Whole) and demand.kind == "opaque"
    )


def _accepted(
    item: Compatible, fields: tuple[str, ...], universe: dict[str, tuple[str, ...]]
) -> set[Texts]:
    """Every SELF of the universe that an object accepts, opaque fields being open."""
    whole = {name: found for name, found in item.demands.items() if isinstance(found, Whole)}
    open_texts = {
        name: [text for text in universe[name] if _allows(demand, text)]
        for name, demand in whole.items()
    }
    values = math.prod(len(found) for found in item.values.values())
    selves = math.prod(len(found) for found in open_texts.values())
    if values > MOST_COMBINATIONS or values * selves > 4 * MOST_SELVES:
        raise OracleTooBig("too many SELF objects")
    coupled = {name: found for name, found in item.demands.items() if name not in whole}
    found: set[Texts] = set()
    for combination in itertools.product(*item.values.values()):
        binding = dict(zip(item.values, combination, strict=True))
        texts = {name: rendered(demand, binding) for name, demand in coupled.items()}
        if None in texts.values():
            continue
        choices = [open_texts.get(name) or [texts.get(name) or ""] for name in fields]
        if all(open_texts.values()):
            found.update(itertools.product(*choices))
    return found


def _universe(name: str, objects: tuple[Compatible, ...]) -> tuple[str, ...]:
    """Texts that the field may have: all that are written or rendered, and some of every type."""
    wholes = [item.demands[name] for item in objects if name in item.demands]
    texts: dict[str, None] = {"": None, _FRESH: None}
    for item in objects:
        if name in item.demands:
            texts.update(dict.fromkeys(_rendered(item, name)))
    numbers = [int(text) for text in texts if re.fullmatch("0|-?[1-9][0-9]*", text)]
    for number in numbers:
        texts.update({str(number - 1): None, str(number + 1): None})
    domains: dict[str, list[str]] = {"version": [], "mask": [], "set": []}
    for demand in wholes:
        if isinstance(demand, Whole):
            domains.setdefault(demand.kind, []).append(demand.domain)
    bounds = [
        version_parts(re.sub("[<>=~]", "", member)) or (0, 0, 0, 0)
        for domain in domains["version"]
        for member in members_of(domain)
    ]
    if bounds:
        texts.update(dict.fromkeys(_versions(bounds)))
    texts.update(dict.fromkeys(_masks(domains["mask"])))
    members = dict.fromkeys(member for domain in domains["set"] for member in members_of(domain))
    texts.update(dict.fromkeys(_sets(tuple(members))))
    if len(texts) > MOST_SELVES:
        raise OracleTooBig("too many texts")
    return tuple(texts)


def _rendered(item: Compatible, name: str) -> list[str]:
    """All that an object's template or expression may be."""
    demand = item.demands[name]
    names = names_in(demand)
    if isinstance(demand, Whole):
        return []
    return [
        rendered(demand, dict(zip(names, combination, strict=True))) or ""
        for combination in itertools.product(*(item.values[variable] for variable in names))
    ]


def _masks(domains: list[str]) -> list[str]:
    """Numbers up to a bit beyond all masks, each in three spellings."""
    bits = 0
    for domain in domains:
        bits |= mask_bits(domain.strip()) or 0
    numbers = range(2 * bits + 2) if domains else ()
    return [text for number in numbers for text in (str(number), hex(number), f"0{number}")]


def _versions(bounds: list[tuple[int, ...]]) -> list[str]:
    """Versions around the bounds, of up to three parts, the first part written in two ways."""
    first = sorted({number + more for number, *_ in bounds for more in (-1, 0, 1)} - {-1})
    second = sorted({bound[1] + more for bound in bounds for more in (-1, 0, 1)} - {-1})
    third = sorted({0, 1} | {bound[2] + more for bound in bounds for more in (0, 1)})
    found = [str(number) for number in first] + [f"0{number}" for number in first]
    found += [f"{a}.{b}" for a in first for b in {0, *second}]
    found += [f"0{a}.{b}" for a in first for b in {0, *second}]
    return found + [f"{a}.{b}.{c}" for a in first for b in {0, *second} for c in third]


def _sets(members: tuple[str, ...]) -> list[str]:
    """Every subset of the members, and each member twice."""
    found = [
        "+".join(chosen)
        for size in range(1, len(members) + 1)
        for chosen in itertools.combinations(members, size)
    ]
    return found + [f"{member}+{member}" for member in members]

"""Fleet find: where a source can go in a stored fleet, with the reason.

Belongs here: what a user names as SOURCE, devices and types that hosts could create as one list,
evidence class by class. Must not know: command lines, how a fleet is indexed.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from devcompat.catalog.describe import Told
from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.making import best_made
from devcompat.fleet.outcomes import differing
from devcompat.fleet.records import Place, Query, TypeReport
from devcompat.language.problems import input_error
from devcompat.language.tokens import name_problem
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed, demand_basis, judge
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    UNKNOWN,
    Basis,
    Outcome,
    Verdict,
    combined,
)
from devcompat.reports.classes import canonical
from devcompat.verbs.creating import Proposal, counted, propose_told
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.misspelt import LOOKED_AT, names_like

OUTCOMES: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN, INCOMPATIBLE)
"""In the order in which they are listed."""
SAME_BY_DEFAULT = ("mdev_type", "driver")
_SHOWN = 5


class Asked(NamedTuple):
    """A source: its name, what it is, and where, if it is a device of the fleet."""

    name: str
    side: Side
    place: Place | None = None


class Reason(NamedTuple):
    """Why a target is one, or none: both ways, and the fields in which it may not differ.

    `back` is None if nobody asked for the way back, or it does not count any more.
    """

    outcome: Outcome
    forth: Verdict
    back: Verdict | None = None
    differing: tuple[str, ...] = ()


class Found(NamedTuple):
    """A device or a type of a host, and the reason; `class_name` is "" for a type."""

    host: str
    address: str
    reason: Reason
    class_name: str = ""
    offered: TypeReport | None = None
    proposal: Proposal | None = None

    @property
    def label(self) -> str:
        """Return `HOST/DEVICE` or `HOST/PARENT/TYPE`."""
        return f"{self.host}/{self.address}"


# --- sources


def find_asked(fleet: Fleet, name: str, format_name: str | None = None) -> Asked:
    """Return what `name` stands for: a device of the fleet, else a file, or `-`.

    A device is HOST/ADDRESS, or ADDRESS where only one host has it. Raises InputError:
    `reference.unknown`, `reference.ambiguous`, and what a file's reader says.
    """
    found = find_place(fleet, name)
    if found is not None:
        return found
    if name != STDIN and not os.path.exists(name):
        raise input_error("reference.unknown", name, _expected(fleet, name))
    return Asked(name, compile_document(load_document(name, format_name)))


def find_place(fleet: Fleet, name: str) -> Asked | None:
    """Return the device HOST/ADDRESS of the fleet, or ADDRESS where only one host has it.

    Raises InputError `reference.ambiguous`.
    """
    place = _place_named(fleet, name)
    entry = None if place is None else fleet.host(place.host)
    if place is None or entry is None:
        return None
    side = fleet.classes.sides[entry.classes[entry.position(place.address)]]
    return Asked(str(place), side, place)


def _place_named(fleet: Fleet, name: str) -> Place | None:
    host, _, address = name.rpartition("/")
    entry = fleet.host(host) if host else None
    entries = fleet.hosts() if not host else [] if entry is None else [entry]
    found = [Place(one.name, address) for one in entries if address in one.addresses]
    if len(found) > 1:
        some = ", ".join(map(str, found[:_SHOWN]))
        raise input_error("reference.ambiguous", name, f"one device, as in {some}")
    return found[0] if found else None


def _expected(fleet: Fleet, name: str) -> str:
    """Return what could have been meant."""
    host, _, address = name.rpartition("/")
    entry = fleet.host(host) if host else None
    if entry is not None:
        wanted, known, where = address, list(entry.addresses), f"a device of {host}"
    else:
        known = [found.name for found in islice(fleet.hosts(), LOOKED_AT)]
        wanted, where = host or name, "HOST/DEVICE of the store"
    near = names_like(wanted, known) or known[:_SHOWN]
    said = f"; there are {', '.join(near)}" if near else ""
    return f"{where}, or a file{said}"


def same_fields(fleet: Fleet, source: Asked, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the fields that a target must have as the source has them.

    None is for no such demand; without names `mdev_type` counts, or `driver` for a source that has
    no type. A field that nobody has is a slip: it would forbid nothing. Raises InputError
    `same.field`.
    """
    if wanted is None:
        return ()
    for name in wanted:
        if name_problem(name) is not None:
            raise input_error("same.field", name, "a name of a field of SELF", source.name)
    for name in wanted:
        if not any(name in _fields(side) for side in (source.side, *fleet.classes.sides)):
            expected = "a field of SELF that SOURCE or a device of the store has"
            raise input_error("same.field", name, expected, source.name)
    if wanted:
        return tuple(dict.fromkeys(wanted))
    texts = _fields(source.side)
    found = next((name for name in SAME_BY_DEFAULT if texts.get(name)), None)
    if found is None:
        expected = f"a SELF with {' or '.join(SAME_BY_DEFAULT)}, or --same=FIELD"
        raise input_error("same.field", "neither", expected, source.name)
    return (found,)


def _fields(side: Side) -> Mapping[str, str]:
    """Return the texts of SELF by field."""
    return side.texts if isinstance(side, Compiled) else {}


# --- answers


class Answers:
    """What a fleet, as it is, answers to one query: devices, then types that could be created."""

    def __init__(self, fleet: Fleet, query: Query) -> None:
        self._fleet = fleet
        self._query = query
        self._reasons: dict[int, tuple[str, Reason]] = {}
        self._proposals: dict[
            tuple[int, Basis, int | None, Undescribed | None], tuple[TypeReport, Proposal, Reason]
        ] = {}

    def counts(self) -> dict[Outcome, int]:
        """Return how many devices and types there are of each outcome."""
        counts = self._fleet.count(self._query)
        for outcome, found in self.creatable().items():
            counts[outcome] += found
        return counts

    def creatable(self) -> dict[Outcome, int]:
        """Return how many types there are of each outcome."""
        return {outcome: len(found) for outcome, found in self._offers.items()}

    def names(self, outcome: Outcome = COMPATIBLE) -> Iterator[str]:
        """Yield HOST/DEVICE, then HOST/PARENT/TYPE, of all of that outcome, by host."""
        for place in self._fleet.iter_places(self._query, outcome):
            yield str(place)
        for entry, offered in self._offers[outcome]:
            yield f"{entry.name}/{offered.parent}/{offered.type_id}"

    def found(self, outcome: Outcome = COMPATIBLE) -> Iterator[Found]:
        """Yield all of that outcome with the reason, in the order of `names`."""
        for place, number in self._fleet.iter_classed(self._query, outcome):
            name, reason = self._reason(number)
            yield Found(place.host, place.address, reason, name)
        for entry, offered in self._offers[outcome]:
            yield self._found_type(entry, offered)

    def by_host(self, outcome: Outcome = COMPATIBLE) -> list[tuple[str, int, int]]:
        """Return each host that has any with how many devices and types it has, by host."""
        devices = self._fleet.by_host(self._query, outcome)
        types: dict[str, int] = {}
        for entry, _ in self._offers[outcome]:
            types[entry.name] = types.get(entry.name, 0) + 1
        names = sorted(devices.keys() | types.keys())
        return [(name, devices.get(name, 0), types.get(name, 0)) for name in names]

    @cached_property
    def _offers(self) -> dict[Outcome, list[tuple[HostEntry, TypeReport]]]:
        """Every type by its outcome, that some are left counted in; by host."""
        found: dict[Outcome, list[tuple[HostEntry, TypeReport]]]
        found = {COMPATIBLE: [], INCOMPATIBLE: [], UNKNOWN: []}
        for outcome in OUTCOMES:
            for entry, offered in self._fleet.iter_offers(self._query, outcome):
                if offered.available == 0:
                    found[INCOMPATIBLE].append((entry, offered))
                elif offered.available is None and outcome == COMPATIBLE:
                    found[UNKNOWN].append((entry, offered))
                else:
                    found[outcome].append((entry, offered))
        for offers in found.values():
            offers.sort(key=_as_reported)
        return found

    def _reason(self, number: int) -> tuple[str, Reason]:
        known = self._reasons.get(number)
        if known is None:
            side = self._fleet.classes.sides[number]
            known = self._reasons[number] = (
                class_name(canonical(side)),
                reason_for(self._query, side),
            )
        return known

    def _found_type(self, entry: HostEntry, offered: TypeReport) -> Found:
        key = (id(offered.document), offered.basis, offered.available, offered.refusal)
        known = self._proposals.get(key)
        address = f"{offered.parent}/{offered.type_id}"
        if known is None:
            found = demanded_of_type(self._query, offered, address)
            known = self._proposals[key] = (offered, *found)
        _, proposal, reason = known
        return Found(entry.name, address, reason, offered=offered, proposal=proposal)


def _as_reported(one: tuple[HostEntry, TypeReport]) -> tuple[int, int]:
    """Return what orders types by host, then as the host reported them."""
    entry, offered = one
    return entry.rank, next(n for n, (found, _) in enumerate(entry.offers) if found is offered)


def reason_for(query: Query, target: Side) -> Reason:
    """Return the outcome that the fleet gives for a target of that class, with the evidence."""
    source = query.source
    forth = judge(source, target, query.rule, query.minimum_basis)
    fields = differing(source, target, query.same)
    if fields:
        return Reason(INCOMPATIBLE, forth, None, tuple(fields))
    if not query.returning or forth.outcome == INCOMPATIBLE:
        return Reason(forth.outcome, forth)
    back = judge(target, source, query.rule, query.minimum_basis)
    return Reason(combined((forth.outcome, back.outcome)), forth, back)


def proposal_for(query: Query, offered: TypeReport, name: str) -> Proposal:
    """Return what could be created of a type for the source, how many are left counted in."""
    if offered.document is None or offered.refusal is not None:
        unknown = Undescribed(name, "nothing is known of a device of this type")
        side = (offered.refusal or unknown)._replace(name=name)
        found = Proposal(judge(query.source, side, query.rule, query.minimum_basis))
    else:
        told = Told(offered.document, offered.basis, "")
        found = propose_told(query.source, told, name, query.rule, query.minimum_basis)
    return found._replace(verdict=counted(found.verdict, offered.available, name))


def demanded_of_type(query: Query, offered: TypeReport, name: str) -> tuple[Proposal, Reason]:
    """Return what could be created of a type so that all that is asked holds, and the reason.

    Where nothing can be, what takes the source over is proposed, to say what it lacks.
    """
    proposal = proposal_for(query, offered, name)
    source, document = query.source, offered.document
    asked = (query.same or query.returning) and offered.refusal is None
    if not asked or document is None or not isinstance(source, Compiled):
        return proposal, Reason(proposal.verdict.outcome, proposal.verdict)
    best = best_made(query, source, document, offered.basis)
    if best.made is not None:
        best.made.name = name
        forth = judge(source, best.made, query.rule, query.minimum_basis)
        proposal = Proposal(forth, best.solution.values, best.solution.document)
    elif proposal.document is None or best.outcome != INCOMPATIBLE:
        proposal = Proposal(demand_basis(best.solution.verdict, query.minimum_basis))
    verdict = counted(proposal.verdict, offered.available, name)
    proposal = proposal._replace(verdict=verdict)
    if proposal.document is None:
        return proposal, Reason(verdict.outcome, verdict)
    whole = reason_for(query, compile_document(proposal.document, offered.basis))
    return proposal, whole._replace(
        outcome=combined((verdict.outcome, whole.outcome)), forth=verdict
    )


def chained(answers: Answers, limit: int | None, *, everything: bool) -> Iterator[Found]:
    """Yield up to `limit` targets; with `everything` then all others, those unknown first."""
    yield from islice(answers.found(COMPATIBLE), limit)
    if everything:
        yield from answers.found(UNKNOWN)
        yield from answers.found(INCOMPATIBLE)


def exit_outcome(counts: dict[Outcome, int]) -> Outcome:
    """Return what counts say as a whole: a target, none, or none for sure."""
    if counts[COMPATIBLE]:
        return COMPATIBLE
    return UNKNOWN if counts[UNKNOWN] else INCOMPATIBLE

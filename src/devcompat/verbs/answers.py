"""Answers: what find and preflight found, as plain, JSON-able values and in short sentences.

Belongs here: the shapes that schema/findings and schema/preflight describe, for every face.
Must not know: JSON text, terminals.
"""

from typing import cast

from devcompat.catalog.migratability import Migratability
from devcompat.formats.structured_writer import to_plain
from devcompat.inventory.pools import Pool
from devcompat.match.verdict import Verdict
from devcompat.verbs.find import Candidate, Findings
from devcompat.verbs.places import NamedType, Place
from devcompat.verbs.preflight import DeviceFlight, Preflight
from devcompat.verbs.serial import Plain, verdict_to_plain
from devcompat.verbs.vocabularies import Derivation
from devcompat.wording.devices import creation_words, type_of
from devcompat.wording.reasons import migration_sentence, next_step_of
from devcompat.wording.sentences import in_brief
from devcompat.wording.vocabularies import refusal_sentence

_SHOWN = 5
"""Targets, and devices that are no targets, that are said of one assigned device."""


def findings_to_plain(source: str, findings: Findings, *, everything: bool) -> dict[str, Plain]:
    """Return findings; the devices and types that are no targets only with `everything`."""
    plain: dict[str, Plain] = {
        "source": source,
        "counts": {str(outcome): count for outcome, count in findings.counts.items()},
        "complete": findings.complete,
        "creatable": findings.creatable,
        "targets": [_candidate_to_plain(found) for found in findings.targets],
    }
    if everything:
        plain["others"] = [_candidate_to_plain(found) for found in findings.others]
    return plain


def _candidate_to_plain(candidate: Candidate) -> dict[str, Plain]:
    place = candidate.place
    plain: dict[str, Plain] = {
        "host": place.host.name,
        "device": place.address,
        "kind": place.kind,
        "type": type_at(place),
        "driver": place.driver,
        **verdict_to_plain(candidate.verdict),
    }
    if isinstance(place, NamedType):
        plain["parent"] = place.offered.parent
        plain["parameters"] = None if candidate.values is None else dict(candidate.values)
        plain["available_instances"] = place.offered.available_instances
    return plain


def type_at(place: Place) -> str:
    """Return what people call the type of a device, or the type that could be created."""
    return place.offered.type_id if isinstance(place, NamedType) else type_of(place.device)


def target_in_brief(candidate: Candidate) -> str:
    """Return the evidence in a few words, and what has to be created if there is no device yet."""
    return in_brief(candidate.verdict) + _creation(candidate)


def _creation(candidate: Candidate) -> str:
    """Return what has to be created for a target, "" if it is there."""
    place = candidate.place
    if isinstance(place, NamedType) and candidate.verdict:
        return f"; {creation_words(place.offered.available_instances, candidate.values)}"
    return ""


def migration_to_plain(answer: Migratability) -> dict[str, Plain]:
    """Return whether a device can migrate at all, with the reason."""
    return {
        "answer": answer.answer,
        "code": answer.code,
        "detail": answer.detail,
        "message": migration_sentence(answer),
        "next_step": next_step_of(answer.code),
        "basis": answer.basis,
        "source": answer.source or None,
    }


def pool_to_plain(pool: Pool) -> dict[str, Plain]:
    """Return what a parent has left for all its types together.

    A type's `takes` is in units where its cost is known, else a fraction of all that is left.
    """
    stock = pool.stock()
    types: dict[str, Plain] = {}
    for type_id, count in pool.counts.items():
        cost = None if stock is None else pool.costs.units.get(type_id)
        share = f"1/{count}" if count else None
        types[type_id] = {"alone": count, "takes": share if cost is None else str(cost)}
    return {
        "parent": pool.parent,
        "unit": pool.costs.unit or None,
        "left": None if stock is None else {"least": stock.least, "most": stock.most},
        "mixed": pool.costs.mixed,
        "types": types,
    }


def derivation_to_plain(derivation: Derivation) -> dict[str, Plain]:
    """Return what follows from a SELF, and why it takes over nothing if it does."""
    vocabulary, basis = derivation.chosen
    return {
        "vocabulary": {"name": vocabulary.name, "version": vocabulary.version},
        "basis": basis,
        "descriptor": cast("Plain", to_plain(derivation.descriptor)),
        "refused": [
            {**refusal._asdict(), "message": refusal_sentence(refusal)}
            for refusal in derivation.refusals
        ],
    }


def preflight_to_plain(result: Preflight) -> dict[str, Plain]:
    """Return a preflight: the answer for the domain, the hosts that take it, and each device."""
    return {
        "domain": result.domain.name,
        "host": result.host,
        "answer": result.answer,
        "hosts": None if result.hosts is None else list(result.hosts),
        "devices": [_flight_to_plain(flight) for flight in result.devices],
    }


def _flight_to_plain(flight: DeviceFlight) -> dict[str, Plain]:
    plain: dict[str, Plain] = {
        "kind": flight.assigned.kind,
        "address": flight.assigned.address,
        "line": flight.assigned.line,
        "answer": flight.answer,
        "device": None if flight.device is None else flight.device.device.address,
        "migration": None,
        "findings": None,
        "reasons": list(flight_reasons(flight)),
    }
    if flight.migration is not None:
        plain["migration"] = migration_to_plain(flight.migration)
    if flight.findings is not None and flight.device is not None:
        plain["findings"] = findings_to_plain(flight.device.label, flight.findings, everything=True)
    return plain


def flight_reasons(flight: DeviceFlight) -> list[str]:
    """Return why an assigned device can go, cannot, or is not known, and where it fits."""
    if flight.assigned.transient:
        return ["libvirt unplugs it before the migration (teaming type transient)"]
    if flight.assigned.kind == "other":
        return ["not covered: devcompat looks at mdev, PCI and vDPA devices"]
    if flight.device is None or flight.migration is None:
        return ["the host has no such device: is this the host that the VM runs on?"]
    lines = [f"{flight.migration.code}: {migration_sentence(flight.migration)}"]
    if flight.migration.answer != "yes":
        lines.append(f"next: {next_step_of(flight.migration.code)}")
    if flight.findings is not None:
        lines += _places(flight.findings)
    return lines


def _places(findings: Findings) -> list[str]:
    """Return where a device fits, or what comes nearest."""
    if findings.targets:
        lines = [
            f"fits {found.place.label} "
            f"({in_brief(found.verdict)}, {found.verdict.basis}{_creation(found)})"
            for found in findings.targets[:_SHOWN]
        ]
        more = len(findings.targets) - _SHOWN
        return [*lines, f"... and {more} more"] if more > 0 else lines
    if not findings.others:
        return ["no targets to look at"]
    nearest = [found for found in findings.others if _names_fields(found.verdict)]
    lines = [f"{found.place.label}: {in_brief(found.verdict)}" for found in nearest[:_SHOWN]]
    return ["fits nowhere for sure", *lines]


def _names_fields(verdict: Verdict) -> bool:
    return any(failure.fields for found in verdict.judgements for failure in found.failures)

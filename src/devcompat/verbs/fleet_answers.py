"""Fleet answers: what was asked of a stored fleet, as plain, JSON-able values and short sentences.

Belongs here: the shapes that schema/fleet-findings, fleet-targets, fleet-vm and why describe.
Must not know: JSON text, terminals.
"""

from collections.abc import Iterable, Mapping, Sequence

from devcompat.fleet.records import TypeReport
from devcompat.match.verdict import COMPATIBLE, Outcome
from devcompat.verbs.creating import Proposal
from devcompat.verbs.fleet_find import Found, Reason
from devcompat.verbs.fleet_vm import Vm
from devcompat.verbs.fleet_why import Answer, Why
from devcompat.verbs.places import CREATABLE
from devcompat.verbs.serial import Plain, verdict_to_plain
from devcompat.wording.devices import creation_words
from devcompat.wording.sentences import in_brief


def counts_to_plain(counts: Mapping[Outcome, int]) -> dict[str, Plain]:
    """Return counts by outcome."""
    return {str(outcome): count for outcome, count in counts.items()}


def reason_to_plain(reason: Reason) -> dict[str, Plain]:
    """Return a reason: the outcome of all that was asked for, and the verdict for each way."""
    return {
        "outcome": reason.outcome,
        "differing": list(reason.differing),
        "verdict": verdict_to_plain(reason.forth),
        "back": None if reason.back is None else verdict_to_plain(reason.back),
    }


def found_to_plain(found: Found) -> dict[str, Plain]:
    """Return a device with its class, or a type with its reason and what to create."""
    plain: dict[str, Plain] = {
        "host": found.host,
        "device": found.address,
        "outcome": found.reason.outcome,
        "class": found.class_name or None,
    }
    if found.offered is not None and found.proposal is not None:
        plain |= offered_to_plain(found.offered, found.proposal)
        plain["reason"] = reason_to_plain(found.reason)
    return plain


def offered_to_plain(offered: TypeReport, proposal: Proposal) -> dict[str, Plain]:
    """Return a type that could be created: where, how many are left, with which parameters."""
    values = proposal.values
    return {
        "parent": offered.parent,
        "type": offered.type_id,
        "available_instances": offered.available,
        "parameters": None if values is None else dict(values),
    }


def findings_to_plain(
    source: str,
    counts: Mapping[Outcome, int],
    creatable: int,
    found: Iterable[Found],
    *,
    complete: bool,
) -> dict[str, Plain]:
    """Return findings; the reason for devices of one class is the same, and given once."""
    targets: list[Plain] = []
    others: list[Plain] = []
    classes: dict[str, Plain] = {}
    for one in found:
        (targets if one.reason.outcome == COMPATIBLE else others).append(found_to_plain(one))
        if one.class_name and one.class_name not in classes:
            classes[one.class_name] = reason_to_plain(one.reason)
    return {
        "source": source,
        "counts": counts_to_plain(counts),
        "complete": complete,
        "creatable": creatable,
        "targets": targets,
        "others": others,
        "classes": classes,
    }


def hosts_to_plain(
    source: str,
    counts: Mapping[Outcome, int],
    hosts: Sequence[tuple[str, int, int]],
    *,
    complete: bool,
) -> dict[str, Plain]:
    """Return how many targets each host has."""
    return {
        "source": source,
        "counts": counts_to_plain(counts),
        "complete": complete,
        "hosts": [
            {"host": host, "devices": devices, "creatable": types} for host, devices, types in hosts
        ],
    }


def vm_to_plain(
    vm: Vm,
    outcome: Outcome,
    hosts: Sequence[str],
    counts: Sequence[Mapping[Outcome, int]],
    *,
    complete: bool,
) -> dict[str, Plain]:
    """Return the hosts that take a VM, and how many devices there are for each of its own."""
    return {
        "vm": vm.name,
        "outcome": outcome,
        "hosts": list(hosts),
        "complete": complete,
        "devices": [
            {"device": device.name, "counts": counts_to_plain(found)}
            for device, found in zip(vm.devices, counts, strict=True)
        ],
    }


def reason_in_brief(reason: Reason) -> str:
    """Return the evidence in a few words."""
    if reason.differing:
        return f"another {', '.join(reason.differing)}"
    if reason.back is not None and reason.outcome != reason.forth.outcome:
        return f"back: {in_brief(reason.back)}"
    return in_brief(reason.forth)


def found_in_brief(found: Found) -> str:
    """Return the evidence in a few words, and what has to be created for a type."""
    said = reason_in_brief(found.reason)
    if found.offered is None or found.proposal is None or found.reason.outcome != COMPATIBLE:
        return said
    return f"{said}; {creation_words(found.offered.available, found.proposal.values)}"


def why_to_plain(answer: Why) -> dict[str, Plain]:
    """Return all that a host has as targets, nearest first, each with its verdict."""
    return {
        "source": answer.source.name,
        "host": answer.host,
        "counts": counts_to_plain(answer.counts()),
        "answers": [_answer_to_plain(one) for one in answer.answers],
    }


def _answer_to_plain(one: Answer) -> dict[str, Plain]:
    plain: dict[str, Plain] = {"device": one.address}
    if one.device is not None:
        plain |= {
            "class": one.class_name,
            "kind": one.device.kind or None,
            "parent": one.device.parent or None,
            "state": one.device.state,
            "vm": one.device.vm or None,
        }
    if one.offered is not None and one.proposal is not None:
        plain |= {"kind": CREATABLE, **offered_to_plain(one.offered, one.proposal)}
    return {**plain, **verdict_to_plain(one.verdict)}


def answer_in_brief(one: Answer) -> str:
    """Return the evidence in a few words, and what has to be created for a type."""
    said = in_brief(one.verdict)
    if one.offered is None or one.proposal is None or not one.verdict:
        return said
    return f"{said}; {creation_words(one.offered.available, one.proposal.values)}"

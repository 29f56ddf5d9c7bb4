"""Fleet why: one source and all that one host has, with the evidence, nearest first.

Belongs here: devices and types of a stored host put to a source; which is nearer. Must not know:
command lines, other hosts.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from devcompat.fleet.classes import class_name
from devcompat.fleet.records import Place, Query, TypeReport
from devcompat.language.problems import input_error
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, judge
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
    Verdict,
)
from devcompat.store.records import StoredDevice, StoredReport
from devcompat.store.store import Store
from devcompat.verbs.creating import Proposal
from devcompat.verbs.fleet_find import OUTCOMES, Asked, proposal_for
from devcompat.verbs.fleet_opening import Forms
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.misspelt import names_like

_FAR = 1 << 30
"""Fields that fail where nothing was compared: the device cannot migrate, or takes over nothing."""
_SHOWN = 3


class Answer(NamedTuple):
    """One device or type of the host, and the verdict for it as the target.

    `device` is None for a type, `offered` and `proposal` for a device.
    """

    address: str
    verdict: Verdict
    class_name: str = ""
    device: StoredDevice | None = None
    offered: TypeReport | None = None
    proposal: Proposal | None = None


class Why(NamedTuple):
    """A source, a host, and what the host has, nearest first."""

    source: Asked
    host: str
    answers: tuple[Answer, ...]

    def counts(self) -> dict[Outcome, int]:
        """Return how many there are of each outcome."""
        found = [one.verdict.outcome for one in self.answers]
        return {outcome: found.count(outcome) for outcome in (COMPATIBLE, INCOMPATIBLE, UNKNOWN)}


def why(
    store: Store,
    source: str,
    host: str,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    format_name: str | None = None,
) -> Why:
    """Return all devices and types of a host as targets of a source, itself left out.

    `source` is HOST/DEVICE of the store, a file or `-`. Compatible come first, then unknown, then
    incompatible by how many fields fail; equally near ones as the host reported them. Raises
    InputError: `reference.unknown`, and what a file's reader says.
    """
    report = store.find_host(host)
    if report is None:
        raise input_error("reference.unknown", host, _hosts_like(store, host))
    forms = Forms(store.name)
    asked = _find_source(store, forms, source, format_name)
    query = Query(asked.side, rule, minimum_basis)
    answers = [*_devices(report, forms, query, asked.place), *_types(report, forms, query)]
    return Why(asked, host, tuple(sorted(answers, key=_nearness)))


def _find_source(store: Store, forms: Forms, name: str, format_name: str | None) -> Asked:
    host, _, address = name.rpartition("/")
    report = store.find_host(host) if host else None
    if report is not None:
        device = next((one for one in report.devices if one.address == address), None)
        if device is not None:
            side = forms.side(device.class_digest, report.classes)
            return Asked(name, side, Place(host, address))
    if name != STDIN and not os.path.exists(name):
        expected = "HOST/DEVICE of the store, or a file"
        if report is not None:
            expected = f"a device of {host}, or a file; {_like(address, report)}"
        raise input_error("reference.unknown", name, expected)
    return Asked(name, compile_document(load_document(name, format_name)))


def _like(address: str, report: StoredReport) -> str:
    near = _near(address, [device.address for device in report.devices])
    return f"there are {', '.join(near)}" if near else "it has none"


def _hosts_like(store: Store, host: str) -> str:
    near = _near(host, [found.host for found in store.hosts()])
    return f"a host of the store; there are {', '.join(near)}" if near else "a host of the store"


def _near(wanted: str, known: Sequence[str]) -> Sequence[str]:
    return names_like(wanted, known) or known[:_SHOWN]


def _devices(report: StoredReport, forms: Forms, query: Query, own: Place | None) -> list[Answer]:
    judged: dict[str, tuple[Side, Verdict]] = {}
    answers: list[Answer] = []
    for device in report.devices:
        if own == Place(report.host, device.address):
            continue
        digest = device.class_digest
        if digest not in judged:
            side = forms.side(digest, report.classes)
            verdict = judge(query.source, side, query.rule, query.minimum_basis)
            judged[digest] = (side, verdict)
        name = class_name(report.classes[digest])
        answers.append(Answer(device.address, judged[digest][1], name, device))
    return answers


def _types(report: StoredReport, forms: Forms, query: Query) -> list[Answer]:
    answers: list[Answer] = []
    for found in report.types:
        offered = forms.type_report(found, report.descriptors)
        address = f"{found.parent}/{found.type_id}"
        proposal = proposal_for(query, offered, address)
        answers.append(Answer(address, proposal.verdict, offered=offered, proposal=proposal))
    return answers


def _nearness(answer: Answer) -> tuple[int, bool, int]:
    return distance(answer.verdict)


def distance(verdict: Verdict) -> tuple[int, bool, int]:
    """Return how far a target is from taking the source over, to be compared with others.

    By outcome, then by whether something fails, as it may too where the basis is too weak for any
    other verdict than unknown, then by the number of fields.
    """
    deciding = next(found for found in verdict.judgements if found.outcome == verdict.outcome)
    reasons = deciding.failures or [
        found for found in deciding.undecided if found.code != "basis.weak"
    ]
    fields = {name for failure in reasons for name in failure.fields}
    far = len(fields) if fields or not reasons else _FAR
    return OUTCOMES.index(verdict.outcome), bool(deciding.failures), far

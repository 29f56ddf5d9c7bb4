"""Confirming: the device that was made, found on the machine as any other, and judged once more.

Belongs here: which descriptor it has now, and the verdict for the source and it.
Must not know: how it was made, what becomes of it, command lines.

What was promised was promised of a type or of a descriptor that a user stated. What counts is what
is there: its own descriptor, an operator's, or a profile's. Where nobody but the type or the user
says what it takes over, that stands, and no field that the machine shows may contradict it.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from devcompat.catalog.describe import Told, describe, undescribed
from devcompat.catalog.migratability import migratability, unread_descriptor
from devcompat.inventory.records import Device, Host
from devcompat.language.nodes import Template
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side
from devcompat.match.verdict import INCOMPATIBLE, Demand, Failure, Verdict
from devcompat.provision.acting import StepFailed
from devcompat.provision.ports import Clock
from devcompat.verbs.lookup import Party, check_parties
from devcompat.verbs.wanted import Judging

By = Literal["device", "type"]
_AGAIN = 0.2
_CODES = {"incompatible": "step.incompatible", "unknown": "step.unknown"}


class Confirmed(NamedTuple):
    """The device that was made, as the machine shows it: its name and the verdict for it.

    `by` says whose descriptor it was judged by: that of the `device`, or that of its `type` (or of
    the file that was named for it), as the device has none.
    """

    name: str
    by: By
    verdict: Verdict


class Confirming:
    """Finds the device on the machine and judges it, until it is what was asked for or time is up.

    `confirmed` is the last answer, None if the device was not found; `tell` is told it.
    """

    def __init__(
        self,
        look: Callable[[], Host],
        address: str,
        source: Party,
        judging: Judging,
        told: Told | None,
        tell: Callable[[Confirmed], None],
    ) -> None:
        self.confirmed: Confirmed | None = None
        self._tell = tell
        self._look = look
        self._address = address
        self._source = source
        self._judging = judging
        self._told = told

    def settle(self, clock: Clock, wait: float) -> None:
        """Raise StepFailed unless the device takes the source over; `wait` is in seconds."""
        until = clock.now() + wait
        while True:
            failed = self._judge()
            if failed is None or clock.now() >= until:
                break
            clock.sleep(_AGAIN)
        if self.confirmed is not None:
            self._tell(self.confirmed)
        if failed is not None:
            raise failed

    def _judge(self) -> StepFailed | None:
        self.confirmed = None
        try:
            host = self._look()
        except InputError as error:
            return StepFailed("step.unfound", error.problems[0].code, touched=True)
        device = host.find_device(self._address)
        if device is None:
            return StepFailed("step.unfound", self._address, touched=True)
        self.confirmed = confirm(host, device, self._source, self._judging, self._told)
        verdict = self.confirmed.verdict
        if verdict:
            return None
        return StepFailed(_CODES[verdict.outcome], self.confirmed.name, touched=True)


def confirm(
    host: Host, device: Device, source: Party, judging: Judging, told: Told | None
) -> Confirmed:
    """Return the verdict for the source and a device that was made.

    `told` is the descriptor that it was to have, None where the machine itself says what a device
    of that kind takes over.
    """
    name = f"{host.name}/{device.address}"
    if told is None or device.stated or device.native or unread_descriptor(device):
        target = Party(name, describe(device, host.kernel, name).side)
        return Confirmed(name, "device", check_parties(source, target, *judging))
    answer = migratability(device, host.kernel)
    side: Side
    if answer.answer == "no":
        side = undescribed(answer, name, "")
    else:
        side = compile_document(told.document, told.basis)
        side.name = name
    verdict = check_parties(source, Party(name, side), *judging)
    failures = tuple(_contradictions(device, told, name))
    if verdict and failures:
        verdict = _against(verdict, failures)
    return Confirmed(name, "type", verdict)


def _contradictions(device: Device, told: Told, name: str) -> list[Failure]:
    """Return the fields of SELF of which the machine shows something else."""
    found = []
    for field in told.document.descriptor.self_object.fields:
        wanted = field.value.literal() if isinstance(field.value, Template) else None
        shown = device.value(field.name)
        if wanted is not None and shown is not None and shown != wanted:
            demand = Demand(field.name, field.value, {})
            found.append(
                Failure("value.differs", (field.name,), (shown,), (demand,), document=name)
            )
    return found


def _against(verdict: Verdict, failures: tuple[Failure, ...]) -> Verdict:
    """Return an incompatible verdict for the reasons given, without what else was found."""
    judgements = tuple(
        found._replace(outcome=INCOMPATIBLE, failures=failures, undecided=())
        for found in verdict.judgements
    )
    return verdict._replace(outcome=INCOMPATIBLE, judgements=judgements)

"""Wanted: the device that a user wants made, judged on the machine as it is, and its plan.

Belongs here: from the words of a user to a verdict and a plan, for mdevs, virtual functions and
vDPA devices. Must not know: how a plan is executed, command lines.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from devcompat.catalog.describe import Told, describe
from devcompat.inventory.records import Device, Fact, Host
from devcompat.language.problems import input_error
from devcompat.match.verdict import NATIVE, TARGET_ACCEPTS, Basis, Bound, Rule, Verdict
from devcompat.provision import sriov_plan, vdpa_plan
from devcompat.provision.journal import Entry
from devcompat.provision.mdev_plan import plan_mdev
from devcompat.provision.plan import Plan
from devcompat.provision.ports import Sight
from devcompat.provision.recipe import read_uuid
from devcompat.verbs.create import Destination, create, find_destination
from devcompat.verbs.creating import Proposal, propose_told
from devcompat.verbs.inputs import load_document
from devcompat.verbs.lookup import Party, check_parties
from devcompat.verbs.places import NamedDevice, find_named
from devcompat.verbs.vocabularies import Chosen


class Wanted(NamedTuple):
    """What is to be made.

    `from_type` is a type or a device of the machine, or a descriptor. Then either what a mdev needs
    (`parent` and `type_id` for a descriptor, `uuid` if it matters), or what a virtual function does
    (`function` where it is a descriptor, `driver`, `number` if it matters, how many `vfs`), or what
    a vDPA device does (`vdpa`).
    """

    from_type: str
    format_name: str | None = None
    parent: str | None = None
    type_id: str | None = None
    uuid: str | None = None
    function: str | None = None
    driver: str | None = None
    number: int | None = None
    vfs: int = 1
    vdpa: vdpa_plan.Wanted | None = None


class Judging(NamedTuple):
    """How it is judged whether the device takes the source over."""

    rule: Rule = TARGET_ACCEPTS
    minimum_basis: Basis | None = None
    vocabulary: Chosen | None = None


class Prepared(NamedTuple):
    """A verdict, and if it is compatible the plan; `entry` is an earlier run's that began it.

    `told` is the descriptor that the device is to have, as its type or a user says; None where the
    machine itself knows what a device of that kind takes over.
    """

    target: str
    verdict: Verdict
    plan: Plan | None = None
    values: Mapping[str, Bound] | None = None
    entry: Entry | None = None
    told: Told | None = None


def prepare(
    host: Host,
    sight: Sight,
    source: Party,
    wanted: Wanted,
    judging: Judging,
    entries: Sequence[Entry] = (),
) -> Prepared:
    """Return whether the device takes `source` over, judged on the machine as it is, and the plan.

    `entries` are the plans that were begun and not ended. Raises InputError.
    """
    if wanted.vdpa is not None:
        return _vdpa(source, wanted, wanted.vdpa, judging, entries)
    named = None if wanted.function else find_named((host,), wanted.from_type)
    if wanted.function or (named is not None and named.kind in {"vf", "pf"}):
        return _function(host, sight, source, wanted, named, judging, entries)
    return _mdev(host, source, wanted, judging, entries)


def _mdev(
    host: Host, source: Party, wanted: Wanted, judging: Judging, entries: Sequence[Entry]
) -> Prepared:
    found = find_destination(
        (host,), wanted.from_type, wanted.parent, wanted.type_id, wanted.format_name
    )
    here = _on(host, found)
    where = here.offered.address
    asked = "" if wanted.uuid is None else read_uuid(wanted.uuid)
    begun = _begun(entries, "mdev", where, asked)
    uuid = asked or (begun.plan.device if begun else None)
    device = host.find_device(uuid) if uuid else None
    creation = create(
        source, here, *judging, uuid, may_be_there=device is not None or begun is not None
    )
    plan = None
    if creation.recipe is not None:
        plan = plan_mdev(creation.recipe, any_uuid=wanted.uuid is None)
        if begun is not None and begun.plan.request != plan.request:
            begun = None
    proposal = creation.proposal
    told = _to_be(here, proposal)
    return Prepared(
        here.name, proposal.verdict, plan, proposal.values, begun if plan else None, told
    )


def _to_be(here: Destination, proposal: Proposal) -> Told | None:
    """Return the descriptor that the mdev is to have; None where a profile will say it."""
    told = here.told
    if here.kind is not None and (here.offered.stated or here.offered.native):
        told = here.kind.describe().told
    if told is None or proposal.document is None:
        return None
    return told._replace(document=proposal.document)


def _on(host: Host, found: Destination) -> Destination:
    """Return the destination as it is on this machine now. Raises InputError `create.place`."""
    if found.kind is not None:
        return found
    address = found.offered.address
    offered = next((offered for offered in host.types if offered.address == address), None)
    if offered is None:
        there = ", ".join(offered.address for offered in host.types[:5]) or "it has none"
        expected = f"PARENT/TYPE of {host.name}: {there}"
        raise input_error("create.place", address, expected, found.name)
    return found._replace(offered=offered, is_counted=True)


def _function(
    host: Host,
    sight: Sight,
    source: Party,
    wanted: Wanted,
    named: NamedDevice | None,
    judging: Judging,
    entries: Sequence[Entry],
) -> Prepared:
    if wanted.driver is None:
        expected = "the driver that the virtual function is to have: --driver NAME"
        raise input_error("create.function", "", expected, wanted.from_type)
    number = wanted.number
    if named is not None and named.kind == "vf":
        index = named.device.value("vf_index") or ""
        number = int(index) if index.isdigit() else number
    function = wanted.function
    if named is not None:
        function = named.device.parent if named.kind == "vf" else named.device.address
    asked = sriov_plan.Wanted(function or "", wanted.driver, number, wanted.vfs)
    request = sriov_plan.request_vf(asked)
    if named is None:
        target = f"a VF of {asked.pf} on {asked.driver}"
        told = _stated(wanted)
        verdict = _by_descriptor(source, told, judging)
    else:
        target = f"{named.label} on {asked.driver}"
        would_be = describe(_would_be(named.device, asked.driver), host.kernel, named.label)
        if would_be.problem is not None:
            raise would_be.problem
        told = None
        verdict = check_parties(source, Party(named.label, would_be.side), *judging)
    if not verdict:
        return Prepared(target, verdict)
    begun = next((entry for entry in entries if entry.plan.request == request), None)
    plan = begun.plan if begun else sriov_plan.plan_vf(asked, sight)
    return Prepared(target, verdict, plan, None, begun, told)


_OF_THE_DRIVER = ("driver", "probe_", "vfio_", "iommu_", "uevent.", "sriov_", "migration_")


def _would_be(device: Device, driver: str) -> Device:
    """Return what the function, or one of its VFs, would be on that driver.

    What was read of it under another driver is left out: it says nothing of this one.
    """
    facts = [fact for fact in device.facts if not fact.name.startswith(_OF_THE_DRIVER)]
    number = device.fact("sriov_vf_device")
    if device.kind == "pf" and number is not None:
        facts = [fact for fact in facts if fact.name != "device"]
        facts.append(Fact("device", f"0x{number.value}", number.origin, number.source))
    bound = Fact("driver", driver, "kernel", f"{sriov_plan.DRIVERS}/{driver}")
    native = device.native if device.kind == "vf" else None
    stated = device.stated if device.kind == "vf" else None
    return device._replace(kind="vf", facts=(*facts, bound), native=native, stated=stated)


def _vdpa(
    source: Party,
    wanted: Wanted,
    asked: vdpa_plan.Wanted,
    judging: Judging,
    entries: Sequence[Entry],
) -> Prepared:
    plan = vdpa_plan.plan_vdpa(asked)
    target = f"a vDPA device {asked.name} of {asked.manager}"
    told = _stated(wanted)
    verdict = _by_descriptor(source, told, judging)
    if not verdict:
        return Prepared(target, verdict)
    begun = next((entry for entry in entries if entry.plan.request == plan.request), None)
    return Prepared(target, verdict, plan, None, begun, told)


def _stated(wanted: Wanted) -> Told:
    """Return the descriptor that the user states. Raises InputError."""
    document = load_document(wanted.from_type, wanted.format_name)
    if document.descriptor.parameters:
        expected = "a descriptor without PARAMETERS: only a mdev's are written to its attributes"
        raise input_error("create.place", "", expected, wanted.from_type)
    return Told(document, NATIVE, wanted.from_type)


def _by_descriptor(source: Party, told: Told, judging: Judging) -> Verdict:
    """Return whether the source is taken over by a descriptor that the user states."""
    return propose_told(source.side, told, told.origin, *judging).verdict


def _begun(entries: Sequence[Entry], kind: str, where: str, device: str) -> Entry | None:
    for entry in entries:
        request = entry.plan.request
        if (request.kind, request.where, request.device) == (kind, where, device):
            return entry
    return None

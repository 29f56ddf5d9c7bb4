"""Preflight: the command `devcompat preflight`.

Belongs here: how a domain's devices look. Must not know: how they are judged.
"""

import argparse
from pathlib import Path

from devcompat.cli import exits
from devcompat.cli.find import findings_to_plain, why
from devcompat.cli.output import Output
from devcompat.discovery.machine import discover_host
from devcompat.guest.domain import read_domain
from devcompat.guest.elements import LIMIT
from devcompat.match.verdict import Verdict
from devcompat.verbs.inputs import load_bytes
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.preflight import DeviceFlight, Preflight, preflight
from devcompat.verbs.serial import Plain
from devcompat.wording.reasons import migration_sentence, next_step_of

_EXITS = {"yes": exits.COMPATIBLE, "no": exits.INCOMPATIBLE, "unknown": exits.UNKNOWN}
_STYLES = {"yes": "good", "no": "bad", "unknown": "doubt"}
_SHOWN = 5


def run_preflight(options: argparse.Namespace, output: Output) -> int:
    """Show for each assigned device what stands in the way of migrating the domain."""
    domain = read_domain(load_bytes(options.domain, LIMIT), options.domain)
    overlay = load_overlay(options.overlay)
    host = discover_host(Path(options.root), overlay)
    targets = None if options.to is None else load_inventory(options.to, overlay)
    result = preflight(domain, host, targets, options.rule, options.min_basis)
    if options.json:
        output.json(_to_plain(result, host.name))
    else:
        _show(result, host.name, output)
    return _EXITS[result.answer]


def _show(result: Preflight, host: str, output: Output) -> None:
    if not result.devices:
        output.say(f"{result.domain.name}: no assigned devices: nothing to look at", "good")
        return
    said = {"yes": "can migrate", "no": "cannot migrate", "unknown": "not known"}[result.answer]
    output.say(f"{result.domain.name} on {host}: {said}", _STYLES[result.answer])
    for flight in result.devices:
        assigned = flight.assigned
        output.say(f"  {assigned.kind} {assigned.address} (line {assigned.line}): {flight.answer}",
                   _STYLES[flight.answer])  # fmt: skip
        for line in _reasons(flight):
            output.say(f"    {line}")


def _reasons(flight: DeviceFlight) -> list[str]:
    """Return why a device can go, cannot, or is not known, and where it fits."""
    if flight.assigned.kind == "other":
        return ["not covered: devcompat looks at mdev, PCI and vDPA devices"]
    if flight.assigned.transient:
        return ["libvirt unplugs it before the migration (teaming type transient)"]
    if flight.device is None or flight.migration is None:
        return ["the host has no such device: is this the host that the VM runs on?"]
    lines = [f"{flight.migration.code}: {migration_sentence(flight.migration)}"]
    if flight.migration.answer != "yes":
        lines.append(f"next: {next_step_of(flight.migration.code)}")
    if flight.findings is None:
        return lines
    lines += [
        f"fits {found.device.label} ({why(found.verdict)}, {found.verdict.basis})"
        for found in flight.findings.targets[:_SHOWN]
    ]
    if len(flight.findings.targets) > _SHOWN:
        lines.append(f"... and {len(flight.findings.targets) - _SHOWN} more")
    if not flight.findings.targets:
        lines.append("fits nowhere for sure" if flight.findings.others else "no targets to look at")
        nearest = [found for found in flight.findings.others if _has_fields(found.verdict)]
        lines += [f"{f.device.label}: {why(f.verdict)}" for f in nearest[:_SHOWN]]
    return lines


def _has_fields(verdict: Verdict) -> bool:
    return any(failure.fields for found in verdict.judgements for failure in found.failures)


def _to_plain(result: Preflight, host: str) -> dict[str, Plain]:
    return {
        "domain": result.domain.name,
        "host": host,
        "answer": result.answer,
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
        "reasons": list(_reasons(flight)),
    }
    if flight.migration is not None and flight.device is not None:
        plain["migration"] = {
            "answer": flight.migration.answer,
            "code": flight.migration.code,
            "detail": flight.migration.detail,
            "message": migration_sentence(flight.migration),
            "next_step": next_step_of(flight.migration.code),
            "basis": flight.migration.basis,
            "source": flight.migration.source or None,
        }
    if flight.findings is not None and flight.device is not None:
        plain["findings"] = findings_to_plain(flight.device.label, flight.findings, everything=True)
    return plain

"""The linear scan: what a fleet's answers have to be, by asking `judge` about each device."""

from devcompat.fleet.records import HostReport, Place, Query
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side, judge
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome

Reports = dict[str, HostReport]


def scan(reports: Reports, query: Query) -> dict[Outcome, list[Place]]:
    """Return the places of each outcome, by host, then as the host reported them."""
    found: dict[Outcome, list[Place]] = {COMPATIBLE: [], INCOMPATIBLE: [], UNKNOWN: []}
    for name in sorted(reports):
        report = reports[name]
        if any(report.labels.get(label) != value for label, value in query.labels.items()):
            continue
        for device in report.devices:
            place = Place(name, device.address)
            if place == query.leaving or (query.free and device.state != "free"):
                continue
            found[outcome_at(device.side, query)].append(place)
    return found


def outcome_at(target: Side, query: Query) -> Outcome:
    """Return what a query comes to for one target."""
    source = query.source
    if isinstance(source, Compiled) and isinstance(target, Compiled):
        for field in query.same:
            unread = field in source.unread or field in target.unread
            if not unread and source.texts.get(field, "") != target.texts.get(field, ""):
                return INCOMPATIBLE
    forth = judge(source, target, query.rule, query.minimum_basis).outcome
    if not query.returning:
        return forth
    back = judge(target, source, query.rule, query.minimum_basis).outcome
    if INCOMPATIBLE in {forth, back}:
        return INCOMPATIBLE
    return UNKNOWN if UNKNOWN in {forth, back} else COMPATIBLE

"""Hosts for a whole VM, and types that could be created, after any history of a fleet."""

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from devcompat.fleet import standing
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import STATES, HostReport, Place, Query, State
from devcompat.fleet.vm import find_hosts
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN
from tests.fleet.test_vm_law import QUERIES, REPORTS, outcome_made, takes_all

NAMES = st.sampled_from(["h1", "h2", "h3"])


class Hosts(RuleBasedStateMachine):
    """Hosts come, go and change their devices and types; whole VMs ask in between."""

    def __init__(self) -> None:
        super().__init__()
        self.fleet = Fleet()
        self.reports: dict[str, HostReport] = {}

    @initialize(reports=REPORTS)
    def begin(self, reports: list[HostReport]) -> None:
        self.report(reports)

    @rule(reports=REPORTS)
    def report(self, reports: list[HostReport]) -> None:
        for found in reports:
            self.fleet.replace(found)
            self.reports[found.host] = found

    @rule(host=NAMES)
    def remove(self, host: str) -> None:
        assert self.fleet.remove(host) == (self.reports.pop(host, None) is not None)

    @rule(host=NAMES, number=st.integers(0, 2), state=st.sampled_from(STATES))
    def change(self, host: str, number: int, state: State) -> None:
        report = self.reports.get(host)
        if report is None or number >= len(report.devices):
            return
        devices = list(report.devices)
        devices[number] = devices[number]._replace(state=state)
        self.reports[host] = report._replace(devices=tuple(devices))
        self.fleet.change(Place(host, devices[number].address), state)

    @rule(queries=QUERIES, creatable=st.booleans(), doubtful=st.booleans())
    def ask(self, queries: list[Query], *, creatable: bool, doubtful: bool) -> None:
        leaving = {query.leaving.host for query in queries if query.leaving is not None}
        wanted = [
            name
            for name, report in sorted(self.reports.items())
            if name not in leaving
            and takes_all(report, queries, creatable=creatable, doubtful=doubtful)
        ]
        found = find_hosts(self.fleet, queries, creatable=creatable, doubtful=doubtful)
        assert found == wanted

    @rule(queries=QUERIES)
    def ask_for_types(self, queries: list[Query]) -> None:
        for query in queries:
            for outcome in (COMPATIBLE, INCOMPATIBLE, UNKNOWN):
                wanted = [
                    (name, offered)
                    for name, report in sorted(self.reports.items())
                    if query.labels.items() <= report.labels.items()
                    for offered in report.types
                    if outcome_made(offered, query) == outcome
                ]
                found = self.fleet.iter_offers(query, outcome)
                assert [(entry.name, offered) for entry, offered in found] == wanted


STEPS = int(os.environ.get("DEVCOMPAT_FLEET_STEPS", "900"))
Hosts.TestCase.settings = settings(
    max_examples=max(STEPS // 30, 1), stateful_step_count=30, deadline=None
)
TestHosts = Hosts.TestCase


class SortedInAtOnce(Hosts):
    """The same with hosts always sorted in at once."""

    def __init__(self) -> None:
        super().__init__()
        standing.FEW = 0

    def teardown(self) -> None:
        standing.FEW = 256


SortedInAtOnce.TestCase.settings = Hosts.TestCase.settings
TestHostsSortedInAtOnce = SortedInAtOnce.TestCase

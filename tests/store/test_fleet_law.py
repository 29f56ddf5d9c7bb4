"""The law of the index through a store: what was kept answers as the linear scan, at any time."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from devcompat.fleet.records import STATES, DeviceReport, HostReport, Query, State
from devcompat.store.store import Store, open_store
from devcompat.verbs.fleet_opening import open_fleet
from tests.fleet import test_scan_law as law
from tests.fleet.scan import Reports, scan
from tests.verbs.stored import stored

STEPS = int(os.environ.get("DEVCOMPAT_FLEET_STEPS", "300"))
"""Steps on each store; docs/fleet.md says how many were run once."""


class StoredFleet(RuleBasedStateMachine):
    """Reports come, hosts go, the store is closed and opened, and fleets are opened from it."""

    def __init__(self, url: str, store: Store) -> None:
        super().__init__()
        self.url = url
        self.store = store
        for found in self.store.hosts():
            self.store.forget(found.host)
        self.reports: Reports = {}

    def _save(self, reports: list[HostReport]) -> None:
        outcomes = [saved.outcome for saved in self.store.save(map(stored, reports))]
        assert set(outcomes) <= {"new", "replaced"}
        assert len(outcomes) == len(reports)

    def _next(self, host: str) -> int:
        return self.reports[host].generation + 1 if host in self.reports else 1

    @rule(
        hosts=st.lists(law.HOSTS, min_size=1, max_size=4, unique=True),
        devices=law.DEVICES,
        labels=law.LABELS,
    )
    def report(
        self, hosts: list[str], devices: tuple[DeviceReport, ...], labels: dict[str, str]
    ) -> None:
        reports = [HostReport(host, devices, labels, self._next(host)) for host in hosts]
        self._save(reports)
        self.reports.update({found.host: found for found in reports})

    @rule(host=law.HOSTS, state=st.sampled_from(STATES), number=st.integers(0, 5))
    def change(self, host: str, state: State, number: int) -> None:
        before = self.reports.get(host)
        if before is None or number >= len(before.devices):
            return
        devices = list(before.devices)
        devices[number] = devices[number]._replace(state=state)
        after = before._replace(devices=tuple(devices), generation=before.generation + 1)
        self._save([after])
        self.reports[host] = after

    @rule(host=law.HOSTS, devices=law.DEVICES)
    def say_what_is_old(self, host: str, devices: tuple[DeviceReport, ...]) -> None:
        before = self.reports.get(host)
        if before is None or before.generation < 2:
            return
        old = HostReport(host, devices, {}, before.generation - 1)
        assert [saved.outcome for saved in self.store.save([stored(old)])] == ["stale"]

    @rule(host=law.HOSTS)
    def forget(self, host: str) -> None:
        assert self.store.forget(host) == (self.reports.pop(host, None) is not None)

    @rule()
    def reopen(self) -> None:
        self.store.close()

    @rule(host=law.HOSTS)
    def another_reader(self, host: str) -> None:
        with open_store(self.url, must_exist=True) as other:
            found = other.find_host(host)
        assert (found is not None) == (host in self.reports)
        if found is not None:
            assert found.generation == self.reports[host].generation

    @rule(queries=st.lists(law.QUERIES, min_size=1, max_size=4), limit=st.integers(0, 4))
    def ask(self, queries: list[Query], limit: int) -> None:
        fleet = open_fleet(self.store)
        for query in queries:
            wanted = scan(self.reports, query)
            assert fleet.count(query) == {found: len(places) for found, places in wanted.items()}
            for outcome, places in wanted.items():
                assert fleet.first(query, limit, outcome) == places[:limit]
                assert list(fleet.iter_places(query, outcome)) == places

    @invariant()
    def counts(self) -> None:
        status = self.store.status()
        assert status.hosts == len(self.reports)
        assert status.devices == sum(len(found.devices) for found in self.reports.values())


def test_a_fleet_from_a_store_is_the_linear_scan(url: str) -> None:
    with open_store(url) as store:
        run_state_machine_as_test(
            lambda: StoredFleet(url, store),  # type: ignore[arg-type]  # a factory is one too
            settings=settings(
                max_examples=max(STEPS // 30, 1),
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

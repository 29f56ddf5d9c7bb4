"""The law of the index: for any history of a fleet each answer is the linear scan's."""

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from devcompat.fleet import accepting, members, selection, selves, stabbing, standing
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.question import Question
from devcompat.fleet.records import STATES, DeviceReport, HostReport, Place, Query, State
from devcompat.match.verdict import BASES, COMPATIBLE, INCOMPATIBLE, RULES, UNKNOWN, Outcome
from tests.fleet.scan import Reports, outcome_at, scan
from tests.fleet.sides import some_sides

SIDES = some_sides()
HOSTS = st.sampled_from([f"h{number}" for number in (1, 2, 3, 10, 20)])
LABELS = st.sampled_from(
    [{"zone": "1"}, {"zone": "1", "rack": "1"}, {"zone": "2", "rack": "1"}, {"rack": "2"}, {}]
)
"""Few, so that most questions with labels find hosts that have them."""
DEVICES = st.lists(
    st.builds(
        DeviceReport,
        st.sampled_from([f"d{number}" for number in range(8)]),
        st.sampled_from(SIDES),
        st.sampled_from(STATES),
    ),
    max_size=6,
    unique_by=lambda device: device.address,
).map(tuple)
REPORTS = st.builds(HostReport, HOSTS, DEVICES, LABELS, st.just(0), st.just(()))
QUERIES = st.builds(
    Query,
    source=st.sampled_from(SIDES),
    rule=st.sampled_from(RULES),
    minimum_basis=st.none() | st.sampled_from(BASES),
    free=st.booleans(),
    labels=LABELS,
    same=st.sampled_from([(), ("t",), ("driver",), ("t", "driver")]),
    returning=st.booleans(),
    leaving=st.none() | st.builds(Place, HOSTS, st.sampled_from([f"d{n}" for n in range(8)])),
)
OUTCOMES: tuple[Outcome, ...] = (COMPATIBLE, INCOMPATIBLE, UNKNOWN)
ANSWERS = ("count", "total", "first", "places", "text", "by host")
ORDERS = st.permutations(ANSWERS)
QUESTIONS: Bundle[Question] = Bundle("questions")


class FleetMachine(RuleBasedStateMachine):
    """Any reports, removals and changes of state, and any questions in between."""

    def __init__(self) -> None:
        super().__init__()
        self.fleet = Fleet()
        self.reports: Reports = {}

    @initialize(reports=st.lists(REPORTS, min_size=3, max_size=6))
    def begin(self, reports: list[HostReport]) -> None:
        """Else half of the steps would be questions to no fleet at all."""
        self.many_reports(reports)

    @rule(host=HOSTS, devices=DEVICES, labels=LABELS)
    def report(self, host: str, devices: tuple[DeviceReport, ...], labels: dict[str, str]) -> None:
        self.reports[host] = HostReport(host, devices, labels)
        self.fleet.replace(self.reports[host])

    @rule(reports=st.lists(REPORTS, max_size=6))
    def many_reports(self, reports: list[HostReport]) -> None:
        for found in reports:
            self.reports[found.host] = found
            self.fleet.replace(found)

    @rule(host=HOSTS)
    def remove(self, host: str) -> None:
        assert self.fleet.remove(host) == (self.reports.pop(host, None) is not None)

    @rule(data=st.data(), query=QUERIES, order=ORDERS, state=st.sampled_from(STATES))
    def change(self, data: st.DataObject, query: Query, order: list[str], state: State) -> None:
        """Ask before and after: a question that has to see the change."""
        places = [
            Place(name, device.address)
            for name, found in sorted(self.reports.items())
            for device in found.devices
        ]
        if not places:
            return
        place = data.draw(st.sampled_from(places))
        report = self.reports[place.host]
        asked = query._replace(labels=report.labels)
        (side,) = [found.side for found in report.devices if found.address == place.address]
        question = self.fleet.ask(asked, outcome_at(side, asked))
        self.compare(question, order, 2)
        devices = tuple(
            device._replace(state=state) if device.address == place.address else device
            for device in report.devices
        )
        self.reports[place.host] = report._replace(devices=devices)
        self.fleet.change(place, state)
        self.compare(question, order, 2)

    @rule(query=QUERIES, order=ORDERS, limit=st.integers(0, 4))
    def ask(self, query: Query, order: list[str], limit: int) -> None:
        for outcome in OUTCOMES:
            self.compare(self.fleet.ask(query, outcome), order, limit)
        counts = {outcome: len(places) for outcome, places in scan(self.reports, query).items()}
        assert {found: self.fleet.count_of(query, found) for found in counts} == counts
        assert self.fleet.count(query) == counts

    @rule(query=QUERIES)
    def count(self, query: Query) -> None:
        counts = {outcome: len(places) for outcome, places in scan(self.reports, query).items()}
        assert self.fleet.count(query) == counts

    @rule(target=QUESTIONS, query=QUERIES, outcome=st.sampled_from(OUTCOMES))
    def prepare(self, query: Query, outcome: Outcome) -> Question:
        return self.fleet.ask(query, outcome)

    @rule(question=QUESTIONS, order=ORDERS, limit=st.integers(0, 4))
    def ask_again(self, question: Question, order: list[str], limit: int) -> None:
        self.compare(question, order, limit)

    def compare(self, question: Question, order: list[str], limit: int) -> None:
        """Ask for each kind of answer, in that order; each is what the scan finds."""
        wanted = scan(self.reports, question.query)
        places = wanted[question.outcome]
        hosts: dict[str, int] = {}
        for place in places:
            hosts[place.host] = hosts.get(place.host, 0) + 1
        for answer in order:
            match answer:
                case "count":
                    assert question.count() == len(places)
                case "total":
                    assert question.total() == sum(map(len, wanted.values()))
                case "first":
                    assert question.first(limit) == places[:limit]
                case "places":
                    assert list(question.places()) == places
                case "text":
                    lines = question.text().decode().splitlines()
                    assert sorted(lines) == sorted(str(place) for place in places)
                case _:
                    assert question.by_host() == hosts

    @rule()
    def size(self) -> None:
        """Not after each step: what is asked first also has to see what waits."""
        assert len(self.fleet) == sum(len(found.devices) for found in self.reports.values())


STEPS = int(os.environ.get("DEVCOMPAT_FLEET_STEPS", "1500"))
"""Steps of each machine in all; docs/fleet.md says how many were run once."""

FleetMachine.TestCase.settings = settings(
    max_examples=max(STEPS // 30, 1), stateful_step_count=30, deadline=None
)
TestFleet = FleetMachine.TestCase


class TinyChunks(FleetMachine):
    """The same with chunks so small that they are cut, and hosts always sorted in at once."""

    def __init__(self) -> None:
        super().__init__()
        members.CHUNK = 1
        standing.FEW = 0

    def teardown(self) -> None:
        members.CHUNK = 512
        standing.FEW = 256


TinyChunks.TestCase.settings = FleetMachine.TestCase.settings
TestFleetOfTinyChunks = TinyChunks.TestCase


class Indexed(FleetMachine):
    """The same with classes found by index from the first one on, and by trees."""

    def __init__(self) -> None:
        super().__init__()
        selection.INDEXED = accepting.FEW = selves.FEW = stabbing.FEW = 0

    def teardown(self) -> None:
        selection.INDEXED, accepting.FEW, selves.FEW, stabbing.FEW = 2000, 64, 32, 16


Indexed.TestCase.settings = FleetMachine.TestCase.settings
TestFleetByIndex = Indexed.TestCase


class TakenOver(Indexed):
    """The same with the index taking over on the way."""

    def __init__(self) -> None:
        super().__init__()
        selection.INDEXED = 8


TakenOver.TestCase.settings = FleetMachine.TestCase.settings
TestFleetThatGrows = TakenOver.TestCase

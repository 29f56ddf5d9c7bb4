"""Standing: the hosts and devices that there are, and each change of them as one step.

Belongs here: reports taken in, hosts that go, states that change; when that reaches the tables.
Must not know: questions, outcomes.
"""

from collections.abc import Sequence

from devcompat.fleet.classes import ClassTable
from devcompat.fleet.devices import DeviceTable
from devcompat.fleet.hosts import DEVICES, HostEntry, HostTable, Offer, first_repeated, packed
from devcompat.fleet.offers import OfferTable
from devcompat.fleet.records import STATES, HostReport, PackedReport, Place, State

FEW = 256
"""Hosts that are put in one by one; more of them at once are sorted in."""


class ReportRefusedError(ValueError):
    """A report that cannot be taken in: an address stands twice, or there are too many devices."""


class Standing:
    """Classes, hosts, devices and offers. A report waits until somebody asks: `settle`."""

    def __init__(self) -> None:
        self.classes = ClassTable()
        self.hosts = HostTable()
        self.devices = DeviceTable(self.hosts)
        self.offers = OfferTable()
        self._waiting: dict[str, HostEntry] = {}

    def replace(self, report: HostReport) -> None:
        """Let a report stand for its host, instead of all that was known of it.

        Raises ReportRefusedError, and then nothing has changed.
        """
        _demand_addresses([device.address for device in report.devices])
        classes = self.classes.numbers([device.side for device in report.devices])
        self._take_in(packed(report, classes))

    def replace_packed(self, report: PackedReport) -> None:
        """Do as `replace` does for a report whose devices stand by column: for many at once."""
        _demand_addresses(report.addresses)
        self._take_in(report)

    def remove(self, host: str) -> bool:
        """Forget a host; return whether it was there."""
        self.settle()
        entry = self.hosts.get(host)
        if entry is None:
            return False
        self._take(entry)
        self.hosts.remove(host)
        return True

    def change(self, place: Place, state: State) -> None:
        """Let a device be in that state. Raises KeyError for a device that is not there."""
        self.settle()
        entry = self.hosts.get(place.host)
        if entry is None:
            raise KeyError(str(place))
        self.devices.change(entry, entry.position(place.address), STATES.index(state))

    def settle(self) -> None:
        """Put the hosts that wait in their places."""
        if not self._waiting and self.devices.classes == len(self.classes.sides):
            return
        waiting, self._waiting = self._waiting, {}
        self.devices.grow(len(self.classes))
        if len(waiting) > FEW:
            self.hosts.insert_all(waiting.values())
            self._rebuild()
            return
        for entry in waiting.values():
            before = self.hosts.get(entry.name)
            if before is not None:
                self._take(before)
            if self.hosts.insert(entry):
                self.devices.put(entry)
                self.offers.put(entry)
            else:
                self.hosts.rank_all()
                self._rebuild()

    def _take_in(self, report: PackedReport) -> None:
        """Let a report wait for the next answer. Its addresses were looked at."""
        offers = tuple([Offer(found, self.offers.number(found)) for found in report.types])
        self._waiting[report.host] = HostEntry(report, offers)
        self.devices.edition += 1

    def _take(self, entry: HostEntry) -> None:
        self.devices.take(entry)
        self.offers.take(entry)

    def _rebuild(self) -> None:
        """Make all members anew from the hosts."""
        self.devices.rebuild()
        self.offers.rebuild(self.hosts)


def _demand_addresses(addresses: Sequence[str]) -> None:
    """Raise ReportRefusedError if there are too many addresses, or one stands twice."""
    if len(addresses) > DEVICES:
        raise ReportRefusedError(f"{len(addresses)} devices, at most {DEVICES}")
    twice = first_repeated(addresses)
    if twice is not None:
        raise ReportRefusedError(f"{twice} stands twice")

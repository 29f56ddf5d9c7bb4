"""Fleet opening: a store's hosts as a fleet in memory, ready to be asked.

Belongs here: classes and types from their bytes, each made once; hosts by column. Must not know:
what is asked, command lines.

INFO, kinds and parents of devices are not taken in: a fleet answers with places. Names of VMs are
read only where they are asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import STATE_NUMBERS, PackedReport, TypeReport
from devcompat.fleet.standing import ReportRefusedError
from devcompat.language.problems import InputError
from devcompat.match.judge import Side
from devcompat.match.verdict import NATIVE
from devcompat.reports.classes import side_of
from devcompat.reports.types import TypeForm, type_of_form
from devcompat.store.documents import read_vms
from devcompat.store.errors import StoreError
from devcompat.store.records import HostColumns, StoredType
from devcompat.store.store import Store
from devcompat.verbs.garbage import no_collection

_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, InputError)
"""What reading bytes raises that devcompat did not write."""


Vms = dict[str, Sequence[str] | str]
"""By host the names of VMs by address, or the one that all addresses have, "" for none."""

Watch = Callable[[int, int], None]


def open_fleet(store: Store) -> Fleet:
    """Return all hosts of a store as they were at one moment. Raises StoreError."""
    fleet = Fleet()
    with no_collection():
        _take_in(fleet, store.iter_columns(), store.name)
    return fleet


def open_fleet_with_vms(store: Store, watch: Watch) -> tuple[Fleet, Vms]:
    """Return all hosts, and which VMs use their devices, at one moment. Raises StoreError.

    `watch` is told how many hosts and devices are read.
    """
    fleet, vms = Fleet(), Vms()
    with no_collection():
        _take_in(fleet, _noting(store.iter_columns(), vms, store.name, watch), store.name)
    return fleet, vms


def _noting(
    hosts: Iterable[HostColumns], vms: Vms, store: str, watch: Watch
) -> Iterator[HostColumns]:
    """Yield the hosts, and note their VMs."""
    devices = 0
    for host in hosts:
        watch(len(vms), devices)
        devices += len(host.addresses)
        try:
            names = read_vms(host.vms)
        except ValueError:
            raise _damaged(f"host {host.host!r}: its VMs", store) from None
        if not isinstance(names, str) and len(names) != len(host.addresses):
            raise _damaged(f"host {host.host!r}: its VMs", store)
        vms[host.host] = names
        yield host


def _take_in(fleet: Fleet, hosts: Iterable[HostColumns], store: str) -> None:
    numbers: dict[str, int] = {}
    forms = Forms(store)
    for host in hosts:
        for digest in host.digests:
            if digest not in numbers:
                numbers[digest] = fleet.classes.number(forms.side(digest, host.documents))
        own = [numbers[digest] for digest in host.digests]
        types = tuple([forms.type_report(found, host.descriptors) for found in host.types])
        try:
            report = PackedReport(
                host.host,
                host.addresses,
                [own[index] for index in host.classes],
                _states(host),
                host.labels,
                host.generation,
                types,
            )
            fleet.replace_packed(report)
        except (ReportRefusedError, LookupError) as error:
            raise _damaged(f"host {host.host!r}: {error}", store) from None


def _states(host: HostColumns) -> bytes:
    """Return the states by number. Raises KeyError for one that there is not."""
    if isinstance(host.states, str):
        return bytes((STATE_NUMBERS[host.states],)) * len(host.addresses)
    return bytes([STATE_NUMBERS[state] for state in host.states])


class Forms:
    """Sides and types' documents from their bytes; those of types are remembered."""

    def __init__(self, store: str) -> None:
        """Read what the store of that name has."""
        self._store = store
        self._types: dict[str, TypeForm] = {}

    def side(self, digest: str, documents: Mapping[str, bytes]) -> Side:
        """Return the side of a class. Raises StoreError for one that is not there or not ours."""
        try:
            return side_of(documents[digest])
        except _UNREADABLE:
            raise _damaged(f"class {digest}", self._store) from None

    def type_report(self, found: StoredType, descriptors: Mapping[str, bytes]) -> TypeReport:
        """Return a type with its document, which is read once. Raises StoreError."""
        digest = found.descriptor_digest
        told = self._described(digest, descriptors) if digest else TypeForm(None, NATIVE, None)
        return TypeReport(
            found.parent, found.type_id, found.available, told.document, told.basis, found.cost,
            found.mixed, told.refusal,
        )  # fmt: skip

    def _described(self, digest: str, descriptors: Mapping[str, bytes]) -> TypeForm:
        known = self._types.get(digest)
        if known is None:
            try:
                known = self._types[digest] = type_of_form(descriptors[digest])
            except _UNREADABLE:
                raise _damaged(f"descriptor {digest}", self._store) from None
        return known


def _damaged(what: str, store: str) -> StoreError:
    return StoreError("store.damaged", f"a row cannot be read: {what}", store)

"""Documents: the devices and types of a host as one compact JSON text, and back.

Belongs here: the text's form: arrays; digests and times, which repeat, once a host. Must not know:
databases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import count, repeat
from typing import Final, NamedTuple, cast

import msgspec
from msgspec import Raw

from devcompat.store.errors import StoreError
from devcompat.store.records import ReportColumns, StoredDevice, StoredReport, StoredType

_NULL: Final = b"null"

_Texts = str | Sequence[str]
"""A column of texts; one text if all are the same, as most are."""


class _Earlier(msgspec.Struct, array_like=True, gc=False):
    """The first columns of `_Document`: what each device was, and since when."""

    digests: Sequence[str]
    times: Sequence[str]
    addresses: Sequence[str]
    classes: Sequence[int]
    since: Sequence[int]


class _Document(_Earlier, array_like=True, gc=False):
    """Devices by column, which is read several times faster than by device, and is shorter.

    INFO is read as it is written, and may be there as an object to be written.
    """

    states: _Texts
    vms: _Texts
    kinds: _Texts
    parents: _Texts
    infos: Sequence[Raw] | None
    types: Sequence[StoredType]


class Columns(msgspec.Struct, array_like=True, gc=False):
    """The columns of `_Document` that questions need; what stands between is passed over."""

    digests: list[str]
    times: Raw
    addresses: list[str]
    classes: list[int]
    since: Raw
    states: _Texts
    vms: Raw
    kinds: Raw
    parents: Raw
    infos: Raw
    types: list[StoredType]


class Earlier(NamedTuple):
    """What a device was at the report before: its class, and since when."""

    digest: str
    since: str


_ENCODER: Final = msgspec.json.Encoder()
_SORTED: Final = msgspec.json.Encoder(order="sorted")
_VMS: Final = msgspec.json.Decoder(_Texts)
_DECODER: Final = msgspec.json.Decoder(_Document)
_EARLIER: Final = msgspec.json.Decoder(_Earlier)
_COLUMNS: Final = msgspec.json.Decoder(Columns)
_LABELS: Final = msgspec.json.Decoder(dict[str, str])
_DEVICE: Final = partial(tuple.__new__, StoredDevice)
"""StoredDevice._make without a call into Python: a store holds millions."""
_READ: Final = msgspec.json.Decoder().decode


def by_column(report: StoredReport, name: str) -> ReportColumns:
    """Return a report with its devices by column.

    Raises StoreError `store.value` for INFO that is no JSON; `name` is the store's.
    """
    devices = report.devices
    try:
        infos = [_read_info(device.info) for device in devices]
    except (msgspec.DecodeError, UnicodeError):
        raise _refused(report.host, "a device's INFO is no JSON", name) from None
    return ReportColumns(
        report.host,
        report.generation,
        report.labels,
        [device.address for device in devices],
        [device.class_digest for device in devices],
        [device.state for device in devices],
        [device.vm for device in devices],
        [device.kind for device in devices],
        [device.parent for device in devices],
        infos,
        report.types,
        report.received,
        report.classes,
        report.descriptors,
    )


def _read_info(info: bytes | None) -> Raw | None:
    """Return INFO that is JSON: it goes into a text of ours unread. Raises DecodeError."""
    if not info or info == _NULL:
        return None
    _READ(info)
    return Raw(info)


def write_document(report: ReportColumns, earlier: Mapping[str, Earlier] | None, name: str) -> str:
    """Return a report's devices and types as text; a device of an unchanged class keeps `since`.

    `earlier` is None for a host that was not there. Equal reports give equal texts. Raises
    StoreError `store.value` for what no store can hold; `name` is the store's.
    """
    addresses = report.addresses
    if len(set(addresses)) != len(addresses):
        raise _refused(report.host, "two of its devices have one address", name)
    digests, classes = _numbered(report.digests)
    times, since = _times(report, earlier)
    infos = report.infos
    document = _Document(
        digests,
        times,
        addresses,
        classes,
        since,
        _column(report.states),
        _column(report.vms),
        _column(report.kinds),
        _column(report.parents),
        None if infos.count(None) == len(infos) else cast("Sequence[Raw]", infos),
        report.types,
    )
    try:
        return _ENCODER.encode(document).decode()
    except UnicodeError:
        raise _refused(report.host, "it has a text that is not UTF-8", name) from None


def _times(
    report: ReportColumns, earlier: Mapping[str, Earlier] | None
) -> tuple[Sequence[str], Sequence[int]]:
    """Return the times since when devices are what they are, and which is each one's."""
    if not earlier:
        return [report.received] if report.addresses else [], [0] * len(report.addresses)
    received = report.received
    before = [earlier.get(address) for address in report.addresses]
    return _numbered(
        [
            found.since if found is not None and found.digest == digest else received
            for found, digest in zip(before, report.digests, strict=True)
        ]
    )


def _numbered(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return different texts in the order of their first appearance, and which each one is."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found = list(map(numbers.__getitem__, texts))
    return list(numbers), found


def _column(texts: Sequence[str]) -> _Texts:
    return texts[0] if texts and texts.count(texts[0]) == len(texts) else texts


def write_labels(report: ReportColumns, name: str) -> str:
    """Return a report's labels as text, in the order of their names. Raises StoreError."""
    try:
        return _SORTED.encode(dict(report.labels)).decode()
    except UnicodeError:
        raise _refused(report.host, "a label is no text in UTF-8", name) from None


def read_labels(text: str) -> dict[str, str]:
    """Return the labels of a host."""
    return _LABELS.decode(text)


def read_document(
    text: str,
) -> tuple[Sequence[str], tuple[StoredDevice, ...], tuple[StoredType, ...]]:
    """Return the digests of the classes that a text names, its devices and its types."""
    found = _DECODER.decode(text)
    devices = zip(
        found.addresses,
        map(found.digests.__getitem__, found.classes),
        _each(found.states),
        _each(found.vms),
        _each(found.kinds),
        _each(found.parents),
        repeat(None) if found.infos is None else _read_infos(found.infos),
        map(found.times.__getitem__, found.since),
        strict=False,
    )
    return found.digests, tuple(map(_DEVICE, devices)), tuple(found.types)


def read_columns(text: str) -> Columns:
    """Return the columns of a text that questions need, in a third of the time of the whole."""
    return _COLUMNS.decode(text)


def read_vms(column: bytes) -> Sequence[str] | str:
    """Return the names of VMs by address, or the one that all addresses have, "" for none."""
    found: Sequence[str] | str = _VMS.decode(column)
    return found


def read_earlier(text: str) -> dict[str, Earlier]:
    """Return by address what each device of a text was, and since when."""
    found = _EARLIER.decode(text)
    digests = map(found.digests.__getitem__, found.classes)
    times = map(found.times.__getitem__, found.since)
    return dict(zip(found.addresses, map(Earlier, digests, times), strict=True))


def _each(column: _Texts) -> Iterable[str]:
    return repeat(column) if isinstance(column, str) else column


def _read_infos(raws: Sequence[Raw]) -> list[bytes | None]:
    infos = [bytes(raw) for raw in raws]
    return [None if info == _NULL else info for info in infos] if _NULL in infos else list(infos)


def check_names(texts: Iterable[str], host: str, name: str) -> None:
    """Raise StoreError `store.value` for a name that no database keeps as it is."""
    for text in texts:
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise _refused(host, f"the name {text!r} has a NUL or half a surrogate pair", name)


def _refused(host: str, why: str, name: str) -> StoreError:
    return StoreError("store.value", f"the report of host {host!r} cannot be stored: {why}", name)

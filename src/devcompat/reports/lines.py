"""Lines: one report of one host a line, `devcompat/report/1` (schema/report.schema.json).

Belongs here: the shape of a line, and reading a stream of them, each good or wrong for itself.
Must not know: what a descriptor means (sides), which words say what is wrong (faults).

Keys that are not known are ignored at every level but within a descriptor: a later devcompat may
add what an earlier one can do without. Of a key that stands twice the last one counts, but for keys
within `self` and `compatible`, where that is an error.
"""

from collections.abc import Iterator
from typing import Annotated, BinaryIO, Final, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from devcompat.fleet.records import State
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.verdict import NATIVE, Basis
from devcompat.reports.faults import check_report, decoding_error

SCHEMA: Final = "devcompat/report/1"
LINE_BYTES: Final = 16 << 20
"""The size of one line."""

NOTHING: Final = Raw(b"")
Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""An integer that every store can hold."""

Cost = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class DescriptorLine(
    Struct, frozen=True, gc=False, forbid_unknown_fields=True, rename={"self_object": "self"}
):
    """A descriptor in the JSON layout; but for INFO its parts as written, empty if not there."""

    self_object: Raw
    compatible: Raw = NOTHING
    info: dict[str, str | int] | None = None
    parameters: Raw = NOTHING


class UndescribedLine(Struct, frozen=True, gc=False):
    """Why a device has no descriptor; `immovable` if it cannot migrate whatever it is."""

    detail: str
    immovable: bool = False
    basis: Basis | None = None


class DeviceLine(Struct, frozen=True, gc=False):
    """One device: either `descriptor` (a text is in the text format) or `undescribed` is there.

    `vm` names the VM that has it; `unread` fields that are not known, with the reason.
    """

    address: str
    descriptor: DescriptorLine | str | None = None
    undescribed: UndescribedLine | None = None
    state: State = "free"
    vm: str = ""
    kind: str = ""
    parent: str = ""
    basis: Basis = NATIVE
    unread: dict[str, str] | None = None


class TypeLine(Struct, frozen=True, gc=False, rename={"type_id": "type"}):
    """A type that could be created: `available` more of it, if nothing else is.

    `cost` is how many units one takes of what the types of a parent share, and `pool` the name of
    such a unit; None where that is not known. `mixed` is false where the parent may refuse types
    beside each other. The descriptor may have PARAMETERS; without one nothing is known of the type.
    """

    parent: str
    type_id: str
    available: Count | None = None
    cost: Cost | None = None
    pool: str | None = None
    mixed: bool = True
    descriptor: DescriptorLine | str | None = None
    basis: Basis = NATIVE


class ReportLine(Struct, frozen=True, gc=False):
    """One host's report, checked but for its descriptors."""

    schema: Literal["devcompat/report/1"]
    host: str
    devices: tuple[DeviceLine, ...]
    labels: dict[str, str] = {}  # a new one each time
    generation: Count = 0
    types: tuple[TypeLine, ...] = ()


_DECODER = msgspec.json.Decoder(ReportLine)


def decode_report(line: bytes, name: str = "", number: int = 1) -> ReportLine:
    """Return the report on a line; `name` and `number` say which line of which input it is.

    Raises InputError: `json.*`, `text.encoding`, `report.*`, `structure.key`, `limit.report`,
    `limit.host-devices`. Descriptors are not read yet: `hosts.host_report` does that.
    """
    if len(line) > LINE_BYTES and len(line.rstrip(b"\r\n")) > LINE_BYTES:
        raise _too_long(name, number)
    try:
        report = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise decoding_error(error, line, name, number, SCHEMA) from None
    check_report(report, line, name, number)
    return report


def iter_reports(stream: BinaryIO, name: str = "") -> Iterator[tuple[int, ReportLine | InputError]]:
    """Yield each line's number in the stream and its report, or what is wrong with it.

    Blank lines are passed over. A line that is too long is not kept. Raises OSError as the stream
    does.
    """
    number = 0
    while line := stream.readline(LINE_BYTES + 2):
        number += 1
        if len(line) > LINE_BYTES and len(line.rstrip(b"\r\n")) > LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LINE_BYTES)
            yield number, _too_long(name, number)
        elif line.strip():
            try:
                yield number, decode_report(line, name, number)
            except InputError as error:
                yield number, error


def _too_long(name: str, number: int) -> InputError:
    expected = f"at most {LINE_BYTES} bytes in a line"
    found = f"more than {LINE_BYTES} bytes"
    return InputError((Problem("limit.report", Position(number, 1), found, expected),), name)

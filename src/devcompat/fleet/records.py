"""Records: what a host says of itself at one time, and what is asked and answered.

Belongs here: reports, places, queries. Must not know: how they are indexed or written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from devcompat.language.nodes import Document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import NATIVE, TARGET_ACCEPTS, Basis, Rule

State = Literal["free", "used", "reserved"]
"""Whether a device can be given to a VM: free, in use by one, or kept for something else."""
STATES: Final[tuple[State, ...]] = ("free", "used", "reserved")
STATE_NUMBERS: Final[Mapping[str, int]] = {state: index for index, state in enumerate(STATES)}
FREE: Final = "free"


class Place(NamedTuple):
    """Where a device is: its host's name and its address there."""

    host: str
    address: str

    def __str__(self) -> str:
        return f"{self.host}/{self.address}"


class DeviceReport(NamedTuple):
    """One device of a host: its address, what it is and takes over, and whether it is free."""

    address: str
    side: Side
    state: State = FREE


class TypeReport(NamedTuple):
    """A type that a parent device of the host could create, and how many of it alone.

    `available` is None where that is not known, `document` (which may have PARAMETERS) where
    nothing is known of what such a device would be. `units` are what one takes of the parent's
    stock, None where that is not known; `mixed` is false where a parent may refuse types beside
    each other. `refusal` says why there is no document, or that such a device cannot migrate; its
    name is empty.
    """

    parent: str
    type_id: str
    available: int | None
    document: Document | None = None
    basis: Basis = NATIVE
    units: int | None = None
    mixed: bool = True
    refusal: Undescribed | None = None


class HostReport(NamedTuple):
    """What one host says of itself: it replaces all that the host said before.

    No two of its devices have one address. `labels` are what an operator filters by: zone, rack,
    kernel, driver. `generation` rises with each report of the host.
    """

    host: str
    devices: tuple[DeviceReport, ...]
    labels: Mapping[str, str] = MappingProxyType({})
    generation: int = 0
    types: tuple[TypeReport, ...] = ()


class PackedReport(NamedTuple):
    """A HostReport with its devices by column, for taking in many: nothing is made per device.

    `classes` are numbers of the fleet's own ClassTable, `states` indexes of STATES.
    """

    host: str
    addresses: Sequence[str]
    classes: Iterable[int]
    states: Iterable[int]
    labels: Mapping[str, str] = MappingProxyType({})
    generation: int = 0
    types: tuple[TypeReport, ...] = ()


class Query(NamedTuple):
    """Where a source may go.

    `free` leaves out devices that are used or reserved; `labels` those of hosts that do not have
    all of them; `same` those that differ from the source in one of these fields of SELF (absent and
    empty being the same); `returning` those from which the source could not come back. `leaving` is
    the source's own place, which is no target.
    """

    source: Side
    rule: Rule = TARGET_ACCEPTS
    minimum_basis: Basis | None = None
    free: bool = False
    labels: Mapping[str, str] = MappingProxyType({})
    same: tuple[str, ...] = ()
    returning: bool = False
    leaving: Place | None = None

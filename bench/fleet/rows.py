"""Rows: a made-up fleet as plain columns, the same for every peer.

Belongs here: what a device wants and is, in the five numbers that a table needs to decide it.
Must not know: devcompat's engine, any peer.

The numbers say for the families of `devcompat fleet generate` just what their descriptors say, and
no more: that is what somebody would write who knows which devices there are. `exact` stands for
the texts that have to be equal, `low` to `high` is the range of one number or version, `bits` are
features. The run begins with a check that all answers are those of the matcher.
"""

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

NOTHING = -1
"""Stands in `exact` of a device that takes nothing over for sure."""
TEXTS = ("device_id", "mdev_type", "framebuffer", "profile")
"""Fields in which a device wants of a source just the text that it has itself, if at all."""

NOBODY = -2
"""Stands in `exact` of a source that nothing takes over for sure."""


class Want(NamedTuple):
    """What a device takes over."""

    exact: int
    low: int
    high: int
    bits: int


class Source(NamedTuple):
    """What a device is, for a question; `kind` numbers its type, for `same`."""

    exact: int
    value: int
    bits: int
    kind: int


class Codes(dict[object, int]):
    """Numbers of texts, from 0."""

    def __missing__(self, key: object) -> int:
        self[key] = len(self)
        return self[key]


class Rows:
    """Devices by column, in the order of hosts; classes by number.

    `texts` has what the fields in TEXTS have to be, by class; `undecided` what classes take over if
    their firmware does, and `unsure` what sources are that only such classes take over, by number.
    """

    def __init__(self) -> None:
        self.wants: list[Want] = []
        self.sources: list[Source] = []
        self.undecided: dict[int, Want] = {}
        self.unsure: dict[int, Source] = {}
        self.texts: list[tuple[str | None, ...]] = []
        self.classes: array[int] = array("I")
        self.free = bytearray()
        self.zones: array[int] = array("I")
        self.names: list[str] = []
        self._codes, self._features, self._kinds = Codes(), Codes(), Codes()

    def add_class(self, keys: dict[str, Any]) -> None:
        """Take in the next class."""
        descriptor = keys.get("descriptor")
        if descriptor is None:
            self.texts.append((None,) * len(TEXTS))
            self.wants.append(Want(NOTHING, 0, 0, 0))
            self.sources.append(Source(NOBODY, 0, 0, NOBODY))
            return
        own = descriptor["self"]
        want, source = self._decided(own, descriptor["compatible"])
        left_out = ("mdev_type",) if "aggregator" in own else ()  # coupled, so not one text
        self.texts.append(tuple(None if name in left_out else own.get(name) for name in TEXTS))
        self.wants.append(want)
        kind = own.get("mdev_type") or own.get("driver")
        self.sources.append(source._replace(kind=self._kinds[kind]))

    def _decided(self, own: dict[str, Any], objects: list[dict[str, Any]]) -> tuple[Want, Source]:
        fields, variables = objects[0]["fields"], objects[0]["variables"]
        if "aggregator" in own:
            code = self._codes["coupled", own["device_id"]]
            version = int(own["interface_version"])
            highest = variables["val3"]["domain"][0]["to"]
            return Want(code, 1, highest, 0), Source(code, version, 0, 0)
        if "driver_version" in own:
            code = self._codes["driver", own["mdev_type"], own["framebuffer"]]
            low, high = (_version(text) for text in variables["version"]["domain"])
            return Want(code, low, high, 0), Source(code, _version(own["driver_version"]), 0, 0)
        queues, members = int(own["queues"]), self._bits(own["features"].split("+"))
        wanted = self._bits(variables["features"]["domain"])
        if "firmware" in fields:
            code, number = self._codes["firmware"], len(self.wants)
            highest = variables["queues"]["domain"][0]["to"]
            self.undecided[number] = Want(code, 1, highest, wanted)
            self.unsure[number] = Source(code, queues, members, 0)
            return Want(NOTHING, 0, 0, 0), Source(NOBODY, queues, members, 0)
        code = self._codes["function", own["profile"]]
        highest = variables["queues"]["domain"][0]["to"]
        return Want(code, 1, highest, wanted), Source(code, queues, members, 0)

    def _bits(self, members: Iterable[str]) -> int:
        return sum(1 << self._features[member] for member in members)

    def add_device(self, number: int, state: str, zone: int, name: str) -> None:
        """Take in the next device."""
        self.classes.append(number)
        self.free.append(state == "free")
        self.zones.append(zone)
        self.names.append(name)


def _version(text: str) -> int:
    major, minor = text.lstrip("<>=").split(".")
    return int(major) * 100_000 + int(minor)

"""Model: devices and demands in no peer's words, so that each peer can be told the same.

Belongs here: what the workload is made of. Must not know: any peer, any notation.
"""

from typing import NamedTuple


class OneOf(NamedTuple):
    """The field is one of these texts; the empty text allows it to be absent."""

    texts: tuple[str, ...]
    integers: bool = False


class Release(NamedTuple):
    """The field is a version of one major release whose minor lies in low..high."""

    major: int
    low: int
    high: int


class Features(NamedTuple):
    """The field is a `+`-separated list, possibly absent, of none but these members."""

    members: tuple[str, ...]


class AtMost(NamedTuple):
    """The field is a canonical integer from 1 to `highest`."""

    highest: int


Demand = OneOf | Release | Features | AtMost


class Coupled(NamedTuple):
    """Two fields joined by a number n of `numbers`: `prefix` and n, and n divided by `divisor`."""

    first: str
    prefix: str
    second: str
    divisor: int
    numbers: tuple[int, ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the texts that the two fields may have together."""
        return [
            (f"{self.prefix}{number}", str(number // self.divisor))
            for number in self.numbers
            if number % self.divisor == 0
        ]


class Accepted(NamedTuple):
    """One COMPATIBLE object: all of it must hold, and no other field may be there."""

    demands: dict[str, Demand]
    coupled: Coupled | None = None


class Device(NamedTuple):
    """A device: its fields, and what it accepts."""

    fields: dict[str, str]
    accepts: tuple[Accepted, ...]


def is_optional(demand: Demand) -> bool:
    """Return whether the field may be absent."""
    return isinstance(demand, Features) or (isinstance(demand, OneOf) and "" in demand.texts)


def required_fields(accepted: Accepted) -> list[str]:
    """Return the fields that may not be absent."""
    names = [name for name, demand in accepted.demands.items() if not is_optional(demand)]
    coupled = accepted.coupled
    return names if coupled is None else [*names, coupled.first, coupled.second]

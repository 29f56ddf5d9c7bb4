"""Made: pairs of descriptors as two releases of one driver would publish them.

Belongs here: the objects of a first release, and what a second one changes. Seeded.
Must not know: how a pair is compared, by whom.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

OBJECTS = 20
"""COMPATIBLE objects of a release in the large pairs."""
_MODES = ("none", "ppgtt", "context", "scheduler")
_FEATURES = ("flush", "discard", "mq", "csum", "tso", "ring")
_LONGEST = 2**60


class Accepted(NamedTuple):
    """One COMPATIBLE object of a driver: a family of types with what they may have."""

    device: str
    family: int
    last: int
    divisor: int
    modes: tuple[str, ...]
    version: str
    features: tuple[str, ...]
    capabilities: int
    memory: tuple[int, int]
    extra: str = ""

    def text(self) -> str:
        """Return the object in the text format."""
        modes = ",".join(f'"{mode}"' for mode in self.modes)
        features = ",".join(self.features)
        return (
            f"COMPATIBLE: device_id={self.device}"
            f" mdev_type=type-{self.family}_V_{{n:int:1..{self.last}}}"
            f" aggregator={{n}}/{self.divisor} pv_mode={{mode:string:{modes}}}"
            f" software={{release:version:{self.version}}} features={{has:set:{features}}}"
            f" capabilities={{bits:mask:{self.capabilities:#x}}}"
            f" memory={{bytes:int:{self.memory[0]}..{self.memory[1]}}}{self.extra}"
        )


class Pair(NamedTuple):
    """Two releases as documents, and how many objects the first has."""

    old: str
    new: str
    objects: int


Change = Callable[[Accepted], list[Accepted]]


def make_pairs(seed: int, count: int, objects: int = OBJECTS) -> list[Pair]:
    """Return pairs of releases; an eighth of them say the same in other words."""
    source = random.Random(seed)  # noqa: S311  (a workload, no secret)
    return [_pair(source, objects, number % 8 == 0) for number in range(count)]


def _pair(source: random.Random, objects: int, alike: bool) -> Pair:
    old = [_object(source, number) for number in range(objects)]
    changed = set(source.sample(range(objects), source.randint(1, max(1, objects // 4))))
    changes = _ALIKE if alike else _ALIKE + _OTHER
    new: list[Accepted] = []
    for number, accepted in enumerate(old):
        new += source.choice(changes)(accepted) if number in changed else [accepted]
    source.shuffle(new)
    return Pair(_document(old), _document(new), objects)


def _document(accepted: list[Accepted]) -> str:
    return "\n".join(["SELF: device_id=0", *(each.text() for each in accepted)])


def _object(source: random.Random, number: int) -> Accepted:
    low = source.randrange(2**20, 2**40)
    return Accepted(
        f"8086{number // 3:04x}",
        number,
        source.choice((8, 64, 1000, 10**6, _LONGEST)),
        source.choice((1, 2, 4)),
        tuple(source.sample(_MODES, source.randint(1, 3))),
        source.choice(("~=2.1", ">=1,<3", ">=2.4", "==3.1")),
        tuple(source.sample(_FEATURES, source.randint(2, 5))),
        source.randrange(1, 2**16),
        (low, source.choice((low * 2, low + 7, _LONGEST))),
    )


def _same(accepted: Accepted) -> list[Accepted]:
    return [accepted]


def _memory_split(accepted: Accepted) -> list[Accepted]:
    low, high = accepted.memory
    middle = (low + high) // 2
    return [accepted._replace(memory=(low, middle)), accepted._replace(memory=(middle + 1, high))]


def _versions_split(accepted: Accepted) -> list[Accepted]:
    cut = accepted.version
    return [
        accepted._replace(version=f"{cut},<2.5"),
        accepted._replace(version=f"{cut},>=2.5"),
    ]


def _modes_split(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(modes=(mode,)) for mode in accepted.modes]


def _field_with_default(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(extra=' clock={clock:string:"",off}')]


def _gap(accepted: Accepted) -> list[Accepted]:
    low, high = accepted.memory
    middle = (low + high) // 2
    return [
        accepted._replace(memory=(low, middle)),
        accepted._replace(memory=(middle + 2, high + 9)),
    ]


def _field_without_default(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(extra=" clock=on")]


def _mode_dropped(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(modes=accepted.modes[1:] or ("new",))]


def _other_family(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(family=accepted.family + 100)]


def _other_divisor(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(divisor=accepted.divisor * 2)]


def _shorter(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(last=max(4, accepted.last // 2))]


def _more_features(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(features=(*accepted.features, "extra"))]


def _fewer_bits(accepted: Accepted) -> list[Accepted]:
    return [accepted._replace(capabilities=accepted.capabilities & ~1 or 2)]


_ALIKE: list[Change] = [_same, _memory_split, _versions_split, _modes_split]
_OTHER: list[Change] = [
    _field_with_default, _gap, _field_without_default, _mode_dropped, _other_family, _other_divisor,
    _shorter, _more_features, _fewer_bits,
]  # fmt: skip

"""Creatable: what a host could create, as classes that it offers besides its devices.

Belongs here: a host's types as classes; whether a VM fits on devices and types together.
Must not know: what a device of a type would be, or how that is worked out.

Types of one parent share what it has: its pool says how many there can be at once.
"""

from collections.abc import Callable, Mapping, Sequence

from devcompat.fleet.matrix import members
from devcompat.inventory.placing import Kind, Options, can_place
from devcompat.inventory.pools import Pool


class Creatable:
    """What a host could create: classes before and after an upgrade, type by type.

    `after` is `before` itself if the upgrade changes none of them. Types of which none is left are
    not among them. `pools` are asked for only where a VM has several devices.
    """

    __slots__ = ("_kinds", "_pools", "after", "before")

    def __init__(
        self,
        before: Sequence[int],
        after: Sequence[int],
        kinds: Sequence[Kind],
        pools: Callable[[], Mapping[str, Pool]],
    ) -> None:
        self.before = before
        self.after = after
        self._kinds = kinds
        self._pools = pools

    def takes(
        self,
        wanted: Sequence[int],
        there: Sequence[tuple[int, int]],
        *,
        later: bool,
        doubtful: bool,
    ) -> bool:
        """Return whether each of `wanted`, masks of classes, gets a place of its own.

        A place is a device of `there`, a class with its position, or one that is created.
        """
        classes = self.after if later else self.before
        return can_place(
            [
                Options(
                    frozenset(str(position) for class_, position in there if mask >> class_ & 1),
                    frozenset(
                        kind
                        for class_, kind in zip(classes, self._kinds, strict=True)
                        if mask >> class_ & 1
                    ),
                )
                for mask in wanted
            ],
            self._pools(),
            doubtful=doubtful,
        )


def mirrored(masks: list[int], twins: Mapping[int, int]) -> None:
    """Let each class's twin take over what the class does."""
    of = 0
    for number in twins:
        of |= 1 << number
    for source, mask in enumerate(masks):
        for number in members(mask & of):
            masks[source] |= 1 << twins[number]

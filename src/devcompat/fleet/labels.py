"""Labels: which devices of a class are on hosts with a label, found without asking each.

Belongs here: members by class and label, made when a label is first asked for, kept up after that.
Must not know: queries, outcomes.
"""

from collections import defaultdict
from collections.abc import Iterable

from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.members import Members

Shelf = dict[tuple[int, str], Members]
"""Members by class and by the label's value."""


class LabelIndex:
    """Members by class for each label that was asked for, of all devices or of free ones."""

    def __init__(self) -> None:
        self._shelves: dict[tuple[str, bool], Shelf] = {}

    def forget(self) -> None:
        """Forget everything: the keys changed their meaning."""
        self._shelves.clear()

    def shelf(self, label: str, free: bool, hosts: Iterable[HostEntry]) -> Shelf:  # noqa: FBT001
        """Return the members by class and value; `hosts` are all of them, in order of rank."""
        found = self._shelves.get((label, free))
        if found is None:
            keys: dict[tuple[int, str], list[int]] = defaultdict(list)
            for entry in hosts:
                value = entry.labels.get(label)
                if value is None:
                    continue
                for position, number in enumerate(entry.classes):
                    if not (free and entry.states[position]):
                        keys[number, value].append(entry.key(position))
            found = {where: Members(values) for where, values in keys.items()}
            self._shelves[label, free] = found
        return found

    def put(self, entry: HostEntry, position: int, *, free_only: bool = False) -> bool:
        """Take in a device: among all, if not `free_only`, and among the free if it is free.

        Returns whether there are members now where there were none ever.
        """
        made = False
        for (label, free), shelf in self._shelves.items():
            value = entry.labels.get(label)
            if value is None or (free and entry.states[position]) or (free_only and not free):
                continue
            where = (entry.classes[position], value)
            members = shelf.get(where)
            if members is None:
                members = shelf[where] = Members()
                made = True
            members.add(entry.key(position))
        return made

    def take(self, entry: HostEntry, position: int, *, free_only: bool = False) -> None:
        """Take out a device: from among all, if not `free_only`, and from the free."""
        for (label, free), shelf in self._shelves.items():
            value = entry.labels.get(label)
            if value is None or (free_only and not free):
                continue
            where = (entry.classes[position], value)
            members = shelf.get(where)
            if members is not None:
                members.discard(entry.key(position))

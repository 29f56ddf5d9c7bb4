"""Offers: types that hosts could create, and what a device of each would be for a source.

Belongs here: equal types counted as one; which hosts offer which; outcomes by solving.
Must not know: pools, devices that exist.
"""

from collections.abc import Hashable, Iterable

from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.making import best_made
from devcompat.fleet.members import Members
from devcompat.fleet.records import Query, TypeReport
from devcompat.language.nodes import Document
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Undescribed, outcome_of
from devcompat.match.verdict import Basis, Outcome

REMEMBERED = 65_536
"""Outcomes of a query and a kind that are kept."""

Kind = tuple[Document | None, Basis, Undescribed | None]
"""What a device of a type would be, and how that is known; or why it is not, or cannot migrate."""


class OfferTable:
    """Kinds of types by number, the hosts that offer each, and outcomes that were worked out."""

    def __init__(self) -> None:
        self._kinds: list[Kind] = []
        self._numbers: dict[Hashable, int] = {}
        self._hosts: list[Members] = []
        self._outcomes: dict[Hashable, Outcome] = {}
        self._latest: dict[int, tuple[Document, Basis, int]] = {}

    def number(self, report: TypeReport) -> int:
        """Return the number of what a device of that type would be."""
        document = report.document
        if document is None or report.refusal is not None:
            return self._number(document, report)
        latest = self._latest.get(id(document))  # it is kept: no other document has its id
        if latest is not None and latest[1] == report.basis:
            return latest[2]
        number = self._number(document, report)
        if latest is None and len(self._latest) < REMEMBERED:
            self._latest[id(document)] = (document, report.basis, number)
        return number

    def _number(self, document: Document | None, report: TypeReport) -> int:
        """Return the same by what a descriptor says: to hash one takes long."""
        descriptor = None if document is None else document.descriptor
        key = (descriptor, report.basis, report.refusal)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._kinds)
            self._kinds.append((document, report.basis, report.refusal))
            self._hosts.append(Members())
        return found

    def put(self, entry: HostEntry) -> None:
        """Take in what a host offers."""
        for _, kind in entry.offers:
            self._hosts[kind].add(entry.key(0))

    def take(self, entry: HostEntry) -> None:
        """Take out what a host offers."""
        for _, kind in entry.offers:
            self._hosts[kind].discard(entry.key(0))

    def rebuild(self, hosts: Iterable[HostEntry]) -> None:
        """Take in what all hosts offer anew: keys changed their meaning."""
        self._hosts = [Members() for _ in self._kinds]
        for entry in hosts:
            self.put(entry)

    def hosts(self, query: Query, outcome: Outcome) -> list[Members]:
        """Return the hosts that offer a type of that outcome, by kind, as keys of position 0."""
        return [
            found
            for kind, found in enumerate(self._hosts)
            if found and self.outcome(query, kind) == outcome
        ]

    def outcome(self, query: Query, kind: int) -> Outcome:
        """Return the outcome of the best device that could be made of a type of that kind."""
        key = (
            query.source, query.rule, query.minimum_basis, query.same, query.returning, kind,
        )  # fmt: skip
        found = self._outcomes.get(key)
        if found is None:
            if len(self._outcomes) >= REMEMBERED:
                del self._outcomes[next(iter(self._outcomes))]
            found = self._outcomes[key] = _outcome(query, *self._kinds[kind])
        return found


_NOTHING = Undescribed("", "")
"""What a device of a type is of which nothing is known."""


def _outcome(
    query: Query, document: Document | None, basis: Basis, refusal: Undescribed | None
) -> Outcome:
    source = query.source
    if refusal is not None or document is None or not isinstance(source, Compiled):
        return outcome_of(source, refusal or _NOTHING, query.rule, query.minimum_basis)
    return best_made(query, source, document, basis).outcome

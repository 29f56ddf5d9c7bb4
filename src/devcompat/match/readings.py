"""Readings: the ways in which a text is what a template renders to (section 9).

Belongs here: splitting a text at a template's literal parts, searched with memory and in order.
Must not know: expressions, other fields, evidence.
"""

from collections.abc import Iterator, Mapping

from devcompat.language.nodes import Reference, Template
from devcompat.match.budget import Budget
from devcompat.match.domains import CaptureReader
from devcompat.match.verdict import Bound


def iter_readings(
    template: Template,
    text: str,
    readers: Mapping[str, CaptureReader],
    bound: Mapping[str, Bound],
    budget: Budget,
) -> Iterator[dict[str, Bound]]:
    """Yield what the template's unbound variables stand for if it renders to `text`.

    The leftmost placeholder takes the shortest text first, then the next one. Variables in `bound`
    are taken as they are. A template with one unbound placeholder has at most one reading and
    costs nothing; raises BudgetExhausted when the others have cost too much.
    """
    parts = template.parts
    unbound = [
        part.name for part in parts if isinstance(part, Reference) and part.name not in bound
    ]
    if len(unbound) <= 1:
        reading = _single_reading(parts, text, readers, bound)
        if reading is not None:
            yield reading
        return
    yield from _Search(parts, text, readers, bound, budget, len(set(unbound)) == len(unbound)).walk(
        0, 0, {}
    )


def _rendered(parts: tuple[str | Reference, ...], bound: Mapping[str, Bound]) -> str:
    return "".join(part if isinstance(part, str) else str(bound[part.name]) for part in parts)


def _single_reading(
    parts: tuple[str | Reference, ...],
    text: str,
    readers: Mapping[str, CaptureReader],
    bound: Mapping[str, Bound],
) -> dict[str, Bound] | None:
    """Return the only reading where at most one placeholder is unbound, or None."""
    for index, part in enumerate(parts):
        if isinstance(part, Reference) and part.name not in bound:
            before = _rendered(parts[:index], bound)
            after = _rendered(parts[index + 1 :], bound)
            end = len(text) - len(after)
            if end < len(before) or not text.startswith(before) or not text.endswith(after):
                return None
            found = readers[part.name].read(text[len(before) : end])
            return None if found is None else {part.name: found}
    return {} if _rendered(parts, bound) == text else None


class _Search:
    """The search over the splits of one text; remembers where nothing was found."""

    def __init__(
        self,
        parts: tuple[str | Reference, ...],
        text: str,
        readers: Mapping[str, CaptureReader],
        bound: Mapping[str, Bound],
        budget: Budget,
        remembers: bool,  # noqa: FBT001
    ) -> None:
        self._parts = parts
        self._text = text
        self._readers = readers
        self._bound = bound
        self._budget = budget
        # A variable that stands twice makes a dead end depend on what it was bound to before.
        self._remembers = remembers
        self._dead: set[tuple[int, int]] = set()

    def walk(self, index: int, start: int, found: dict[str, Bound]) -> Iterator[dict[str, Bound]]:
        """Yield the readings of the parts from `index` on and the text from `start` on."""
        if index == len(self._parts):
            if start == len(self._text):
                yield dict(found)
            return
        if (index, start) in self._dead:
            return
        fruitful = False
        for end, name, value in self._steps(index, start, found):
            if name is not None and value is not None:
                found[name] = value
            for reading in self.walk(index + 1, end, found):
                fruitful = True
                yield reading
            if name is not None:
                del found[name]
        if self._remembers and not fruitful:
            self._dead.add((index, start))

    def _steps(
        self, index: int, start: int, found: Mapping[str, Bound]
    ) -> Iterator[tuple[int, str | None, Bound | None]]:
        """Yield where the part at `index` may end, and the variable that it binds there."""
        part = self._parts[index]
        if isinstance(part, Reference):
            known = self._bound.get(part.name, found.get(part.name))
            if known is None:
                yield from self._captures(part.name, index, start)
                return
            part = str(known)
        if self._text.startswith(part, start):
            yield start + len(part), None, None

    def _captures(
        self, name: str, index: int, start: int
    ) -> Iterator[tuple[int, str | None, Bound | None]]:
        reader = self._readers[name]
        last = min(len(self._text), start + reader.longest)
        if index + 1 == len(self._parts):
            ends = iter((len(self._text),) if last == len(self._text) else ())
        else:
            following = self._parts[index + 1]
            assert isinstance(following, str)  # noqa: S101  (placeholders are never neighbours)
            ends = self._occurrences(following, start, last)
        for end in ends:
            self._budget.spend()
            value = reader.read(self._text[start:end])
            if value is not None:
                yield end, name, value

    def _occurrences(self, literal: str, start: int, last: int) -> Iterator[int]:
        limit = last + len(literal)
        end = self._text.find(literal, start, limit)
        while end != -1:
            yield end
            end = self._text.find(literal, end + 1, limit)

"""Readings: the ways in which a text is what a template renders to (section 9).

Belongs here: splitting a text at a template's literal parts, searched with memory and in order.
Must not know: expressions, other fields, evidence.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import NamedTuple

from devcompat.language.nodes import Reference, Template
from devcompat.match.budget import Budget
from devcompat.match.domains import CaptureReader
from devcompat.match.verdict import Binding, Bound

_BRANCH = 6
_CAPTURE = 6
_READING = 6


def conversion(length: int) -> int:
    """Return the units of work of reading or writing a number of so many digits."""
    return (length >> 4) + (length * length >> 13)


class Rendering:
    """Literal texts and placeholders, ready to be rendered many times."""

    __slots__ = ("_format", "_names")

    def __init__(self, parts: Sequence[str | Reference]) -> None:
        self._format = "".join(
            part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts
        )
        self._names = [part.name for part in parts if isinstance(part, Reference)]

    def text(self, binding: Binding) -> str:
        """Return the text under `binding`, which has every variable that stands here."""
        return self._format % tuple([binding[name] for name in self._names])


class _Capture(NamedTuple):
    """A placeholder in a search: what it binds, and the text up to the next one.

    Without a reader its variable was bound by an earlier placeholder of the same template.
    """

    name: str
    reader: CaptureReader | None
    following: Rendering


class Reader:
    """Reads variables out of the text of one template, the variables in `bound` being known.

    A template that has one unbound placeholder has at most one reading and costs nothing.
    """

    def __init__(
        self, template: Template, readers: Mapping[str, CaptureReader], bound: frozenset[str]
    ) -> None:
        places = [
            index
            for index, part in enumerate(template.parts)
            if isinstance(part, Reference) and part.name not in bound
        ]
        self._before = Rendering(template.parts[: places[0]])
        self._captures: list[_Capture] = []
        seen: set[str] = set()
        for place, end in zip(places, [*places[1:], len(template.parts)], strict=True):
            part = template.parts[place]
            assert isinstance(part, Reference)  # noqa: S101  (its index was taken for that)
            reader = None if part.name in seen else readers[part.name]
            following = Rendering(template.parts[place + 1 : end])
            self._captures.append(_Capture(part.name, reader, following))
            seen.add(part.name)
        # A variable that stands twice makes a dead end depend on what it was bound to before.
        self._remembers = len(seen) == len(places)

    def iter_readings(
        self, text: str, binding: MutableMapping[str, Bound], budget: Budget
    ) -> Iterator[None]:
        """Yield each time `binding` has got values with which the template renders to `text`.

        The leftmost placeholder takes the shortest text first, then the next one. Raises
        BudgetExhausted when that has cost too much.
        """
        before = self._before.text(binding)
        after = self._captures[-1].following.text(binding)
        if len(text) < len(before) + len(after):
            return iter(())
        if not text.startswith(before) or not text.endswith(after):
            return iter(())
        end = len(text) - len(after)
        first = self._captures[0]
        if len(self._captures) > 1:
            texts = [found.following.text(binding) for found in self._captures]
            search = _Search(self._captures, texts, text, end, binding, budget)
            return search.walk(0, len(before), set() if self._remembers else None)
        value = None if first.reader is None else first.reader.read(text[len(before) : end])
        if value is None:
            return iter(())
        binding[first.name] = value
        return iter((None,))


class _Search:
    """The search over the splits of one text, up to where its last literal part begins."""

    def __init__(
        self,
        captures: Sequence[_Capture],
        following: Sequence[str],
        text: str,
        end: int,
        binding: MutableMapping[str, Bound],
        budget: Budget,
    ) -> None:
        self._captures = captures
        self._following = following
        self._text = text
        self._end = end
        self._binding = binding
        self._budget = budget

    def walk(self, index: int, start: int, dead: set[tuple[int, int]] | None) -> Iterator[None]:
        """Yield the readings of the captures from `index` on and the text from `start` on.

        `dead` remembers where nothing was found, if that may be remembered.
        """
        if dead is not None and (index, start) in dead:
            return
        name, reader, _ = self._captures[index]
        fruitful = False
        last = index + 1 == len(self._captures)
        for end in self._ends(index, start, last=last):
            if reader is not None:
                self._budget.work(_CAPTURE + conversion(end - start))
                value = reader.read(self._text[start:end])
                if value is None:
                    continue
                self._binding[name] = value
            if last:
                self._budget.spend(_READING)
                fruitful = True
                yield None
                continue
            for reading in self.walk(index + 1, end + len(self._following[index]), dead):
                fruitful = True
                yield reading
        if dead is not None and not fruitful:
            dead.add((index, start))

    def _ends(self, index: int, start: int, *, last: bool) -> Iterator[int]:
        """Yield where the text of a placeholder that begins at `start` may end."""
        name, reader, _ = self._captures[index]
        following, stop = self._following[index], self._end
        if reader is None:
            written = str(self._binding[name])
            self._budget.work(_BRANCH + conversion(len(written)))
            end = start + len(written)
            fits = end == stop if last else self._text.startswith(following, end)
            if fits and self._text.startswith(written, start):
                yield end
            return
        furthest = min(stop, start + reader.longest)
        if last:
            if furthest == stop and start <= stop:
                yield stop
            return
        self._budget.work(_BRANCH + ((stop - start) >> 6))
        limit = min(furthest + len(following), stop)
        end = self._text.find(following, start, limit)
        while end != -1:
            yield end
            end = self._text.find(following, end + 1, limit)

"""Axis: one variable of the covered object, cut where conditions on it begin and end to hold.

Belongs here: progressions split until all is linear on them, the cells, which cells a way holds in.
Must not know: templates, other variables, boxes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from devcompat.algebra.cells.field import from_indexes
from devcompat.algebra.ranges.linear import (
    FAR,
    Line,
    Never,
    Progression,
    Span,
    Spans,
    Split,
    Unclear,
    line_of,
    solved,
)
from devcompat.algebra.ranges.numbers import Number
from devcompat.algebra.ranges.ways import Way
from devcompat.algebra.work import Work
from devcompat.language.arithmetic import references
from devcompat.language.nodes import Expression, Reference
from devcompat.values.integers import IntegerSet

PARTS = 256
"""Parts that one progression is split in at most."""
PROGRESSIONS = 512
"""Progressions that one variable is split in at most."""
_CONDITION = 20


class Cell(NamedTuple):
    """Numbers of a progression, from its member `low` to its member `high`."""

    progression: Progression
    low: int
    high: int

    def number(self, place: int) -> int:
        """Return one of the numbers; they are taken in turn from both ends and the middle."""
        size = self.high - self.low
        at = (0, size, 1, size // 2, size - 1, 2, size // 3)[place % 7]
        return self.progression.first + self.progression.step * (self.low + max(0, min(at, size)))


class Axis:
    """The cells of one variable, and for each way in which of them it holds, if it is about it.

    `bits` has None for a way that is not linear here. `loose` is true where cells may have numbers
    for which the object has no text.
    """

    def __init__(
        self, name: str, domain: IntegerSet, own: Sequence[Expression], ways: Sequence[Way],
        work: Work,
    ) -> None:  # fmt: skip
        self._name = name
        self._domain = domain
        self._own = list(own)
        self._ways = [_Part(way, name) for way in ways]
        self._work = work
        work.spend(60 * len(ways))
        self.loose = False
        self._unclear: set[int] = set()
        self.cells: list[Cell] = []
        self._places: list[list[int]] = [[] for _ in ways]
        for progression, base, held in self._pieces():
            self._cut(progression, base, held)
        self.whole = (1 << len(self.cells)) - 1
        self.bits = [
            None if at in self._unclear else from_indexes(places, len(self.cells))
            for at, places in enumerate(self._places)
        ]

    def _pieces(self) -> Iterator[tuple[Progression, list[Span], list[list[Span]]]]:
        """Yield progressions with where the object has texts, and where each way holds."""
        waiting = [Progression(1, 0)]
        count = 1
        while waiting:
            progression = waiting.pop()
            try:
                base = self._base(progression)
                held = [self._held(at, progression) for at in range(len(self._ways))]
            except Never:
                continue
            except Split as split:
                chosen = range(split.parts) if split.only is None else (split.only,)
                waiting += [progression.part(split.parts, number) for number in reversed(chosen)]
                count += len(chosen)
            else:
                yield progression, base, held
            if count > PROGRESSIONS:
                self.loose = True
                self._own = []
                self._unclear.update(range(len(self._ways)))
                count = 0

    def _base(self, progression: Progression) -> list[Span]:
        """Return where the variable is in its domain and the object's expressions have a value."""
        step, first = progression
        spans = Spans([
            (low, high)
            for found in self._domain.ranges
            if (low := -(-(found.low - first) // step)) <= (high := (found.high - first) // step)
        ])  # fmt: skip
        if not spans.spans:
            raise Never
        for expression in tuple(self._own):
            self._work.spend(_CONDITION + len(expression.postfix))
            try:
                line_of(expression, {self._name: progression}, spans)
            except Unclear:
                self._own.remove(expression)
                self.loose = True
            except Split as split:
                if split.only is not None or split.parts <= PARTS:
                    raise
                self._own.remove(expression)
                self.loose = True
        return spans.spans

    def _held(self, at: int, progression: Progression) -> list[Span]:
        """Return where a way holds."""
        if at in self._unclear:
            return []
        self._work.spend(_CONDITION)
        try:
            return self._ways[at].spans(progression)
        except Never:
            return []
        except Unclear:
            self._unclear.add(at)
        except Split as split:
            if split.parts <= PARTS:
                raise Split(split.parts) from None
            self._unclear.add(at)
        return []

    def _cut(self, progression: Progression, base: list[Span], held: Sequence[list[Span]]) -> None:
        """Make the cells of a progression."""
        cuts = {low for spans in (base, *held) for low, _ in spans}
        cuts |= {high + 1 for spans in (base, *held) for _, high in spans}
        ascending = sorted(cuts)
        self._work.spend(len(ascending) + 2 * len(held))
        starts: list[int] = []
        start = len(self.cells)
        for low, high in base:
            at = bisect_left(ascending, low)
            while at < len(ascending) and ascending[at] <= high:
                last = ascending[at + 1] - 1
                self.cells.append(Cell(progression, ascending[at], last))
                starts.append(ascending[at])
                at += 1
        for spans, places in zip(held, self._places, strict=True):
            for low, high in spans:
                at = bisect_left(starts, low)
                while at < len(starts) and starts[at] <= high:
                    places.append(start + at)
                    at += 1
                self._work.spend(1 + len(starts) // 64)


class _Part:
    """What of a way is about one variable only."""

    def __init__(self, way: Way, name: str) -> None:
        self._name = name
        sources = sources_of(way)
        here = {variable for variable, found in sources.items() if found <= {name}}
        self._members = [item for item in way.members if of(item.number) <= {name}]
        self._bound = {key: number for key, number in way.bound.items() if key in here}
        self._solves = [item for item in way.solves if item.name in here]
        self._domains = {
            key: [(found.low, found.high) for found in domain.ranges]
            for key, domain in way.domains.items()
            if key in here
        }
        self._checks = [
            (expression, number)
            for expression, number in way.checks
            if set(references(expression)) <= here
            and of(number) <= {name}
            and not _is_given(expression, number, way.bound)
        ]
        self._equal = [pair for pair in way.equal if of(pair[0]) | of(pair[1]) <= {name}]

    def spans(self, progression: Progression) -> list[Span]:
        """Return where all of it holds. Raises Never, Unclear and Split."""
        spans = Spans([(-FAR, FAR)])
        known: Mapping[str, Line] = {self._name: progression}
        for item in self._members:
            spans.keep_within(_line(item.number, known, spans), item.ranges)
        lines: dict[str, Line] = {
            key: _line(number, known, spans) for key, number in self._bound.items()
        }
        for one, other in self._equal:
            spans.keep_equal(_line(one, known, spans), _line(other, known, spans))
        for name, expression, target in self._solves:
            lines[name] = solved(expression, name, lines, _line(target, known, spans))
        for key, ranges in self._domains.items():
            spans.keep_within(lines[key], ranges)
        for expression, number in self._checks:
            found = line_of(expression, lines, spans)
            spans.keep_equal(found, _line(number, known, spans))
        return spans.spans


def _line(number: Number, known: Mapping[str, Line], spans: Spans) -> Line:
    if number.checked:
        return line_of(number.expression, known, spans)
    only = number.expression.postfix[0]
    return known[only.name] if isinstance(only, Reference) else (0, int(only))


def of(number: Number) -> set[str]:
    """Return the variables that a number depends on."""
    return set(references(number.expression))


def sources_of(way: Way) -> dict[str, set[str]]:
    """Return for each variable of the other object what it depends on of the covered one's."""
    found = {name: of(number) for name, number in way.bound.items()}
    for item in way.solves:
        found[item.name] = of(item.target).union(
            *(found[name] for name in references(item.expression) if name != item.name)
        )
    return found


def is_separate(way: Way) -> bool:
    """Return whether each condition of a way is about one variable of the covered object at most.

    Or it is one that holds whenever there is a text at all.
    """
    sources = sources_of(way)
    if any(len(of(item.number)) > 1 for item in way.members):
        return False
    if any(len(sources[name]) > 1 for name in way.domains):
        return False
    if any(len(of(one) | of(other)) > 1 for one, other in way.equal):
        return False
    return all(
        len(of(number).union(*(sources[name] for name in references(expression)))) <= 1
        or _is_given(expression, number, way.bound)
        for expression, number in way.checks
    )


def _is_given(expression: Expression, number: Number, bound: Mapping[str, Number]) -> bool:
    """Return whether the covered object has the same expression, so that it holds for its texts."""
    tokens: list[int | Reference | str] = []
    for token in expression.postfix:
        if not isinstance(token, Reference):
            tokens.append(token)
        elif token.name in bound:
            tokens += bound[token.name].expression.postfix
        else:
            return False  # solved for: another variable, whatever it is called
    return number.checked and Expression(tuple(tokens)) == number.expression

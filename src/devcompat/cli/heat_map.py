"""Heat map: a matrix of classes as a picture in SVG.

Belongs here: sizes, colours, labels. Must not know: how outcomes or the order are found.

The colours are told apart by people who see no red or no green, and in print without colour: blue
for compatible, orange for unknown, light grey for incompatible.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from devcompat.cli.svg import BLUE, LETTER, MARGIN, ORANGE, framed, heading, keys, shortened
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.verbs.fleet_matrix import ClassLine, Picture

MOST: Final = 1000
"""Classes in a picture."""
COLOURS: Final[dict[Outcome, str]] = {
    COMPATIBLE: BLUE,
    UNKNOWN: ORANGE,
    INCOMPATIBLE: "#eeeeee",
}
_SAID: Final = {
    COMPATIBLE: "compatible",
    UNKNOWN: "unknown",
    INCOMPATIBLE: "incompatible",
}
_LABELLED: Final = 80
"""Up to so many classes each one has a label; else each block that has room for one."""
_EXTENT: Final = 900
_CELLS: Final = (2, 22)
"""A cell's side in pixels, at least and at most."""
_LINE: Final = 14
_HEAD: Final = 90
_LONGEST: Final = 46
"""Letters of a label."""


def heat_map(found: Picture, title: str) -> str:
    """Return the picture: rows are sources, columns targets; each cell says what it is."""
    return "\n".join(_HeatMap(found, title).lines()) + "\n"


class _HeatMap:
    def __init__(self, found: Picture, title: str) -> None:
        self._found = found
        self._title = title
        count = max(len(found.classes), 1)
        self._cell = max(_CELLS[0], min(_CELLS[1], _EXTENT // count))
        self._each = len(found.classes) <= _LABELLED
        rows = [text for _, text in self._labels()]
        self._left = MARGIN + LETTER * max(map(len, rows), default=0) + 8
        self._size = self._cell * len(found.classes)
        # Columns are labelled upwards, so they need as much room above as the rows do beside.
        self._top = _HEAD + (LETTER * max(map(len, rows), default=0) + 8)
        self._width = max(self._left + self._size + MARGIN, 640)
        self._height = self._top + self._size + MARGIN

    def lines(self) -> Iterator[str]:
        """Yield the document."""
        yield from framed(self._title, self._width, self._height, self._parts())

    def _parts(self) -> Iterator[str]:
        yield from self._head()
        yield from self._cells()
        yield from self._block_lines()
        yield from self._axis_labels()

    def _head(self) -> Iterator[str]:
        shown, of = len(self._found.classes), self._found.of
        said = (
            f"{shown} classes of devices" if shown == of else f"the {shown} largest of {of} classes"
        )
        note = f"{said}; rows: sources, columns: targets; rule {self._found.rule}"
        yield from heading(self._title, note)
        counts = self._found.counts().items()
        yield from keys(
            58, [(COLOURS[outcome], f"{_SAID[outcome]} ({number})") for outcome, number in counts]
        )

    def _cells(self) -> Iterator[str]:
        """Yield a rectangle for each run of equal cells in a row; the ground is incompatible."""
        cell, size = self._cell, self._size
        corner = f"translate({self._left:.1f} {self._top:.1f})"
        yield f'<g transform="{corner}" shape-rendering="crispEdges">'
        yield f'<rect width="{size}" height="{size}" fill="{COLOURS[INCOMPATIBLE]}"/>'
        classes = self._found.classes
        for source in range(len(classes)):
            outcomes = (
                (self._found.outcome(source, target), target) for target in range(len(classes))
            )
            for outcome, run in groupby(outcomes, key=lambda one: one[0]):
                if outcome == INCOMPATIBLE:
                    continue
                places = [target for _, target in run]
                # Cells that can be pointed at one by one have a tip each.
                parts = [[place] for place in places] if self._each else [places]
                for part in parts:
                    yield (
                        f'<rect x="{part[0] * cell}" y="{source * cell}" '
                        f'width="{len(part) * cell}" height="{cell}" fill="{COLOURS[outcome]}">'
                        f"<title>{escape(self._tip(source, part, outcome))}</title></rect>"
                    )
        yield "</g>"

    def _tip(self, source: int, targets: list[int], outcome: Outcome) -> str:
        classes = self._found.classes
        to = _called(classes[targets[0]])
        if len(targets) > 1:
            to += f" ... {_called(classes[targets[-1]])} ({len(targets)} classes)"
        return f"{_called(classes[source])} -> {to}: {outcome}"

    def _block_lines(self) -> Iterator[str]:
        """Yield thin lines between blocks, and between cells if there are few."""
        at = 0
        steps: set[int] = set()
        for block in self._found.blocks:
            # Lines between small blocks of a large picture would run into each other.
            if self._each or block * self._cell >= _LINE:
                steps |= {at, at + block}
            at += block
        if self._each:
            yield self._grid(range(1, at), "#ffffff", 0.7)
        yield self._grid(sorted(steps - {0, at}), "#666666", 0.6)
        yield (
            f'<rect x="{self._left:.1f}" y="{self._top:.1f}" width="{self._size}" '
            f'height="{self._size}" fill="none" stroke="#666666"/>'
        )

    def _grid(self, steps: "range | list[int]", colour: str, width: float) -> str:
        path = "".join(
            f"M{self._left + step * self._cell:.1f} {self._top:.1f}v{self._size}"
            f"M{self._left:.1f} {self._top + step * self._cell:.1f}h{self._size}"
            for step in steps
        )
        return f'<path d="{path}" stroke="{colour}" stroke-width="{width}" pointer-events="none"/>'

    def _labels(self) -> list[tuple[float, str]]:
        """Return labels with the middle of what they stand for, in cells."""
        classes = self._found.classes
        if len(classes) <= _LABELLED:
            return [(place + 0.5, _label(line)) for place, line in enumerate(classes)]
        labels: list[tuple[float, str]] = []
        at = 0
        free = 0.0
        for block in self._found.blocks:
            middle = at + block / 2
            if block * self._cell >= _LINE and middle * self._cell - _LINE / 2 >= free:
                labels.append((middle, _block_label(classes[at : at + block])))
                free = middle * self._cell + _LINE / 2
            at += block
        return labels

    def _axis_labels(self) -> Iterator[str]:
        for place, text in self._labels():
            x, y = self._left - 6, self._top + place * self._cell + 4
            yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="end">{escape(text)}</text>'
            x, y = self._left + place * self._cell + 4, self._top - 6
            yield (
                f'<text transform="translate({x:.1f} {y:.1f}) rotate(-90)">{escape(text)}</text>'
            )


def _called(line: ClassLine) -> str:
    return f"{line.name} {line.told}"


def _label(line: ClassLine) -> str:
    return shortened(f"{line.told} {line.name} ({line.devices})", _LONGEST)


def _block_label(block: tuple[ClassLine, ...]) -> str:
    names = list(dict.fromkeys(line.told for line in block))
    devices = sum(line.devices for line in block)
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    noun = "class" if len(block) == 1 else "classes"
    return f"{names[0][:22]}{more}: {len(block)} {noun} ({devices})"

"""Pool picture: a pool before, during and after an upgrade, in SVG.

Belongs here: sizes, colours, labels. Must not know: how anything in it is found.

Nothing is said by colour alone: cells and bars have texts, a host that cannot be emptied a cross.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

from devcompat.cli.svg import (
    BLUE,
    GREEN,
    LETTER,
    MARGIN,
    ORANGE,
    SKY,
    cross,
    framed,
    heading,
    keys,
    shortened,
)
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.verbs.pool_view import Cell, KindView, PhaseView, PoolView
from devcompat.wording.numbers import numbered

_OUTCOMES: Final[dict[Outcome, tuple[str, str]]] = {
    COMPATIBLE: (BLUE, "with a target"),
    UNKNOWN: (ORANGE, "not known"),
    INCOMPATIBLE: ("#222222", "without a target"),
}
_HOSTS: Final = {
    "stays": ("#bdbdbd", "not upgraded"),
    "old": (SKY, "to be upgraded"),
    "mixed": ("url(#mixed)", "old or new"),
    "new": (GREEN, "upgraded"),
    "stuck": ("#ffffff", "cannot be emptied"),
}
_WIDTH: Final = 1000
_GAP: Final = 28
_COLUMN: Final = (_WIDTH - 2 * MARGIN - 2 * _GAP) / 3
_CELL: Final = (5, 44)
"""A cell's side in pixels, at least and at most."""
_BAR: Final = 16
_LEAST: Final = 12
"""A bar's length in pixels, at least."""
_ROW: Final = 34
_NAME: Final = 13
"""Height of a host's name."""
_LONGEST: Final = 120


def pool_picture(view: PoolView, title: str) -> str:
    """Return the picture; each of its parts says what it is."""
    return "\n".join(_Picture(view, title).lines()) + "\n"


class _Picture:
    def __init__(self, view: PoolView, title: str) -> None:
        self._view = view
        self._title = f"What if: {title}"
        cells = max(len(view.phases[0].cells), 1)
        side = _CELL[1]
        while side > _CELL[0] and -(-cells // int(_COLUMN // side)) * side > _COLUMN:
            side -= 1
        self._side = side
        self._across = int(_COLUMN // side)
        longest = max((len(cell.first) for cell in view.phases[0].cells), default=0)
        self._named = view.hosts_a_cell == (1, 1) and longest * LETTER <= side - 2
        self._row = side + _NAME * self._named
        self._grid = -(-cells // self._across) * self._row
        self._top = 134
        self._bars = self._top + self._grid + 26
        self._table = self._bars + _BAR + 62
        self._height = self._table + len(view.kinds) * _ROW + 34

    def lines(self) -> Iterator[str]:
        """Yield the document."""
        yield from framed(self._title, _WIDTH, self._height, self._parts(), self._description())

    def _parts(self) -> Iterator[str]:
        yield (
            '<defs><pattern id="mixed" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{_HOSTS["old"][0]}"/>'
            f'<rect width="3" height="6" fill="{_HOSTS["new"][0]}"/></pattern></defs>'
        )
        yield from self._head()
        for number, phase in enumerate(self._view.phases):
            yield from self._phase(phase, MARGIN + number * (_COLUMN + _GAP))
        yield from self._kinds()

    def _description(self) -> str:
        said = [
            f"{phase.name} ({phase.note}): {_vms_said(phase.vms)}" for phase in self._view.phases
        ]
        return ". ".join(said) + "."

    # --- head

    def _head(self) -> Iterator[str]:
        changing, staying = (numbered(size, "host") for size in self._view.hosts_a_cell)
        each = (
            changing if changing == staying else f"{changing} that change, or {staying} that do not"
        )
        note = f"a square: {each}; the dark part is how much of the devices is in use"
        yield from heading(shortened(self._title, 90), note)
        cells = [cell for phase in self._view.phases for cell in phase.cells]
        shown = [said for name, said in _HOSTS.items() if any(getattr(one, name) for one in cells)]
        yield from keys(58, shown, crossed=_HOSTS["stuck"][1])
        yield from keys(78, [(colour, f"VMs {said}") for colour, said in _OUTCOMES.values()])

    # --- hosts

    def _phase(self, phase: PhaseView, left: float) -> Iterator[str]:
        yield (
            f'<text x="{left:.1f}" y="{self._top - 12}"><tspan font-size="14">{phase.name}</tspan>'
            f'<tspan fill="#555555">  {escape(phase.note)}</tspan></text>'
        )
        yield f'<g transform="translate({left:.1f} {self._top})">'
        for number, cell in enumerate(phase.cells):
            row, column = divmod(number, self._across)
            yield from self._cell(cell, column * self._side, row * self._row)
        yield "</g>"
        yield f'<g transform="translate({left:.1f} {self._bars})">'
        yield from _bar(phase.vms, _COLUMN, phase.name)
        yield (f'<text y="{_BAR + 15}" fill="#555555">{escape(_vms_said(phase.vms))}</text></g>')

    def _cell(self, cell: Cell, x: int, y: int) -> Iterator[str]:
        side = self._side - 1
        name = max(_HOSTS, key=lambda one: (getattr(cell, one), one == "stuck"))
        colour, said = _HOSTS[name]
        host = cell.first if cell.first == cell.last else f"{cell.first} ... {cell.last}"
        tip = f"{host}: {said}; {cell.used} of {numbered(cell.devices, 'device')} in use"
        dark = round(side * cell.used / cell.devices, 1) if cell.devices else 0
        if self._named:
            yield f'<text x="{x}" y="{y + 9}" fill="#555555">{escape(cell.first)}</text>'
            y += _NAME
        yield (
            f'<g><title>{escape(tip)}</title><rect x="{x}" y="{y}" width="{side}" '
            f'height="{side}" fill="{colour}" stroke="#777777" stroke-width="0.5"/>'
        )
        if dark:
            yield (
                f'<rect x="{x}" y="{y + side - dark:.1f}" width="{side}" height="{dark}" '
                'fill="#000000" fill-opacity="0.38"/>'
            )
        if name == "stuck":
            yield cross(x, y, side)
        yield "</g>"

    # --- kinds of VMs

    def _kinds(self) -> Iterator[str]:
        if not self._view.kinds:
            return
        y = self._table
        said = "as long as the number of other hosts that take one"
        yield (
            f'<text x="{MARGIN}" y="{y - 10}"><tspan font-size="14">VMs that the upgrade concerns'
            f'</tspan><tspan fill="#555555">  {said}</tspan></text>'
        )
        for number, kind in enumerate(self._view.kinds):
            yield from self._kind(kind, y + number * _ROW)
        if self._view.more:
            end = y + len(self._view.kinds) * _ROW + 12
            said = f"and {self._view.more} more kinds of VMs"
            yield f'<text x="{MARGIN}" y="{end}" fill="#555555">{said}</text>'

    def _kind(self, kind: KindView, y: float) -> Iterator[str]:
        label = shortened(f"{numbered(kind.vms, 'VM')}: {kind.label}", _LONGEST)
        yield f'<text x="{MARGIN}" y="{y + 10}">{escape(label)}</text>'
        most = max(*kind.hosts.values(), 1)
        for number, phase in enumerate(self._view.phases):
            left = MARGIN + number * (_COLUMN + _GAP)
            number_of_hosts = kind.hosts[phase.name]
            hosts = numbered(number_of_hosts, "host")
            width = max(_LEAST, (_COLUMN - 86) * number_of_hosts / most)
            yield f'<g transform="translate({left:.1f} {y + 14})">'
            yield from _bar(kind.outcomes[phase.name], width, f"{label}, {phase.name}", 11)
            yield f'<text x="{width + 6:.1f}" y="9" fill="#555555">{hosts}</text></g>'


def _bar(counts: dict[Outcome, int], width: float, said: str, height: int = _BAR) -> Iterator[str]:
    """Yield a bar of all outcomes; none that there is is too small to be seen."""
    total = sum(counts.values())
    yield f'<rect width="{width:.1f}" height="{height}" fill="#f2f2f2"/>'
    shown = [(outcome, counts.get(outcome, 0)) for outcome in _OUTCOMES if counts.get(outcome)]
    least = 4.0
    room = width - least * len(shown)
    x = 0.0
    for outcome, count in shown:
        part = least + room * count / total
        colour, words = _OUTCOMES[outcome]
        tip = f"{said}: {numbered(count, 'VM')} {words}"
        yield (
            f'<rect x="{x:.1f}" width="{part:.1f}" height="{height}" fill="{colour}">'
            f"<title>{escape(tip)}</title></rect>"
        )
        x += part


def _vms_said(counts: dict[Outcome, int]) -> str:
    said = [
        f"{counts[outcome]} {words}"
        for outcome, (_, words) in _OUTCOMES.items()
        if counts[outcome] or outcome == COMPATIBLE
    ]
    return ", ".join(said).replace(" a target", "")

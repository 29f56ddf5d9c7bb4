"""Pool picture: a pool before, during and after an upgrade, in SVG.

Belongs here: sizes, colours, labels. Must not know: how anything in it is found.

Colours are from Okabe and Ito's palette, which people with any kind of colour vision tell apart.
Nothing is said by colour alone: cells and bars have texts, a host that cannot be emptied a cross.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.verbs.pool_view import Cell, KindView, PhaseView, PoolView
from devcompat.wording.numbers import numbered

_OUTCOMES: Final[dict[Outcome, tuple[str, str]]] = {
    COMPATIBLE: ("#0072b2", "with a target"),
    UNKNOWN: ("#e69f00", "not known"),
    INCOMPATIBLE: ("#222222", "without a target"),
}
_HOSTS: Final = {
    "stays": ("#bdbdbd", "not upgraded"),
    "old": ("#56b4e9", "to be upgraded"),
    "mixed": ("url(#mixed)", "old or new"),
    "new": ("#009e73", "upgraded"),
    "stuck": ("#ffffff", "cannot be emptied"),
}
_WIDTH: Final = 1000
_MARGIN: Final = 24
_GAP: Final = 28
_COLUMN: Final = (_WIDTH - 2 * _MARGIN - 2 * _GAP) / 3
_CELL: Final = (5, 44)
"""A cell's side in pixels, at least and at most."""
_BAR: Final = 16
_LEAST: Final = 12
"""A bar's length in pixels, at least."""
_ROW: Final = 34
_NAME: Final = 13
"""Height of a host's name."""
_LETTER: Final = 6.7
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
        self._named = view.hosts_a_cell == (1, 1) and longest * _LETTER <= side - 2
        self._row = side + _NAME * self._named
        self._grid = -(-cells // self._across) * self._row
        self._top = 134
        self._bars = self._top + self._grid + 26
        self._table = self._bars + _BAR + 62
        self._height = self._table + len(view.kinds) * _ROW + 34

    def lines(self) -> Iterator[str]:
        """Yield the document."""
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" '
            f'height="{self._height:.0f}" viewBox="0 0 {_WIDTH} {self._height:.0f}" '
            'aria-labelledby="title desc" '
            'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="11">'
        )
        yield f'<title id="title">{escape(self._title)}</title>'
        yield f'<desc id="desc">{escape(self._description())}</desc>'
        yield (
            '<defs><pattern id="mixed" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{_HOSTS["old"][0]}"/>'
            f'<rect width="3" height="6" fill="{_HOSTS["new"][0]}"/></pattern></defs>'
        )
        yield f'<rect width="{_WIDTH}" height="{self._height:.0f}" fill="#ffffff"/>'
        yield from self._head()
        for number, phase in enumerate(self._view.phases):
            yield from self._phase(phase, _MARGIN + number * (_COLUMN + _GAP))
        yield from self._kinds()
        yield "</svg>"

    def _description(self) -> str:
        said = [
            f"{phase.name} ({phase.note}): {_vms_said(phase.vms)}" for phase in self._view.phases
        ]
        return ". ".join(said) + "."

    # --- head

    def _head(self) -> Iterator[str]:
        yield f'<text x="{_MARGIN}" y="28" font-size="16">{escape(_short(self._title, 90))}</text>'
        changing, staying = (numbered(size, "host") for size in self._view.hosts_a_cell)
        each = (
            changing if changing == staying else f"{changing} that change, or {staying} that do not"
        )
        yield (
            f'<text x="{_MARGIN}" y="47" fill="#555555">a square: {each}; '
            "the dark part is how much of the devices is in use</text>"
        )
        x = float(_MARGIN)
        for name, (colour, said) in _HOSTS.items():
            if any(getattr(cell, name) for phase in self._view.phases for cell in phase.cells):
                yield from _key(x, 58, colour, said, crossed=name == "stuck")
                x += 17 + _LETTER * len(said) + 22
        x = float(_MARGIN)
        for colour, said in _OUTCOMES.values():
            yield from _key(x, 78, colour, f"VMs {said}", crossed=False)
            x += 17 + _LETTER * (len(said) + 4) + 22

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
            yield _cross(x, y, side)
        yield "</g>"

    # --- kinds of VMs

    def _kinds(self) -> Iterator[str]:
        if not self._view.kinds:
            return
        y = self._table
        said = "as long as the number of other hosts that take one"
        yield (
            f'<text x="{_MARGIN}" y="{y - 10}"><tspan font-size="14">VMs that the upgrade concerns'
            f'</tspan><tspan fill="#555555">  {said}</tspan></text>'
        )
        for number, kind in enumerate(self._view.kinds):
            yield from self._kind(kind, y + number * _ROW)
        if self._view.more:
            end = y + len(self._view.kinds) * _ROW + 12
            said = f"and {self._view.more} more kinds of VMs"
            yield f'<text x="{_MARGIN}" y="{end}" fill="#555555">{said}</text>'

    def _kind(self, kind: KindView, y: float) -> Iterator[str]:
        label = _short(f"{numbered(kind.vms, 'VM')}: {kind.label}", _LONGEST)
        yield f'<text x="{_MARGIN}" y="{y + 10}">{escape(label)}</text>'
        most = max(*kind.hosts.values(), 1)
        for number, phase in enumerate(self._view.phases):
            left = _MARGIN + number * (_COLUMN + _GAP)
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


def _key(x: float, y: int, colour: str, said: str, *, crossed: bool) -> Iterator[str]:
    yield (
        f'<rect x="{x:.0f}" y="{y}" width="12" height="12" fill="{colour}" '
        'stroke="#777777" stroke-width="0.5"/>'
    )
    if crossed:
        yield _cross(round(x), y, 12)
    yield f'<text x="{x + 17:.0f}" y="{y + 10}">{said}</text>'


def _cross(x: int, y: int, side: int) -> str:
    return (
        f'<path d="M{x} {y}l{side} {side}M{x + side} {y}l-{side} {side}" stroke="#222222" '
        'stroke-width="1.4" pointer-events="none"/>'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."

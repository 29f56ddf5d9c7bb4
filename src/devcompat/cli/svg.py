"""SVG: what every picture of ours has: its frame, colours, keys and what fits on a line.

Belongs here: the parts that pictures share. Must not know: what any one of them shows.

Colours are from Okabe and Ito's palette, which people with any kind of colour vision tell apart;
pictures say nothing by colour alone.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

BLUE: Final = "#0072b2"
SKY: Final = "#56b4e9"
GREEN: Final = "#009e73"
ORANGE: Final = "#e69f00"
MARGIN: Final = 24
LETTER: Final = 6.7
"""Width of a letter of the labels, in pixels."""


def framed(
    title: str, width: float, height: float, parts: Iterator[str], told: str = ""
) -> Iterator[str]:
    """Yield a document of that size in pixels around its parts; `told` describes the picture."""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'aria-labelledby="title{" desc" if told else ""}" '
        'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="11">'
    )
    yield f'<title id="title">{escape(title)}</title>'
    if told:
        yield f'<desc id="desc">{escape(told)}</desc>'
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>'
    yield from parts
    yield "</svg>"


def heading(title: str, note: str) -> Iterator[str]:
    """Yield the picture's title and a line below it."""
    yield f'<text x="{MARGIN}" y="28" font-size="16">{escape(title)}</text>'
    yield f'<text x="{MARGIN}" y="47" fill="#555555">{escape(note)}</text>'


def keys(y: int, entries: list[tuple[str, str]], crossed: str = "") -> Iterator[str]:
    """Yield a line of keys, each a square of its colour and what it stands for.

    The key that says `crossed` has a cross.
    """
    x = float(MARGIN)
    for colour, said in entries:
        yield (
            f'<rect x="{x:.0f}" y="{y}" width="12" height="12" fill="{colour}" '
            'stroke="#777777" stroke-width="0.5"/>'
        )
        if said == crossed:
            yield cross(round(x), y, 12)
        yield f'<text x="{x + 17:.0f}" y="{y + 10}">{escape(said)}</text>'
        x += 17 + LETTER * len(said) + 22


def cross(x: int, y: int, side: int) -> str:
    """Return a cross over a square."""
    return (
        f'<path d="M{x} {y}l{side} {side}M{x + side} {y}l-{side} {side}" stroke="#222222" '
        'stroke-width="1.4" pointer-events="none"/>'
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many letters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."

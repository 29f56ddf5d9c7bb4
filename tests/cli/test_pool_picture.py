"""The picture of a pool is XML that says what it shows, whatever hosts and files are called."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest

from devcompat.cli.pool_picture import pool_picture
from devcompat.match.verdict import Outcome
from devcompat.verbs.pool_view import Cell, KindView, PhaseView, PoolView

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("before", "during", "after")


def view(hosts: Sequence[str], counts: dict[Outcome, int], label: str = "x") -> PoolView:
    cells = tuple(Cell(name, name, 0, 1, 0, 0, 0, 1, 2) for name in hosts)
    phases = tuple(PhaseView(name, "so it is", cells, counts) for name in NAMES)
    kind = KindView(label, 3, dict.fromkeys(NAMES, counts), dict.fromkeys(NAMES, 2))
    return PoolView(phases, (kind,), 1, (1, 1))


def drawn(found: PoolView, title: str = "x.yaml") -> ET.Element:
    return ET.fromstring(pool_picture(found, title))  # noqa: S314  (our own)


COUNTS: dict[Outcome, int] = {"compatible": 5, "unknown": 1, "incompatible": 2}


def test_names_are_escaped() -> None:
    picture = drawn(view(['<h&"1">'], COUNTS, "a<b>&c"), "<x>&'\".yaml")
    assert (picture.findtext(f"{SVG}title") or "").endswith("<x>&'\".yaml")
    texts = [found.text for found in picture.iter(f"{SVG}title")]
    assert any(text and text.startswith('<h&"1">: to be upgraded; 1 of 2') for text in texts)


def test_it_can_be_read_without_seeing_it() -> None:
    picture = drawn(view(["h1"], COUNTS))
    assert picture.get("role") == "img"
    said = picture.findtext(f"{SVG}desc") or ""
    for name in NAMES:
        assert f"{name} (so it is): 5 with, 1 not known, 2 without" in said
    bars = [found.text or "" for found in picture.iter(f"{SVG}title")]
    assert sum("1 VM not known" in text for text in bars) == 6


@pytest.mark.parametrize("count", [0, 1, 20, 300, 400])
def test_all_hosts_are_within_the_picture(count: int) -> None:
    picture = drawn(view([f"h{number}" for number in range(count)], COUNTS))
    height = float(picture.get("height") or 0)
    for group in picture.iter(f"{SVG}g"):
        shift = (group.get("transform") or "translate(0 0)")[10:-1].split()
        for found in group.iter(f"{SVG}rect"):
            x, y = float(found.get("x") or 0), float(found.get("y") or 0)
            assert float(shift[0]) + x + float(found.get("width") or 0) <= 1000
            assert float(shift[1]) + y + float(found.get("height") or 0) <= height


def test_a_pool_without_vms_has_empty_bars() -> None:
    nothing: dict[Outcome, int] = {"compatible": 0, "unknown": 0, "incompatible": 0}
    found = view(["h1"], nothing)._replace(kinds=(), more=0)
    assert "0 with" in (drawn(found).findtext(f"{SVG}desc") or "")


def test_cells_of_several_hosts_say_from_where_to_where() -> None:
    cell = Cell("h1", "h9", 3, 1, 0, 4, 1, 0, 0)
    found = view(["h1"], COUNTS)
    phases = tuple(phase._replace(cells=(cell,)) for phase in found.phases)
    picture = drawn(found._replace(phases=phases, hosts_a_cell=(9, 7)))
    texts = [one.text or "" for one in picture.iter(f"{SVG}title")]
    assert any(text.startswith("h1 ... h9: upgraded; 0 of 0") for text in texts)

"""The law of the class index: what it says of a class is what the matcher says of it."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devcompat.fleet import accepting, class_index, selves
from devcompat.fleet.classes import ClassTable
from devcompat.fleet.outcomes import outcome_for
from devcompat.fleet.records import Query
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side
from devcompat.match.verdict import BASES, COMPATIBLE, RULES, UNKNOWN
from devcompat.reports.families import keys_of, written
from devcompat.reports.lines import DescriptorLine, DeviceLine
from devcompat.reports.sides import Sides
from tests.fleet.sides import some_sides
from tests.strategies import DocumentPair, document_pairs

PAIRS = st.lists(document_pairs(), min_size=1, max_size=4)
QUERIES = st.builds(
    Query,
    source=st.just(some_sides()[0]),
    rule=st.sampled_from(RULES),
    minimum_basis=st.none() | st.sampled_from(BASES),
    same=st.sampled_from([(), ("t",), ("type",)]),
    returning=st.booleans(),
)
UNREAD = st.sampled_from([{}, {}, {}, {"t": "EIO"}, {"type": "EIO"}])
ALLOWANCE_SPENT = "SELF: a=1 COMPATIBLE: a={n:int:1..60000} b={n}*{m:int:1,3}"


def check(sides: Sequence[Side], query: Query, classes: ClassTable | None = None) -> None:
    """Ask about the sides as classes, in one go and one after the other."""
    table = ClassTable() if classes is None else classes
    index = class_index.ClassIndex(table)
    for side in sides:
        table.number(side)
        index.catch_up()
        _compare(index, table, query)
    _compare(class_index.ClassIndex(table), table, query)


def _compare(index: class_index.ClassIndex, table: ClassTable, query: Query) -> None:
    wanted = {number: outcome_for(query, side) for number, side in enumerate(table.sides)}
    by_outcome = {
        outcome: [number for number, found in wanted.items() if found == outcome]
        for outcome in (COMPATIBLE, UNKNOWN)
    }
    found = index.find(query, undecided=True)
    assert sorted(found.compatible) == by_outcome[COMPATIBLE]
    assert sorted(found.unknown) == by_outcome[UNKNOWN]
    sure = index.find(query, undecided=False)
    assert (sorted(sure.compatible), sure.unknown) == (by_outcome[COMPATIBLE], [])


@pytest.fixture(autouse=True, params=[0, 64])
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use trees and axes always, and as they are used."""
    monkeypatch.setattr(accepting, "FEW", request.param)
    monkeypatch.setattr(selves, "FEW", request.param)


@settings(max_examples=40, deadline=None)
@given(PAIRS, QUERIES, st.data())
def test_documents_that_relate(
    pairs: list[DocumentPair], query: Query, data: st.DataObject
) -> None:
    documents = [parse(text) for pair in pairs for text in (pair.source, pair.target)]
    sides: list[Side] = [
        compile_document(found, data.draw(st.sampled_from(BASES)), data.draw(UNREAD))
        for found in documents
    ]
    source = data.draw(st.sampled_from(sides))
    check(sides, query._replace(source=source))


@settings(max_examples=25, deadline=None)
@given(QUERIES, st.data())
def test_sides_that_meet_in_every_way(query: Query, data: st.DataObject) -> None:
    sides = some_sides()
    for source in data.draw(st.lists(st.sampled_from(sides), min_size=1, max_size=3)):
        check(sides, query._replace(source=source))


TEXTS = st.sampled_from(["", "0", "1", "2", "3", "1.0", "1.5", "2.0.1", "a", "b+a", "x_1", "x_2"])
WANTED = st.sampled_from(
    [
        *['"1"', '"2"', "a", "x_1", '""', "1.5"],
        *["{v:int:0..2}", "{v:int:2..3}", "{v:int:1}", "{v:int:0,2}", "{v:version:>1,<=2}"],
        *["{v:version:>=1.5}", "{v:version:<2}", "{v:version:>1.5,<1.5}", "{v:set:a,b}"],
        *["{v:any}", "{v:opaque:firmware}", "{v:string:1,a}", "x_{v:int:1..2}", "{v:mask:0x3}"],
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a document over three fields, whose objects want texts, ranges and other things."""
    names = ("p", "q", "r")
    lines = ["SELF:", *(f'{name}="{draw(TEXTS)}"' for name in names)]
    for _ in range(draw(st.integers(0, 3))):
        lines.append("COMPATIBLE:")
        for name in names:
            wanted = draw(WANTED)
            lines.append(f"{name}={wanted.replace('v:', f'v{name}:')}")
    return "\n".join(lines)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts(), min_size=1, max_size=12), QUERIES, st.data())
@example(["SELF: p=1 COMPATIBLE: p={v:int:0..2}", ALLOWANCE_SPENT], Query(some_sides()[0]), None)
def test_ranges_and_texts(found: list[str], query: Query, data: st.DataObject | None) -> None:
    sides = [compile_document(parse(text)) for text in found]
    source = sides[0] if data is None else data.draw(st.sampled_from(sides))
    check(sides, query._replace(source=source))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 600), QUERIES)
def test_a_fleet_that_is_made_up(number: int, query: Query) -> None:
    sides = [*made_up(range(120)), *made_up(range(number, number + 40))]
    table = ClassTable()
    for side in sides:
        table.number(side)
    index = class_index.ClassIndex(table)
    for source in (sides[number % 120], sides[-1]):
        _compare(index, table, query._replace(source=source))


def made_up(numbers: range) -> list[Side]:
    known, sides = Sides(), []
    for number in numbers:
        keys = keys_of(number)
        descriptor = keys.get("descriptor")
        if isinstance(descriptor, dict):
            line = msgspec.json.decode(written(descriptor), type=DescriptorLine)
            sides.append(known.side(DeviceLine("a", line)))
    return sides

"""A question that is kept: what it sees of each change, also as the first that is asked."""

from collections.abc import Callable

import pytest

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.question import Question
from devcompat.fleet.records import DeviceReport, HostReport, Place, Query, State
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document

SOURCE = compile_document(parse('SELF: t="1" COMPATIBLE: t="1"'))
OTHER = compile_document(parse('SELF: t="2" COMPATIBLE: t="1"'))
ZONE = {"zone": "1"}


def report(host: str, *sides: object, state: State = "free") -> HostReport:
    devices = [DeviceReport(f"d{place}", side, state) for place, side in enumerate(sides)]  # type: ignore[arg-type]
    return HostReport(host, tuple(devices), ZONE)


def places(question: Question) -> list[str]:
    return [str(place) for place in question.first(10)]


@pytest.mark.parametrize(
    "ask",
    [
        places,
        lambda question: [str(place) for place in question.places()],
        lambda question: question.text().decode().split(),
        lambda question: [f"h1/d{question.count()}"],
    ],
)
def test_the_first_question_knows_the_place_that_the_source_leaves(
    ask: Callable[[Question], list[str]],
) -> None:
    fleet = Fleet([report("h1", SOURCE, SOURCE)])
    assert ask(fleet.ask(Query(SOURCE, leaving=Place("h1", "d0")))) == ["h1/d1"]


@pytest.mark.parametrize("labels", [{}, ZONE, {**ZONE, "rack": "2"}])
def test_a_kept_question_sees_each_change(labels: dict[str, str]) -> None:
    fleet = Fleet()
    question = fleet.ask(Query(SOURCE, free=True, labels=labels))

    def see(*expected: str) -> None:
        assert question.count() == len(expected)
        assert places(question) == list(expected)
        assert sorted(question.text().decode().split()) == sorted(expected)

    def report_of(host: str, *sides: object, state: State = "free") -> HostReport:
        return report(host, *sides, state=state)._replace(labels={**ZONE, "rack": "2"})

    see()
    fleet.replace(report_of("h2", SOURCE))
    see("h2/d0")
    fleet.replace(report_of("h1", OTHER, SOURCE))  # a class that was not there
    see("h1/d0", "h1/d1", "h2/d0")
    fleet.change(Place("h1", "d0"), "used")
    see("h1/d1", "h2/d0")
    fleet.change(Place("h1", "d1"), "reserved")
    fleet.change(Place("h2", "d0"), "used")
    see()
    fleet.change(Place("h1", "d0"), "free")
    see("h1/d0")
    for number in range(300):  # more than are put in one by one: all are ranked anew
        fleet.replace(report_of(f"g{number:03}", SOURCE, state="used"))
    see("h1/d0")
    fleet.change(Place("g007", "d0"), "free")
    see("g007/d0", "h1/d0")
    fleet.remove("g007")
    fleet.replace(report_of("h1", SOURCE, SOURCE)._replace(labels={}))
    see(*([] if labels else ["h1/d0", "h1/d1"]))

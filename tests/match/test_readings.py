"""Tests of reading variables out of one text: all readings, in their order, and what they cost.

Here belong templates over few values, compared with trying every value. It must not know how the
text is searched.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from devcompat.language.nodes import Reference, Template, Variable
from devcompat.match.budget import PAIR_CANDIDATES, Budget, BudgetExhausted
from devcompat.match.domains import CaptureReader
from devcompat.match.readings import Reader, Rendering, conversion
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.match.counted import Counted

X, Y, Z = (Reference(name) for name in "xyz")
VALUES: dict[str, list[Bound]] = {
    "x": ["", "a", "1", "a-", "-1", "aa"],
    "y": [-1, 0, 1, 11, 12],
    "z": ["-", "1", "1-1"],
}
DOMAINS = {
    "x": Variable("x", "string", tuple(str(value) for value in VALUES["x"])),
    "y": Variable("y", "int", IntegerSet([IntegerRange(-1, 1), IntegerRange(11, 12)])),
    "z": Variable("z", "string", tuple(str(value) for value in VALUES["z"])),
}
READERS = {name: CaptureReader(variable) for name, variable in DOMAINS.items()}
TEMPLATES: list[tuple[str | Reference, ...]] = [
    (X,), (Y,), ("a", X), (X, "1"), ("1", Y, "-"), (X, "-", Y), (X, "1", Z), (Y, "1", Y),
    (X, "a", X), ("a", X, "-", Y, "-", Z), (X, "-", Y, "-", X), (X, "1", Y, "1", Z), (Z, "%", X),
    ("a", X, "a"), (X, "-", X, "-", Y), (Y, "1", Y, "1", X), ("1", X, "-", X, "1"),
    ("a", X, "-", Y, "a"),
]  # fmt: skip
PRESENT: list[dict[str, Bound]] = [{}, {"x": "a"}, {"y": 1}, {"x": "", "z": "-"}]


def text_of(parts: tuple[str | Reference, ...], values: dict[str, Bound]) -> str:
    return "".join(part if isinstance(part, str) else str(values[part.name]) for part in parts)


def bindings(
    parts: tuple[str | Reference, ...], known: dict[str, Bound]
) -> Iterator[dict[str, Bound]]:
    """Yield every binding of what is not known, the leftmost shortest first, then the next."""
    names = dict.fromkeys(part.name for part in parts if isinstance(part, Reference))
    new = [name for name in names if name not in known]
    ordered = [sorted(VALUES[name], key=lambda value: len(str(value))) for name in new]
    for chosen in product(*ordered):
        yield {**known, **dict(zip(new, chosen, strict=True))}


@pytest.mark.parametrize("parts", TEMPLATES)
def test_all_readings_are_found_in_their_order(parts: tuple[str | Reference, ...]) -> None:
    for known in PRESENT:
        names = {part.name for part in parts if isinstance(part, Reference)}
        if not names - known.keys():
            continue
        reader = Reader(Template(parts), READERS, frozenset(known))
        every = [(found, text_of(parts, found)) for found in bindings(parts, known)]
        texts = {text for _, text in every} | {
            "",
            "a",
            "11",
            "-",
            "a-1-",
            "1-1-1",
            "a-1--1",
            "a-1",
            "1-a",
            "aa",
            "1a-11",
            "a-a-1-1",
        }
        for text in texts:
            binding = dict(known)
            readings = [
                {name: binding[name] for name in {*names, *known}}
                for _ in reader.iter_readings(text, binding, Budget(PAIR_CANDIDATES))
            ]
            expected = [found for found, rendered in every if rendered == text]
            assert readings == expected, text


def test_a_rendering_has_everything_as_it_stands() -> None:
    rendering = Rendering(("100%", X, "%s%%", Y, "{}"))
    assert rendering.text({"x": "%d", "y": -4, "z": 1}) == "100%%d%s%%-4{}"
    assert Rendering(()).text({}) == ""


@pytest.mark.parametrize(
    ("length", "units"),
    [(0, 0), (15, 0), (16, 1), (64, 4), (91, 6), (256, 24), (1024, 192)],
)
def test_a_number_costs_more_the_longer_it_is(length: int, units: int) -> None:
    assert conversion(length) == units


WIDE = CaptureReader(Variable("y", "int", IntegerSet([IntegerRange(0, 10**400)])))
TEXTS = CaptureReader(Variable("x", "string", ("a", "aa", "aaa")))
BRANCH, CAPTURE, READING = 6, 6, 6
ONES = "1" * 160


@pytest.mark.parametrize(
    ("parts", "text", "known", "units"),
    [
        ((X,), "a", {}, 0),
        ((X,), "b", {}, 0),
        ((X, "-", Y), "a-1", {}, BRANCH + CAPTURE + CAPTURE + READING),
        ((X, "-", Y), "b-1", {}, BRANCH + CAPTURE),
        ((X, "-", Y), "aaaa-1", {}, BRANCH),
        ((X, "-", Y), "b1", {}, BRANCH),
        ((X, "a", Y), "aaa1", {}, BRANCH + 3 * CAPTURE + CAPTURE + READING + CAPTURE),
        ((Y, "-", X), f"{ONES}-a", {}, BRANCH + 2 + CAPTURE + 13 + CAPTURE + READING),
        ((X, "-", X), "a-a", {}, BRANCH + CAPTURE + BRANCH + READING),
        ((X, "-", X), "a-aa", {}, BRANCH + CAPTURE + BRANCH),
        ((X, "-", Y), "a-", {"x": "a"}, 0),
        ((X, "-", Y), "a-a-a-a-a-1", {}, BRANCH + 2 * CAPTURE + CAPTURE),
        ((X, "-", Y, "-", X), "a-1-a", {}, 2 * (BRANCH + CAPTURE) + CAPTURE + BRANCH + READING),
        ((X, "-", Y, "-", Z), "a-1-a", {}, 2 * (BRANCH + CAPTURE) + 2 * CAPTURE + READING),
        ((Y, "-", X), "1-aaaaaa", {}, BRANCH + CAPTURE),
        (("z" * 64, X, "-", Y), "z" * 64 + "a-1", {}, BRANCH + 2 * CAPTURE + READING),
        ((Y, "-", Y), f"{ONES}-{ONES}", {}, BRANCH + 5 + CAPTURE + 13 + BRANCH + 13 + READING),
    ],
)
def test_looking_costs_what_is_looked_at(
    parts: tuple[str | Reference, ...], text: str, known: dict[str, Bound], units: int
) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    reader = Reader(Template(parts), {"x": TEXTS, "y": WIDE, "z": TEXTS}, frozenset(known))
    budget = Counted()
    list(reader.iter_readings(text, dict(known), budget))
    assert budget.asked == units


RUNS = ("a", "aa", "aaa", "aaaa")
FOUR = (Reference("w"), "a", X, "a", Y, "a", Z)


def four_runs(last: str) -> Reader:
    readers = {
        name: CaptureReader(Variable(name, "string", RUNS if name != "z" else (last,)))
        for name in "wxyz"
    }
    return Reader(Template(FOUR), readers, frozenset())


@pytest.mark.parametrize("length", range(5, 18))
def test_runs_of_one_letter_are_split_in_all_ways_in_order(length: int) -> None:
    binding: dict[str, Bound] = {}
    found = [
        tuple(binding[name] for name in "wxyz")
        for _ in four_runs("aaa").iter_readings("a" * length, binding, Budget(PAIR_CANDIDATES))
    ]
    ways = product(RUNS, RUNS, RUNS, ["aaa"])
    assert found == [way for way in ways if len("a".join(way)) == length]


def test_where_nothing_was_found_is_not_searched_again() -> None:
    """Where y begins is asked once for each of seven places, and not for all sixteen w and x."""
    budget = Counted()
    assert list(four_runs("b").iter_readings("a" * 20 + "c", {}, budget)) == []
    begins_w, begins_x, begins_y = 1, 4, 7
    ends = 5  # the empty text is looked at too
    assert budget.asked == (begins_w + begins_x + begins_y) * (BRANCH + ends * CAPTURE)
    with pytest.raises(BudgetExhausted):
        list(four_runs("b").iter_readings("a" * 20 + "c", {}, Budget(5)))

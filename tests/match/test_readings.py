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
        texts = {text for _, text in every} | {"", "a", "11", "-", "a-1-", "1-1-1", "a-1--1"}
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
    ],
)
def test_looking_costs_what_is_looked_at(
    parts: tuple[str | Reference, ...], text: str, known: dict[str, Bound], units: int
) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    reader = Reader(Template(parts), {"x": TEXTS, "y": WIDE}, frozenset(known))
    budget = Counted()
    list(reader.iter_readings(text, dict(known), budget))
    assert budget.asked == units


def test_where_nothing_was_found_is_not_searched_again() -> None:
    """Ten letters in four runs: without that memory each split of the first three is tried."""
    runs = CaptureReader(Variable("x", "string", tuple("a" * n for n in range(1, 20))))
    parts = (X, "a", Y, "a", Z, "b")
    reader = Reader(Template(parts), {"x": runs, "y": runs, "z": runs}, frozenset())
    budget = Counted()
    assert list(reader.iter_readings("a" * 20 + "cb", {}, budget)) == []
    assert budget.asked < 20 * 20 * 2 * (BRANCH + CAPTURE)
    with pytest.raises(BudgetExhausted):
        list(reader.iter_readings("a" * 20 + "cb", {}, Budget(2)))

"""Tests of splitting a text among the placeholders of a template: what is looked at, and its price.

Here belong texts with many separators. That every reading is found is in test_choosing.py.
"""

import pytest

from devcompat.language.nodes import Reference, Template
from devcompat.match.budget import PAIR_CANDIDATES, Budget
from devcompat.match.choosing.possible import Numbers, State, values_in_order
from devcompat.match.choosing.splitting import split
from devcompat.match.readings import conversion
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.match.counted import Counted

X, Y, Z = (Reference(name) for name in "xyz")


def span(low: int, high: int) -> Numbers:
    return Numbers(IntegerSet([IntegerRange(low, high)]), low, high)


DIGIT, LONG = span(1, 9), span(1, 10**400)
PLACE, PART = 10, 12
ONES = "1" * 320


@pytest.mark.parametrize(
    ("parts", "text", "state", "units"),
    [
        ((X,), "5", {"x": DIGIT}, PART),
        ((X,), ONES, {"x": LONG}, PART + conversion(320)),
        (("z" * 100, X, "z"), "z" * 100 + ONES + "z", {"x": LONG}, PART + conversion(320)),
        ((X, "-", Y), "1-2-3-4-5", {"x": DIGIT, "y": DIGIT}, PLACE + PART + PLACE),
        ((X, "-", Y), "1-5", {"x": DIGIT, "y": DIGIT}, 2 * (PLACE + PART)),
        ((X, "-", Y), "-2-3-4", {"x": LONG, "y": ("4",)}, PLACE + 3 * PART),
        ((X, "-", Y), "1-22", {"x": DIGIT, "y": DIGIT}, PLACE + PART + PLACE),
        ((X, "-", Y), "22-4", {"x": DIGIT, "y": DIGIT}, PLACE),
        ((X, "-", Y), "1-", {"x": DIGIT, "y": ("a", "")}, 2 * (PLACE + PART)),
        ((X, "-", Y, "-", Z), "1-2-3", {"x": DIGIT, "y": DIGIT, "z": DIGIT}, 3 * (PLACE + PART)),
        ((X, "-", Y, "-5"), "1-2-5", {"x": LONG, "y": DIGIT}, PLACE + PART + PLACE + PART),
        ((X, "a", Y), f"{ONES}a{ONES}", {"x": LONG, "y": LONG}, 2 * (PLACE + PART) + 2 * 32),
        (("b", X, "a", Y), f"b{ONES}a1", {"x": LONG, "y": DIGIT}, 2 * (PLACE + PART) + 32),
    ],
)
def test_looking_costs_what_is_looked_at(
    parts: tuple[str | Reference, ...], text: str, state: State, units: int
) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    budget = Counted()
    split(Template(parts), text, state, budget)
    assert budget.asked == units
    assert conversion(320) == 32


@pytest.mark.parametrize(
    ("parts", "text", "state", "expected"),
    [
        (("a", X), "b5", {"x": DIGIT}, None),
        ((X, "b"), "5a", {"x": DIGIT}, None),
        (("aa", X, "aa"), "aaa", {"x": ("", "a")}, None),
        (("aa", X, "aa"), "aaaa", {"x": ("a", "")}, {"x": [""]}),
        ((X, "-", X), "1-1", {"x": DIGIT}, {"x": [1]}),
        (("a", "b", X, "-", "-"), "ab1--", {"x": DIGIT}, {"x": [1]}),
        ((X, "-", X), "1-2", {"x": DIGIT}, None),
        ((X, "-", Y), "1-2-3", {"x": ("1", "1-2"), "y": ("3", "2-3")}, {
            "x": ["1", "1-2"], "y": ["3", "2-3"]}),
        ((X, "-", Y), "1-2-3", {"x": ("1", "1-2"), "y": ("2-3", "x")}, {"x": ["1"], "y": ["2-3"]}),
        ((X, "-", Y, "!"), "1--2!", {"x": span(-9, 9), "y": span(-9, 9)}, {"x": [1], "y": [-2]}),
    ],
)  # fmt: skip
def test_each_placeholder_has_what_some_reading_gives_it(
    parts: tuple[str | Reference, ...],
    text: str,
    state: State,
    expected: dict[str, list[Bound]] | None,
) -> None:
    found = split(Template(parts), text, state, Budget(PAIR_CANDIDATES))
    if found is None:
        assert expected is None
    else:
        assert {name: list(values_in_order(left)) for name, left in found.items()} == expected

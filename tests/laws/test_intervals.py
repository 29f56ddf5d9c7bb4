"""Laws: bounds of an expression's variables hold every value that is possible, and are not idle.

Here belongs the comparison with trying all values. It must not know how bounds are worked out.
"""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from devcompat.language.arithmetic import HIGHEST, LOWEST, evaluate, references
from devcompat.language.nodes import Expression, Reference
from devcompat.match.choosing.intervals import Interval, narrowed, value_bounds

OPERATORS = ("+", "-", "*", "/", "%")
NUMBERS = st.one_of(st.integers(-12, 12), st.sampled_from([LOWEST, HIGHEST, HIGHEST + 1, 1000]))


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    """Draw postfix of few operations over x, y and numbers."""
    tokens: list[int | Reference | str] = [Reference("x")]
    depth = 1
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["x", "y", "number", "number", "operator", "operator", "neg"]))
        if kind == "operator" and depth > 1:
            tokens.append(draw(st.sampled_from(OPERATORS)))
            depth -= 1
        elif kind == "neg":
            tokens.append("neg")
        elif kind != "operator":
            tokens.append(draw(NUMBERS) if kind == "number" else Reference(kind))
            depth += 1
    tokens += [draw(st.sampled_from(OPERATORS)) for _ in range(depth - 1)]
    return Expression(tuple(tokens))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low = draw(st.integers(-9, 9))
    return low, low + draw(st.integers(0, 5))


def values(expression: Expression, bounds: dict[str, Interval]) -> list[tuple[dict[str, int], int]]:
    """Return every binding within bounds under which there is a value, with that."""
    names = sorted(bounds)
    found = []
    for chosen in product(*[range(bounds[name][0], bounds[name][1] + 1) for name in names]):
        binding = dict(zip(names, chosen, strict=True))
        value = evaluate(expression, binding)
        if value is not None:
            found.append((binding, value))
    return found


@given(expressions(), intervals(), intervals(), intervals())
def test_no_possible_value_is_left_out(
    expression: Expression, x: Interval, y: Interval, wanted: Interval
) -> None:
    bounds = {name: found for name, found in (("x", x), ("y", y)) if name in references(expression)}
    fitting = [
        binding for binding, value in values(expression, bounds) if wanted[0] <= value <= wanted[1]
    ]
    left = narrowed(expression, bounds, wanted)
    if left is None:
        assert fitting == []
        return
    assert left.keys() == bounds.keys()
    for name, (low, high) in left.items():
        assert bounds[name][0] <= low <= high <= bounds[name][1]
        assert all(low <= binding[name] <= high for binding in fitting)


@given(expressions(), intervals(), intervals())
def test_no_value_lies_outside_the_bounds_of_the_value(
    expression: Expression, x: Interval, y: Interval
) -> None:
    bounds = {name: found for name, found in (("x", x), ("y", y)) if name in references(expression)}
    found = value_bounds(expression, bounds)
    possible = [value for _, value in values(expression, bounds)]
    if found is None:
        assert possible == []
    else:
        assert all(found[0] <= value <= found[1] for value in possible)


@given(expressions(), st.integers(-9, 9), st.integers(-9, 9))
def test_of_single_numbers_the_bounds_are_the_value(expression: Expression, x: int, y: int) -> None:
    bounds = {
        name: (value, value)
        for name, value in (("x", x), ("y", y))
        if name in references(expression)
    }
    value = evaluate(expression, {name: found[0] for name, found in bounds.items()})
    assert value_bounds(expression, bounds) == (None if value is None else (value, value))


@given(st.sampled_from(OPERATORS), st.integers(-40, 40), st.integers(-9, 9), st.booleans())
def test_one_operation_with_a_number_leaves_as_its_first_and_last_what_fits(
    operator: str, target: int, number: int, left: bool
) -> None:
    operands = (Reference("x"), number) if left else (number, Reference("x"))
    expression = Expression((*operands, operator))
    bounds = {"x": (-60, 60)}
    fitting = [binding["x"] for binding, value in values(expression, bounds) if value == target]
    found = narrowed(expression, bounds, (target, target))
    if operator == "%" and not left:  # only its sign and size are known of a divisor
        assert found is not None or not fitting
        return
    if operator == "*" and number == 0:
        assert (found is None) == (fitting == [])
        return
    if operator == "/" and not left and number == 0:
        assert (found is None) == (fitting == [])
        return
    expected = None if not fitting else {"x": (min(fitting), max(fitting))}
    assert found == expected

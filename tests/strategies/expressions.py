"""Integer expressions with a wanted value for a known value of their variable.

Here belongs arithmetic turned around. It must not know fields, texts or domains.
"""

from collections.abc import Callable

from hypothesis import strategies as st

from .choices import between, pick
from .model import Variable

Parts = tuple[str | Variable, ...]
Shape = tuple[str, Callable[[], Parts]]


def expression_for(draw: st.DrawFn, wanted: int, variable: Variable, value: int) -> Parts:
    """Draw an expression that yields `wanted` where the variable has the value."""
    return pick(draw, _shapes(draw, wanted, variable, value))()


def value_under_remainder(draw: st.DrawFn, wanted: int) -> tuple[int, str]:
    """Draw a value and a divisor under which it leaves the wanted remainder."""
    divisor = abs(wanted) + between(draw, 1, 4)
    divisor = -divisor if wanted < 0 else divisor
    return wanted + divisor * between(draw, -2, 2), f"%{divisor}"


def sum_for(
    draw: st.DrawFn, wanted: int, left: tuple[Variable, int]
) -> tuple[int, Callable[[Variable], Parts]]:
    """Draw a second variable's value, and how both together yield `wanted`."""
    variable, value = left
    shapes: list[tuple[int, Callable[[Variable], Parts]]] = [
        (value - wanted, lambda right: (variable, "-", right)),
        (wanted - value, lambda right: (variable, "+", right)),
        (wanted + value, lambda right: (right, "-", variable)),
        (wanted - 2 * value, lambda right: (variable, "*2+", right)),
    ]
    if value and wanted % value == 0:
        shapes.append((wanted // value, lambda right: (variable, "*", right)))
    return pick(draw, shapes)


def _shapes(draw: st.DrawFn, wanted: int, n: Variable, value: int) -> list[Callable[[], Parts]]:
    factor = pick(draw, (2, 3, 4))
    rest = wanted - value * factor
    shapes: list[Callable[[], Parts]] = [
        lambda: (n, f"*{factor}{_added(rest)}") if rest else (n, f"*{factor}"),
        lambda: (f"{factor}*", n, _added(rest)),
        lambda: (n, _added(wanted - value)),
        lambda: ("-", n, _added(wanted + value)),
        lambda: (n, f"--{wanted - value}") if wanted >= value else (n, f"-{value - wanted}"),
    ]
    if wanted == -value:
        shapes += [lambda: ("-", n)] * 2
    if wanted and value % wanted == 0 and value // wanted > 0:
        shapes += [lambda: (n, f"/{value // wanted}")] * 4
    if value // factor == wanted:
        shapes += [lambda: (n, f"/{factor}")] * 3
    if value and wanted * value >= 0:
        shapes.append(lambda: (f"{wanted * value}/", n))
    if wanted % factor == 0:
        shapes.append(lambda: ("(", n, f"{_added(wanted // factor - value)})*{factor}"))
        shapes.append(lambda: (f"{factor}*(", n, f"{_added(wanted // factor - value)})"))
    shapes += [_remainder(n, d) for d in (2, 3, 5, 7, -3, -5) if value % d == wanted] * 2
    shapes.append(lambda: (n, f"*{factor}/{factor}{_added(wanted - value)}"))
    shapes.append(lambda: (n, f"+{factor}{_added(wanted - value - factor)}"))
    if abs(value) < 100:
        shapes.append(lambda: (n, "*", n, _added(wanted - value * value)))
    shapes.append(lambda: (f"{between(draw, 1, 9)}%", n))
    return shapes


def _remainder(n: Variable, divisor: int) -> Callable[[], Parts]:
    return lambda: (n, f"%{divisor}")


def _added(number: int) -> str:
    return f"+{number}" if number >= 0 else f"-{-number}"

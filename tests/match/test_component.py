"""Tests of fields that share variables: the preferred binding of every text that they can have.

Here belong components of few bindings, compared with trying all of them, with and without a table.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from devcompat.language.arithmetic import evaluate
from devcompat.language.nodes import Expression, Reference, Value, Variable
from devcompat.language.parser import parse
from devcompat.match import component as components
from devcompat.match.budget import PAIR_CANDIDATES, Budget, BudgetExhausted
from devcompat.match.component import Allowance, Component, rendered
from devcompat.match.verdict import Binding, Bound
from devcompat.values.integers import IntegerSet
from tests.match.counted import Counted

DEMANDS = {
    "one number": "a={n:int:-2..12}",
    "a number twice": "a={n:int:1..9} b=V_{n}",
    "a number and its double": "a={n:int:1..9} b={n}*2",
    "its half first": "b={n:int:1..9}/2 a={n}",
    "only its half": "b={n:int:1..9}/2",
    "a remainder": "a={n:int:1..9}%3",
    "a sum": "a={n:int:1..9}+{m:int:1..9}",
    "a product and a sum": "a={n:int:1..9}*{m:int:1..9} b={n}+{m}",
    "a square": "a={n:int:-5..5}*{n}",
    "a split": "a={s:string:x,xx,xxx}x{t:string:x,xx,y}",
    "a split of numbers": "a={n:int:1,11,111}1{m:int:1,11,111}",
    "a split with a check": "a={n:int:1,11,111}1{m:int:1,11,111} b={n}-{m}",
    "two splits, turned": "a={n:int:1,11}1{m:int:1,11} b={m}1{n}",
    "a text and a number": "a={s:string:x,yy,z}_{n:int:8..11} b={n}",
    "lengths differ": "a=({n:int:-1,5,10}*{m:int:-1,5,10})%7",
    "equal lengths": "a={n:int:-1,10,-2,11}*{m:int:-1,10,-2,11}",
    "three in a row": "a={n:int:1..4}+{m:int:1..4} b={m}+{k:int:1..4}",
    "a text that is bound before": "a={s:string:x,y,z} b=-{s}-",
    "by itself": "a=12/{n:int:1..12}",
    "a text that is bound before a split": "a={n:int:1,11,111}1{m:int:1,11,111} b={n}",
    "a split, then another": (
        "a={s:string:x,xx,xxx}x{t:string:x,xx,xxx} b={t}-{u:string:p,pp}p{v:string:p,pp}"
    ),
    "the same rest of many splits": (
        "a={s:string:x,xx,xxx}x{t:string:x,xx,xxx}x{u:string:x,xx} "
        "b={u}-{v:string:p,pp}p{w:string:p,pp}"
    ),
    "the same rest, all of them": (
        "c={k:int:1..2}*0 a={s:string:x,xx}x{t:string:x,xx}x{u:string:x,xx} "
        "b={u}-{v:string:p,pp}p{w:string:p,pp}"
    ),
    "a check after many splits": (
        "a={i:int:1,11}1{j:int:1,11}1{k:int:1,11} b={k}_{v:int:1..3}_{w:int:1..2} c={i}+{v}*0"
    ),
    "long numbers, in another order": (
        f"c={{k:int:1..2}}*0 a={{n:int:{10**99}..{10**99 + 1}}}_{{k}} b={{m:int:1..3}}_{{k}}_{{n}}"
    ),
    "splits that are coupled": (
        "a={s:string:x,xx,xxx}x{t:string:x,xx,xxx} b={t}x{u:string:x,xx,xxx} c={u}x{s}"
    ),
    "three expressions": "a={n:int:1..6}*{m:int:1..6} b={n}+{k:int:1..6} c={k}-{m}",
    "gaps": "a={n:int:1,3,5,9,20}*2 b={n}%4",
    "one is chosen": "a={n:int:1..6}%{m:int:1..6} b={m}+{k:int:1..6} c={k}*{n}",
    "two are chosen": "a={n:int:1..5}%{m:int:1..7} b=({n}+{m})%4",
    "a product with zero": "a={n:int:0..1,5}*{m:int:0..3} b={m}",
    "long numbers": f"a={{n:int:{10**99}..{10**99 + 3}}}_{{n}} b={{n}} c={{s:string:x,y}}_{{n}}",
    "a long expression": "a={n:int:1..9}" + "+1-1" * 12 + " b={n}*{m:int:1..9}" + "*1" * 9,
}  # fmt: skip


COSTS: dict[str, tuple[int, int]] = {
    "one number": (240, 0),
    "a number twice": (288, 0),
    "a number and its double": (288, 0),
    "its half first": (128, 0),
    "only its half": (176, 0),
    "a remainder": (462, 33),
    "a sum": (1952, 70),
    "a product and a sum": (16448, 535),
    "a square": (1218, 87),
    "a split": (412, 7),
    "a split of numbers": (278, 5),
    "a split with a check": (1302, 33),
    "two splits, turned": (326, 7),
    "a text and a number": (300, 0),
    "lengths differ": (567, 33),
    "equal lengths": (1520, 60),
    "three in a row": (7042, 171),
    "a text that is bound before": (96, 0),
    "by itself": (1400, 100),
    "a text that is bound before a split": (225, 0),
    "a split, then another": (4869, 126),
    "the same rest of many splits": (9558, 180),
    "the same rest, all of them": (19194, 180),
    "a check after many splits": (15900, 336),
    "long numbers, in another order": (2028, 24),
    "splits that are coupled": (4752, 99),
    "three expressions": (62178, 1477),
    "gaps": (340, 0),
    "one is chosen": (72700, 2220),
    "two are chosen": (17498, 1063),
    "a product with zero": (742, 1),
    "long numbers": (736, 0),
    "a long expression": (38196, 0),
}
"""Of each of them: units of work, and candidates, of all searches together."""


def made(demands: str) -> Component:
    (item,) = parse(f"SELF: COMPATIBLE: {demands}").descriptor.compatible
    return Component([(field.name, field.value) for field in item.fields], item.variables)


def values_of(variable: Variable) -> list[Bound]:
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return [number for low, high in domain.ranges for number in range(low, high + 1)]
    assert isinstance(domain, tuple)
    return list(domain)


def text_of(value: Value, binding: Binding) -> str | None:
    if isinstance(value, Expression):
        number = evaluate(value, {name: int(bound) for name, bound in binding.items()
                                  if isinstance(bound, int)})  # fmt: skip
        return None if number is None else str(number)
    return "".join(
        str(binding[part.name]) if isinstance(part, Reference) else part for part in value.parts
    )


def appearing(found: Component) -> list[str]:
    names: dict[str, None] = {}
    for _, value in found.fields:
        parts = value.postfix if isinstance(value, Expression) else value.parts
        names.update(dict.fromkeys(part.name for part in parts if isinstance(part, Reference)))
    return list(names)


def bindings(found: Component) -> Iterator[dict[str, Bound]]:
    """Yield all bindings, the preferred first: short texts, then small numbers, from the left."""
    names = appearing(found)
    every = [values_of(found.variables[name]) for name in names]
    chosen = sorted(product(*every), key=lambda one: [(len(str(bound)), bound) for bound in one])
    for one in chosen:
        yield dict(zip(names, one, strict=True))


def preferred(found: Component) -> dict[tuple[str, ...], dict[str, Bound]]:
    """Return for all texts that the fields can have together the preferred binding."""
    best: dict[tuple[str, ...], dict[str, Bound]] = {}
    for binding in bindings(found):
        texts = [text_of(value, binding) for _, value in found.fields]
        if None not in texts:
            best.setdefault(tuple(str(text) for text in texts), binding)
    return best


@pytest.mark.parametrize("name", DEMANDS)
@pytest.mark.parametrize("tabulated", [False, True])
def test_the_preferred_binding_is_found_for_all_texts(name: str, *, tabulated: bool) -> None:
    found = made(DEMANDS[name])
    expected = preferred(found)
    if tabulated:
        found.tabulate(Allowance())
        few = len(list(bindings(found))) <= components.TABULATED
        assert found.table == (expected if few else None)
    wrong = {(*texts[:-1], other) for texts in expected for other in ("0", "x", "", "04", "-1")}
    for texts in [*expected, *wrong]:
        asked = dict(zip(found.names, texts, strict=True))
        assert found.solution(asked, Budget(PAIR_CANDIDATES)) == expected.get(texts)


def test_an_absent_field_reads_as_the_empty_text() -> None:
    found = made('a=x{s:string:"",y} b={s}')
    for texts in ({"a": "x"}, {"a": "x", "b": ""}, {"a": "x", "c": "1"}):
        assert found.solution(texts, Budget(PAIR_CANDIDATES)) == {"s": ""}
        found.tabulate(Allowance())
        assert found.solution(texts, Budget(PAIR_CANDIDATES)) == {"s": ""}
    apart = made('a={s:string:"",y} b={s}!')
    assert apart.solution({"b": "!"}, Budget(PAIR_CANDIDATES)) == {"s": ""}
    assert apart.solution({"b": "y!"}, Budget(PAIR_CANDIDATES)) is None
    assert made("a={n:int:1..9}*2").solution({}, Budget(PAIR_CANDIDATES)) is None


def test_parts_that_share_nothing_are_apart() -> None:
    found = made("a={n:int:1..9} b={m:int:1..9} c={m}+{k:int:1..9} d={n}*2 e={k} f={j:int:1..2}")
    parts = {part.names for part in found.connected()}
    assert parts == {("a", "d"), ("b", "c", "e"), ("f",)}
    assert {frozenset(part.variables) for part in found.connected()} == {
        frozenset("n"), frozenset("mk"), frozenset("j"),
    }  # fmt: skip
    whole = made("a={n:int:1..9} b={n}+{m:int:1..9}")
    assert whole.connected() == [whole]
    assert whole.only(frozenset("ab")) is whole
    part = whole.only(frozenset("b"))
    assert (part.names, set(part.variables)) == (("b",), {"n", "m"})
    assert whole.only(frozenset("b")) is part


def test_a_field_that_cannot_match_alone_is_seen() -> None:
    found = made("a={n:int:1..9} b={n}*2")
    budget = Budget(PAIR_CANDIDATES)
    assert not found.fails_alone({"a": "3", "b": "8"}, budget)
    assert found.fails_alone({"a": "3", "b": "7"}, budget)
    assert found.fails_alone({"a": "x", "b": "8"}, budget)
    assert not made("a={n:int:1..90}*{m:int:1..90}").fails_alone({"a": "7921"}, Budget(5))


TURNED = "b=({m:int:1..30}*0+{n:int:1..9}*0) a=({n}+{m})%7"


def test_what_is_found_before_the_work_ends_is_taken() -> None:
    """The search finds bindings in another order than the preferred one."""
    found = made(TURNED)
    answers: list[Binding | None] = []
    for candidates in range(1, 80):
        try:
            answers.append(found.solution({"a": "3", "b": "0"}, Budget(candidates)))
        except BudgetExhausted:
            assert answers == []
    assert answers[0] == {"n": 1, "m": 2}
    assert answers[-1] == {"m": 1, "n": 2}
    assert len(answers) < 79


@pytest.mark.parametrize(
    ("demands", "operations"),
    [
        ("a={n:int:1..64}", 64),
        ("a={n:int:1..8}+{m:int:1..8}", 64 * 3),
        ("a={n:int:1..8} b=V_{m:int:1..8}_{n}", 64 * (1 + 4)),
    ],
)
def test_a_table_takes_its_operations_from_what_is_allowed(demands: str, operations: int) -> None:
    allowance = Allowance(operations)
    found = made(demands)
    found.tabulate(allowance)
    assert found.table is not None
    assert allowance.left == 0
    one_less = Allowance(operations - 1)
    found = made(demands)
    found.tabulate(one_less)
    assert found.table is None
    assert one_less.left == operations - 1


def test_there_are_tables_of_at_most_sixty_four_bindings() -> None:
    for demands in ("a={n:int:1..65}", "a={n:int:1..13}+{m:int:1..5}"):
        found = made(demands)
        found.tabulate(Allowance())
        assert found.table is None


def test_a_value_is_rendered_or_has_no_text() -> None:
    found = made("a={n:int:1..9}/2 b=V_{n}!")
    (_, half), (_, text) = found.fields
    assert (rendered(half, {"n": 4}), rendered(half, {"n": 3})) == ("2", None)
    assert rendered(text, {"n": 4}) == "V_4!"


@pytest.mark.parametrize("name", DEMANDS)
def test_all_searches_of_a_component_cost_what_they_did(name: str) -> None:
    """Units of work and candidates: outcomes near the limits depend on them.

    Who changes what a search costs, or its order, sees here where, and writes down the new numbers.
    """
    found = made(DEMANDS[name])
    budget = Counted()
    expected = preferred(found)
    for texts in (*expected, *((*texts[:-1], "7") for texts in expected)):
        found.solution(dict(zip(found.names, texts, strict=True)), budget)
    assert (budget.asked, PAIR_CANDIDATES - budget.left) == COSTS[name]


@pytest.mark.parametrize(
    ("demands", "texts", "units"),
    [
        ("a={n:int:1..900}", {"a": "5"}, 8 + 0),
        ("a={n:int:1..900} b=V_{n}", {"a": "5", "b": "V_5"}, 8 + 8),
        ("a={n:int:1..900} b={n}*2", {"a": "5", "b": "10"}, 8 + 6 + 2),
        ("a={n:int:1..900}*2", {"a": "10"}, 2 * (6 + 3) + 6 + 2),
    ],
)
def test_a_search_costs_what_is_looked_at(demands: str, texts: dict[str, str], units: int) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    budget = Counted()
    assert made(demands).solution(texts, budget) is not None
    assert budget.asked == units

"""Pairs of documents whose coupled fields are the same arithmetic, spelled in other words.

Here belong objects with variables of one name on both sides, domains that are split or cut, and
expressions that are written another way or changed a little; each object has some hundred bindings,
more than are written out where there is another way. It must not know what differs.
"""

from collections.abc import Iterator, Sequence
from random import Random

from .differences import Pair

_SIZES = {1: 400, 2: 22, 3: 8}
_OPERATORS = "++--**/%"

Tree = str | int | tuple[str, "Tree", "Tree"]
"""A variable's name, a number, or an operator between two of them."""


def respelled(count: int, seed: int) -> Iterator[Pair]:
    """Yield that many pairs; the same for the same seed."""
    for number in range(count):
        random = Random(f"respelled {seed}/{number}")  # noqa: S311
        names = "nmk"[: random.choice((1, 2, 2, 3))]
        low = {name: random.choice((0, 1, -7, 100)) for name in names}
        trees = [_tree(random, names) for _ in range(random.randint(1, 2))]
        templates = [name for name in names if random.random() < 0.7]
        old, new = (
            [_object(random, low, trees, templates) for _ in range(random.randint(1, most))]
            for most in (2, 3)
        )
        if random.random() < 0.5:
            old, new = new, old
        yield Pair(*("SELF: x=1" + "".join(f"\nCOMPATIBLE: {o}" for o in s) for s in (old, new)))


def _tree(random: Random, names: Sequence[str]) -> Tree:
    """Return an expression with a variable in it."""
    left, right = _operand(random, names), _operand(random, names)
    tree: Tree = (random.choice(_OPERATORS), random.choice(names), right)
    return (random.choice(_OPERATORS), left, tree) if random.random() < 0.5 else tree


def _operand(random: Random, names: Sequence[str]) -> Tree:
    return random.choice(names) if random.random() < 0.6 else random.randint(0, 5)


def _respelled(random: Random, tree: Tree) -> Tree:
    """Return an expression with the same values, mostly."""
    if isinstance(tree, tuple):
        operator, left, right = tree
        left, right = _respelled(random, left), _respelled(random, right)
        if operator in "+*" and random.random() < 0.5:
            left, right = right, left
        tree = (operator, left, right)
    kind = random.random()
    if kind < 0.15:
        return ("+", tree, 0)
    if kind < 0.25:
        return ("*", 1, tree)
    if kind < 0.3:
        return ("-", ("+", tree, 3), 3)
    return tree + 1 if isinstance(tree, int) and kind < 0.35 else tree


def _object(
    random: Random, low: dict[str, int], trees: Sequence[Tree], templates: Sequence[str]
) -> str:
    size = _SIZES[len(low)]
    domains: dict[str, str] = {}
    for name, start in low.items():
        first = start + random.choice((0, 0, 0, 1, size // 2))
        last = start + size - 1 - random.choice((0, 0, 0, 1, size // 2 - 2))
        if last < first:
            first, last = last, first
        domains[name] = f"{first}..{last}"
    values = {f"f{name}": (name, "V_{}" if low[name] else "{}") for name in templates}
    fields: dict[str, tuple[Tree, str]] = dict(values)
    for number, tree in enumerate(trees):
        fields[f"e{number}"] = (_respelled(random, tree), "{}")
    order = list(fields)
    if random.random() < 0.3:
        random.shuffle(order)
    declared: set[str] = set()
    return " ".join(
        f"{field}={fields[field][1].format(_spelled(fields[field][0], domains, declared))}"
        for field in order
    )


def _spelled(tree: Tree, domains: dict[str, str], declared: set[str]) -> str:
    if isinstance(tree, int):
        return str(tree)
    if isinstance(tree, str):
        if tree in declared:
            return f"{{{tree}}}"
        declared.add(tree)
        return f"{{{tree}:int:{domains[tree]}}}"
    operator, left, right = tree
    spelled = [
        f"({text})" if isinstance(part, tuple) else text
        for part in (left, right)
        for text in [_spelled(part, domains, declared)]
    ]
    return operator.join(spelled)

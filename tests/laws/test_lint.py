"""Laws: what lint says of objects is what the brute-force oracle finds by writing every SELF out.

Here belongs the comparison over small documents: objects that can never match, objects that others
cover, and what --fix leaves. It must not know how either of them comes to its answer.
"""

import re
from collections.abc import Iterator
from random import Random

import pytest

from devcompat.algebra.lint.checks import lint
from devcompat.language.editing import object_cuts, without
from devcompat.language.parser import parse
from devcompat.verbs.lint import Linted
from devcompat.verbs.lint_fix import fix
from tests.oracle import OracleTooBig, differ
from tests.strategies.differences import pairs

CASES = 150
NOTHING = "SELF: f=1"


def documents(count: int, seed: int) -> Iterator[str]:
    """Yield documents whose objects are alike: those of a release and of the next one."""
    for pair in pairs(count, seed):
        _, begin, objects = pair.new.partition("COMPATIBLE:")
        yield pair.old + begin + objects


_VALUES = (
    "{n}/2", "({n}+1)/2", "{n}/{m}", "6/{n}", "{n}%{m}", "{n}*{m}/3", "({n}-{m})/2", "7%({n}-{m})",
    "{n}*4611686018427387904", "{n}+0", "-{n}*{m}", "({n}*2+1)/4", "x{n}", "{m}-{n}", "{m}/{n}*2",
)  # fmt: skip


def arithmetic(count: int, seed: int) -> Iterator[str]:
    """Yield documents of one object with arithmetic that often has no value."""
    for number in range(count):
        random = Random(f"{seed}/{number}")  # noqa: S311
        domains = [
            ",".join(map(str, random.sample(range(-2, 7), random.randint(1, 3)))) for _ in "nm"
        ]
        fields = [f"v=V{{n:int:{domains[0]}}}", f"w=W{{m:int:{domains[1]}}}"]
        chosen = random.sample(_VALUES, random.randint(1, 3))
        fields += [f"{name}={value}" for name, value in zip("abc", chosen, strict=False)]
        yield f"{NOTHING}\nCOMPATIBLE: {' '.join(fields)}\n"


def found(text: str, code: str) -> list[int]:
    """Return the indexes of the objects that have a finding of a code."""
    return [
        finding.object_index
        for finding in lint(parse(text))
        if finding.code == code and finding.object_index is not None
    ]


def without_objects(text: str, indexes: list[int]) -> str:
    objects = parse(text).descriptor.compatible
    return without(text, object_cuts(text, {objects[index].offset for index in indexes}))


def undecided(text: str) -> bool:
    return any(finding.code == "lint.undecided" for finding in lint(parse(text)))


@pytest.mark.parametrize("seed", [2026])
def test_an_object_matches_nothing_exactly_if_the_oracle_finds_no_self(seed: int) -> None:
    never = 0
    for text in [*documents(CASES // 4, seed), *arithmetic(CASES, seed)]:
        count = len(parse(text).descriptor.compatible)
        said = found(text, "lint.never-matches")
        never += len(said)
        for index in range(count):
            alone = without_objects(text, [other for other in range(count) if other != index])
            try:
                accepted = differ(alone, NOTHING).lost
            except OracleTooBig:
                continue
            assert (index in said) == (not accepted.possibly and not accepted.surely), alone
    assert never > CASES / 10


@pytest.mark.parametrize("seed", [2026])
def test_what_is_covered_can_go_and_nothing_else_can(seed: int) -> None:
    covered = kept = 0
    for text in documents(CASES, seed):
        if undecided(text):
            continue
        said = found(text, "lint.covered")
        never = found(text, "lint.never-matches") + found(text, "lint.object-bare")
        left = without_objects(text, said)
        try:
            assert differ(text, left).relation == "equal", text
        except OracleTooBig:
            continue
        covered += len(said)
        for index in range(len(parse(text).descriptor.compatible)):
            if index not in (*said, *never):
                fewer = without_objects(text, [*said, index])
                assert differ(text, fewer).relation != "equal", (text, index)
                kept += 1
    assert covered > CASES
    assert kept > CASES


_INT = re.compile(r"(\{\w+:(?:int|string|set):)([^},.]+)((?:,[^}]*)?\})")


@pytest.mark.parametrize("seed", [2026])
def test_a_fix_changes_no_verdict_and_is_the_last(seed: int) -> None:
    fixed = 0
    for text in documents(CASES, seed):
        doubled = _INT.sub(lambda item: f"{item[1]}{item[2]} , {item[2]}{item[3]}", text)
        doubled = doubled.replace("\n", " # x\n")
        document = parse(doubled)
        made = fix(Linted("", document, lint(document), None, "text"))
        if made is None:
            continue
        fixed += len(made.done)
        after = parse(made.after)
        assert fix(Linted("", after, lint(after), None, "text")) is None
        try:
            assert differ(text, made.after).relation == "equal", doubled
        except OracleTooBig:
            continue
    assert fixed > CASES * 2

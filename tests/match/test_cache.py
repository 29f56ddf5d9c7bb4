"""The cache of outcomes: the same answers as without it, remembered, and not without end."""

import pytest

from devcompat.language.parser import parse
from devcompat.match import cache
from devcompat.match.cache import PairCache
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import decide
from devcompat.match.verdict import RULES, Outcome, Rule


def device(value: int) -> Compiled:
    return compile_document(parse(f"SELF: a={value}\nCOMPATIBLE: a={{n:int:1..{value}}}"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Compiled, Compiled, Rule]]:
    """Return what the cache has to ask, in order; empty at first."""
    questions: list[tuple[Compiled, Compiled, Rule]] = []

    def counted(source: Compiled, target: Compiled, rule: Rule) -> Outcome:
        questions.append((source, target, rule))
        return decide(source, target, rule)

    monkeypatch.setattr(cache, "decide", counted)
    return questions


def test_the_answers_are_those_without_a_cache() -> None:
    remembering = PairCache()
    one, two = device(1), device(2)
    for _ in range(2):
        for rule in RULES:
            for source, target in ((one, two), (two, one), (one, one)):
                assert remembering.decide(source, target, rule) == decide(source, target, rule)
    assert remembering.decide(one, two) == "compatible"
    assert remembering.decide(two, one) == "incompatible"


def test_a_pair_is_asked_once_for_each_rule_and_direction(
    asked: list[tuple[Compiled, Compiled, Rule]],
) -> None:
    remembering = PairCache()
    one, two = device(1), device(2)
    questions = [(one, two, rule) for rule in RULES] + [(two, one, rule) for rule in RULES]
    for source, target, rule in questions * 2:
        remembering.decide(source, target, rule)
    assert asked == questions


def test_the_oldest_pair_is_forgotten_first(asked: list[tuple[Compiled, Compiled, Rule]]) -> None:
    remembering = PairCache(capacity=2)
    one, two, three = device(1), device(2), device(3)
    for source in (one, two, two, one, three, two, three, one):
        remembering.decide(source, one)
    assert [source.texts["a"] for source, _, _ in asked] == ["1", "2", "3", "1"]

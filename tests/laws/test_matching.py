"""Laws of matching: what must not change a verdict, and what can only widen it.

Here belongs what holds for all pairs. It must not know what the right verdict of a pair is.
"""

from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from devcompat.language.boundness import open_combinations
from devcompat.language.nodes import (
    EMPTY,
    Descriptor,
    Document,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.component import rendered
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import RULES, Binding, Judgement
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.strategies import DocumentPair, document_pairs
from tests.strategies.nodes import objects

LAW = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
Rename = Callable[[str], str]


def ready(descriptor: Descriptor) -> Compiled:
    return compile_document(Document(descriptor))


def judgement(source: Descriptor, target: Descriptor) -> Judgement:
    verdict = judge(ready(source), ready(target))
    assert decide(ready(source), ready(target)) == verdict.outcome
    return verdict.judgements[0]


def read(pair: DocumentPair) -> tuple[Descriptor, Descriptor]:
    return parse(pair.source).descriptor, parse(pair.target).descriptor


def with_objects(target: Descriptor, change: Callable[[Object], Object]) -> Descriptor:
    return target._replace(compatible=tuple(change(item) for item in target.compatible))


def names_in(value: Value) -> set[str]:
    parts = value.postfix if isinstance(value, Expression) else value.parts
    return {part.name for part in parts if isinstance(part, Reference)}


def not_worse(before: str, after: str) -> bool:
    order = ("incompatible", "unknown", "compatible")
    return order.index(after) >= order.index(before)


@LAW
@given(document_pairs())
def test_deciding_and_judging_come_to_the_same_under_every_rule(pair: DocumentPair) -> None:
    source, target = (ready(descriptor) for descriptor in read(pair))
    for rule in RULES:
        assert decide(source, target, rule) == judge(source, target, rule).outcome


@LAW
@given(document_pairs(), document_pairs())
def test_one_more_object_only_widens(pair: DocumentPair, other: DocumentPair) -> None:
    source, target = read(pair)
    wider = target._replace(compatible=target.compatible + read(other)[1].compatible)
    before, after = judgement(source, target), judgement(source, wider)
    assert not_worse(before.outcome, after.outcome)
    if before.outcome == "compatible":
        assert after == before


@LAW
@given(document_pairs(), st.integers(0, 9))
def test_opening_a_field_only_widens(pair: DocumentPair, which: int) -> None:
    source, target = read(pair)

    def opened(item: Object) -> Object:
        kept = [field for index, field in enumerate(item.fields) if index != which]
        if len(kept) == len(item.fields):
            return item
        free = Variable("opened", "any", None)
        fields = (*kept, Field(item.fields[which].name, Template((Reference("opened"),))))
        used = {name for field in kept for name in names_in(field.value)}
        return Object(fields, (*(v for v in item.variables if v.name in used), free))

    wider = with_objects(target, opened)
    assert not_worse(judgement(source, target).outcome, judgement(source, wider).outcome)


@LAW
@given(document_pairs(), st.integers(-3, 20), st.sampled_from(["", "a", "zz"]))
def test_wider_domains_only_widen(pair: DocumentPair, low: int, member: str) -> None:
    source, target = read(pair)

    def widened(variable: Variable) -> Variable:
        domain = variable.domain
        if isinstance(domain, IntegerSet):
            added = IntegerRange(low, low + 3)
            return variable._replace(domain=IntegerSet((*domain.items, added)))
        if variable.type == "string" and isinstance(domain, tuple):
            return variable._replace(domain=(*domain, member))
        return variable

    wider = with_objects(
        target,
        lambda item: item._replace(variables=tuple(widened(found) for found in item.variables)),
    )
    assert not_worse(judgement(source, target).outcome, judgement(source, wider).outcome)


@LAW
@given(document_pairs(), st.randoms(use_true_random=False))
def test_order_of_fields_is_irrelevant(pair: DocumentPair, chance: st.DataObject) -> None:
    source, target = read(pair)

    def shuffled(item: Object) -> Object:
        fields = list(item.fields)
        chance.shuffle(fields)  # type: ignore[attr-defined]
        return item._replace(fields=tuple(fields))

    before = judgement(source, target)
    own = source._replace(self_object=shuffled(source.self_object))
    after = judgement(own, with_objects(target, shuffled))
    assert (after.outcome, after.object_index) == (before.outcome, before.object_index)
    assert sorted(found.code for found in after.failures) == sorted(
        found.code for found in before.failures
    )


@LAW
@given(document_pairs())
def test_an_empty_field_changes_nothing(pair: DocumentPair) -> None:
    source, target = read(pair)

    def extended(item: Object) -> Object:
        return item._replace(fields=(*item.fields, Field("nothing", EMPTY)))

    own = source._replace(self_object=extended(source.self_object))
    assert judgement(own, target) == judgement(source, target)
    assert judgement(source, with_objects(target, extended)) == judgement(source, target)


def renamed_value(value: Value, rename: Rename) -> Value:
    if isinstance(value, Expression):
        return Expression(
            tuple(
                Reference(rename(t.name)) if isinstance(t, Reference) else t for t in value.postfix
            )
        )
    return Template(
        tuple(Reference(rename(p.name)) if isinstance(p, Reference) else p for p in value.parts)
    )


def renamed(item: Object, rename: Rename) -> Object:
    return Object(
        tuple(found._replace(value=renamed_value(found.value, rename)) for found in item.fields),
        tuple(found._replace(name=rename(found.name)) for found in item.variables),
    )


def renamed_binding(binding: Binding, rename: Rename) -> Mapping[str, object]:
    return {rename(name): value for name, value in binding.items()}


@LAW
@given(document_pairs(), st.permutations(range(16)))
def test_names_of_variables_are_irrelevant(pair: DocumentPair, order: list[int]) -> None:
    source, target = read(pair)
    known = sorted({found.name for item in target.compatible for found in item.variables})
    rename = {name: f"v{order[index % 16]}_{index}" for index, name in enumerate(known)}.__getitem__
    before = judgement(source, target)
    after = judgement(source, with_objects(target, lambda item: renamed(item, rename)))
    assert (after.outcome, after.object_index) == (before.outcome, before.object_index)
    assert after.binding == renamed_binding(before.binding, rename)
    for old, new in zip(before.failures, after.failures, strict=True):
        assert (new.code, new.fields, new.found) == (old.code, old.fields, old.found)
        assert [*new.readings] == [renamed_binding(found, rename) for found in old.readings]


def drawn_value(data: st.DataObject, variable: Variable) -> int | str:
    """Draw what a variable may stand for."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        low, high = data.draw(st.sampled_from(domain.ranges))
        return data.draw(st.integers(low, high))
    if variable.type == "set" and isinstance(domain, tuple):
        return "+".join(data.draw(st.lists(st.sampled_from(domain), max_size=4)))
    if isinstance(domain, tuple):
        return data.draw(st.sampled_from(domain))
    if isinstance(domain, int):
        bits = data.draw(st.integers(0, 2**80)) & domain
        return data.draw(st.sampled_from([str(bits), hex(bits), f"0{bits}"]))
    assume(variable.type == "any")
    return data.draw(st.sampled_from(["", "x", "{}"]))


@LAW
@given(objects({}), st.data())
def test_what_an_object_renders_to_matches_it(item: Object, data: st.DataObject) -> None:
    assume(open_combinations(item) <= 65_536)
    binding = {found.name: drawn_value(data, found) for found in item.variables}
    texts = {field.name: rendered(field.value, binding) for field in item.fields}
    assume(None not in texts.values())
    own = Object(tuple(Field(name, Template((text,))) for name, text in texts.items() if text))
    found = judgement(Descriptor(own), Descriptor(Object(()), (item,)))
    assert found.outcome == "compatible"
    again = {field.name: rendered(field.value, found.binding) for field in item.fields}
    assert again == texts

"""A type that could be created is judged as the device that it would give."""

import pytest

from devcompat.inventory.records import (
    CreatableType,
    Fact,
    Host,
    Miss,
    NativeDescriptor,
)
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import RULES, Verdict
from devcompat.verbs.creating import Proposal, propose
from devcompat.verbs.find import find
from devcompat.verbs.lookup import Party
from devcompat.verbs.places import NamedType, find_named_type, iter_places, iter_types
from devcompat.verbs.vocabularies import Chosen, load_vocabulary

from .fleet import MTTY, accepting, captured, device, host

SLICE = "PARAMETERS: aggregator={a:int:1..8} SELF: size={a} COMPATIBLE: size={a}"


def creatable(
    text: str | None = SLICE,
    left: int | None = 3,
    *,
    type_id: str = "t-1",
    misses: tuple[Miss, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> CreatableType:
    native = None if text is None else NativeDescriptor(text, "sys/t/migration_compatible")
    return CreatableType("p", type_id, None, None, None, left, misses, facts, native)


def named(offered: CreatableType) -> NamedType:
    return NamedType(host("h"), offered)


def side(text: str) -> Side:
    return compile_document(parse(text))


def proposed(offered: CreatableType, source: str = "SELF: size=4") -> Proposal:
    return propose(side(source), named(offered))


def codes(verdict: Verdict) -> list[str]:
    return [
        found.code
        for judgement in verdict.judgements
        for found in (*judgement.failures, *judgement.undecided)
    ]


def test_parameters_are_chosen_so_that_the_source_is_taken_over() -> None:
    found = proposed(creatable())
    assert found.verdict.outcome == "compatible"
    assert found.values == {"a": 4}
    assert found.document is not None
    assert found.document.descriptor.parameters == ()


def test_a_source_that_no_choice_takes_over_is_incompatible() -> None:
    found = proposed(creatable(), "SELF: size=9")
    assert (found.verdict.outcome, found.values) == ("incompatible", None)


@pytest.mark.parametrize(
    ("left", "source", "outcome", "code"),
    [
        (0, "SELF: size=4", "incompatible", "instances.none"),
        (None, "SELF: size=4", "unknown", "instances.unread"),
        (0, "SELF: size=9", "incompatible", None),
        (None, "SELF: size=9", "incompatible", None),
        (1, "SELF: size=4", "compatible", None),
    ],
)
def test_instances_count(left: int | None, source: str, outcome: str, code: str | None) -> None:
    verdict = proposed(creatable(left=left), source).verdict
    assert verdict.outcome == outcome
    assert all(judgement.outcome == outcome for judgement in verdict.judgements)
    counted = [name for name in codes(verdict) if name.startswith("instances.")]
    assert counted == ([] if code is None else [code])


def test_why_the_count_is_not_known_is_told() -> None:
    miss = Miss("sys/t/available_instances", "EIO", "miss.failed", "available_instances")
    (judgement,) = proposed(creatable(left=None, misses=(miss,))).verdict.judgements
    assert judgement.undecided[0].detail == "EIO sys/t/available_instances"
    (judgement,) = proposed(creatable(left=None)).verdict.judgements
    assert judgement.undecided[0].detail == "not stated"


def test_a_type_about_which_nothing_is_known_is_unknown_unless_none_is_left() -> None:
    assert proposed(creatable(None)).verdict.outcome == "unknown"
    assert proposed(creatable(None, 0)).verdict.outcome == "incompatible"
    assert codes(proposed(creatable(None)).verdict) == ["descriptor.missing"]


def test_a_type_whose_devices_cannot_migrate_is_incompatible() -> None:
    verdict = proposed(creatable(None, type_id="mdpy-vga")).verdict
    assert (verdict.outcome, codes(verdict)) == ("incompatible", ["device.immovable"])


def test_a_descriptor_with_an_error_is_unknown() -> None:
    assert proposed(creatable("SELF: a={n:int:1..}")).verdict.outcome == "unknown"


@pytest.mark.parametrize(("immovable", "outcome"), [(True, "incompatible"), (False, "unknown")])
def test_a_source_without_a_descriptor_stays_so(*, immovable: bool, outcome: str) -> None:
    source = Undescribed("s", "why", immovable, "read" if immovable else None)
    found = propose(source, named(creatable()))
    assert (found.verdict.outcome, found.values) == (outcome, None)


def test_a_minimum_basis_counts_for_types() -> None:
    assert propose(side("SELF: size=4"), named(creatable()), "target-accepts", "native").verdict
    profiled = captured("mdev-created")
    target = NamedType(profiled, next(t for t in profiled.types if t.type_id == "mtty-1"))
    source = side("SELF: x=1")
    verdict = propose(source, target, "target-accepts", "native").verdict
    assert (verdict.outcome, "basis.weak" in codes(verdict)) == ("unknown", True)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_direction_counts_for_types(rule: str) -> None:
    source = side("SELF: size=4 COMPATIBLE: size={n:int:5..6}")
    found = {
        "target-accepts": "compatible",
        "source-lists": "compatible",
        "both": "incompatible",
    }
    for known in RULES:
        if known == rule:
            assert propose(source, named(creatable()), known).verdict.outcome == found[known]


# By a vocabulary


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    path = tmp_path_factory.mktemp("v") / "levels.yaml"
    path.write_text("name: levels\nversion: 1\nfields:\n  level: at-least\n")
    return load_vocabulary(str(path))


def by_vocabulary(text: str, source: str, levels: Chosen) -> Proposal:
    return propose(side(source), named(creatable(text)), vocabulary=levels)


def test_a_type_that_lists_nothing_is_judged_by_the_vocabulary(levels: Chosen) -> None:
    found = by_vocabulary("SELF: level=5", "SELF: level=3", levels)
    assert (found.verdict.outcome, found.verdict.basis) == ("compatible", "operator")
    assert found.values == {}
    assert by_vocabulary("SELF: level=5", "SELF: level=6", levels).verdict.outcome == "incompatible"


def test_parameters_are_chosen_by_what_follows_from_them(levels: Chosen) -> None:
    text = "PARAMETERS: x={n:int:1..9} y={s:string:a,b} SELF: level={n} s={s}"
    found = by_vocabulary(text, "SELF: level=3 s=b", levels)
    assert (found.verdict.outcome, found.values) == ("compatible", {"n": 3, "s": "b"})
    found = by_vocabulary(text, "SELF: level=3 s=c", levels)
    assert (found.verdict.outcome, found.values) == ("incompatible", None)


def test_more_choices_than_are_tried_are_unknown(levels: Chosen) -> None:
    text = "PARAMETERS: x={n:int:1..100000} SELF: level={n}"
    assert by_vocabulary(text, "SELF: level=900", levels).values == {"n": 900}
    verdict = by_vocabulary(text, "SELF: level=9000", levels).verdict
    assert (verdict.outcome, codes(verdict)) == ("unknown", ["descriptor.missing"])


def test_what_a_type_lists_itself_counts_before_the_vocabulary(levels: Chosen) -> None:
    text = "PARAMETERS: x={n:int:1..9} SELF: level={n} COMPATIBLE: level={n}"
    assert by_vocabulary(text, "SELF: level=3", levels).verdict.basis == "native"


# In an inventory


def test_types_come_after_the_devices_of_all_hosts() -> None:
    hosts = (
        host("a", accepting("d1", 1, 4))._replace(types=(creatable(),)),
        host("b", accepting("d2", 1, 4)),
    )
    assert [place.label for place in iter_places(hosts)] == ["a/d1", "b/d2", "a/p/t-1"]


def test_find_proposes_types_and_counts_them() -> None:
    fleet = (host("a", device("d1", "SELF: size=4"))._replace(types=(creatable(),)),)
    findings = find(Party("s", side("SELF: size=4")), iter_places(fleet))
    assert [found.place.label for found in findings.targets] == ["a/p/t-1"]
    assert (findings.creatable, findings.targets[0].values) == (1, {"a": 4})
    assert findings.counts == {"compatible": 1, "incompatible": 1, "unknown": 0}


def test_find_stops_before_types_at_the_limit() -> None:
    fleet = (
        host("a", accepting("d1", 1, 9))._replace(types=(creatable("SELF: COMPATIBLE: a=1"),)),
    )
    findings = find(Party("s", side("SELF: a=1")), iter_places(fleet), limit=1)
    assert ([found.place.label for found in findings.targets], findings.complete) == (
        ["a/d1"],
        False,
    )


@pytest.mark.parametrize("name", ["mdev-types-only", "mdev-created"])
def test_captured_mttys_can_be_created_for_one_of_their_type(name: str) -> None:
    source = captured("mdev-created").find_device(MTTY)
    assert source is not None
    target = captured(name)
    hosts = (captured("mdev-created")._replace(name="here"), target)
    findings = find(party_at(hosts[0]), iter_types([target]))
    assert [found.place.label for found in findings.targets] == [f"{name}/mtty/mtty-1"]


def party_at(here: Host) -> Party:
    from devcompat.verbs.lookup import find_party

    return find_party((here,), MTTY)


TWO = (
    host("a")._replace(types=(creatable(), creatable(type_id="t-2"))),
    host("b")._replace(types=(creatable(),)),
)


def test_a_type_is_found_by_host_parent_and_name_or_by_less() -> None:
    found = find_named_type(TWO, "b/p/t-1")
    assert found is not None
    assert found.label == "b/p/t-1"
    found = find_named_type(TWO, "p/t-2")
    assert found is not None
    assert found.label == "a/p/t-2"


@pytest.mark.parametrize("name", ["t-1", "c/p/t-1", "P/t-2", "a/p/", "/p/t-2", "", "a//p/t-2"])
def test_a_type_that_is_not_there_is_none(name: str) -> None:
    assert find_named_type(TWO, name) is None


@pytest.mark.parametrize("hosts", [TWO, (TWO[1], TWO[1])])
def test_a_type_that_several_hosts_offer_is_ambiguous(hosts: tuple[Host, ...]) -> None:
    with pytest.raises(InputError) as raised:
        find_named_type(hosts, "p/t-1")
    assert raised.value.problems[0].code == "reference.ambiguous"

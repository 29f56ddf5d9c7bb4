"""Devices with nothing but SELF are judged by the vocabulary that a user names; others are not."""

import json
from pathlib import Path

import pytest

from devcompat.guest.domain import read_domain
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Undescribed
from devcompat.match.verdict import RULES, Rule
from devcompat.verbs.batch import check_lines
from devcompat.verbs.check import check
from devcompat.verbs.find import find
from devcompat.verbs.lookup import Party, check_parties, find_party
from devcompat.verbs.places import iter_devices
from devcompat.verbs.preflight import Preflight, preflight
from devcompat.verbs.vocabularies import (
    Chosen,
    derive_document,
    judged_by,
    load_vocabulary,
    named_vocabulary,
)

from .fleet import device, host

TOML = 'name = "site"\nversion = "2"\nbasis = "executed"\n[fields]\nn = "at-least"\n'


@pytest.fixture
def site(tmp_path: Path) -> Chosen:
    """Give an operator's vocabulary: n at least."""
    (tmp_path / "site.toml").write_text(TOML)
    return load_vocabulary(str(tmp_path / "site.toml"))


def code_of(error: pytest.ExceptionInfo[InputError]) -> str:
    return error.value.problems[0].code


def test_a_file_is_the_operators_whatever_it_states(site: Chosen) -> None:
    assert site.basis == "operator"
    assert site.vocabulary.basis == "executed"


def test_a_shipped_vocabulary_has_the_basis_that_it_states() -> None:
    assert load_vocabulary("mdev-type").basis == "document"
    assert load_vocabulary("features").basis == "operator"


def test_a_shipped_name_counts_before_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "features").write_text('{"name": "own", "version": "1", "fields": {}}')
    monkeypatch.chdir(tmp_path)
    assert load_vocabulary("features").vocabulary.name == "features"
    assert load_vocabulary("./features").vocabulary.name == "own"


@pytest.mark.parametrize(
    ("name", "code"),
    [("nothing", "vocabulary.unknown"), ("-", "vocabulary.unknown"), ("./x.toml", "file.missing")],
)
def test_a_vocabulary_that_is_not_there(name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_vocabulary(name)
    assert code_of(caught) == code


@pytest.mark.parametrize("rule", RULES)
def test_only_the_sides_whose_lists_count_are_judged_by_it(site: Chosen, rule: Rule) -> None:
    low, high = parse("SELF: n=1"), parse("SELF: n=2")
    outcomes = {"target-accepts": "compatible", "source-lists": "incompatible"}
    found = check(low, high, rule, None, site)
    assert found.outcome == outcomes.get(rule, "incompatible")
    assert found.basis == "operator"
    assert check(low, high, rule).outcome == "incompatible"


def test_objects_of_its_own_count_and_no_vocabulary(site: Chosen) -> None:
    target = parse("SELF: n=2 COMPATIBLE: n=2")
    found = check(parse("SELF: n=1"), target, vocabulary=site)
    assert (found.outcome, found.basis) == ("incompatible", "native")
    assert check(parse("SELF: n=2"), target, vocabulary=site).basis == "native"


def test_evidence_names_document_vocabulary_and_what_gives_nothing(site: Chosen) -> None:
    found = check(parse("SELF: n=3", "s"), parse("SELF: n=2", "t"), vocabulary=site)
    (failure,) = found.judgements[0].failures
    assert (failure.code, failure.document) == ("value.out-of-range", "t (vocabulary site/2)")
    found = check(parse("SELF: n=3", "s"), parse("SELF: n=x", "t"), vocabulary=site)
    (failure,) = found.judgements[0].failures
    assert failure.code == "compatible.none"
    assert failure.document == "t (vocabulary site/2: nothing for n)"


def test_a_type_is_refused_as_ever(site: Chosen) -> None:
    type_ = parse("SELF: n={k} PARAMETERS: n={k:int:1..2}")
    with pytest.raises(InputError) as caught:
        check(type_, type_, vocabulary=site)
    assert code_of(caught) == "parameters.unset"


def test_lines_of_a_batch_are_judged_by_it(site: Chosen) -> None:
    line = json.dumps({"source": "SELF: n=1", "target": "SELF: n=2"}).encode()
    turned = json.dumps({"source": "SELF: n=1", "target": "SELF: n=2", "rule": "both"}).encode()
    answers = list(check_lines([line, turned, line], vocabulary=site))
    assert [answer["outcome"] for answer in answers] == ["compatible", "incompatible", "compatible"]
    assert answers[0]["basis"] == "operator"


FLEET = (
    host("h", device("low", "SELF: n=1"), device("high", "SELF: n=9"), device("mute", driver="x")),
    host("i", device("own", "SELF: n=5 COMPATIBLE: n=0"), device("bad", "SELF: n=five")),
)


def test_find_judges_devices_with_nothing_but_self(site: Chosen) -> None:
    source = Party("s", compile_document(parse("SELF: n=2")))
    found = find(source, iter_devices(FLEET), vocabulary=site)
    assert [target.place.label for target in found.targets] == ["h/high"]
    assert found.counts == {"compatible": 1, "incompatible": 3, "unknown": 1}
    assert find(source, iter_devices(FLEET)).targets == ()
    turned = find(source, iter_devices(FLEET), "source-lists", vocabulary=site)
    assert [target.place.label for target in turned.targets] == ["h/low"]


def test_a_device_of_an_inventory_is_judged_by_it(site: Chosen) -> None:
    source, target = find_party(FLEET, "h/low"), find_party(FLEET, "h/high")
    assert check_parties(source, target, "target-accepts", None, site).outcome == "compatible"
    assert check_parties(source, target, "target-accepts").outcome == "incompatible"


UUID = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
VM = (
    "<domain><name>vm</name><devices><hostdev mode='subsystem' type='mdev'><source>"
    f"<address uuid='{UUID}'/></source></hostdev></devices></domain>"
).encode()


def flown(chosen: Chosen | None, rule: Rule, number: int) -> Preflight:
    here = host("here", device(UUID, f"SELF: n={number}", driver="x"))
    return preflight(read_domain(VM, "vm.xml"), here, FLEET, rule, vocabulary=chosen)


def test_preflight_judges_targets_by_it(site: Chosen) -> None:
    found = flown(site, "target-accepts", 2)
    assert (found.answer, found.hosts) == ("yes", ("h",))
    assert flown(None, "target-accepts", 2).hosts == ()
    assert flown(site, "target-accepts", 10).hosts == ()


def test_preflight_judges_the_source_by_it_where_its_list_counts(site: Chosen) -> None:
    assert flown(site, "source-lists", 2).hosts == ("h",)
    assert flown(site, "source-lists", 0).hosts == ()
    assert flown(site, "both", 9).hosts == ("h",)
    assert flown(site, "both", 2).hosts == ()


def test_a_device_that_nothing_is_known_of_stays_so(site: Chosen) -> None:
    mute = Undescribed("mute", "")
    assert judged_by(mute, site) is mute


def test_what_follows_being_too_large_leaves_a_candidate_unknown(tmp_path: Path) -> None:
    rules = "\n".join(f'f{number} = "ignored"' for number in range(17))
    (tmp_path / "large.toml").write_text(f'name = "large"\nversion = "1"\n[fields]\n{rules}\n')
    large = load_vocabulary(str(tmp_path / "large.toml"))
    source = Party("s", compile_document(parse("SELF: n=2")))
    found = find(source, iter_devices(FLEET[:1]), vocabulary=large)
    assert found.counts["unknown"] == 3
    reasons = [
        item.detail for other in found.others for item in other.verdict.judgements[0].undecided
    ]
    assert "none follows from vocabulary large/1: limit.variables" in reasons
    with pytest.raises(InputError) as caught:
        check(parse("SELF: n=1"), parse("SELF: n=1"), vocabulary=large)
    assert code_of(caught) == "limit.variables"


def test_what_follows_keeps_self_and_info_and_names_the_vocabulary(site: Chosen) -> None:
    document = parse("SELF: n=2 x= COMPATIBLE: n=7 INFO: note=hi vocabulary=old")
    derived = derive_document(document, site).descriptor
    assert write_text(derived) == (
        'SELF:\n  n=2\n  x=""\nCOMPATIBLE:\n  n={n:int:-9223372036854775808..2}\n'
        "INFO:\n  note=hi\n  vocabulary=site/2\n"
    )


def test_the_vocabulary_that_a_descriptor_names_is_used_where_none_is_given() -> None:
    for named in ("features", "features/1"):
        document = parse(f"SELF: level=2 INFO: vocabulary={named}")
        assert derive_document(document).chosen == load_vocabulary("features")
    assert named_vocabulary(parse("SELF: vocabulary=features").descriptor) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELF: a=1", "usage"),
        ("SELF: a=1 INFO: vocabulary=nothing", "vocabulary.unknown"),
        ("SELF: a=1 INFO: vocabulary=features/2", "vocabulary.unknown"),
    ],
)
def test_a_descriptor_that_names_no_vocabulary_that_is_shipped(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        derive_document(parse(text))
    assert code_of(caught) == code


def test_a_vocabulary_that_info_names_changes_no_verdict() -> None:
    plain, named = parse("SELF: level=1"), parse("SELF: level=1 INFO: vocabulary=features")
    assert check(plain, named).outcome == check(plain, plain).outcome == "incompatible"


def test_what_follows_judges_as_the_vocabulary_does(site: Chosen) -> None:
    for number in range(4):
        source, target = parse(f"SELF: n={number}"), parse("SELF: n=2")
        followed = Document(derive_document(target, site).descriptor)
        assert check(source, followed).outcome == check(source, target, vocabulary=site).outcome

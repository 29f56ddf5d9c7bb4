"""Laws of field rules: what follows from a vocabulary is what its rules say, field by field.

Here belongs what holds for all vocabularies and devices. It must not know any one of them.
"""

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.match.compiled import compile_document
from devcompat.match.judge import decide, judge
from devcompat.vocabulary.definition import RULE_NAMES, FieldRule, Vocabulary
from devcompat.vocabulary.derive import derive, find_refusals
from devcompat.vocabulary.rules import default_holds
from tests.laws.field_rules import Stated, accepts, takes_over

LAW = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])

NUMBERS = (
    "0",
    "1",
    "2",
    "10",
    "-1",
    "-3",
    "04",
    "-0",
    "+1",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "1.0",
    "abc",
)
VERSIONS = (
    "2",
    "2.0",
    "2.1",
    "2.1.7",
    "2.2",
    "02.1",
    "3.0.0.1",
    "2.1.0.0.0",
    "x.y",
    "2.",
    "2.1-rc",
)
SETS = (
    "none",
    "none+ppgtt",
    "ppgtt",
    "ppgtt+none",
    "a",
    "a+b",
    "b+a",
    "a+a",
    "a++b",
    "+",
    "+a",
    "a+b+c",
)
MASKS = ("0x0", "0", "00", "0x5", "5", "0xd", "13", "010", "0x", "-1", "0xg", "0x1ffffffffffffffff")
ODD = ("", "off", "on", "a b", "{x}", '"', "\\", "x,y", "é", "#", "${a}", "SELF:", "*")
WORDS = (*NUMBERS, *VERSIONS, *SETS, *MASKS, *ODD)
BY_RULE = {
    "at-least": NUMBERS,
    "at-most": NUMBERS,
    "semver": VERSIONS,
    "superset": SETS,
    "superset-mask": MASKS,
}
NAMES = ("a", "b", "a.b", "a-b", "a_b", "level")


def texts_for(rule: str) -> st.SearchStrategy[str]:
    """Texts that the rule can read, near misses, and any others; the empty text is absence."""
    alike = st.sampled_from(BY_RULE.get(rule, WORDS))
    return st.one_of(alike, alike, st.sampled_from(("", "off", "none")), st.sampled_from(WORDS))


@st.composite
def field_rules(draw: st.DrawFn) -> FieldRule:
    """Any rule as the reader of vocabularies lets it pass."""
    rule = draw(st.sampled_from(RULE_NAMES))
    default = draw(st.one_of(st.none(), texts_for(rule).filter(bool)))
    lists: dict[str, tuple[str, ...]] = {}
    if rule == "one-of":
        texts = st.sampled_from([text for text in WORDS if text or default is None])
        lists = draw(st.dictionaries(texts, st.lists(texts, min_size=1, max_size=4).map(tuple)))
        if default is not None:
            lists[default] = (default, *lists.get(default, ()))
    found = FieldRule(rule, default, lists, "firmware" if rule == "opaque" else "")
    assume(default_holds(found))
    return found


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Rules for some names; the others are not listed."""
    fields = draw(st.dictionaries(st.sampled_from(NAMES), field_rules(), max_size=4))
    unlisted = draw(st.sampled_from(("equal", "equal", "refuse")))
    return Vocabulary("drawn", "1", fields, unlisted)  # type: ignore[arg-type]


def stated(rule: FieldRule) -> Stated:
    return Stated(rule.rule, rule.default or "", dict(rule.lists))


def outcome(vocabulary: Vocabulary, source: dict[str, str], target: dict[str, str]) -> str:
    """Return the outcome for two devices with nothing but SELF, judged by a vocabulary."""
    theirs = compile_document(Document(derive(source, vocabulary)))
    ours = compile_document(Document(derive(target, vocabulary)))
    found = judge(theirs, ours)
    assert decide(theirs, ours) == found.outcome
    return found.outcome


def draw_device(data: st.DataObject, vocabulary: Vocabulary) -> dict[str, str]:
    names = data.draw(st.lists(st.sampled_from(NAMES), unique=True))
    rules = {name: vocabulary.rule_of(name) or FieldRule("equal") for name in names}
    return {name: data.draw(texts_for(rules[name].rule)) for name in names}


@settings(LAW, max_examples=1500)
@given(field_rules(), st.data())
def test_a_field_is_accepted_just_as_its_rule_says(rule: FieldRule, data: st.DataObject) -> None:
    source, target = data.draw(texts_for(rule.rule)), data.draw(texts_for(rule.rule))
    vocabulary = Vocabulary("one", "1", {"a": rule})
    found = outcome(vocabulary, {"a": source}, {"a": target})
    said = {True: "compatible", False: "incompatible", None: "unknown"}
    assert found == said[accepts(stated(rule), source, target)]


@LAW
@given(vocabularies(), st.data())
def test_devices_are_judged_just_as_the_rules_say(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    source, target = draw_device(data, vocabulary), draw_device(data, vocabulary)
    rules = {name: stated(rule) for name, rule in vocabulary.fields.items()}
    expected = takes_over(rules, vocabulary.unlisted, source, target)
    assert outcome(vocabulary, source, target) == expected


@LAW
@given(vocabularies(), st.data())
def test_a_device_and_its_like_are_accepted_or_it_takes_over_nothing(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    device = draw_device(data, vocabulary)
    by_lists = any(rule.rule == "one-of" for rule in vocabulary.fields.values())
    refused = find_refusals(device, vocabulary)
    assert bool(refused) == (not derive(device, vocabulary).compatible)
    if refused:
        assert outcome(vocabulary, device, device) == "incompatible"
    elif not by_lists:
        assert outcome(vocabulary, device, device) != "incompatible"


@LAW
@given(vocabularies(), st.data())
def test_a_field_added_at_its_default_changes_no_verdict(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    source, target = draw_device(data, vocabulary), draw_device(data, vocabulary)
    before = outcome(vocabulary, source, target)
    for name, rule in vocabulary.fields.items():
        if rule.default is None:
            continue
        for device in (source, target):
            if not device.get(name):
                device[name] = rule.default
                assert outcome(vocabulary, source, target) == before
                if data.draw(st.booleans()):
                    device[name] = ""


@LAW
@given(vocabularies(), st.data())
def test_what_follows_can_be_written_and_read_back(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    derived = derive(draw_device(data, vocabulary), vocabulary)
    assert parse(write_text(derived)).descriptor == derived


@LAW
@given(vocabularies(), st.data())
def test_a_vocabulary_that_a_descriptor_names_counts_for_nothing(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    source, target = draw_device(data, vocabulary), draw_device(data, vocabulary)
    theirs, ours = (write_text(derive(found, vocabulary)) for found in (source, target))
    named = f"{ours}INFO:\n  vocabulary={data.draw(st.sampled_from(('features', 'other/9')))}\n"
    plain = decide(compile_document(parse(theirs)), compile_document(parse(ours)))
    assert decide(compile_document(parse(theirs)), compile_document(parse(named))) == plain


@given(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS))
@example("-9223372036854775808", "-9223372036854775808")
def test_at_least_and_at_most_mirror_each_other(source: str, target: str) -> None:
    least = Vocabulary("least", "1", {"a": FieldRule("at-least")})
    most = Vocabulary("most", "1", {"a": FieldRule("at-most")})
    assert outcome(least, {"a": source}, {"a": target}) == outcome(
        most, {"a": target}, {"a": source}
    )

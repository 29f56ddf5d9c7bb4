"""Matching: what must hold of any two documents in the text format, and of any one.

Belongs here: the laws that a fuzzer can hold the parser and the matcher to.
Must not know: the fuzzer, where an input came from.
"""

from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled
from devcompat.match.component import rendered
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    RULES,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Judgement,
    Rule,
    Verdict,
)
from fuzz.choices import Choices
from fuzz.documents import check_document, compile_or_refuse
from fuzz.drafts import draft_documents
from fuzz.laws import check_error, check_position, require

_SEPARATOR = b"\0"


def check_parse(data: bytes) -> None:
    """Any text is a document or an input error; a document compiles, and every layout holds it."""
    document = _read(data.decode("utf-8", "surrogateescape"))
    if document is None:
        return
    check_document(document)
    written = write_text(document.descriptor)
    if len(written.encode()) <= limits.DOCUMENT_BYTES:
        again = write_text(parse(written).descriptor)
        require(again == written, f"not printed alike again: {written!r}")


def check_match(data: bytes) -> None:
    """Any two documents get an outcome with evidence that fits it, under every rule."""
    source, target = (_read(text, name) for text, name in zip(_texts(data), _SIDES, strict=True))
    if source is None or target is None:
        return
    source_side, target_side = compile_or_refuse(source), compile_or_refuse(target)
    if source_side is None or target_side is None:
        return
    for rule in RULES:
        verdict = judge(source_side, target_side, rule)
        require(decide(source_side, target_side, rule) == verdict.outcome, f"decide: {rule}")
        _check_verdict(verdict, rule)
        for judgement in verdict.judgements:
            sides = (source_side, target_side)
            _check_judgement(
                judgement, *(sides if judgement.rule == TARGET_ACCEPTS else sides[::-1])
            )


_SIDES = ("source", "target")


def _texts(data: bytes) -> tuple[str, str]:
    """Return two texts: as written around a zero byte, or drafted where the first byte is one."""
    if data.startswith(_SEPARATOR):
        return draft_documents(Choices(data[1:]))
    source, _, target = data.partition(_SEPARATOR)
    return source.decode("utf-8", "replace"), target.decode("utf-8", "replace")


def _read(text: str, name: str = "") -> Document | None:
    try:
        return parse(text, name)
    except InputError as error:
        check_error(error, text)
        return None


def _check_verdict(verdict: Verdict, rule: Rule) -> None:
    rules = [judgement.rule for judgement in verdict.judgements]
    asked = [TARGET_ACCEPTS, SOURCE_LISTS] if rule == "both" else [rule]
    require(rules == asked, f"{rules} under {rule}")
    outcomes = {judgement.outcome for judgement in verdict.judgements}
    worst = next(found for found in (INCOMPATIBLE, UNKNOWN, COMPATIBLE) if found in outcomes)
    require(verdict.outcome == worst, f"{verdict.outcome} of {outcomes}")
    require(bool(verdict) == (worst == COMPATIBLE), "truth")


def _check_judgement(judgement: Judgement, subject: Compiled, owner: Compiled) -> None:
    """Evidence fits its outcome, stands inside the document, and a binding renders the SELF."""
    outcome, index = judgement.outcome, judgement.object_index
    require(bool(judgement.failures) == (outcome == INCOMPATIBLE), f"failures: {judgement}")
    require(outcome != UNKNOWN or bool(judgement.undecided), f"undecided: {judgement}")
    require(outcome != COMPATIBLE or not judgement.undecided, f"undecided: {judgement}")
    require(index is None or 0 <= index < len(owner.objects), f"object {index}")
    require(index is not None or not owner.objects, "no object")
    text = "" if owner.source is None else owner.source.text
    for failure in (*judgement.failures, *judgement.undecided):
        require(failure.code == "compatible.none" or bool(failure.fields), f"{failure}")
        require(len(failure.fields) == len(failure.found) == len(failure.demands), f"{failure}")
        require(len(failure.readings) in {0, len(failure.fields)}, f"{failure}")
        for demand in failure.demands:
            check_position(None if demand is None else demand.position, text)
    if outcome == COMPATIBLE and index is not None:
        _check_binding(judgement, subject, owner, index)


def _check_binding(judgement: Judgement, subject: Compiled, owner: Compiled, index: int) -> None:
    demanded = owner.objects[index].fields
    require(set(subject.texts) <= set(demanded), "a field that is not demanded")
    for name, field in demanded.items():
        text = rendered(field.value, judgement.binding)
        require(text == subject.texts.get(name, ""), f"{name}: {text!r} is not what SELF has")

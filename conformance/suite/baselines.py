"""Baselines: what is wrong with an answer to `baseline`, however its document is spelled.

Belongs here: asking the implementation what its document accepts; its strongest SELF, who limits.
Must not know: processes, reports, other operations' answers.
"""

from collections.abc import Iterator
from typing import Any

from suite.asking import Answer, Ask, Difference, matched, plain, self_text

WITH_DOCUMENT = ("written", "undecided")
OUTCOMES = {"accepts": "compatible", "leaves_open": "unknown", "refuses": "incompatible"}
"""The lists of SELF objects of a case, each with the outcome that the document has to give."""


def baseline_differences(
    request: dict[str, Any], expect: dict[str, Any], answer: Answer, ask: Ask
) -> Iterator[Difference]:
    """Yield what is wrong with an answer; `request` is the full one."""
    wanted = expect["outcome"] if isinstance(expect["outcome"], list) else [expect["outcome"]]
    outcome = answer.get("outcome")
    if outcome not in wanted:
        yield Difference("outcome", " or ".join(wanted), plain(answer))
        return
    yield from _reasons(expect.get("reasons", []), answer)
    document = answer.get("document")
    if outcome not in WITH_DOCUMENT or (outcome == "undecided" and "leaves_open" not in expect):
        if document is not None:
            yield Difference("document", None, document)
        return
    if not isinstance(document, dict):
        yield Difference("document", "a document", plain(answer))
        return
    for key, verdict in OUTCOMES.items():
        for fields in expect.get(key, []):
            yield from _verdict("the document", f"SELF: {fields}", document, (verdict,), ask)
    yield from _strongest(request, expect, answer, ask)
    yield from _limits(expect, answer)


def _reasons(wanted: list[str], answer: Answer) -> Iterator[Difference]:
    got = answer.get("reasons")
    if not isinstance(got, list) or not set(wanted) <= set(map(str, got)):
        yield Difference("reasons", wanted, got)


def _verdict(
    name: str, text: str, target: dict[str, Any], wanted: tuple[str, ...], ask: Ask
) -> Iterator[Difference]:
    got = ask(matched(text, target)).get("outcome")
    if got not in wanted:
        yield Difference(f"{text} against {name}", " or ".join(wanted), got)


def _strongest(
    request: dict[str, Any], expect: dict[str, Any], answer: Answer, ask: Ask
) -> Iterator[Difference]:
    """Yield what is wrong with the strongest SELF: it is matched with the document and members."""
    strongest, document = answer.get("strongest"), answer["document"]
    if not isinstance(strongest, dict):
        yield Difference("strongest", "texts by field", strongest)
        return
    texts = {name: str(text) for name, text in strongest.items()}
    if "strongest" in expect and texts not in expect["strongest"]:
        yield Difference("strongest", expect["strongest"], strongest)
    model = ask({"op": "parse", "document": document}).get("model")
    found = model.get("self") if isinstance(model, dict) else None
    if not isinstance(found, dict) or _texts(found) != texts:
        yield Difference("the document's SELF", texts, found)
    verdicts = ("compatible",) if answer["outcome"] == "written" else ("compatible", "unknown")
    text = self_text(texts)
    yield from _verdict("the document", text, document, verdicts, ask)
    for number, member in enumerate(request["members"], start=1):
        yield from _verdict(f"member {number}", text, member, verdicts, ask)


def _texts(fields: dict[str, Any]) -> dict[str, str]:
    """Return the texts of a model's SELF, in which only `$${` stands for something else."""
    found = {name: str(text).replace("$${", "${") for name, text in fields.items()}
    return {name: text for name, text in found.items() if text}


def _limits(expect: dict[str, Any], answer: Answer) -> Iterator[Difference]:
    if "limits" not in expect:
        return
    got = answer.get("limits")
    if not isinstance(got, list) or not all(isinstance(one, dict) for one in got):
        yield Difference("limits", expect["limits"], got)
        return
    wanted, found = (
        sorted([str(one.get("field")), _sorted(one.get("members"))] for one in limits)
        for limits in (expect["limits"], got)
    )
    if wanted != found:
        yield Difference("limits", wanted, found)


def _sorted(members: Any) -> list[Any]:
    numbers = members if isinstance(members, list) else []
    return sorted(number for number in numbers if isinstance(number, int))

"""Drive the oracle like any implementation: it speaks the protocol of the conformance suite.

Here belongs that protocol (conformance/README.md). It must not know how a case is judged. What the
oracle does not do is answered with `unsupported`, and never ends the run: it reads documents of the
text format without parameters, and judges pairs of them.
"""

import json
import sys
from typing import Any

from .evaluator import evaluate
from .failures import OracleError
from .models import decider, model_of
from .objects import Descriptor, Whole, read_descriptor
from .verdict import INCOMPATIBLE, Finding, OracleVerdict

UNSUPPORTED = {"unsupported": True}
RULES = ("target-accepts", "source-lists")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request, without its id."""
    if request["op"] == "about":
        return {"name": "oracle", "version": "1"}
    try:
        if request["op"] == "parse":
            return {"model": model_of(_text(request["document"]))}
        if request["op"] == "match" and not {"vocabulary", "min_basis"} & set(request):
            return _match(_text(request["source"]), _text(request["target"]), request["rule"])
    except (OracleError, RecursionError):
        return UNSUPPORTED
    return UNSUPPORTED


def _text(document: Any) -> str:
    if document is None or set(document) != {"text", "format"} or document["format"] != "text":
        raise OracleError("not a document of the text format alone")
    text: str = document["text"]
    return text


def _match(source: str, target: str, rule: str) -> dict[str, Any]:
    verdict = evaluate(source, target, rule)
    found: dict[str, Any] = {"outcome": verdict.outcome}
    texts = {"target-accepts": (source, target), "source-lists": (target, source)}
    rules = RULES if rule == "both" else (rule,)
    evidence = [
        _direction(part, name, *(read_descriptor(text) for text in texts[name]))
        for part, name in zip(verdict.parts or (verdict,), rules, strict=True)
    ]
    if None not in evidence:
        found["evidence"] = evidence
    return found


def _direction(
    verdict: OracleVerdict, rule: str, subject: Descriptor, owner: Descriptor
) -> dict[str, Any] | None:
    """Return the evidence of one direction, or None where the oracle does not know all of it."""
    found: dict[str, Any] = {"rule": rule, "outcome": verdict.outcome, "object": None}
    if not verdict.findings:
        return found | {"binding": {}, "failures": [_failure("compatible.none")], "undecided": []}
    index = verdict.first(verdict.outcome)
    if verdict.outcome == INCOMPATIBLE:
        index = verdict.nearest
    assert index is not None
    finding, item = verdict.findings[index], owner.compatible[index]
    opaque = [
        _failure("field.opaque", name, decides=decider(demand))
        for name, demand in item.demands.items()
        if name in finding.opaque and isinstance(demand, Whole)
    ]
    found |= {"object": index + 1, "undecided": opaque, "failures": [], "binding": {}}
    if verdict.outcome != INCOMPATIBLE:
        binding = {name: str(value) for name, value in (finding.binding or {}).items()}
        for name, demand in item.demands.items():
            if isinstance(demand, Whole) and demand.kind != "opaque":
                binding[demand.name] = subject.self_fields.get(name, "")
        return found | {"binding": binding, "undecided": opaque}
    order = [*item.demands, *subject.self_fields]
    return found | {"failures": _failures(finding, order)} if _is_certain(finding) else None


def _is_certain(finding: Finding) -> bool:
    """Return whether the oracle knows the code of each failure."""
    return not finding.conflicts and finding.failing <= set(finding.codes)


def _failures(finding: Finding, order: list[str]) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for name in order if name in finding.failing)
    return [_failure(finding.codes[name], name) for name in names]


def _failure(code: str, *fields: str, **more: str) -> dict[str, Any]:
    return {"code": code, "fields": list(fields), **more}


def main() -> None:
    """Answer every line of the standard input before the next one is read."""
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps({"id": request["id"], **answer(request)}), flush=True)


if __name__ == "__main__":
    main()

"""Serial: verdicts and errors as plain, JSON-able values, the same for every face.

Belongs here: the shapes that schema/*.schema.json describe. Must not know: JSON text, terminals.
"""

from devcompat.language.problems import InputError, Problem
from devcompat.match.verdict import Failure, Judgement, Verdict
from devcompat.wording.sentences import (
    failure_found,
    failure_sentence,
    failure_wanted,
    next_step,
    problem_message,
)

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def verdict_to_plain(verdict: Verdict) -> dict[str, Plain]:
    """Return a verdict; its evidence is that of the direction that decided it.

    Under `both` each direction's evidence is in `directions` too.
    """
    plain: dict[str, Plain] = {
        "outcome": verdict.outcome,
        "rule": verdict.rule,
        "basis": verdict.basis,
    }
    deciding = next(found for found in verdict.judgements if found.outcome == verdict.outcome)
    plain.update(_evidence(deciding))
    if len(verdict.judgements) > 1:
        plain["directions"] = [
            {"rule": found.rule, "outcome": found.outcome, **_evidence(found)}
            for found in verdict.judgements
        ]
    return plain


def _evidence(judgement: Judgement) -> dict[str, Plain]:
    index = judgement.object_index
    return {
        "object": None if index is None else index + 1,
        "binding": dict(judgement.binding),
        "failures": [failure_to_plain(found) for found in judgement.failures],
        "undecided": [failure_to_plain(found) for found in judgement.undecided],
    }


def failure_to_plain(failure: Failure) -> dict[str, Plain]:
    """Return one failure: code, fields, what was wanted and found, and where the demand stands."""
    demand = next((found for found in failure.demands if found is not None), None)
    position = None if demand is None else demand.position
    plain: dict[str, Plain] = {
        "code": failure.code,
        "field": failure.fields[0] if failure.fields else None,
        "fields": list(failure.fields),
        "wanted": failure_wanted(failure),
        "found": failure_found(failure),
        "message": failure_sentence(failure),
        "document": failure.document or None,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }
    if position is not None and position.file:
        plain["file"] = position.file
    if failure.readings:
        plain["readings"] = {
            name: dict(reading)
            for name, reading in zip(failure.fields, failure.readings, strict=True)
        }
    return plain


def problem_to_plain(problem: Problem, source: str = "") -> dict[str, Plain]:
    """Return one problem of the input `source`."""
    position = problem.position
    plain: dict[str, Plain] = {
        "code": problem.code,
        "message": problem_message(problem),
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
        "found": problem.found,
        "expected": problem.expected,
        "next_step": next_step(problem.code, source),
    }
    if position is not None and position.file:
        plain["file"] = position.file
    return plain


def error_to_plain(error: InputError) -> dict[str, Plain]:
    """Return an input error: its first problem, and all of them in `problems`."""
    problems = [problem_to_plain(problem, error.source) for problem in error.problems]
    plain: dict[str, Plain] = {**problems[0], "source": error.source or None}
    plain["problems"] = list(problems)
    plain["unreported"] = error.unreported
    return plain

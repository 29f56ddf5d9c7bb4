"""Judging: what an implementation answered, beside what a case expects.

Belongs here: comparing the keys of an answer. Must not know: processes, reports.
"""

import json
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from suite.asking import Answer, Ask, Difference, matched, plain, self_text
from suite.baselines import baseline_differences
from suite.cases import Case, full_request
from suite.models import NotAModel, comparable, with_free_names

PASSED, FAILED, UNSUPPORTED = "passed", "failed", "unsupported"

_MISSING = object()


class Check(NamedTuple):
    """What became of a case at one level; `differences` says why it failed."""

    case: Case
    level: str
    result: str
    differences: tuple[Difference, ...] = ()


def run_case(case: Case, ask: Ask, levels: frozenset[str], claimed: frozenset[str]) -> list[Check]:
    """Ask what the case asks and return its checks at those of its levels that are run.

    `claimed` are the levels that the implementation says it does: there it has to do it.
    """
    answer = ask(full_request(case.request))
    checks = []
    for level in case.levels:
        if level not in levels:
            continue
        if answer.get("unsupported") is True or _is_silent(answer, level):
            result = FAILED if level in claimed else UNSUPPORTED
            wanted = Difference("the answer", f"one, since {level} is claimed", plain(answer))
            checks.append(Check(case, level, result, (wanted,) if result == FAILED else ()))
            continue
        found = tuple(_differences(case, level, answer, ask))
        checks.append(Check(case, level, FAILED if found else PASSED, found))
    return checks


def _is_silent(answer: Answer, level: str) -> bool:
    """Return whether an answer with an outcome leaves out its evidence."""
    return level == "evidence" and "outcome" in answer and "evidence" not in answer


def _differences(case: Case, level: str, answer: Answer, ask: Ask) -> Iterator[Difference]:
    expect = case.expect
    if level == "evidence":
        wanted = expect["evidence"]
        if isinstance(expect["outcome"], list):
            wanted = [found for found in wanted if found["outcome"] == answer.get("outcome")]
        if wanted:
            yield from _evidence(wanted, answer)
    elif level == "errors-all":
        yield from _problems([expect["problem"], *expect["more"]], answer)
    elif "problem" in expect:
        first = answer.get("problems")
        shown = {"problems": first[:1]} if isinstance(first, list) else answer
        yield from _problems([expect["problem"]], shown)
    elif case.request["op"] == "diff":
        yield from _result(expect, answer)
        yield from _witnesses(case, answer, ask)
    elif case.request["op"] == "baseline":
        yield from baseline_differences(full_request(case.request), expect, answer, ask)
    elif case.request["op"] == "convert":
        yield from _written(case, answer, ask)
    else:
        yield from _result(expect, answer)


def _witnesses(case: Case, answer: Answer, ask: Ask) -> Iterator[Difference]:
    """Yield what is wrong with the SELF objects that only one side accepts: they are matched."""
    found = answer.get("witness")
    if not isinstance(found, list):
        yield Difference("witness", "a list", plain(answer))
        return
    request = full_request(case.request)
    for key, side, other in (("lost", "old", "new"), ("gained", "new", "old")):
        own = [one for one in found if isinstance(one, dict) and one.get("accepted_by") == side]
        if bool(own) != (case.expect[key] is True):
            yield Difference("witness", f"{key}: {case.expect[key]}", found)
        for witness in own:
            texts = witness.get("self")
            text = self_text(texts if isinstance(texts, dict) else {})
            for target, wanted in ((side, "compatible"), (other, "incompatible")):
                got = ask(matched(text, request[target])).get("outcome")
                if got != wanted:
                    yield Difference(f"{text} against {target}", wanted, got)


def _result(expect: dict[str, Any], answer: Answer) -> Iterator[Difference]:
    for key, wanted in expect.items():
        if key in {"evidence", "names"}:
            continue
        got = answer.get(key, _MISSING)
        if got is _MISSING:
            yield Difference(key, wanted, plain(answer))
        elif key == "model":
            yield from _model(expect, got)
        elif key == "outcome" and isinstance(wanted, list):
            if got not in wanted:
                yield Difference(key, f"one of {', '.join(wanted)}", got)
        elif key == "findings":
            yield from _findings(wanted, got)
        elif key == "bindings":
            yield from _deep(
                key, wanted, [str(one) for one in got] if isinstance(got, list) else got
            )
        elif key == "values":
            yield from _texts(key, wanted, got)
        elif got != wanted or isinstance(got, bool) != isinstance(wanted, bool):
            yield Difference(key, wanted, got)


def _model(expect: dict[str, Any], got: Any) -> Iterator[Difference]:
    try:
        found = comparable(got)
    except NotAModel as error:
        yield Difference("model", expect["model"], f"no model: {error}")
        return
    wanted = comparable(expect["model"])
    if "names" in expect:
        wanted, found = with_free_names(wanted), with_free_names(found)
    yield from _deep("model", wanted, found)


def _deep(where: str, wanted: Any, got: Any) -> Iterator[Difference]:
    """Yield the innermost places where two plain values differ."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in [*wanted, *(key for key in got if key not in wanted)]:
            below = f"{where}.{key}"
            if key not in got or key not in wanted:
                yield Difference(below, wanted.get(key, "absent"), got.get(key, "absent"))
            else:
                yield from _deep(below, wanted[key], got[key])
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for number, (one, other) in enumerate(zip(wanted, got, strict=True), start=1):
            yield from _deep(f"{where}[{number}]", one, other)
    elif wanted != got:
        yield Difference(where, wanted, got)


def _texts(where: str, wanted: Any, got: Any) -> Iterator[Difference]:
    """Yield where texts by name differ, an integer being its decimal text."""
    if isinstance(got, dict):
        plain = {
            name: str(text) if isinstance(text, int) and not isinstance(text, bool) else text
            for name, text in got.items()
        }
        yield from _deep(where, wanted, plain)
    elif wanted != got:
        yield Difference(where, wanted, got)


def _findings(wanted: list[dict[str, Any]], got: Any) -> Iterator[Difference]:
    """Yield where findings differ, of each the keys that are expected."""
    if (
        not isinstance(got, list)
        or len(got) != len(wanted)
        or not all(isinstance(one, dict) for one in got)
    ):
        yield Difference("findings", wanted, got)
        return
    for number, (one, other) in enumerate(zip(wanted, got, strict=True), start=1):
        shown = {key: other.get(key) for key in one}
        if shown != one:
            yield Difference(f"findings[{number}]", one, shown)


def _problems(wanted: list[dict[str, Any]], answer: Answer) -> Iterator[Difference]:
    problems = answer.get("problems")
    if not isinstance(problems, list) or not all(isinstance(one, dict) for one in problems):
        yield Difference("problems", wanted, plain(answer))
        return
    if len(problems) != len(wanted):
        yield Difference("problems", wanted, problems)
        return
    for number, (one, other) in enumerate(zip(wanted, problems, strict=True), start=1):
        yield from _problem(f"problems[{number}]", one, other)


def _problem(where: str, wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[Difference]:
    keys = [key for key in ("code", "line", "column", "file") if key in wanted]
    if "position" in wanted and got.get("line") is None and got.get("column") is None:
        keys = ["code"]
    shown = {key: got.get(key) for key in keys}
    if shown != {key: wanted[key] for key in keys}:
        yield Difference(where, {key: wanted[key] for key in keys}, shown)


def _evidence(wanted: list[dict[str, Any]], answer: Answer) -> Iterator[Difference]:
    got = answer.get("evidence")
    if not isinstance(got, list) or len(got) != len(wanted):
        yield Difference("evidence", wanted, plain(answer) if got is None else got)
        return
    for number, (one, other) in enumerate(zip(wanted, got, strict=True), start=1):
        where = f"evidence[{number}]"
        if not isinstance(other, dict):
            yield Difference(where, one, other)
            continue
        yield from _direction(where, one, other)


def _direction(where: str, wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[Difference]:
    for key, value in wanted.items():
        below, found = f"{where}.{key}", got.get(key)
        if key == "binding":
            yield from _texts(below, value, found)
        elif key in {"failures", "undecided"}:
            yield from _failures(below, value, found)
        elif found != value:
            yield Difference(below, value, found)


def _failures(where: str, wanted: list[dict[str, Any]], got: Any) -> Iterator[Difference]:
    if (
        not isinstance(got, list)
        or len(got) != len(wanted)
        or not all(isinstance(one, dict) for one in got)
    ):
        yield Difference(where, wanted, got)
        return
    for number, (one, other) in enumerate(zip(wanted, got, strict=True), start=1):
        for key, value in one.items():
            below, found = f"{where}[{number}].{key}", other.get(key)
            if key == "readings" and isinstance(found, list) and len(found) == len(value):
                for place, (reading, read) in enumerate(zip(value, found, strict=True), start=1):
                    yield from _texts(f"{below}[{place}]", reading, read)
            elif found != value:
                yield Difference(below, value, found)


def _written(case: Case, answer: Answer, ask: Ask) -> Iterator[Difference]:
    """Yield what is wrong with the result of `convert`: it is read again."""
    expect, form = case.expect, case.request["to"]
    key = "files" if form in {"dir", "flat", "keys"} else "text"
    written = answer.get(key)
    if not isinstance(written, dict if key == "files" else str):
        yield Difference(key, f"the document as {form}", plain(answer))
        return
    if isinstance(written, dict) and "paths" in expect:
        yield from _deep("files", sorted(expect["paths"]), sorted(written))
    try:
        model = _read_again(form, key, written, ask)
    except ValueError as error:
        yield Difference(key, f"the document as {form}", f"{written!r}: {error}")
        return
    yield from _model(expect, model)


def _read_again(form: str, key: str, written: Any, ask: Ask) -> Any:
    """Return the model in what was written. Raises ValueError if it is not of that format."""
    if form == "json":
        return json.loads(written)
    if form == "toml":
        return tomllib.loads(written)
    answer = ask({"op": "parse", "document": {key: written, "format": form}})
    if "model" not in answer:
        raise ValueError(f"not read again: {json.dumps(plain(answer))}")
    return answer["model"]

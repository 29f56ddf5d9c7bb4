"""Sentences: errors, failures and verdicts in words, once, for every face.

Belongs here: one function for each kind of thing that is said. Must not know: terminals, JSON.
"""

from devcompat.codes.errors import ERRORS
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.verdict import Binding, Failure, Judgement, Verdict
from devcompat.wording.demands import ABSENT, quoted, wanted

_HEADLINES = {
    "compatible": "{source} can migrate to {target}",
    "incompatible": "{source} cannot migrate to {target}",
    "unknown": "whether {source} can migrate to {target} cannot be decided",
}
_GIVEN_UP = "the search for a binding was given up: too many ways to read the values"


def headline(verdict: Verdict, source: str, target: str) -> str:
    """Return the verdict in one sentence."""
    said = _HEADLINES[verdict.outcome].format(source=source, target=target)
    return f"{verdict.outcome}: {said}"


def failure_wanted(failure: Failure) -> str:
    """Return what was wanted where a failure is."""
    if failure.code == "variables.conflict":
        return f"{_both(failure)} of one configuration"
    if failure.code == "field.opaque":
        return f"what {failure.detail} allows"
    if not failure.fields:
        return ""
    return wanted(failure.demands[0])


def failure_found(failure: Failure) -> str:
    """Return what was found where a failure is."""
    if failure.code == "variables.conflict":
        return "; ".join(
            f"{name}={_shown(text)}" + (f" gives {binding_words(reading)}" if reading else "")
            for name, text, reading in zip(
                failure.fields, failure.found, failure.readings, strict=True
            )
        )
    if not failure.fields:
        return failure.detail
    if failure.code == "field.unread":
        return f"not readable: {failure.detail}"
    return "; ".join(_shown(text) for text in failure.found)


def failure_sentence(failure: Failure) -> str:
    """Return one failure as a sentence without a full stop."""
    if not failure.fields:
        return _without_field(failure)
    name = _both(failure)
    if failure.code == "variables.conflict":
        return f"{name}: each could match, but not together: {failure_found(failure)}"
    if failure.code == "field.opaque":
        return f"{name}: {failure.detail} decides"
    if failure.code == "field.unread":
        return f"{name}: could not be read ({failure.detail})"
    if failure.code == "match.budget":
        return f"{name}: {_GIVEN_UP}"
    return f"{name}: wanted {failure_wanted(failure)}, found {failure_found(failure)}"


def _without_field(failure: Failure) -> str:
    who = failure.document or "the device"
    if failure.code == "match.budget":
        return _GIVEN_UP
    if failure.code == "compatible.none":
        return f"{who} has no COMPATIBLE object: it takes over nothing"
    if failure.code == "parameters.none":
        return f"{who}: no values of its parameters give a descriptor that will do"
    if failure.code == "device.immovable":
        return f"{who} cannot migrate at all: {failure.detail}"
    if failure.code == "instances.none":
        return f"{who} has no instance left: {failure.detail}"
    if failure.code == "instances.unread":
        return f"how many more of {who} can be created is not known: {failure.detail}"
    if failure.code == "descriptor.missing":
        return f"{who} has no descriptor: {failure.detail}"
    return f"the verdict's basis is weaker than asked for: {failure.detail}"


def _both(failure: Failure) -> str:
    return " and ".join(failure.fields)


def _shown(text: str | None) -> str:
    return ABSENT if text is None else quoted(text)


def binding_words(binding: Binding) -> str:
    """Return a binding as `n=4, m=2`."""
    return ", ".join(f"{name}={_shown(str(value))}" for name, value in binding.items())


def judgement_place(judgement: Judgement) -> str:
    """Return which COMPATIBLE object a judgement is about, counted from 1, or ""."""
    if judgement.object_index is None:
        return ""
    return f"COMPATIBLE object {judgement.object_index + 1}"


def problem_message(problem: Problem) -> str:
    """Return what is wrong in one sentence: what was found, what was expected."""
    if problem.code in _FILE_KINDS:
        return f"{problem.found}; expected {problem.expected}"
    if problem.code.startswith(("file.", "store.")):
        return problem.found
    if problem.code == "usage":
        return problem.expected
    found = f"found {_as_found(problem)}, " if problem.found else ""
    return f"{found}expected {problem.expected}"


_FILE_KINDS = frozenset(("file.directory", "file.special"))
"""Codes of files of which it is not clear what should be there instead."""

_IN_WORDS = frozenset(
    (
        "text.encoding", "structure.type", "root.missing",
        "limit.document", "limit.objects", "limit.fields", "limit.variables", "limit.line",
        "limit.inventory", "convert.cannot-hold",
    )
)  # fmt: skip
"""Codes whose `found` describes the input; that of all others is a piece of it."""


def _as_found(problem: Problem) -> str:
    """Return what was found: a piece of the input on one line, in quotes where needed."""
    piece = problem.found
    if problem.code in _IN_WORDS:
        return piece
    if '"' in piece and "'" not in piece:
        return f"'{piece}'"
    return quoted(piece)


def place(source: str, problem: Problem) -> str:
    """Return `name:line:column` as far as it is known."""
    if problem.position is None:
        return source
    return spot(source or "input", problem.position)


def spot(name: str, position: Position) -> str:
    """Return `name:line:column`, or `name/file:line:column` in an input of several files."""
    file = f"/{position.file}" if position.file else ""
    return f"{name.rstrip('/') if file else name}{file}:{position.line}:{position.column}"


def next_step(code: str, source: str = "") -> str:
    """Return the next step for whoever meets an error, in the input or the command `source`."""
    if code == "usage" and source.partition(" ")[0] == "devcompat":
        return f"See: {source} --help."
    return next((item.next_step for item in ERRORS if item.code == code), "")


_SAID = 10
"""Problems of one input that are said; JSON has more."""


def error_lines(error: InputError, *, caret: bool) -> list[str]:
    """Return an input error as lines: each problem, with its text line and a caret if asked for."""
    lines: list[str] = []
    text_lines = None if error.text is None else _split_lines(error.text)
    shown, hidden = error.problems[:_SAID], error.problems[_SAID:]
    for problem in shown:
        where = place(error.source, problem)
        lines.append(f"{where + ': ' if where else ''}{problem.code}: {problem_message(problem)}")
        if caret and text_lines is not None and problem.position is not None:
            lines += _caret_lines(text_lines, problem)
    if hidden or error.unreported:
        lines.append(f"... and {len(hidden) + error.unreported} more problems")
    for code in dict.fromkeys(problem.code for problem in shown):
        step = next_step(code, error.source)
        if step:
            lines.append(f"  {code}: {step}")
    return lines


def _split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


_WIDTH = 76


def _caret_lines(text_lines: list[str], problem: Problem) -> list[str]:
    assert problem.position is not None  # noqa: S101  (asked for by the caller)
    line, column = problem.position
    if line > len(text_lines) or problem.position.file:
        return []
    text = "".join(
        character if character.isprintable() else " " for character in text_lines[line - 1]
    )
    start = max(0, column - 1 - _WIDTH // 2)
    return ["    " + text[start : start + _WIDTH], "    " + " " * (column - 1 - start) + "^"]


_SHOWN = 3
"""Failures that are said in brief; the rest is counted."""


def _failure_in_brief(failure: Failure) -> str:
    """Return a failure without the device's name, which stands beside it."""
    if failure.fields:
        return failure_sentence(failure)
    return f"{failure.code}: {failure.detail or _BRIEFLY.get(failure.code, '')}"


_BRIEFLY = {
    "compatible.none": "it takes over nothing",
    "match.budget": _GIVEN_UP,
    "parameters.none": "no values of its parameters will do",
}
"""What codes without a field say where no detail does."""


def in_brief(verdict: Verdict) -> str:
    """Return the verdict's evidence in a few words."""
    deciding = next(found for found in verdict.judgements if found.outcome == verdict.outcome)
    reasons = deciding.failures or deciding.undecided
    if reasons:
        said = [_failure_in_brief(found) for found in reasons[:_SHOWN]]
        more = len(reasons) - _SHOWN
        return "; ".join(said) + (f"; and {more} more" if more > 0 else "")
    binding = binding_words(deciding.binding)
    index = 0 if deciding.object_index is None else deciding.object_index
    return f"object {index + 1}" + (f", {binding}" if binding else "")

"""Github: findings and problems as workflow commands of GitHub Actions, which annotate a change.

Belongs here: their syntax and what has to be escaped in it. Must not know: what is found.
"""

from collections.abc import Iterable, Iterator

from devcompat.cli.output import clean
from devcompat.codes.lint import NOTE, WARNING
from devcompat.language.problems import Position
from devcompat.verbs.inputs import STDIN
from devcompat.verbs.lint import Linted, position_of
from devcompat.wording.findings import (
    finding_advice,
    finding_sentence,
    severity_of,
    why_it_matters,
)
from devcompat.wording.sentences import next_step, problem_message

_COMMANDS = {WARNING: "warning", NOTE: "notice"}


def annotations(all_linted: Iterable[Linted]) -> Iterator[str]:
    """Yield a line for each problem and each finding."""
    for linted in all_linted:
        if linted.error is not None:
            for problem in linted.error.problems:
                message = f"{problem_message(problem)}. {next_step(problem.code)}"
                source = linted.error.source or linted.name
                yield _annotation("error", source, problem.position, problem.code, message)
        for finding in linted.findings:
            message = (
                f"{finding_sentence(finding)}. {why_it_matters(finding.code)}"
                f" {finding_advice(finding)}"
            )
            command = _COMMANDS[severity_of(finding)]
            place = position_of(linted, finding)
            yield _annotation(command, linted.name, place, finding.code, message)


def _annotation(
    command: str, name: str, position: Position | None, title: str, message: str
) -> str:
    properties: list[tuple[str, object]] = []
    if name and name != STDIN:
        below = f"/{position.file}" if position is not None and position.file else ""
        properties.append(("file", f"{name.rstrip('/') if below else name}{below}"))
    if position is not None:
        properties += [("line", position.line), ("col", position.column)]
    properties.append(("title", title))
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties)
    return f"::{command} {said}::{_data(message.strip())}"


def _data(text: str) -> str:
    """Return text as GitHub wants it behind the second `::`."""
    cleaned = clean(text)
    return cleaned.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return text as GitHub wants it in a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")

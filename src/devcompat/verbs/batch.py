"""Batch: many pairs, one JSON line each, in and out in the same order.

Belongs here: judging a line's pair, and turning whatever is wrong with it into its answer.
Must not know: files, command lines.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from devcompat.formats.registry import FORMATS, read_document
from devcompat.language.problems import InputError, input_error
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge
from devcompat.match.verdict import RULES, SOURCE_LISTS, TARGET_ACCEPTS, Rule
from devcompat.verbs.requests import read_request
from devcompat.verbs.serial import Plain, error_to_plain, verdict_to_plain

if TYPE_CHECKING:
    from devcompat.verbs.vocabularies import Chosen

_REMEMBERED = 512
_SHOWN = 80


class _Documents:
    """Compiled documents, the last ones remembered: batches name the same devices often."""

    def __init__(self, vocabulary: "Chosen | None") -> None:
        self._compiled: dict[tuple[str, str, str | None, bool], Compiled] = {}
        self._vocabulary = vocabulary

    def get(self, text: str, role: str, format_name: str | None, *, lists: bool) -> Compiled:
        """Return a document; `lists` says whether what it takes over counts."""
        key = (text, role, format_name, lists)
        known = self._compiled.get(key)
        if known is None:
            data = text.encode(errors="surrogatepass")
            known = compile_document(read_document(data, role, format_name))
            if self._vocabulary is not None and lists:
                from devcompat.verbs.vocabularies import compiled_by

                known = compiled_by(known, self._vocabulary)
            if len(self._compiled) >= _REMEMBERED:
                del self._compiled[next(iter(self._compiled))]
            self._compiled[key] = known
        return known


def check_lines(
    lines: Iterable[bytes],
    rule: Rule = TARGET_ACCEPTS,
    format_name: str | None = None,
    vocabulary: "Chosen | None" = None,
) -> Iterator[dict[str, Plain]]:
    """Yield the answer to each line: a verdict with `id`, or `id` and `error`.

    A line is the bytes up to a newline, or more than LINE_BYTES of a line that is too long. `rule`
    and `format_name` are for lines that name none; `vocabulary` is for devices that do not say what
    they take over.
    """
    documents = _Documents(vocabulary)
    for number, line in enumerate(lines, start=1):
        answer: dict[str, Plain] = {"id": None}
        try:
            request = read_request(line)
            answer["id"] = request.get("id")
            answer |= _judged(request, rule, format_name, documents)
        except InputError as error:
            answer["error"] = {**error_to_plain(error), "input_line": number}
        yield answer


def _judged(
    request: dict[str, Plain], rule: Rule, format_name: str | None, documents: _Documents
) -> dict[str, Plain]:
    texts = {}
    for role in ("source", "target"):
        text = request.get(role)
        if not isinstance(text, str):
            found = _told(role, text) if role in request else ""
            raise input_error("batch.shape", found, f'a document as text in "{role}"', role)
        texts[role] = text
    format_name = _choice(request, "format", FORMATS) or format_name
    chosen = _choice(request, "rule", RULES)
    for found in RULES:
        rule = found if found == chosen else rule
    source = documents.get(texts["source"], "source", format_name, lists=rule != TARGET_ACCEPTS)
    target = documents.get(texts["target"], "target", format_name, lists=rule != SOURCE_LISTS)
    return verdict_to_plain(judge(source, target, rule))


def _choice(request: dict[str, Plain], key: str, choices: tuple[str, ...]) -> str | None:
    value = request.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value not in choices:
        raise input_error("batch.shape", _told(key, value), f"one of {', '.join(choices)}")
    return value


def _told(key: str, value: Plain) -> str:
    return f"{key}: {json.dumps(value)}"[:_SHOWN]

"""What is said of a wrong document, word for word: code, place, what was found, what was expected.

told.json holds it for the documents of wrong.py and those beyond a limit. After a change of
wording: `DEVCOMPAT_REGENERATE=1 pytest tests/language/test_told.py`, and read the difference.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from devcompat.formats.bundles import read_bundle
from devcompat.formats.registry import read_document
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError, Problem
from tests.language import wrong
from tests.language.test_limits import LIMITS

TOLD = Path(__file__).parent / "told.json"
DOCUMENTS: dict[str, wrong.Wrong] = {
    **wrong.DOCUMENTS,
    **{f"limit: {name}": ("text", limit.beyond) for name, limit in LIMITS.items()},
}


def read(form: str, content: str | Mapping[str, str]) -> Document:
    if isinstance(content, str):
        return read_document(content.encode("utf-8", "surrogatepass"), "", form)
    return read_bundle({path: text.encode() for path, text in content.items()}, "", form)


def told(name: str) -> list[str]:
    """Return each problem of a document on a line."""
    with pytest.raises(InputError) as raised:
        read(*DOCUMENTS[name])
    return [_line(problem) for problem in raised.value.problems]


def _line(problem: Problem) -> str:
    place = problem.position
    where = "nowhere" if place is None else f"{place.file} {place.line}:{place.column}".strip()
    return f"{problem.code} {where} found {problem.found!r} expected {problem.expected}"


if os.environ.get("DEVCOMPAT_REGENERATE"):
    text = json.dumps({name: told(name) for name in DOCUMENTS}, indent=1, ensure_ascii=False)
    TOLD.write_text(text + "\n", encoding="utf-8")

WANTED: dict[str, list[str]] = json.loads(TOLD.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_wrong_document_is_told_in_these_words(name: str) -> None:
    assert told(name) == WANTED[name]

"""Cases: the files of the corpus, and the requests that they stand for.

Belongs here: reading case files, writing out what is short in them (documents, generators, rule).
Must not know: how a request is sent, or an answer compared.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CASES = Path(__file__).resolve().parents[1] / "cases"

LEVELS = (
    "core", "evidence", "errors", "errors-all", "rules", "knowledge", "text", "json", "yaml",
    "toml", "dir", "flat", "keys", "type", "detection", "vocabulary", "parameters", "limits",
    "hostile", "diff", "baseline", "lint", "enumerate",
)  # fmt: skip
"""All levels, in the order of reports."""

OPTIONAL = ("errors-all",)
"""Levels that are run only for who claims or asks for them."""

_DOCUMENTS = ("document", "left", "right", "source", "target", "self", "type", "old", "new")
_OF_A_SIDE = {"unread", "basis", "immovable"}
_CONTENT = ("text", "base64", "files", "json")


class SuiteError(Exception):
    """The suite itself cannot be used; the text says why."""


class Case(NamedTuple):
    """One case; `name` is FILE/ID, and the request is still as short as it was written."""

    name: str
    section: str
    level: str
    why: str
    request: dict[str, Any]
    expect: dict[str, Any]

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels for which the case has something to check, its own first."""
        also = [("evidence", "evidence"), ("more", "errors-all")]
        return (self.level, *(level for key, level in also if key in self.expect))


def read_cases(directory: Path = CASES) -> list[Case]:
    """Return all cases below a directory, in the order of files and lines.

    Raises SuiteError if there is none, or a file does not have the shape of cases.
    """
    found = [case for path in sorted(directory.glob("*.json")) for case in _read_file(path)]
    if not found:
        raise SuiteError(f"no cases in {directory}")
    return found


def _read_file(path: Path) -> Iterator[Case]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            name = f"{path.stem}/{case['id']}"
            yield Case(name, *(case[key] for key in Case._fields[1:]))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise SuiteError(f"{path}: not a file of cases: {type(error).__name__}: {error}") from None


def full_request(short: dict[str, Any]) -> dict[str, Any]:
    """Return a case's request as it is sent, without its id."""
    request = dict(short)
    for key in _DOCUMENTS:
        if key in request:
            request[key] = full_document(request[key])
    if "members" in request:
        request["members"] = [full_document(member) for member in request["members"]]
    if "vocabulary" in request:
        request["vocabulary"] = full_vocabulary(request["vocabulary"])
    if request["op"] in {"match", "solve"}:
        request.setdefault("rule", "target-accepts")
    return request


def full_document(short: Any) -> dict[str, Any] | None:
    """Return a document, or a side of `match`, as it is sent."""
    if short is None:
        return None
    if not isinstance(short, dict) or not {*_CONTENT, "immovable"} & set(short):
        short = {"text": short, "format": "text"}
    document = dict(short)
    if "json" in document:
        document = {"text": json.dumps(document.pop("json")), "format": "json", **document}
    if "text" in document:
        document["text"] = full_text(document["text"])
        if _OF_A_SIDE & document.keys():
            document.setdefault("format", "text")
    if "files" in document:
        files = document["files"].items()
        document["files"] = {path: full_text(text) for path, text in files}
    return document


def full_vocabulary(short: dict[str, Any]) -> dict[str, Any]:
    """Return a vocabulary as it is sent."""
    if "json" in short:
        return {"text": json.dumps(short["json"]), "name": "vocabulary.json"}
    if "text" in short:
        return {**short, "text": full_text(short["text"])}
    return short


def full_text(short: Any) -> str:
    """Return the text that a text or a generator stands for."""
    if isinstance(short, str):
        return short
    if "repeat" in short:
        text, times = short["repeat"]
        return full_text(text) * int(times)
    if "count" in short:
        first, last, text = short["count"]
        return "".join(text.replace("%d", str(number)) for number in range(first, last + 1))
    return "".join(full_text(part) for part in short["join"])

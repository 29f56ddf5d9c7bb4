"""Asking: what questions that follow an answer are made of, and how an answer was not as wanted.

Belongs here: a SELF as a document, the request that matches it, a difference. Must not know: cases.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Answer = dict[str, Any]
Ask = Callable[[dict[str, Any]], Answer]


class Difference(NamedTuple):
    """Where an answer is another than wanted, and both."""

    where: str
    wanted: Any
    got: Any


def plain(answer: Answer) -> Answer:
    """Return an answer without its id."""
    return {key: value for key, value in answer.items() if key != "id"}


def self_text(texts: Mapping[str, Any]) -> str:
    """Return the document of a SELF with these texts."""
    return "SELF: " + " ".join(f"{name}={_quoted(str(text))}" for name, text in texts.items())


def _quoted(text: str) -> str:
    for special in ("\\", '"'):
        text = text.replace(special, "\\" + special)
    for special in "{}":
        text = text.replace(special, special * 2)
    return f'"{text}"'


def matched(text: str, target: dict[str, Any]) -> dict[str, Any]:
    """Return the request that matches the SELF of a document in the text format."""
    source = {"text": text, "format": "text"}
    return {"op": "match", "source": source, "target": target, "rule": "target-accepts"}

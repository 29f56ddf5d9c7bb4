"""Corpus: the cases of the conformance suite, as parameters of tests.

Belongs here: reading and choosing them. Must not know: how a case is answered.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from suite.cases import Case, full_request, read_cases

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "conformance"
CASES = read_cases()


def named(cases: Iterable[Case]) -> list[Any]:
    """Return cases as parameters of a test, named as in the suite's reports."""
    return [pytest.param(case, id=case.name) for case in cases]


def chosen(operation: str, wanted: Callable[[Case], bool]) -> list[Case]:
    """Return the cases of an operation that are wanted; none at all is a fault."""
    found = [case for case in CASES if case.request["op"] == operation and wanted(case)]
    if not found:
        raise ValueError(f"no case of {operation}")
    return found


def text_of(case: Case, key: str = "document") -> str:
    """Return the document of a case in the text format."""
    document = full_request(case.request)[key]
    assert document["format"] == "text"
    text: str = document["text"]
    return text


def is_text(case: Case) -> bool:
    """Return whether all documents of a case are in the text format."""
    documents = ("document", "left", "right", "source", "target")
    request = full_request(case.request)
    found = [request[key] for key in documents if key in request]
    return all(one is not None and one.get("format") == "text" and "text" in one for one in found)

"""Results: what came of the mutants of each module, kept from run to run.

Belongs here: the file of results. Must not know: how they were had, which survivors are accepted.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

KILLED, SURVIVED, TIMEOUT, UNREACHED = "killed", "survived", "timeout", "unreached"
NOTICED = (KILLED, TIMEOUT)

FOLDER = Path(__file__).parent.parent / ".mutants"


class Result(NamedTuple):
    """A mutant's key, what came of it (KILLED ...), and the test that killed it, "" for none."""

    key: str
    result: str
    test: str


def read_results(module: str) -> list[Result]:
    """Return what the last run of the module came to; nothing if there was none."""
    path = FOLDER / f"{module}.json"
    if not path.exists():
        return []
    return [Result(*row) for row in json.loads(path.read_text(encoding="utf-8"))]


def write_results(module: str, results: Iterable[Result]) -> None:
    """Put a module's results in place of those that it had."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(sorted(results), indent=0, ensure_ascii=False)
    (FOLDER / f"{module}.json").write_text(text + "\n", encoding="utf-8")


def survived(results: Iterable[Result]) -> list[str]:
    """Return the keys of mutants that no test told from the program."""
    return [found.key for found in results if found.result not in NOTICED]


def share(results: Sequence[Result]) -> float:
    """Return the share of mutants that the tests noticed, from 0 to 1."""
    return 1 - len(survived(results)) / len(results) if results else 1.0

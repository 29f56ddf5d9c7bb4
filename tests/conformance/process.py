"""Process: the suite's programs, run as anybody would run them.

Belongs here: command lines and what they print. Must not know: cases.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.conformance.corpus import ROOT, SUITE


class Done(NamedTuple):
    """What a program printed, and its exit code."""

    code: int
    out: str
    err: str


def run(program: str, *words: str | Path, cwd: Path = ROOT) -> Done:
    """Run run.py or check.py with some words."""
    command = [sys.executable, str(SUITE / program), *map(str, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=300, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def report(*words: str | Path) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the report of run.py."""
    done = run("run.py", "--json", *words)
    assert done.err == ""
    return done.code, json.loads(done.out)

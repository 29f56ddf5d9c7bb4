"""The demo prints what it printed when somebody last looked at it.

After a change of wording: `DEVCOMPAT_REGENERATE=1 pytest tests/docs/test_demo.py`, and read the
difference.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT

GOLDEN = Path(__file__).parent / "demo.txt"


def test_the_demo_prints_what_it_did_before() -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DEVCOMPAT_")}
    done = subprocess.run(
        (sys.executable, "examples/demo.py"),
        cwd=ROOT,
        env=kept | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if os.environ.get("DEVCOMPAT_REGENERATE"):
        GOLDEN.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == GOLDEN.read_text(encoding="utf-8")

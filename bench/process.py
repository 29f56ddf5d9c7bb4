"""Process: `devcompat check A B` as a user starts it, beside a Python that does nothing.

Belongs here: starting both in turn. Must not know: layout.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.texts import written
from bench.timing import Measured, measured
from bench.workload import Workload

OURS, NOTHING = "devcompat check A B", "python -I -c pass"
RUNS = 40


def measure(workload: Workload, answers: list[bool]) -> dict[str, Measured]:
    """Return the seconds from start to end of each command, started in turn."""
    source, target = workload.pairs[answers.index(True)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("source", "target")]
        for path, number in zip(paths, (source, target), strict=True):
            path.write_text(written(workload.devices[number]))
        script = Path(sys.executable).with_name("devcompat")
        commands = {
            OURS: [str(script), "check", *map(str, paths)],
            NOTHING: [sys.executable, "-I", "-c", "pass"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(RUNS + 1):
            for name, command in commands.items():
                begun = time.perf_counter()
                done = subprocess.run(command, check=True, capture_output=True)
                if number:
                    seconds[name].append(time.perf_counter() - begun)
                if name == OURS and b"compatible" not in done.stdout:
                    raise ValueError(done.stdout)
    return {name: measured(found) for name, found in seconds.items()}

"""The command line on the kernel of `kernel`, in processes of their own that can be killed.

Reads a JSON line for each run, `faults` and `words`, forks a process for it, and prints a JSON line
with its exit code (minus the signal) and what it printed. Forking, and not starting Python anew:
there are hundreds of runs.

In `faults`, `acts` are those of the kernel by the number of the act, `line` kills the process at
that event of the journal, `whole` says whether after it was written or in the middle. `busy` lets
another process have the lock meanwhile.
"""

import fcntl
import functools
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from devcompat.cli import making as face
from devcompat.cli.program import run
from devcompat.discovery.tree import Tree
from devcompat.provision import journal
from devcompat.provision.ports import Machine
from devcompat.verbs.making import find_leftovers, make
from devcompat.verbs.sights import TreeSight

from .kernel import Fault, Kernel


def machine_of(faults: dict[str, Any], root: str, tree: Tree, limit: float) -> Machine:
    told = {int(number): Fault(*how) for number, how in faults.get("acts", {}).items()}
    kernel = Kernel(Path(root), told)
    kernel.attributes = faults.get("attributes", kernel.attributes)
    kernel.makes = faults.get("makes", kernel.makes)
    kernel.driver = faults.get("driver", kernel.driver)
    return Machine(TreeSight(tree), kernel, kernel, kernel)


def die_at(faults: dict[str, Any]) -> None:
    """Let the journal end the process at one of its lines."""
    real, lines = journal._append, iter(range(1000))

    def append(file: int, value: dict[str, Any]) -> None:
        if next(lines) != faults["line"]:
            real(file, value)
            return
        if faults["whole"]:
            real(file, value)
        else:
            os.write(file, b'{"event":"int')
        os.kill(os.getpid(), signal.SIGKILL)

    journal._append = append


def main(faults: dict[str, Any], words: list[str]) -> int:
    if "line" in faults:
        die_at(faults)
    if faults.get("busy"):
        state = Path(words[words.index("--root") + 1]) / "run/devcompat/lock"
        fcntl.flock(os.open(state, os.O_RDWR), fcntl.LOCK_EX)
    on_it = functools.partial(machine_of, faults)
    vars(face)["make"] = functools.partial(make, machine_of=on_it)
    vars(face)["find_leftovers"] = functools.partial(find_leftovers, machine_of=on_it)
    return run(words)


def run_apart(asked: dict[str, Any]) -> dict[str, Any]:
    """Return how a run ended, in a process of its own, and what it printed."""
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            if asked.get("user"):
                os.setgid(asked["user"])
                os.setuid(asked["user"])
            code = 99
            try:
                code = main(asked["faults"], asked["words"])
            finally:
                sys.stdout.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        return {"code": os.waitstatus_to_exitcode(status), "out": out.read().decode()}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run_apart(json.loads(line))), flush=True)

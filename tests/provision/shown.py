"""What docs/creating.md shows: the command line on the kernel of `kernel`, run by run.

    python -m tests.provision.shown made | refused | another | pending | killed

Prints each command and what it prints and ends with; the machine's directory is shown as `/`.
"""

import sys
import tempfile
from pathlib import Path

from .driver import run_apart
from .kernel import new_machine
from .plans import UUID

CREATE = (
    "create", "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001", "--in", "tests/captures",
    "--from", "mtty/mtty-1", "--uuid", UUID, "--execute",
)  # fmt: skip
LEFTOVERS = ("create", "--leftovers")
Runs = list[tuple[tuple[str, ...], dict[str, object]]]
RUNS: dict[str, Runs] = {
    "made": [(CREATE, {}), (CREATE, {})],
    "refused": [(CREATE, {"acts": {"0": ["refuse", 28]}})],
    "another": [(CREATE, {"driver": "unheard"})],
    "pending": [
        (CREATE, {"acts": {"0": ["hang", 5, 30]}}),
        (LEFTOVERS, {"busy": True}),
        ((*LEFTOVERS, "--undo"), {}),
    ],
    "killed": [(CREATE, {"acts": {"0": ["after"]}}), (LEFTOVERS, {}), ((*LEFTOVERS, "--undo"), {})],
}


def main(name: str) -> None:
    with tempfile.TemporaryDirectory() as where:
        root = str(new_machine(Path(where) / "root"))
        for words, faults in RUNS[name]:
            print(f"$ devcompat {' '.join(words)}")
            ended = run_apart({"faults": faults, "words": [*words, "--root", root]})
            print(ended["out"].replace(f" --root {root}", "").replace(root, ""), end="")
            if ended["code"]:
                print("killed" if ended["code"] < 0 else f"exit {ended['code']}")


if __name__ == "__main__":
    main(sys.argv[1])

"""Demo: what `make demo` shows: captured hosts, what can migrate there, where to, and why not.

Belongs here: the order of the commands and a sentence on each. It runs the real commands on
captures of real kernels, and on hosts that were constructed by hand and say so.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CAPTURES = "tests/captures"
NEW = "0f5d0000-0000-4000-8000-000000000001"
MTTY = "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"


class Step(NamedTuple):
    """One command, why it is run, and the exit code that belongs to its answer."""

    why: str
    words: tuple[str, ...]
    exit_code: int


STEPS = (
    Step(
        "A host with mediated devices, captured from Linux 6.12: which can migrate at all?",
        ("discover", "--root", f"{CAPTURES}/mdev-created"),
        0,
    ),
    Step(
        "A host with SR-IOV, captured from Linux 6.12: plain vfio-pci moves no device state.",
        ("discover", "--root", f"{CAPTURES}/sriov-igb"),
        0,
    ),
    Step(
        "Where in all captured hosts can the first mtty go? (No kernel publishes\n"
        "descriptors today: this one is from devcompat's profile of the driver, tried in a lab.)",
        ("find", MTTY, "--in", CAPTURES),
        0,
    ),
    Step(
        "Why not to a dual-port mtty?",
        ("check", MTTY, "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa2001", "--in", CAPTURES),
        1,
    ),
    Step(
        "A VM with two assigned devices: which of them blocks its migration?",
        (
            "preflight", "examples/domains/two-mdevs.xml", "--root", f"{CAPTURES}/mdev-created",
            "--to", CAPTURES,
        ),
        1,
    ),
    Step(
        "On a host where there is no mtty yet, one has to be created. How? (Nothing is executed.)",
        (
            "create", MTTY, "--from", "mdev-types-only/mtty/mtty-1", "--in", CAPTURES,
            "--recipe", "--uuid", NEW,
        ),
        0,
    ),
    Step(
        "CONSTRUCTED, no kernel publishes this: the proposal's two GVT-g devices with\n"
        "descriptors of their own. The second may go to the first ...",
        (
            "check", "constructed-gvtg/591d0000-0000-4000-8000-000000000002",
            "constructed-gvtg/591d0000-0000-4000-8000-000000000001", "--in", CAPTURES,
        ),
        0,
    ),
    Step(
        "... but the first not to the second: the field, what was wanted and what was found.",
        (
            "check", "constructed-gvtg/591d0000-0000-4000-8000-000000000001",
            "constructed-gvtg/591d0000-0000-4000-8000-000000000002", "--in", CAPTURES,
        ),
        1,
    ),
    Step(
        "CONSTRUCTED too: a type whose devices are cut to size when they are created. The second\n"
        "of the two devices is half a GPU, which is four of the eighths that this type offers.",
        (
            "create", "constructed-gvtg/591d0000-0000-4000-8000-000000000002",
            "--from", "constructed-types/0000:00:02.0/i915-GVTg_V5_8", "--in", CAPTURES,
            "--recipe", "--uuid", NEW,
        ),
        0,
    ),
)  # fmt: skip


def main() -> int:
    """Run every step; return 1 if one did not end as it should."""
    failed = 0
    for step in STEPS:
        print(f"# {step.why}".replace("\n", "\n# "))
        print(f"$ devcompat {' '.join(step.words)}", flush=True)
        done = subprocess.run(
            (sys.executable, "-m", "devcompat", *step.words), cwd=ROOT, check=False
        )
        if done.returncode != step.exit_code:
            failed += 1
            print(f"exit {done.returncode}, expected {step.exit_code}", file=sys.stderr)
        print(flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

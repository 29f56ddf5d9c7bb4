"""Demo: what `make demo` shows: captured hosts, what can migrate there, where to, and why not.

Belongs here: the order of the commands and a sentence on each. It runs the real commands on
captures of real kernels, and on hosts that were constructed by hand and say so.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from devcompat.discovery.machine import discover_host
from devcompat.inventory.serial import write_inventory

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

REGION = ("mdev-created", "mdev-created-cdev-iommufd", "mdev-types-only", "constructed-gvtg")
STORE = "region.db"
"""What the store is called in the commands that are shown: it lies in a temporary directory."""
VM = "two-ports.json"

STORED_STEPS = (
    Step(
        "Many hosts live in a store. Here four captured ones report to it ...",
        ("fleet", "load", "reports.json", "--store", STORE),
        0,
    ),
    Step(
        "... and it answers for all of them: where is a free device for the first mtty,\n"
        "from which it could come back?",
        ("find", MTTY, "--store", STORE, "--free", "--return"),
        0,
    ),
    Step(
        "A VM has two mttys: which host gives each of them a target of its own at once?",
        ("find", "--vm", VM, "--store", STORE, "--free"),
        0,
    ),
    Step(
        "Why that host: all that it has, the nearest first.",
        ("why", MTTY, "mdev-created-cdev-iommufd", "--store", STORE),
        0,
    ),
    Step(
        "Which class of devices can go to which? (Rows are sources, columns targets.)",
        ("matrix", "--store", STORE),
        0,
    ),
)


def main() -> int:
    """Run every step; return 1 if one did not end as it should."""
    failed = sum(not _run(step, ROOT) for step in STEPS)
    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        _furnish(where)
        failed += sum(not _run(step, where) for step in STORED_STEPS)
    return 1 if failed else 0


def _run(step: Step, where: Path) -> bool:
    """Show a step and what it prints; return whether it ended as it should."""
    print(f"# {step.why}".replace("\n", "\n# "))
    print(f"$ devcompat {' '.join(step.words)}", flush=True)
    command = (sys.executable, "-m", "devcompat", *step.words)
    done = subprocess.run(command, cwd=where, check=False)
    if done.returncode != step.exit_code:
        print(f"exit {done.returncode}, expected {step.exit_code}", file=sys.stderr)
    print(flush=True)
    return done.returncode == step.exit_code


def _furnish(where: Path) -> None:
    """Write what the hosts report, and the VM's devices, into a directory."""
    hosts = [discover_host(ROOT / CAPTURES / name) for name in REGION]
    (where / "reports.json").write_text(json.dumps(write_inventory(hosts)))
    (where / VM).write_text(json.dumps([MTTY, f"{MTTY[:-1]}2"]))


if __name__ == "__main__":
    sys.exit(main())

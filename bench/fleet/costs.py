"""Costs: what it takes to load a fleet, to keep it, to write it down and to open it again.

Belongs here: loading, memory, stores, cold starts. Must not know: questions and their peers.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson

from bench.fleet.results import Goal, Part, seconds, table
from devcompat.fleet.fleet import Fleet
from devcompat.reports.generate import generate
from devcompat.reports.hosts import packed_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides


class FailedError(Exception):
    """A command did not do what it is measured for."""


CLASSES = 500
ROUNDS = 3


def written(devices: int, folder: Path) -> Path:
    """Return a file with the reports of a realistic fleet, made if it is not there."""
    path = folder / f"reports-{devices}.jsonl"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.writelines(generate(devices // 10, CLASSES))
        unfinished.rename(path)
    return path


def load(path: Path) -> Fleet:
    """Return the fleet that a file's lines report."""
    fleet, sides = Fleet(), Sides()
    with path.open("rb") as file:
        for line in file:
            fleet.replace_packed(packed_report(decode_report(line), sides, fleet.classes))
    len(fleet)
    return fleet


def _bare(loads: Callable[[bytes], object]) -> Callable[[Path], int]:
    def run(path: Path) -> int:
        with path.open("rb") as file:
            return sum(1 for line in file if loads(line))

    return run


def of_loading(devices: int, folder: Path) -> Part:
    """Return how fast reports become a fleet, beside readers that do nothing with them."""
    path = written(devices, folder)
    ours, bare = "devcompat: a fleet, ready to be asked", "orjson.loads of each line"
    contenders: dict[str, Callable[[Path], object]] = {
        ours: load, bare: _bare(orjson.loads), "json.loads of each line": _bare(json.loads)
    }  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in contenders}
    gc.disable()  # as `devcompat fleet load` does
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            begun = time.process_time()
            run(path)
            found[name].append(time.process_time() - begun)
            gc.collect()
    gc.enable()
    rows = [
        (name, f"{devices / median(times):,.0f}", seconds(median(times)))
        for name, times in found.items()
    ]
    memory = _memory(path)
    text = table(("loading, processor time", "devices/s", "all"), rows)
    goals = [
        Goal("load into memory beside bare orjson.loads", median(found[bare]) / median(found[ours]),
             0.6, "x"),
        Goal("memory a device, realistic", memory, 220, " bytes", True),
    ]  # fmt: skip
    size = path.stat().st_size
    note = (
        f"{devices:,} devices in {size / 1e6:,.0f} MB of reports, median of {ROUNDS} rounds. Memory"
        " is how much a fresh process grows while it loads them, names of hosts and addresses"
        " included."
    )
    return Part([text], goals, [note])


_GROWTH = """
import gc, sys
from pathlib import Path
from bench.fleet.costs import load
def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
path = Path(sys.argv[1])
before = resident()
fleet = load(path)
gc.collect()
print((resident() - before) / len(fleet))
"""


def _memory(path: Path) -> float:
    done = subprocess.run([sys.executable, "-c", _GROWTH, str(path)], check=True,
                          capture_output=True, text=True)  # fmt: skip
    return float(done.stdout)


_OPENING = """
import sys, time
begun = time.perf_counter()
from devcompat.fleet.records import Query
from devcompat.store.store import open_store
from devcompat.verbs.fleet_opening import open_fleet
with open_store(sys.argv[1], must_exist=True) as store:
    fleet = open_fleet(store)
fleet.first(Query(fleet.classes.sides[0]), 10)
print(time.perf_counter() - begun, len(fleet))
"""


def of_stores(devices: int, folder: Path, url: str) -> Part:
    """Return how fast reports are written durably, and a store is opened until its first answer."""
    path = written(devices, folder)
    database = folder / "fleet.sqlite"
    for old in folder.glob("fleet.sqlite*"):
        old.unlink()
    rows, goals = [], []
    for name, store, wanted in (
        ("SQLite", str(database), 60_000), ("PostgreSQL", url, 40_000)
    ):  # fmt: skip
        begun = time.perf_counter()
        command = [sys.executable, "-m", "devcompat", "fleet", "load", "--store", store, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.perf_counter() - begun
        if done.returncode:
            raise FailedError(f"{' '.join(command)}: {done.stderr[-2000:]}")
        opened = [_opened(store, devices) for _ in range(ROUNDS)]
        rows.append((name, f"{devices / took:,.0f}", seconds(took), seconds(median(opened))))
        goals.append(Goal(f"durable load into {name}", devices / took, wanted, " devices/s"))
        if name == "SQLite":
            goals.append(Goal("cold start: open in SQLite until the first answer",
                              median(opened), 6, " s", True))  # fmt: skip
    head = ("devcompat fleet load --store", "devices/s", "all", "open, until the first answer")
    size = sum(found.stat().st_size for found in folder.glob("fleet.sqlite*"))
    note = (
        f"{devices:,} devices; wall time, the process's start included; every transaction is synced"
        f" to the disk. The SQLite file has {size / 1e6:,.0f} MB."
    )
    return Part([table(head, rows)], goals, [note])


def _opened(store: str, devices: int) -> float:
    done = subprocess.run([sys.executable, "-c", _OPENING, store], check=True,
                          capture_output=True, text=True)  # fmt: skip
    took, found = done.stdout.split()
    if int(found) != devices:
        raise FailedError(f"{found} devices in {store}, not {devices}")
    return float(took)

"""Fleets: reports and a store for the commands of `fleet`.

Belongs here: reports as lines, the program on a store. Must not know: what a test demands.
"""

import json
from pathlib import Path
from typing import Any

from devcompat.discovery.machine import discover_host
from devcompat.inventory.serial import write_host
from devcompat.store.store import open_store
from devcompat.verbs.fleet_load import Load

from .process import CAPTURES, MTTY, Ended, run


def device(address: str = "0000:65:00.4", n: int = 1, **keys: Any) -> dict[str, Any]:
    """Return a device that takes over those with the same `n`."""
    fields = {"type": "pci", "n": n}
    return {"address": address, "descriptor": {"self": fields, "compatible": [{"fields": fields}]},
            **keys}  # fmt: skip


def line(host: str = "h1", *devices: dict[str, Any], **keys: Any) -> str:
    """Return a report as a line; of one device if none are given."""
    report = {"schema": "devcompat/report/1", "host": host, "generation": 1,
              "devices": devices or [device()], **keys}  # fmt: skip
    return json.dumps(report) + "\n"


def load(store: str, lines: str, *words: str, where: Path) -> Ended:
    """Load lines from standard input."""
    return run(("fleet", "load", "-", "--store", store, *words), where, lines.encode())


def loaded(store: str, lines: str, where: Path, code: int = 0) -> dict[str, Any]:
    """Load lines; return the summary without what is different each time."""
    ended = load(store, lines, "--json", where=where)
    assert (ended.code, ended.err) == (code, "")
    found: dict[str, Any] = json.loads(ended.out)
    assert found.pop("seconds") >= 0
    return found


def counts(summary: dict[str, Any]) -> tuple[int, ...]:
    """Return how many hosts were new, replaced, the same and stale, and how many were bad."""
    return tuple(summary[key] for key in ("new", "replaced", "same", "stale", "bad"))


def ask(store: str, *words: str, where: Path) -> Any:
    """Return what a command of `fleet` prints with --json."""
    ended = run(("fleet", *words, "--store", store, "--json"), where)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


REPORTS = (
    line("n1", device(state="used", vm="vm-1"), device("0000:65:00.5", 2),
         labels={"zone": "z1", "rack": "r1"})
    + line("n2", device(), device("0000:65:00.5", 1, state="reserved"), labels={"zone": "z2"})
    + line("n3", {"address": "eth0", "undescribed": {"detail": "driver.none"}}, generation=4)
)  # fmt: skip
FILES = {
    "reports.jsonl": REPORTS,
    "bad-reports.jsonl": line("n1")
    + '{"schema": "devcompat/report/1", "host": "n2", "devices": [}\n'
    + line("n 3")
    + line("n4", device(vm="vm-1"), device())
    + line("n5", {"address": "a", "descriptor": "SELF: a = 1"})
    + '{"schema": "devcompat/report/2"}\n',
    "inventory-cut.json": '{\n  "schema": "devcompat/inventory/1",\n  "name": "n\n',
    "not-a-store.db": "SELF: a=1\n" * 100,
}


def furnish_fleet(where: Path) -> None:
    """Put into a directory reports, good and bad, and a store that holds the good ones."""
    for name, text in FILES.items():
        (where / name).write_text(text)
    load = Load([str(where / "reports.jsonl")], lambda: "2026-11-27T00:00:00Z", print)
    with open_store(str(where / "fleet.db")) as store:
        assert [saved.outcome for saved in load.run(store)] == ["new"] * 3


REGION = ("mdev-created", "mdev-created-cdev-iommufd", "mdev-types-only", "constructed-gvtg")


def furnish_region(where: Path) -> None:
    """Put into a directory a store with captured hosts, and a VM with devices of one of them."""
    inventories = [write_host(discover_host(CAPTURES / name)) for name in REGION]
    (where / "region.json").write_text("".join(json.dumps(one) + "\n" for one in inventories))
    load = Load([str(where / "region.json")], lambda: "2026-11-27T00:00:00Z", print)
    with open_store(str(where / "region.db")) as store:
        assert len(list(load.run(store))) == len(REGION)
    ports = [f"mdev-created/{MTTY}", f"mdev-created/{MTTY[:-1]}2"]
    (where / "ports.json").write_text(json.dumps(ports))


EXAMPLE = CAPTURES.parents[1] / "examples" / "what-if"
UPGRADES = {
    "upgrade.yaml": (EXAMPLE / "all.yaml").read_text(encoding="utf-8"),
    "upgrade-wrong.yaml": "hosts: {names: [h1], zone: z1}\nchanges:\n- match: {driver: nvidia}\n"
    "  set: {1a: x}\n- {from: h1/gpu0}\n",
    "upgrade-host.yaml": "hosts: {names: [h1, h6]}\nchanges:\n- match: {driver: nvidia}\n"
    "  set: {a: 1}\n",
    "upgrade-nothing.yaml": "hosts: all\nchanges:\n- match: {driver: intel}\n  set: {a: 1}\n",
    "upgrade-twice.yaml": "hosts: all\nchanges:\n- match: {driver: nvidia}\n  set: {a: 1}\n"
    "- {from: h1/gpu0, to: a.txt}\n",
    "upgrade-file.yaml": "hosts: all\nchanges:\n- {from: h1/gpu0, to: nowhere.txt}\n",
}


def furnish_upgrades(where: Path) -> None:
    """Put into a directory a store with vGPUs, and upgrade files, good and bad."""
    for name, text in UPGRADES.items():
        (where / name).write_text(text)
    load = Load([str(EXAMPLE / "fleet.jsonl")], lambda: "2026-11-27T00:00:00Z", print)
    with open_store(str(where / "vgpus.db")) as store:
        assert [saved.outcome for saved in load.run(store)] == ["new"] * 5

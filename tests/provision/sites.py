"""A machine of the fake kernel, a source and a descriptor, and the words that ask for a device."""

import json
from pathlib import Path
from typing import Any

from .apart import Apart, Ended
from .kernel import MANAGER, PF, new_machine
from .plans import UUID

TYPED = "PARAMETERS: level={level:int:1..9} SELF: n={level} COMPATIBLE: n={level}"
ALIKE = "SELF: n=7 COMPATIBLE: n=7"


class Site:
    """A machine, a source, a descriptor of what is to be made, and the words that ask for it."""

    def __init__(self, where: Path, kind: str, apart: Apart) -> None:
        where.mkdir(exist_ok=True)
        self._apart = apart
        self.root = new_machine(where / "root", 2 if kind == "bound-vf" else 0)
        source = where / "source.txt"
        source.write_text("SELF: n=7")
        target = where / "target.txt"
        target.write_text(TYPED if "mdev" in kind else ALIKE)
        mdev = ("--parent", "mtty", "--type", "mtty-2", "--uuid", UUID)
        own = {
            "mdev": mdev,
            "any-mdev": mdev[:4],
            "vf": ("--pf", PF, "--driver", "mlx5_vfio_pci", "--vfs", "2", "--vf", "1"),
            "bound-vf": ("--pf", PF, "--driver", "mlx5_vfio_pci", "--vf", "1"),
            "vdpa": ("--mgmtdev", MANAGER, "--name", "v0", "--features", "0x20"),
        }[kind]
        self.ask = ("create", str(source), "--from", str(target), *own)
        self.create = (*self.ask, "--execute")

    def run(self, *words: str, user: int = 0, **faults: Any) -> Ended:
        told = [*words, "--root", str(self.root), "--wait", "1"]
        return self._apart.run({"faults": faults, "words": told, "user": user})

    def leftovers(self) -> list[Any]:
        done = self.run("create", "--leftovers", "--json")
        found = json.loads(done.out)["leftovers"]
        there = [step for one in found for step in one["steps"] if step["there"]]
        assert done.code == (5 if there else 0), done
        return there

"""Running the program as a user does, and the files that it is run on.

Here belongs how a process is started and what lies in its directory. It must not know what any
command answers. Every run has a guard against hanging; no test measures time.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from devcompat.discovery.machine import discover_host
from devcompat.inventory.records import NativeDescriptor
from devcompat.inventory.serial import write_host, write_inventory

from .bad_inputs import furnish_bad

CAPTURES = Path(__file__).parents[1] / "captures"
EXAMPLES = Path(__file__).parents[2] / "examples"
GUARD = 60
"""Seconds after which a process is taken to hang."""

MTTY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
ODD_NAME = "odd\x1b[31m\n\u202ename.txt"


class Ended(NamedTuple):
    """How a process ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a plain environment: nothing of the caller's that changes what is printed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON": sys.executable,
        **(changes or {}),
    }


def run_bytes(
    words: Sequence[str],
    where: Path,
    stdin: bytes = b"",
    changes: Mapping[str, str] | None = None,
) -> tuple[int, bytes, bytes]:
    """Run `devcompat` with those words in a directory; return exit code and outputs as bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "devcompat", *words],
        cwd=where,
        input=stdin,
        env=environment(changes),
        capture_output=True,
        timeout=GUARD,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def run(
    words: Sequence[str],
    where: Path,
    stdin: bytes = b"",
    changes: Mapping[str, str] | None = None,
) -> Ended:
    """Run `devcompat` with those words in a directory."""
    code, out, err = run_bytes(words, where, stdin, changes)
    return Ended(code, out.decode(), err.decode())


def run_shell(command: str, where: Path) -> Ended:
    """Run a line of shell in which `devcompat` is the program."""
    line = f'devcompat() {{ "$PYTHON" -m devcompat "$@"; }}; {command}'
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=where,
        stdin=subprocess.DEVNULL,
        env=environment(),
        capture_output=True,
        timeout=GUARD,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


BACKSLASHES = "\\" * 1000
TEXTS = {
    "a.txt": "SELF:\n  type=pci\n  n=2\n",
    "b.txt": "SELF:\n  type=pci\n  n=4\nCOMPATIBLE:\n  type=pci\n  n={n:int:1,2,4}\n",
    "refusing.txt": "SELF: type=pci n=9\nCOMPATIBLE:\n  type=pci\n  n={n:int:5..9}\n",
    "twice.txt": "SELF: n=1\nCOMPATIBLE: n=1\nCOMPATIBLE: n={n:int:1..9}\n",
    "opaque.txt": "SELF: type=pci\nCOMPATIBLE: type=pci n={fw:opaque:firmware}\n",
    "mute.txt": "SELF: type=pci\n",
    "vocabulary.yaml": "name: desk\nversion: 1\nunlisted: refuse\nfields:\n  n: at-least\n",
    "wrong-vocabulary.yaml": "name: Desk\nfields:\n  n: nearly\n  1: equal\nfeilds: {}\n",
    "wrong-rule.toml": 'name = "desk"\nversion = "1"\n[fields]\nn = "nearly"\n',
    "empty.txt": "",
    "comment.txt": "# nothing here\n\n",
    "nul.txt": "SELF: a=1\x00\n",
    "escape.txt": "SELF: a=\x1b[31mred\n",
    "type.txt": "SELF: a={n}\nPARAMETERS: aggregator={n:int:1..8}\n",
    "wrong.txt": "SELF:\n  a=1\n  b={x}\n  c = 2\nCOMPATIBLE:\n  a={n:int}\n  a=2\n",
    "many.txt": "SELF:\n" + "".join(f"  f{number}={{\n" for number in range(60)),
    "large.txt": "SELF: a=1\n" + "# comment\n" * 7000,
    "long.txt": "SELF:\n" + "".join(f"  f{number}={BACKSLASHES}\n" for number in range(60)),
    "hollow.txt": "SELF: a=1\nCOMPATIBLE: a=1\nCOMPATIBLE:\n",
    "swapped.txt": "SELF: a=1\nPARAMETERS: b={n:int:1} a={m:int:1}\n",
    "gvtg.txt": (EXAMPLES / "descriptors" / "gvtg-uuid2.txt").read_text(),
    "big.txt": "SELF: device_type=pci device_id=8086591d mdev_type=i915-GVTg_V5_4 aggregator=4"
    " interface_version=1\n",
    "slice.txt": 'PARAMETERS: label={l:string:"it\'s",b} slices={n:int:1..8}\n'
    "SELF: type=pci n={n}\nCOMPATIBLE: type=pci n={n}\n",
    "removing.txt": "PARAMETERS: remove={n:int:1..8} SELF: COMPATIBLE: type=pci n={n}\n",
    "copying.txt": 'SELF: COMPATIBLE: type=pci n=2 INFO: dynamic_resources="../../remove"\n',
    "nothing.txt": 'PARAMETERS: label={l:string:""} SELF: COMPATIBLE: type=pci n=2\n',
    "level.txt": "SELF: level=3\n",
    "levels.txt": "PARAMETERS: power={n:int:1..9} SELF: level={n}\n",
    "a.json": '{"self": {"type": "pci", "n": 2}}\n',
    "a.yaml": "self:\n  type: pci\n  n: 2\n",
    "wrong-descriptor.yaml": "self:\n  a: x${n}\n  1b: no\nextra: 1\n",
    "alias.yaml": "self: &x\n  a: 1\n",
    "b.toml": '[self]\ntype = "pci"\nn = 4\n\n[[compatible]]\nvariables = { n = { type = "int",'
    ' domain = [1, 2, 4] } }\nfields = { type = "pci", n = "${n}" }\n',
    "broken.toml": "[self]\na = 01\n",
    "wrong.toml": "[self]\na = 1.5\n[extra]\n",
    "broken.json": '{"self": {"type": "pci",\n  "n": 2\n',
    "wrong.json": '{"self": {"a": 1.5, "b": null},\n "compatible": {}, "extra": 1}\n',
    "list.json": '[{"self": {}}]\n',
    "twice.json": '{"self": {"a": 1, "a": 2}}\n',
    "no-host.json": "[]\n",
    "no-kernel.json": '{"schema": "devcompat/inventory/1", "name": "n", "root": "/",'
    ' "constructed": false, "devices": [], "types": [], "misses": []}\n',
    "other-schema.json": '{"schema": "devcompat/inventory/9"}\n',
    "overlay.yaml": "devices:\n  - match: {kind: mdev}\n    facts: {site: x}\n",
    "levels.yaml": "devices:\n- match: {host: mdev-created, mdev_type: mtty-1}\n"
    "  descriptor: 'SELF: level=2'\n- match: {host: mdev-created-cdev-iommufd, mdev_type: mtty-1}\n"
    "  descriptor: 'SELF: level=3'\n",
    "wrong.yaml": "devices:\n  - match: {host: n}\n    facts: {site: 1}\n  - x\n",
    "broken.yaml": "devices:\n  - match: {kind: mdev\n",
    "overlay.txt": "devices: []\n",
    "vm.xml": (EXAMPLES / "domains" / "two-mdevs.xml").read_text(),
    "wrong.xml": "<domain><devices><hostdev mode='subsystem' type='mdev'><source>"
    "<address uuid='xyz'/></source></hostdev></devices></domain>\n",
    "other.xml": "<network><name>n</name></network>\n",
    "broken.xml": "<domain><name>x</domain>\n",
    "batch.jsonl": '{"id": 1, "source": "SELF: a=1", "target": "SELF: COMPATIBLE: a=1"}\n'
    '{"id": 2, "source": "SELF: a=2", "target": "SELF: COMPATIBLE: a=1"}\n',
    "bad.jsonl": 'nope\n\n{"id": 1}\n{"id": 2, "source": "SELF: a={", "target": "SELF:"}\n'
    '{"id": 3, "source": "SELF: a=1", "target": "SELF: COMPATIBLE: a=1", "rule": "x"}\n'
    '{"id": 4, "source": "SELF: a=1", "target": "SELF: COMPATIBLE: a=1"}',
    ODD_NAME: "SELF: a=1 COMPATIBLE: a=1\n",
}


FILES = {
    "layout/migration/self": "type=pci\n  n=3\n",
    "layout/migration/compatible": "type=pci\nn={m}\n",
    "layout/migration/compatible2": "type=pci\nSELF: n=1\n",
    "two-layouts/migration/self": "a=1\n",
    "two-layouts/migration-self-traits": "a=1\n",
    "keys/migration/self/type": "pci\n",
    "keys/migration/compatible/1/type": "pci\n",
    "keys/migration/compatible/1/n": "{n:int:1,2,4}\n",
}


def furnish(where: Path) -> None:
    """Put into a directory what the commands are run on."""
    for name, text in TEXTS.items():
        (where / name).write_text(text, encoding="utf-8", newline="")
    (where / "latin.txt").write_bytes("SELF:\n  a=caf\xe9\n".encode("latin-1"))
    (where / "utf16.txt").write_bytes("SELF: a=1".encode("utf-16"))
    with (where / "zeros.bin").open("wb") as zeros:
        zeros.truncate(100 << 20)
    (where / "directory").mkdir()
    (where / "native").mkdir()
    (where / "native" / "migration_compatible").write_text(TEXTS["b.txt"])
    for path, text in FILES.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_text(text)
    furnish_bad(where)
    os.mkfifo(where / "fifo")
    (where / "dangling").symlink_to("nowhere")
    (where / "loop").symlink_to("loop")
    (where / "captures").symlink_to(CAPTURES)
    host = discover_host(CAPTURES / "mdev-created")
    (where / "fleet.json").write_text(json.dumps(write_host(host)))
    offered = host.types[0]._replace(
        parent="p",
        type_id="../../../../etc/cron.d/x",
        native=NativeDescriptor("SELF: COMPATIBLE: type=pci n=2", "sys/x"),
    )
    hostile = host._replace(name="hostile", devices=(), types=(offered,))
    (where / "hostile.json").write_text(json.dumps(write_host(hostile)))
    twins = [host._replace(name="one"), host._replace(name="two")]
    (where / "twins.json").write_text(json.dumps(write_inventory(twins)))


class Socket:
    """A UNIX socket in a directory; its path may be longer than a socket's address."""

    def __init__(self, where: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        before = Path.cwd()
        os.chdir(where)
        try:
            self._socket.bind("socket")
        finally:
            os.chdir(before)

    def close(self) -> None:
        """Close it; the file stays."""
        self._socket.close()

"""Fleet load: all that is good gets into the store, what is bad is told and harms nobody."""

import gzip
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from devcompat.discovery.machine import discover_host
from devcompat.inventory.serial import write_host
from devcompat.reports.generate import generate
from devcompat.store.store import open_store
from tests.docs.test_schemas import demand

from .fleets import ask, counts, device, line, load, loaded
from .process import CAPTURES, run, run_bytes

LINES = line("h1") + line("h2", device(n=2), device("b", 3, state="used", vm="vm-1")) + line("h3")


def test_a_load_can_be_repeated_and_continued(url: str, tmp_path: Path) -> None:
    first = loaded(url, LINES, tmp_path)
    assert counts(first) == (3, 0, 0, 0, 0)
    assert (first["hosts"], first["devices"], first["complete"]) == (3, 4, True)
    assert counts(loaded(url, LINES, tmp_path)) == (0, 0, 3, 0, 0)
    later = line("h1", device(n=7), generation=2) + line("h2", generation=0) + LINES + line("h4")
    summary = loaded(url, later, tmp_path)
    assert counts(summary) == (1, 1, 2, 2, 0)
    assert summary["changes"] == 1
    hosts = ask(url, "hosts", where=tmp_path)
    assert [(host["host"], host["generation"]) for host in hosts] == [
        ("h1", 2), ("h2", 1), ("h3", 1), ("h4", 1),
    ]  # fmt: skip


def test_all_of_a_report_is_kept(url: str, tmp_path: Path) -> None:
    text = 'SELF: type=pci n="1"\nCOMPATIBLE: type=pci n=1\nINFO: serial="a b" slot=4\n'
    info = {"self": {"n": "1"}, "info": {"serial": "x", "n": 4}}
    kinds = {"kind": "vf", "parent": "0000:65:00.0"}
    devices = (
        device("a", 1, state="used", vm="vm-1", **kinds),
        {"address": "b", "descriptor": text, "state": "reserved"},
        {"address": "c", "descriptor": info, "basis": "read", "unread": {"n": "EACCES"}},
        {"address": "d", "undescribed": {"detail": "driver.no-migration", "immovable": True}},
    )
    types = [
        {"parent": "p", "type": "t", "available": 3, "cost": 2, "pool": "gpu", "mixed": False,
         "descriptor": {"self": {"n": "1"}}, "basis": "read"},
        {"parent": "p", "type": "u"},
    ]  # fmt: skip
    loaded(url, line("h", *devices, labels={"zone": "z1"}, types=types), tmp_path)
    with open_store(url, must_exist=True) as store:
        found = store.find_host("h")
    assert found is not None
    assert (found.generation, found.labels) == (1, {"zone": "z1"})
    a, b, c, d = found.devices
    assert (a.state, a.vm, a.kind, a.parent, a.info) == ("used", "vm-1", *kinds.values(), None)
    assert a.class_digest == b.class_digest
    assert json.loads(b.info or b"") == {"serial": "a b", "slot": "4"}
    assert json.loads(c.info or b"") == {"serial": "x", "n": 4}
    assert (b.state, c.state, d.info) == ("reserved", "free", None)
    assert b'"unread":{"n":"EACCES"}' in found.classes[c.class_digest]
    assert b'"immovable":true' in found.classes[d.class_digest]
    assert a.since == found.received
    t, u = found.types
    assert t[:3] == ("p", "t", 3)
    assert (t.cost, t.pool, t.mixed) == (2, "gpu", False)
    assert b'"basis":"read"' in found.descriptors[t.descriptor_digest]
    assert u == ("p", "u", None, "", None, None, True)


BAD = {
    "json.syntax": "nonsense\n",
    "report.schema": '{"schema": "devcompat/report/9", "host": "x", "devices": []}\n',
    "report.host": line("a b"),
    "report.address-repeated": line("x", device(), device()),
    "report.state": line("x", device(vm="vm-1")),
    "syntax.field": line("x", {"address": "a", "descriptor": "SELF: a = 1"}),
    "report.key-missing": '{"schema": "devcompat/report/1", "host": "x"}\n',
    "text.encoding": "",
}


def test_bad_lines_are_told_with_their_place_and_lose_nobody_else(url: str, tmp_path: Path) -> None:
    lines = [line("h0"), *[text + line(f"h{at}") for at, text in enumerate(BAD.values(), start=1)]]
    data = "".join(lines).encode() + b'{"host": "\xff"}\n' + line("last").encode()
    (tmp_path / "some.jsonl").write_bytes(data)
    words = ("fleet", "load", "some.jsonl", "--store", url)
    ended = run(words, tmp_path)
    assert ended.code == 1
    told = [said for said in ended.err.splitlines() if said.startswith("devcompat: ")]
    assert sorted(BAD) == sorted({said.split(": ")[2] for said in told})
    assert told[0].startswith("devcompat: some.jsonl:2:1: json.syntax: found nonsense, ")
    for code in BAD:
        assert f"  {code}: " in ended.err
    assert f"{len(BAD)} bad reports were left out\n" in ended.out
    assert len(ask(url, "hosts", where=tmp_path)) == len(BAD) + 2
    again = run((*words, "--json"), tmp_path)
    summary = json.loads(again.out)
    demand("fleet-load", summary)
    assert (again.code, again.err) == (1, "")
    assert counts(summary) == (0, 0, len(BAD) + 2, 0, len(BAD))
    assert sorted(found["code"] for found in summary["problems"]) == sorted(BAD)


def test_bad_lines_without_end_are_counted(tmp_path: Path) -> None:
    ended = load("fleet.db", "x\n" * 3000 + LINES, where=tmp_path)
    assert ended.code == 1
    assert "... and 2900 more that could not be loaded" in ended.err
    assert len(ended.err.splitlines()) < 110
    assert "3000 bad reports were left out" in ended.out
    summary = loaded("fleet.db", "x\n" * 3000 + LINES, tmp_path, code=1)
    assert (summary["bad"], len(summary["problems"])) == (3000, 1000)
    assert counts(summary)[2] == 3


def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(LINES)
    words = ("fleet", "load", "nowhere.jsonl", ".", "good.jsonl", "--store", "fleet.db")
    ended = run(words, tmp_path)
    assert ended.code == 2
    assert "devcompat: nowhere.jsonl: file.missing: " in ended.err
    assert "devcompat: .: file.directory: " in ended.err
    assert "3 hosts: 3 new" in ended.out
    summary = json.loads(run((*words, "--json"), tmp_path).out)
    demand("fleet-load", summary)
    assert (summary["unread"], counts(summary)) == (2, (0, 0, 3, 0, 0))
    assert not summary["complete"]


def test_what_discover_prints_can_be_loaded(url: str, tmp_path: Path) -> None:
    names = sorted(path.name for path in CAPTURES.iterdir() if (path / "sys").is_dir())
    for name in names:
        out = run(("discover", "--root", str(CAPTURES / name), "--json"), tmp_path).out
        (tmp_path / f"{name}.json").write_text(out)
    files = [f"{name}.json" for name in names]
    words = ("fleet", "load", *files, "--store", url)
    assert f"{len(names)} hosts: {len(names)} new" in run(words, tmp_path).out
    assert f"{len(names)} same" in run(words, tmp_path).out
    hosts = ask(url, "hosts", where=tmp_path)
    assert [host["host"] for host in hosts] == names
    by_name = {host["host"]: host for host in hosts}
    assert by_name["constructed-types"]["types"] >= 2
    assert by_name["mdev-created"]["states"] == {"free": 6, "used": 0, "reserved": 0}
    broken = (tmp_path / files[0]).read_text()[:-20]
    (tmp_path / "broken.json").write_text(broken)
    ended = run(("fleet", "load", "broken.json", files[1], "--store", url), tmp_path)
    assert ended.code == 1
    assert "devcompat: broken.json:" in ended.err
    assert "1 same" in ended.out


def test_lines_longer_than_what_is_read_at_once(tmp_path: Path) -> None:
    long = [line("a", *[device(f"d{n}", n) for n in range(4000)]), line("b")]
    assert counts(loaded("fleet.db", "".join(long), tmp_path)) == (2, 0, 0, 0, 0)
    huge = '{"schema": "devcompat/report/1", "host": "' + "x" * (17 << 20) + '"}\n'
    for text in (huge + line("c"), line("c") + huge + line("d") + huge):
        summary = loaded("fleet.db", text, tmp_path, code=1)
        assert {found["code"] for found in summary["problems"]} == {"limit.report"}
    assert len(ask("fleet.db", "hosts", where=tmp_path)) == 4


def test_a_fleet_that_was_generated(url: str, tmp_path: Path) -> None:
    """More hosts than a transaction takes; on the way all is as it was made."""
    lines = b"".join(generate(1500, 40, devices_per_host=3))
    code, out, err = run_bytes(("fleet", "load", "-", "--store", url), tmp_path, lines)
    assert (code, out.count(b"1500 new")) == (0, 1)
    assert b"4,500 devices in " in err
    status = ask(url, "status", where=tmp_path)
    demand("fleet-status", status)
    assert (status["hosts"], status["devices"], status["classes"]) == (1500, 4500, 40)
    assert sum(status["states"].values()) == 4500
    assert status["kind"] == ("postgresql" if url.startswith("postgresql") else "sqlite")


def test_nothing_to_load(tmp_path: Path) -> None:
    summary = loaded("fleet.db", "", tmp_path)
    assert (summary["hosts"], summary["complete"]) == (0, True)
    status = ask("fleet.db", "status", where=tmp_path)
    demand("fleet-status", status)
    assert (status["hosts"], status["oldest"], status["newest"]) == (0, None, None)
    assert ask("fleet.db", "hosts", where=tmp_path) == []


def test_the_store_may_be_named_by_the_environment(tmp_path: Path) -> None:
    here = {"DEVCOMPAT_STORE": "fleet.db"}
    assert run(("fleet", "load", "-"), tmp_path, LINES.encode(), here).code == 0
    assert "hosts           3\n" in run(("fleet", "status"), tmp_path, changes=here).out
    other = run(("fleet", "status", "--store", "other.db"), tmp_path, changes=here)
    assert "store.missing" in other.err
    for empty in ({}, {"DEVCOMPAT_STORE": ""}):
        unnamed = run(("fleet", "status"), tmp_path, changes=empty)
        assert (unnamed.code, unnamed.out) == (2, "")
        assert "store.unnamed" in unnamed.err


def test_hosts_by_label_and_forgetting(url: str, tmp_path: Path) -> None:
    lines = "".join(
        line(f"h{n}", labels={"zone": f"z{n % 2}", "rack": f"r{n % 3}"}) for n in range(6)
    )
    loaded(url, lines, tmp_path)
    hosts = ask(url, "hosts", "--label", "zone=z1", where=tmp_path)
    demand("fleet-hosts", hosts)
    assert [host["host"] for host in hosts] == ["h1", "h3", "h5"]
    both = ask(url, "hosts", "--label", "zone=z1", "--label", "rack=r0", where=tmp_path)
    assert [host["host"] for host in both] == ["h3"]
    assert len(ask(url, "hosts", "--limit", "2", where=tmp_path)) == 2
    nobody = run(("fleet", "hosts", "--label", "zone=z", "--store", url), tmp_path)
    assert (nobody.code, nobody.out) == (0, "no host with these labels\n")
    forgotten = ask(url, "forget", "h3", where=tmp_path)
    demand("fleet-forget", forgotten)
    assert forgotten == {"host": "h3", "forgotten": True}
    again = run(("fleet", "forget", "h3", "--store", url), tmp_path)
    assert (again.code, again.out) == (1, "h3: there is no such host\n")
    assert len(ask(url, "hosts", where=tmp_path)) == 5


def test_what_is_in_the_store_is_looked_at_by_others(tmp_path: Path) -> None:
    """The file is SQLite's: whoever knows SQL can ask it."""
    loaded("fleet.db", LINES, tmp_path)
    with closing(sqlite3.connect(tmp_path / "fleet.db")) as connection:
        assert connection.execute("SELECT sum(devices) FROM hosts").fetchall() == [(4,)]


def test_a_check_imports_nothing_of_a_fleet(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("SELF: a=1 COMPATIBLE: a=1")
    script = (
        "import sys; from devcompat.cli.program import run; run(['check', 'a.txt', 'a.txt']);"
        "print({'sqlalchemy', 'msgspec', 'rich', 'alembic', 'devcompat.store', 'devcompat.fleet'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("\nset()\n")


def test_files_of_which_none_can_be_read_make_no_store(tmp_path: Path) -> None:
    (tmp_path / "directory").mkdir()
    ended = run(("fleet", "load", "missing", "directory", "--store", "new.db"), tmp_path)
    assert ended.code == 2
    assert "new.db: 0 hosts" in ended.out
    assert "2 files could not be read" in ended.out
    assert not list(tmp_path.glob("new.db*"))
    (tmp_path / "good").write_text(line("h1"))
    assert run(("fleet", "load", "missing", "good", "--store", "new.db"), tmp_path).code == 2
    assert [host["host"] for host in ask("new.db", "hosts", where=tmp_path)] == ["h1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(LINES.encode()), "gzip"),
        (LINES.encode("utf-16"), "UTF-16"),
        (b"SQLite format 3\0\n" * 9, "SQLite"),
    ],
)
def test_a_file_that_is_no_text_is_told_once(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(data)
    ended = run(("fleet", "load", "given", "--store", "s.db", "--json"), tmp_path)
    found = json.loads(ended.out)
    assert (ended.code, found["bad"], found["unread"]) == (2, 0, 1)
    ((problem,),) = [one["problems"] for one in found["problems"]]
    assert problem["code"] == "text.encoding"
    assert said in problem["found"]


def test_a_mark_of_utf_8_and_ends_of_lines_of_windows_are_no_harm(tmp_path: Path) -> None:
    marked = "\ufeff" + LINES.replace("\n", "\r\n")
    assert counts(loaded("s.db", marked, tmp_path)) == (3, 0, 0, 0, 0)
    inventory = json.dumps(write_host(discover_host(CAPTURES / "mdev-created")), indent=1)
    assert counts(loaded("s.db", "\ufeff" + inventory, tmp_path)) == (1, 0, 0, 0, 0)


def test_standard_input_that_is_closed_is_told(tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m devcompat fleet load - --store s.db <&-"
    ended = subprocess.run(
        ("sh", "-c", command), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "standard input is closed" in ended.stderr
    assert "1 file could not be read" in ended.stdout

"""Odd locales, and texts that a terminal would act on: nothing breaks, nothing gets through."""

import json
import os
from pathlib import Path

import pytest

from .process import MTTY, ODD_NAME, run, run_bytes

EVIL = "evil\x1b]0;owned\x07\x9b31m\u202e\x7f"
LOCALES = [
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "LANG": ""},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "nowhere.UTF-8"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "utf-16"},
    {"PYTHONUTF8": "1"},
]


def raw_controls(text: str) -> list[str]:
    """Return the characters that a terminal could act on, but for line feeds."""
    return [character for character in text if not character.isprintable() and character != "\n"]


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a capture in which every name and value tries to reach the terminal."""
    root = tmp_path_factory.mktemp("evil") / "root"
    mdev = root / "sys/devices/virtual/p" / MTTY
    types = root / "sys/devices/virtual/p/mdev_supported_types" / "T"
    mdev.mkdir(parents=True)
    types.mkdir(parents=True)
    for name, text in {"name": EVIL, "device_api": EVIL, "available_instances": "1"}.items():
        (types / name).write_text(text + "\n")
    (mdev / "uevent").write_text(f"DRIVER={EVIL}\n")
    (mdev / "migration_compatible").write_text(f"SELF: a={EVIL}\n")
    (mdev / "mdev_type").symlink_to("../mdev_supported_types/T")
    bus = root / "sys/bus/mdev/devices"
    bus.mkdir(parents=True)
    (bus / MTTY).symlink_to(f"../../../devices/virtual/p/{MTTY}")
    drivers = root / "sys/bus/mdev/drivers" / "drv\x1b[31m"
    drivers.mkdir(parents=True)
    (mdev / "driver").symlink_to("../../../../bus/mdev/drivers/drv\x1b[31m")
    parents = root / "sys/class/mdev_bus"
    parents.mkdir(parents=True)
    (parents / "p").symlink_to("../../devices/virtual/p")
    manifest = {"host": f"host{EVIL}", "kernel": f"6.12{EVIL}"}
    (root / "MANIFEST.json").write_text(json.dumps(manifest))
    return root


def test_values_of_sysfs_are_escaped_in_tables(evil: Path) -> None:
    ended = run(("discover", "--root", str(evil)), evil)
    assert ended.code == 0
    assert MTTY in ended.out
    assert "evil\\x1b]0;owned" in ended.out
    assert raw_controls(ended.out) == []


def test_values_of_sysfs_are_escaped_in_json_and_come_back(evil: Path) -> None:
    ended = run(("discover", "--root", str(evil), "--json"), evil)
    assert ended.out.isascii()
    assert raw_controls(ended.out) == []
    plain = json.loads(ended.out)
    assert plain["types"][0]["name"] == EVIL


def test_values_are_escaped_by_every_command(evil: Path, desk: Path) -> None:
    domain = (
        "<domain><name>vm</name><devices><hostdev mode='subsystem' type='mdev'><source>"
        f"<address uuid='{MTTY}'/></source></hostdev></devices></domain>"
    ).encode()
    for words, stdin in (
        (("find", str(desk / "a.txt"), "--in", str(evil), "--all"), b""),
        (("find", MTTY, "--in", str(evil)), b""),
        (("check", MTTY, MTTY, "--in", str(evil)), b""),
        (("preflight", "-", "--root", str(evil)), domain),
        (("preflight", "-", "--root", str(evil), "--to", str(evil)), domain),
        (("explain", EVIL), b""),
        ((EVIL,), b""),
        (("check", "a.txt", EVIL), b""),
        (("check", "-", "a.txt"), f"SELF: a={EVIL}".encode()),
        (("check", "-", "a.txt"), f'{{"self": {{"{EVIL}": 1}}}}'.encode()),
    ):
        ended = run(words, desk, stdin)
        assert ended.code in {0, 1, 2, 3}
        assert raw_controls(ended.out + ended.err) == []


@pytest.mark.parametrize("changes", LOCALES, ids=str)
def test_a_name_and_a_value_beyond_ascii_are_printed_in_any_locale(
    desk: Path, changes: dict[str, str]
) -> None:
    for words, code in (
        (("check", "-", "b.txt"), 1),
        (("check", "-", "b.txt", "--json"), 1),
        (("check", "nö-such-☃-file", "b.txt"), 2),
        (("check", "nö-such-☃-file", "b.txt", "--json"), 2),
        (("discover", "--root", "captures/mdev-created"), 0),
    ):
        ended = run_bytes(words, desk, "SELF: a=☃é😀\n".encode(), changes)
        encoding = changes.get("PYTHONIOENCODING", "utf-8")
        out, err = ended[1].decode(encoding), ended[2].decode(encoding)
        assert ended[0] == code
        assert "Traceback" not in err
        assert "internal" not in err
        if "--json" in words:
            json.loads(out)


def test_json_is_ascii_so_that_any_encoding_carries_it(desk: Path) -> None:
    ended = run(("check", "-", "b.txt", "--json"), desk, "SELF: a=☃é😀\n".encode())
    assert ended.out.isascii()
    (failure,) = [found for found in json.loads(ended.out)["failures"] if found["field"] == "a"]
    assert failure["found"] == "☃é😀"


def test_a_file_name_that_is_not_utf8_is_read_and_escaped(desk: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (desk / name).write_text("SELF: a=1 COMPATIBLE: a=1\n")
    ended = run(("check", name, name), desk)
    assert (ended.code, ended.err) == (0, "")
    assert "caf\\udce9.txt" in ended.out
    assert json.loads(run(("check", name, name, "--json"), desk).out)["source"] == name


def test_a_name_with_controls_is_read_and_escaped(desk: Path) -> None:
    ended = run(("check", ODD_NAME, ODD_NAME), desk)
    assert ended.code == 0
    assert raw_controls(ended.out) == []
    assert len(ended.out.splitlines()) == 3

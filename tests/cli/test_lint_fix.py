"""`devcompat lint --fix` and `--diff`: only what is certain, in place, whole or not at all."""

import json
import re
import stat
from pathlib import Path

import pytest

from .process import run

WRONG = """\
# a driver's descriptor
SELF:
  a=1
COMPATIBLE:          # first
  a={n:int:3,2 , 2,  8,8}  # numbers
  # between
COMPATIBLE: a=1
# before the third
COMPATIBLE:   # third
  a=1         # one
  # inside

INFO: x=y COMPATIBLE: a=1 # tail
"""
RIGHT = """\
# a driver's descriptor
SELF:
  a=1
COMPATIBLE:          # first
  a={n:int:3,2 ,  8}  # numbers
  # between
COMPATIBLE: a=1
# before the third
  # inside

INFO: x=y # tail
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a file with all that can be fixed."""
    path = tmp_path / "d.txt"
    path.write_text(WRONG)
    return path


def test_a_fix_keeps_comments_layout_and_permissions_and_is_idempotent(file: Path) -> None:
    file.chmod(0o640)
    ended = run(("lint", "--fix", "d.txt"), file.parent)
    assert ended.code == 0
    assert file.read_text() == RIGHT
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert ended.out.count(": fixed: lint.") == 3
    before = file.stat()
    assert run(("lint", "--fix", "d.txt"), file.parent).out == (
        "0 warnings, 0 notes in 1 descriptor\n"
    )
    assert file.stat() == before
    assert [found.name for found in file.parent.iterdir()] == ["d.txt"]


def test_a_link_is_followed(file: Path) -> None:
    (file.parent / "link.txt").symlink_to("d.txt")
    assert run(("lint", "--fix", "link.txt"), file.parent).code == 0
    assert (file.parent / "link.txt").is_symlink()
    assert file.read_text() == RIGHT


def test_a_device_directory_is_fixed_in_its_file(file: Path) -> None:
    (file.parent / "device").mkdir()
    native = file.rename(file.parent / "device" / "migration_compatible")
    assert run(("lint", "--fix", "device"), native.parent.parent).code == 0
    assert native.read_text() == RIGHT


def test_a_difference_is_printed_and_nothing_is_changed(file: Path) -> None:
    ended = run(("lint", "--diff", "d.txt"), file.parent)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[:2] == ["--- d.txt", "+++ d.txt (fixed)"]
    taken = [line[1:] for line in lines[2:] if line.startswith("-")]
    assert taken == [
        line for line in WRONG.splitlines() if line not in RIGHT.splitlines()
    ]  # fmt: skip
    assert file.read_text() == WRONG


def test_crlf_and_a_missing_last_line_end_stay(file: Path) -> None:
    file.write_bytes(WRONG.rstrip("\n").replace("\n", "\r\n").encode())
    assert run(("lint", "--fix", "d.txt"), file.parent).code == 0
    assert file.read_bytes() == RIGHT.rstrip("\n").replace("\n", "\r\n").encode()


def test_what_is_not_certain_is_left_alone(file: Path) -> None:
    uncertain = 'SELF: a=1\nCOMPATIBLE: a="10-{n:int:1..4,3..9}"\nCOMPATIBLE: a={v:version:<0}\n'
    file.write_text(uncertain)
    ended = run(("lint", "--fix", "d.txt"), file.parent)
    assert ended.code == 1
    assert file.read_text() == uncertain
    assert "fixed" not in ended.out
    assert "Or let --fix" not in ended.out
    assert "that --fix cannot take away as this text is written" in ended.out


STRUCTURED = {
    "d.json": """\
{"self": {"a": "1"}, "compatible": [
 {"fields": {"a": "1"}}<,
 {"fields": {"a": "1"}}>,
 {"fields": {"a": "2"}}]}
""",
    "d.yaml": """\
# ours
self: {a: 1}
compatible:
  # first
  - fields: {a: 1}  # one
  # second
<  - fields:
      a: 1
>
# end
info: {x: y}
""",
    "d.toml": """\
[self]
a = 1 # one
[[compatible]]
fields = {a = 1}

# second
<[[compatible]]
[compatible.fields]
a = 1
># end
[info]
x = 'y'
""",
}
"""What goes stands between `<` and `>`."""


@pytest.mark.parametrize("name", STRUCTURED)
def test_objects_go_from_structured_formats_too(name: str, tmp_path: Path) -> None:
    marked = STRUCTURED[name]
    before, after = re.sub("[<>]", "", marked), re.sub("<[^>]*>", "", marked)
    file = tmp_path / name
    file.write_text(before, "ascii")
    ended = run(("lint", "--fix", name), tmp_path)
    assert (ended.code, file.read_text("ascii")) == (0, after)
    again = run(("lint", "--fix", name), tmp_path)
    assert (again.out, file.read_text("ascii")) == ("0 warnings, 0 notes in 1 descriptor\n", after)


def test_what_cannot_be_changed_as_it_is_written_is_left_alone_and_that_is_said(
    tmp_path: Path,
) -> None:
    below = tmp_path / "migration"
    below.mkdir()
    (below / "self").write_text("a=1\n", "ascii")
    for number in ("1", "2"):
        (below / f"compatible{number}").write_text("a=1\n", "ascii")
    ended = run(("lint", "--fix", "."), tmp_path)
    assert ended.code == 1
    assert (
        ".: left alone: 1 finding that --fix cannot take away in a layout of several files"
        in ended.out.splitlines()
    )
    assert (below / "compatible2").read_text("ascii") == "a=1\n"


def test_a_file_that_cannot_be_written_is_told_and_the_others_are_fixed(file: Path) -> None:
    name = file.with_name("x" * 250 + ".txt")  # no room for the name of a new file beside it
    name.write_text(WRONG)
    ended = run(("lint", "--fix", name.name, "d.txt"), file.parent)
    assert ended.code == 2
    assert "file.unwritable" in ended.err
    assert name.read_text() == WRONG
    assert file.read_text() == RIGHT


def test_what_was_fixed_is_in_json(file: Path) -> None:
    found = json.loads(run(("lint", "--fix", "d.txt", "--json"), file.parent).out)
    assert found["files"][0]["findings"] == []
    codes = [fixed["code"] for fixed in found["files"][0]["fixed"]]
    assert codes == ["lint.repeated-member", *["lint.covered"] * 2]


@pytest.mark.parametrize(
    "words", [("--fix", "-"), ("--fix", "--diff", "d.txt"), ("--diff", "--json", "d.txt")]
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], file: Path) -> None:
    assert run(("lint", *words), file.parent, WRONG.encode()).code == 2
    assert file.read_text() == WRONG

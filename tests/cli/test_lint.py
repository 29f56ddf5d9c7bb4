"""`devcompat lint`: its exit codes, several files, and annotations as GitHub reads them."""

import json
import re
from pathlib import Path

import pytest

from .process import run

FINE = "SELF: a=1 COMPATIBLE: a={n:int:1..4}\n"
NOTED = "SELF: a=1 COMPATIBLE: a={n:int:1}\n"
WARNED = "SELF: a=1\nCOMPATIBLE: a={n:int:1,2,2}\n"
BROKEN = "SELF: a={n\n"
FILES = {"fine.txt": FINE, "noted.txt": NOTED, "warned.txt": WARNED, "broken.txt": BROKEN}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a directory with one file of each kind."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("fine.txt",), 0),
        (("noted.txt", "fine.txt"), 0),
        (("warned.txt", "fine.txt"), 1),
        (("fine.txt", "broken.txt", "warned.txt"), 2),
        (("nowhere.txt",), 2),
    ],
)
@pytest.mark.parametrize("form", [(), ("--github",), ("--json",)])
def test_the_exit_code_says_the_worst(
    names: tuple[str, ...], code: int, form: tuple[str, ...], place: Path
) -> None:
    assert run(("lint", *names, *form), place).code == code


def test_a_file_that_cannot_be_read_hides_no_other(place: Path) -> None:
    ended = run(("lint", "broken.txt", "warned.txt", "nowhere.txt", "--json"), place)
    found = json.loads(ended.out)
    assert [file["file"] for file in found["files"]] == ["broken.txt", "warned.txt", "nowhere.txt"]
    assert [file["error"] and file["error"]["code"] for file in found["files"]] == [
        "brace.unclosed", None, "file.missing",
    ]  # fmt: skip
    (finding,) = found["files"][1]["findings"]
    assert (finding["code"], finding["line"], finding["column"]) == ("lint.repeated-member", 2, 26)
    assert (found["warnings"], found["notes"], found["unreadable"]) == (1, 0, 2)


ANNOTATION = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^\s,:]*,?)*)::([^\r\n]*)", re.ASCII)


def test_annotations_have_the_place_and_are_escaped(place: Path) -> None:
    (place / "a,b%:c.txt").write_text('SELF: a=1 COMPATIBLE: a=1 INFO: a="100%"\n')
    ended = run(("lint", "--github", "broken.txt", "warned.txt", "noted.txt", "a,b%:c.txt"), place)
    lines = [ANNOTATION.fullmatch(line) for line in ended.out.splitlines()]
    found = [(line[1], line[2]) for line in lines if line is not None]
    assert found == [
        ("error", "file=broken.txt,line=1,col=9,title=brace.unclosed"),
        ("warning", "file=warned.txt,line=2,col=26,title=lint.repeated-member"),
        ("notice", "file=noted.txt,line=1,col=26,title=lint.constant"),
        ("notice", "file=a%2Cb%25%3Ac.txt,line=1,col=33,title=lint.info-field"),
    ]
    assert len(lines) == len(found)


def test_an_annotation_of_a_directory_names_the_file_in_it(place: Path) -> None:
    (place / "d" / "migration").mkdir(parents=True)
    (place / "d" / "migration" / "self").write_text("a=1\n")
    (place / "d" / "migration" / "compatible1").write_text("b=2\na={n:int:1,1}\n")
    ended = run(("lint", "--github", "d/"), place)
    places = re.findall(r"::\w+ file=([^,]*),line=(\d+)", ended.out)
    assert ("d/migration/compatible1", "2") in places
    assert ("d/migration/self", "1") in places


def test_nothing_else_comes_between_annotations_and_standard_input_has_no_file(place: Path) -> None:
    ended = run(("lint", "--github", "-"), place, WARNED.encode())
    assert ended.out.startswith("::warning line=2,col=26,title=lint.repeated-member::")
    assert ended.err == ""


@pytest.mark.parametrize("words", [("-", "-"), ("fine.txt", "--json", "--github"), ()])
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], place: Path) -> None:
    assert run(("lint", *words), place).code == 2


@pytest.mark.parametrize(
    ("words", "code", "objects"),
    [
        (("-",), 0, 8),
        (("-", "--limit", "8"), 0, 8),
        (("-", "--limit", "7"), 1, 0),
        (("-", "--object", "1", "--limit", "7"), 0, 4),
        (("-", "--object", "3"), 2, 0),
    ],
)
def test_enumerate_prints_all_or_none(
    words: tuple[str, ...], code: int, objects: int, place: Path
) -> None:
    given = b"SELF: COMPATIBLE: a={n:int:1..4} COMPATIBLE: a={n:int:1..4}"
    ended = run(("enumerate", *words), place, given)
    assert ended.code == code
    assert ended.out.count("\nCOMPATIBLE:") == objects


def test_enumerate_wants_a_types_parameters_and_takes_them(place: Path) -> None:
    given = b"PARAMETERS: p={p:int:1..4} SELF: COMPATIBLE: a={p}-{n:int:1..2}"
    assert "parameters.unset" in run(("enumerate", "-"), place, given).err
    ended = run(("enumerate", "-", "--set", "p=3"), place, given)
    assert ended.out.splitlines()[1:] == ["COMPATIBLE: a=2", "COMPATIBLE: a=1"]

"""The man page is what the parser says, groff and man have nothing to complain of, and it ships."""

import os
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from flit_core import buildapi  # type: ignore[import-untyped]

from devcompat.cli import exits
from devcompat.cli.commands import COMMANDS
from devcompat.cli.parser import parse_arguments
from tests.docs.pages import ROOT, script
from tests.docs.test_cli_page import OPTIONS

MAN = script("generate_man.py")
TEXT: str = MAN.PAGE.read_text(encoding="utf-8")
PLAIN = TEXT.replace("\\-", "-")
RENDERERS = {
    "groff": ("groff", "-man", "-Tutf8", "-ww"),
    "man": ("man", "--warnings", "-P", "cat", "-l"),
}


def test_the_page_is_what_the_parser_says() -> None:
    assert MAN.page() == TEXT, "run: python docs/generate_man.py"


def test_its_parts_are_those_that_a_reader_looks_for() -> None:
    parts = [line.removeprefix(".SH ") for line in TEXT.splitlines() if line.startswith(".SH ")]
    assert parts == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES",
        "EXAMPLES", "SEE ALSO",
    ]  # fmt: skip


def part(heading: str) -> str:
    return PLAIN.partition(f".SH {heading}\n")[2].partition("\n.SH ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_there_with_its_options_and_exits(name: str) -> None:
    said = part("COMMANDS").partition(f".SS {name}\n")[2].partition("\n.SS ")[0]
    own = [option for command, option in OPTIONS if command == name]
    assert own
    assert [option for option in own if f"\\fB{option}\\fR" not in said] == []
    assert "Exit codes: 0 " in said


def test_exit_codes_and_environment_are_there() -> None:
    codes = {code for name, code in vars(exits).items() if name.isupper() and type(code) is int}
    assert {0, 1, 2, 3} <= codes
    assert all(f"\\fB{code}\\fR" in part("EXIT STATUS") for code in codes)
    assert "\\fBNO_COLOR\\fR" in part("ENVIRONMENT")


@pytest.mark.parametrize("line", MAN.EXAMPLES)
def test_an_example_is_a_command_line(line: str) -> None:
    """Nothing is run, since the files are a reader's own: the words are ones that may be typed."""
    words = shlex.split(line.rpartition("| ")[2].partition(" >")[0])
    assert words[0] == "devcompat"
    assert parse_arguments(words[1:]).command == words[1]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_it_is_rendered_without_a_warning(renderer: str) -> None:
    if shutil.which(renderer) is None:
        pytest.skip(f"{renderer} is not on this machine")
    done = subprocess.run(
        [*RENDERERS[renderer], MAN.PAGE],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    assert b"preflight" in done.stdout


def test_the_package_brings_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel installs it as share/man/man1/devcompat.1 below the environment's prefix."""
    monkeypatch.chdir(ROOT)
    name = buildapi.build_wheel(str(tmp_path))
    with zipfile.ZipFile(tmp_path / name) as wheel:
        (page,) = (
            name
            for name in wheel.namelist()
            if name.endswith(".data/data/share/man/man1/devcompat.1")
        )
        assert wheel.read(page).decode() == TEXT

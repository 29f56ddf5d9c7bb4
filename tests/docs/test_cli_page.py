"""docs/cli.md names every command and option that the real parser has, and every exit code."""

import argparse
import re

import pytest

from devcompat.cli import exits
from devcompat.cli.commands import COMMANDS
from devcompat.cli.parser import build_parser, command_parsers
from tests.docs.pages import DOCS, ROOT, page_text, rows

PAGE = page_text("cli.md")


def commands() -> dict[str, argparse.ArgumentParser]:
    return command_parsers(build_parser(list(COMMANDS)))


def section(name: str) -> str:
    """Return the text of the sections on a command, `check --batch` being one on `check`."""
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    return "".join(part for part in parts if part.split("\n")[0].partition(" --")[0] == name)


OPTIONS = [
    (name, option)
    for name, parser in commands().items()
    for action in parser._actions
    for option in action.option_strings
    if option not in {"-h", "--help"}
]
CHOICES = [
    (name, str(choice))
    for name, parser in commands().items()
    for action in parser._actions
    for choice in action.choices or ()
    if name == "check"
]


def test_there_are_commands_and_options() -> None:
    assert len(commands()) >= 5
    assert len(OPTIONS) >= 20
    assert len(CHOICES) >= 8


@pytest.mark.parametrize("name", commands())
def test_a_command_has_its_section(name: str) -> None:
    assert section(name), name


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=map(" ".join, OPTIONS))
def test_an_option_stands_in_its_commands_section(name: str, option: str) -> None:
    assert re.search(rf"`[^`]*{option}\b", section(name)), f"{name} {option}"


@pytest.mark.parametrize(("name", "choice"), CHOICES, ids=map(" ".join, CHOICES))
def test_a_choice_stands_in_its_commands_section(name: str, choice: str) -> None:
    assert f"`{choice}`" in section(name)


@pytest.mark.parametrize("name", commands())
def test_the_options_on_the_page_exist(name: str) -> None:
    written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section(name)))
    real = {option for command, option in OPTIONS if command == name}
    elsewhere = {"--in"} if name in {"preflight", "discover"} else set()
    elsewhere |= {"--jsonfile"} if name == "create" else set()  # mdevctl's
    assert written - real - elsewhere == set()


def test_every_exit_code_is_on_the_page() -> None:
    table = set(re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE))
    numbers = {
        str(value) for name, value in vars(exits).items() if name.isupper() and type(value) is int
    }
    assert table == numbers


def test_every_schema_is_on_the_page() -> None:
    source = ROOT / "src"
    for path in source.glob("devcompat/*/schema/*.schema.json"):
        name = str(path.relative_to(source))
        assert name in PAGE or name in page_text("language.md"), name


SHAPES = rows(DOCS / "cli.md", ("output of", "schema"))


def test_every_command_has_a_schema_that_is_there() -> None:
    """tests/docs/test_schemas.py holds the real output of each against it."""
    named = {re.split(r" -|`", row.cells[0].strip("`"))[0] for row in SHAPES}
    assert set(COMMANDS) <= named
    for row in SHAPES:
        path = row.cells[1].split("`")[1]
        assert (ROOT / "src" / path).is_file() or (ROOT / path).is_file(), path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_its_exit_codes(name: str) -> None:
    said = COMMANDS[name].exits
    assert said.startswith("exit codes: 0 ")
    assert "2 " in said
    assert set(re.findall(r"\b(\d+) ", said)) <= {"0", "1", "2", "3", "4", "5"}


def test_every_environment_variable_is_on_the_page() -> None:
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r"environ\w*\.get\(\"(\w+)\"\)", text))
    assert read
    assert {name for name in read if f"`{name}`" not in PAGE} == set()

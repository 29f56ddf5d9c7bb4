"""Completion: the scripts have everything that the parser has, and real shells complete with them.

bash is on every machine that these tests run on. zsh and fish are tried where they are.
"""

import os
import subprocess
from pathlib import Path

import pytest

from devcompat.catalog.shipped import shipped_vocabularies
from devcompat.cli import completion
from devcompat.cli.commands import COMMANDS
from devcompat.cli.completion import SHELLS, completion_script, iter_actions
from devcompat.cli.parser import build_parser
from devcompat.verbs.explain import all_entries

from .process import run
from .shells import GUARD, LOAD, has, words_after_tab

ACTIONS = list(iter_actions(build_parser(tuple(COMMANDS))))
each_shell = pytest.mark.parametrize("shell", SHELLS)
needs_zsh = pytest.mark.skipif(not has("zsh"), reason="zsh is not on this machine")
needs_fish = pytest.mark.skipif(not has("fish"), reason="fish is not on this machine")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give each shell's script as a file, as the program prints it."""
    where = tmp_path_factory.mktemp("scripts")
    found = {}
    for shell in SHELLS:
        ended = run(("completion", shell), where)
        assert (ended.code, ended.err) == (0, "")
        found[shell] = where / f"devcompat.{shell}"
        found[shell].write_text(ended.out)
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory with names that shells find hard."""
    where = tmp_path_factory.mktemp("place")
    for name in ("plain.txt", "my file.txt", "0000:01:00.0", "0000:01:10.2"):
        (where / name).touch()
    (where / "captures").mkdir()
    return where


@each_shell
def test_the_program_prints_the_script(shell: str, scripts: dict[str, Path]) -> None:
    assert scripts[shell].read_text() == completion_script(shell)


@each_shell
def test_every_command_option_and_choice_is_in_the_script(shell: str) -> None:
    words = completion_script(shell).translate(str.maketrans("\"'(){},;", " " * 8)).split()
    spelled = [name for action in ACTIONS for name in action.option_strings]
    if shell == "fish":
        spelled = [name.lstrip("-") for name in spelled]
    said = {word.partition("[")[0].lstrip("*") for word in words}
    choices = [str(choice) for action in ACTIONS for choice in action.choices or ()]
    commands = {word for name in COMMANDS for word in name.split()}
    assert {*commands, *spelled, *choices, *shipped_vocabularies()} - said == set()


@each_shell
def test_every_code_can_be_completed(shell: str) -> None:
    said = set(completion_script(shell).translate(str.maketrans("\"'()", " " * 4)).split())
    assert {entry.code for entry in all_entries()} - said == set()


def test_of_every_word_it_is_known_what_it_may_be() -> None:
    """A new metavar has to be entered in cli/completion.py, or shells offer nothing for it."""
    known = completion.FILES | completion.DIRECTORIES | completion.FREE | {"CODE", "V"}
    valued = [action for action in ACTIONS if action.nargs != 0 and not action.choices]
    assert valued
    assert {str(action.metavar) for action in valued} <= known


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if has(shell)])
def test_the_shell_can_read_its_script(shell: str, scripts: dict[str, Path]) -> None:
    read = subprocess.run(
        [shell, "-n", scripts[shell]], capture_output=True, timeout=GUARD, check=False
    )
    assert (read.returncode, read.stdout, read.stderr) == (0, b"", b"")


TYPED = [
    ("devcompat che\tx", ["check", "x"]),
    ("devcompat compl\t fi\t", ["completion", "fish"]),
    ("devcompat fle\tgen\t --dis\t", ["fleet", "generate", "--distinct"]),
    ("devcompat check --for\tte\t", ["check", "--format", "text"]),
    ("devcompat check a b --rule bo\t", ["check", "a", "b", "--rule", "both"]),
    ("devcompat check a --rule both pl\t", ["check", "a", "--rule", "both", "plain.txt"]),
    ("devcompat find a --min\tna\t", ["find", "a", "--min-basis", "native"]),
    ("devcompat convert pl\t --to js\t", ["convert", "plain.txt", "--to", "json"]),
    ("devcompat derive a --vocabulary fea\t", ["derive", "a", "--vocabulary", "features"]),
    ("devcompat derive a --vocabulary ./pl\t", ["derive", "a", "--vocabulary", "./plain.txt"]),
    ("devcompat explain field.mis\t", ["explain", "field.missing"]),
    ("devcompat discover --root capt\t", ["discover", "--root", "captures"]),
    ("devcompat check 'my f\t", ["check", "my file.txt"]),
    ("devcompat check my\t", ["check", "my file.txt"]),
    ("devcompat check h/0000:65:00.1 pl\t", ["check", "h/0000:65:00.1", "plain.txt"]),
    ("devcompat check 0000:01:00\t pl\t", ["check", "0000:01:00.0", "plain.txt"]),
    ("devcompat check 0000\\:01\\:1\t pl\t", ["check", "0000:01:10.2", "plain.txt"]),
]
IN_BASH = [
    ("devcompat check a b --rule=bo\t", ["check", "a", "b", "--rule=both"]),
    ("devcompat find a --in=pl\t --rule so\t",
     ["find", "a", "--in=plain.txt", "--rule", "source-lists"]),
]  # fmt: skip


def without_slash(words: list[str]) -> list[str]:
    """Return words without what some shells set after a directory's name."""
    return [word.removesuffix("/") for word in words]


@pytest.mark.parametrize(("typed", "expected"), TYPED + IN_BASH)
def test_bash_completes(
    typed: str, expected: list[str], scripts: dict[str, Path], place: Path
) -> None:
    found = words_after_tab("bash", LOAD["bash"].format(scripts["bash"]), typed, place)
    assert without_slash(found) == expected


@needs_zsh
@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_zsh_completes(
    typed: str, expected: list[str], scripts: dict[str, Path], place: Path
) -> None:
    found = words_after_tab("zsh", LOAD["zsh"].format(scripts["zsh"]), typed, place)
    assert without_slash(found) == expected


@needs_zsh
@pytest.mark.parametrize("way", ["evaluated", "autoloaded"])
def test_zsh_takes_the_script_also(
    way: str, scripts: dict[str, Path], place: Path, tmp_path: Path
) -> None:
    (tmp_path / "_devcompat").symlink_to(scripts["zsh"])
    start = "autoload -Uz compinit; compinit -u -D"
    load = {
        "evaluated": f'{start}; eval "$(cat {scripts["zsh"]})"',
        "autoloaded": f"fpath=({tmp_path} $fpath); {start}",
    }
    found = words_after_tab("zsh", load[way], "devcompat expl\t field.mis\t", place)
    assert found == ["explain", "field.missing"]


OFFERED = [
    ("devcompat ", list(dict.fromkeys(name.split()[0] for name in COMMANDS))),
    ("devcompat ch", ["check"]),
    ("devcompat check --for", ["--format"]),
    ("devcompat check --format te", ["text"]),
    ("devcompat check a b --rule ", ["target-accepts", "source-lists", "both"]),
    ("devcompat check a b --rule=b", ["--rule=both"]),
    ("devcompat check a --rule both pl", ["plain.txt"]),
    ("devcompat check my", ["my file.txt"]),
    ("devcompat check 0000:01:0", ["0000:01:00.0"]),
    ("devcompat derive a --vocabulary fea", ["features"]),
    ("devcompat derive a --vocabulary ./pl", ["./plain.txt"]),
    ("devcompat discover --root ", ["captures/"]),
    ("devcompat explain field.mis", ["field.missing"]),
    ("devcompat explain field.missing ", []),
    ("devcompat completion ", list(SHELLS)),
]


@needs_fish
@pytest.mark.parametrize(("line", "expected"), OFFERED)
def test_fish_offers(line: str, expected: list[str], scripts: dict[str, Path], place: Path) -> None:
    done = subprocess.run(
        ["fish", "--no-config", "--private", "-c", 'source $argv[1]; complete -C "$argv[2]"',
         scripts["fish"], line],
        cwd=place, env={"PATH": os.environ["PATH"], "HOME": str(place)}, capture_output=True,
        timeout=GUARD, check=True,
    )  # fmt: skip
    offered = [found.partition("\t")[0] for found in done.stdout.decode().splitlines()]
    assert sorted(offered) == sorted(expected)

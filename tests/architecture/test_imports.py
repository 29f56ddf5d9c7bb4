"""What is imported: the rooms' contracts hold, and a check imports only what it needs."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from .modules import ROOT

HEAVY = {
    "asyncio", "dataclasses", "difflib", "email", "importlib.metadata", "inspect", "logging",
    "msgspec", "pathlib", "rich", "shtab", "subprocess", "tempfile", "threading", "tomllib",
    "typing_extensions", "unittest", "urllib", "xml", "yaml", "sqlite3",
}  # fmt: skip
"""What takes a tenth of a check's time or more to import."""

_ASK = """
import json, sys
before = set(sys.modules)
from devcompat.cli.program import run
code = run(sys.argv[1:])
sys.stdout.flush()
print("\\n" + json.dumps([code, sorted(set(sys.modules) - before)]))
"""


def imports_of(words: Sequence[str], *flags: str) -> tuple[int, set[str]]:
    """Run a command in a fresh Python; return its exit code and the modules it imported."""
    done = subprocess.run(
        [sys.executable, "-S", *flags, "-c", _ASK, *words],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{_packages()}", "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    code, names = json.loads(done.stdout.decode().splitlines()[-1])
    return code, set(names)


def _packages() -> str:
    import yaml

    return str(Path(yaml.__file__).parents[1])


FIRST, SECOND = (f"examples/descriptors/gvtg-uuid{number}.txt" for number in (1, 2))


@pytest.mark.parametrize(
    ("words", "code"),
    [(("check", SECOND, FIRST), 0), (("check", FIRST, SECOND), 1), (("check", "x", "y"), 2)],
)
def test_a_check_of_two_files_imports_nothing_heavy(words: Sequence[str], code: int) -> None:
    ended, names = imports_of(words)
    assert ended == code
    heavy = {name for name in names if name in HEAVY or name.split(".")[0] in HEAVY}
    assert heavy == set()
    assert "json" not in names


def test_a_check_as_json_adds_json_only() -> None:
    _, plain = imports_of(("check", SECOND, FIRST))
    _, structured = imports_of(("check", SECOND, FIRST, "--json"))
    added = {name.split(".")[0] for name in structured - plain} - {"devcompat"}
    assert added <= {"json", "_json"}


def test_a_check_imports_only_the_rooms_that_it_needs() -> None:
    _, names = imports_of(("check", FIRST, SECOND))
    rooms = {name.split(".")[1] for name in names if name.startswith("devcompat.")}
    assert rooms <= {"codes", "values", "language", "match", "formats", "wording", "verbs", "cli"}


def test_version_and_help_import_no_room_below_the_command_line() -> None:
    for words in (("--help",), ("check", "--help")):
        _, names = imports_of(words)
        assert not {name for name in names if name.startswith("devcompat.verbs.")}
        assert "rich" not in names


@pytest.mark.parametrize(
    "module", ["language.parser", "match.judge", "inventory.records", "vocabulary.derive"]
)
def test_importing_a_pure_room_drags_in_no_other_face(module: str) -> None:
    asked = (
        f"import json, sys; import devcompat.{module}; "
        "print(json.dumps([n for n in sys.modules if n.split('.')[0] in "
        "('rich', 'yaml', 'argparse', 'json') or n.startswith(('devcompat.cli', "
        "'devcompat.verbs', 'devcompat.discovery'))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, timeout=60, check=True
    )
    found = [name for name in json.loads(done.stdout) if name.split(".")[0] != "json"]
    assert found == []


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout

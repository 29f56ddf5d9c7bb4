"""Exit codes as the contract says, `--json` of everything, help, version, permissions."""

import ctypes
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

from devcompat.cli.commands import COMMANDS, GROUPS

from .process import GUARD, MTTY, environment, run, run_shell

MDPY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa3001"
FLEET = ("--in", "fleet.json")
STORE = ("--store", "fleet.db")
REGION = ("--store", "region.db")
HERE = ("--root", "captures/mdev-created")
CONTRACT: list[tuple[Sequence[str], int]] = [
    (("check", "a.txt", "b.txt"), 0),
    (("check", "a.txt", "refusing.txt"), 1),
    (("check", "a.txt", "opaque.txt"), 3),
    (("check", "a.txt", "nowhere.txt"), 2),
    (("check", "a.txt", "b.txt", "--rule", "source-lists"), 1),
    (("check", "b.txt", "b.txt", "--rule", "both"), 0),
    (("check", "a.json", "b.txt"), 0),
    (("check", MTTY, MTTY, *FLEET), 0),
    (("check", MTTY, f"mdev-created/{MDPY}", *FLEET), 1),
    (("check", MTTY, "a.txt", *FLEET), 1),
    (("check", MTTY, MTTY, *FLEET, "--min-basis", "executed"), 0),
    (("check", MTTY, MTTY, *FLEET, "--min-basis", "native"), 3),
    (("discover", *HERE), 0),
    (("discover", *HERE, "--overlay", "overlay.yaml"), 0),
    (("discover", "--root", "nowhere"), 2),
    (("find", MTTY, *FLEET), 0),
    (("find", MTTY, *FLEET, "--all"), 0),
    (("find", MTTY, *FLEET, "--limit", "1"), 0),
    (("find", MTTY, *FLEET, "--count"), 0),
    (("find", MDPY, *FLEET), 1),
    (("find", "a.txt", *FLEET), 1),
    (("find", MTTY, *FLEET, "--min-basis", "native"), 3),
    (("find", "a.txt", "--in", "captures/vdpa-sim"), 3),
    (("find", "nowhere", *FLEET), 2),
    (("preflight", "vm.xml", *HERE), 1),
    (("preflight", "vm.xml", *HERE, "--to", "captures"), 1),
    (("preflight", "vm.xml", "--root", "captures/vdpa-sim"), 3),
    (("preflight", "a.txt", *HERE), 2),
    (("create", MTTY, "--from", "mtty/mtty-1", *FLEET, "--recipe"), 0),
    (("create", MTTY, "--from", "mtty/mtty-2", *FLEET, "--recipe"), 1),
    (("create", MTTY, "--from", "mtty/mtty-1", *FLEET, "--recipe", "--min-basis", "native"), 3),
    (("create", MTTY, "--from", "mtty/mtty-1", *FLEET), 2),
    (("convert", "a.txt", "--to", "yaml"), 0),
    (("convert", "hollow.txt", "--to", "flat", "-o", "new"), 2),
    (("enumerate", "a.txt"), 0),
    (("enumerate", "b.txt", "--limit", "1"), 1),
    (("enumerate", "nowhere.txt"), 2),
    (("baseline", "b.txt", "b.txt"), 0),
    (("baseline", "b.txt", "refusing.txt"), 1),
    (("baseline", "opaque.txt", "opaque.txt"), 3),
    (("pools", "b.txt", "refusing.txt"), 0),
    (("pools", "a.txt"), 1),
    (("pools",), 2),
    (("diff", "b.txt", "b.txt"), 0),
    (("diff", "b.txt", "a.txt"), 1),
    (("diff", "b.txt", "opaque.txt"), 3),
    (("diff", "b.txt", "nowhere.txt"), 2),
    (("lint", "b.txt"), 0),
    (("lint", "twice.txt"), 1),
    (("what-if", "--upgrade", "a.txt", *REGION), 2),
    (("baseline", "nowhere.txt", "a.txt"), 2),
    (("derive", "a.txt", "--vocabulary", "features"), 0),
    (("derive", "a.txt"), 2),
    (("fleet", "generate"), 2),
    (("find", f"mdev-created/{MTTY}", *REGION), 0),
    (("find", f"mdev-created/{MDPY}", *REGION), 1),
    (("find", "a.txt", *REGION), 3),
    (("find", f"mdev-created/{MTTY}", *REGION, "--by-host"), 0),
    (("find", "--vm", "ports.json", *REGION), 0),
    (("find", "--vm", "vm.xml", *REGION), 1),
    (("find", "--vm", "a.txt", *REGION), 2),
    (("why", f"mdev-created/{MTTY}", "mdev-types-only", *REGION), 0),
    (("why", f"mdev-created/{MDPY}", "constructed-gvtg", *REGION), 1),
    (("why", "a.txt", "mdev-types-only", *REGION), 1),
    (("why", "a.txt", "nobody", *REGION), 2),
    (("matrix", *REGION), 0),
    (("matrix", "--store", "nowhere.db"), 2),
    (("export", *REGION), 0),
    (("export",), 2),
    (("fleet", "load", "reports.jsonl"), 2),
    (("fleet", "status", "--store", "nowhere.db"), 2),
    (("fleet", "status", *STORE), 0),
    (("fleet", "hosts", *STORE), 0),
    (("fleet", "hosts", *STORE, "--label", "zone"), 2),
    (("fleet", "load", "reports.jsonl", "--store", "a.txt"), 2),
    (("fleet", "history", "n1", *STORE), 0),
    (("fleet", "history", "n9", *STORE), 2),
    (("fleet", "forget", "nobody", *STORE), 1),
    (("fleet", "forget", "nobody"), 2),
    (("fleet", "frob"), 2),
    (("completion", "bash"), 0),
    (("completion", "csh"), 2),
    (("explain",), 0),
    (("explain", "usage"), 0),
    (("explain", "nonsense"), 2),
    (("frob",), 2),
]


SAYING = {("export", 0), ("enumerate", 1)}
"""Commands that say on standard error what limits their answers, and with which exit code."""


def test_the_contract_is_tried_for_every_command_that_is_given_words() -> None:
    tried = {name for words, _ in CONTRACT for name in (words[0], " ".join(words[:2]))}
    assert tried >= set(COMMANDS) - {"conformance"}


@pytest.mark.parametrize(("words", "code"), CONTRACT, ids=lambda value: str(value))
def test_exit_code_is_the_same_with_and_without_json(
    words: Sequence[str], code: int, desk: Path
) -> None:
    plain = run(words, desk)
    structured = run((*words, "--json"), desk)
    assert (plain.code, structured.code) == (code, code)
    assert structured.err == ""
    value = json.loads(structured.out)
    assert (isinstance(value, dict) and "error" in value) == (code == 2)
    assert (plain.out == "") == (code == 2)
    assert (plain.err != "") == (code == 2 or (words[0], code) in SAYING)


def test_one_module_and_one_program_are_the_same(desk: Path) -> None:
    program = Path(sys.executable).with_name("devcompat")
    if not program.exists():
        pytest.skip("the program is not installed beside this Python")
    done = subprocess.run(
        [program, "check", "a.txt", "b.txt"], cwd=desk, env=environment(), capture_output=True,
        timeout=GUARD, check=False,
    )  # fmt: skip
    assert done.stdout.decode() == run(("check", "a.txt", "b.txt"), desk).out


def test_version_is_the_packages(desk: Path) -> None:
    ended = run(("--version",), desk)
    assert ended == (0, f"devcompat {version('devcompat')}\n", "")


def test_without_arguments_the_help_is_shown_and_it_is_an_error(desk: Path) -> None:
    ended = run((), desk)
    assert ended.code == 2
    assert all(word in ended.out for command in COMMANDS for word in command.split()[:1])
    assert ended.err == ""


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_without_a_command_is_as_the_program_without_one(group: str, desk: Path) -> None:
    ended = run((group,), desk)
    assert (ended.code, ended.err) == (2, "")
    assert ended == run((group, "--help"), desk)._replace(code=2)
    commands = [name.split()[1] for name in COMMANDS if name.startswith(f"{group} ")]
    assert commands
    assert all(word in ended.out for word in commands)


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_says_its_options_and_exit_codes(
    command: str, flag: str, desk: Path
) -> None:
    ended = run((*command.split(), flag), desk)
    assert (ended.code, ended.err) == (0, "")
    assert f"usage: devcompat {command}" in ended.out
    assert "--json" in ended.out
    assert "exit codes: 0" in ended.out


def test_help_of_the_program_names_each_command(desk: Path) -> None:
    ended = run(("--help",), desk)
    assert (ended.code, ended.err) == (0, "")
    assert all(word in ended.out for command in COMMANDS for word in command.split()[:1])


def test_a_batch_ends_with_0_and_answers_each_line(desk: Path) -> None:
    ended = run(("check", "--batch", "bad.jsonl"), desk)
    assert ended.code == 0
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert [answer["id"] for answer in answers] == [None, None, 1, 2, 3, 4]
    assert ended.err == "devcompat: 5 of 6 lines were bad input; each has its error\n"


def test_a_batch_of_a_line_of_two_mebibytes_goes_on_after_it(desk: Path) -> None:
    good = b'{"id": 2, "source": "SELF: a=1", "target": "SELF: COMPATIBLE: a=1"}\n'
    stdin = b'{"id": 1, "source": "' + b"x" * (2 << 20) + b'"}\n' + good
    ended = run(("check", "--batch", "-"), desk, stdin)
    first, second = (json.loads(line) for line in ended.out.splitlines())
    assert first["error"]["code"] == "limit.line"
    assert (second["id"], second["outcome"]) == (2, "compatible")


def test_a_batch_holds_every_byte(desk: Path) -> None:
    stdin = b"".join(bytes([value]) * 3 + b"\n" for value in range(256))
    ended = run(("check", "--batch", "-"), desk, stdin)
    assert ended.code == 0
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert len(answers) == 259, "three of the lines are empty ones, made of line feeds"
    assert all("error" in answer for answer in answers)


_DROP = 24  # PR_CAPBSET_DROP
_OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def give_up_overrides() -> None:
    """Let even root be refused what a file's mode refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in _OVERRIDES:
        libc.prctl(_DROP, capability, 0, 0, 0)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("check", "secret.txt", "b.txt"), "secret.txt"),
        (("check", "locked/a.txt", "b.txt"), "locked/a.txt"),
        (("check", "--batch", "secret.txt"), "secret.txt"),
        (("find", "a.txt", "--in", "secret.txt"), "secret.txt"),
        (("find", "a.txt", "--in", "locked/fleet.json"), "locked/fleet.json"),
        (("find", "a.txt", "--in", "locked"), "locked"),
        (("discover", "--root", "locked"), "locked"),
        (("discover", "--root", "locked/root"), "locked/root"),
        (("discover", *HERE, "--overlay", "locked/o.yaml"), "locked/o.yaml"),
        (("preflight", "secret.txt", *HERE), "secret.txt"),
    ],
)
def test_what_may_not_be_read_is_refused_by_name(
    words: Sequence[str], name: str, desk: Path
) -> None:
    secret, locked = desk / "secret.txt", desk / "locked"
    secret.unlink(missing_ok=True)  # whoever is not root could not write to it twice
    secret.write_text("SELF: a=1\n")
    secret.chmod(0)
    locked.mkdir(mode=0, exist_ok=True)
    readable = subprocess.run(
        ["cat", "secret.txt"], cwd=desk, capture_output=True, preexec_fn=give_up_overrides,
        check=False,
    )  # fmt: skip
    if readable.returncode == 0:
        pytest.skip("this user may read everything and cannot give that up")
    done = subprocess.run(
        [sys.executable, "-m", "devcompat", *words], cwd=desk, env=environment(),
        capture_output=True, timeout=GUARD, preexec_fn=give_up_overrides, check=False,
    )  # fmt: skip
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert said.startswith(f"devcompat: {name}: ")
    assert "file.permission" in said or "root.unreadable" in said


def test_a_fault_of_ours_is_no_verdict(desk: Path) -> None:
    ended = run_shell(
        '"$PYTHON" -c "import devcompat.cli.check as c, devcompat.cli.program as p, sys;'
        " c.run_check = lambda *_: 1 // 0; sys.exit(p.run(['check', 'a', 'b']))\"",
        desk,
    )
    assert ended.code == 70
    assert "internal: ZeroDivisionError" in ended.err
    assert "Traceback" not in ended.err

"""What the program says to bad input, and to some good, word for word.

Each file in golden/ holds a command, its exit code and both outputs. After a change of wording:
`DEVCOMPAT_REGENERATE=1 pytest tests/cli/test_golden.py`, and read the difference.
"""

import os
from pathlib import Path

import pytest

from . import bad_inputs
from .good_inputs import GOOD, MDPY, MTTY, NEW, RECIPE
from .process import Ended, run_shell

GOLDEN = Path(__file__).parent / "golden"

BAD = {
    **bad_inputs.BAD,
    "command-unknown": "devcompat frob",
    "command-empty": "devcompat ''",
    "option-before-command": "devcompat --json check a.txt b.txt",
    "check-nothing": "devcompat check",
    "check-one-side": "devcompat check a.txt",
    "check-three-sides": "devcompat check a.txt b.txt c.txt",
    "check-unknown-option": "devcompat check a.txt b.txt --frob",
    "check-rule-unknown": "devcompat check a.txt b.txt --rule sideways",
    "check-rule-missing": "devcompat check a.txt b.txt --rule",
    "check-basis-unknown": "devcompat check a.txt b.txt --min-basis guess",
    "check-format-unknown": "devcompat check a.txt b.txt --format ini",
    "check-stdin-twice": "devcompat check - -",
    "check-stdin-closed": "devcompat check - b.txt <&-",
    "check-stdin-empty": "devcompat check - b.txt </dev/null",
    "check-overlay-without-inventory": "devcompat check a.txt b.txt --overlay overlay.yaml",
    "file-missing": "devcompat check nowhere.txt b.txt",
    "file-missing-json": "devcompat check nowhere.txt b.txt --json",
    "file-missing-below-file": "devcompat check a.txt/x b.txt",
    "file-name-empty": "devcompat check '' b.txt",
    "file-name-too-long": f"devcompat check {'x' * 300} b.txt",
    "file-directory": "devcompat check directory b.txt",
    "file-dangling": "devcompat check dangling b.txt",
    "file-loop": "devcompat check loop b.txt",
    "file-fifo-without-writer": "devcompat check fifo b.txt",
    "file-zero": "devcompat check /dev/zero b.txt",
    "file-null": "devcompat check /dev/null b.txt",
    "file-socket": "devcompat check socket b.txt",
    "file-hundred-megabytes": "devcompat check zeros.bin b.txt",
    "file-hundred-megabytes-stdin": "devcompat check - b.txt <zeros.bin",
    "text-empty": "devcompat check empty.txt b.txt",
    "text-comment-only": "devcompat check comment.txt b.txt",
    "text-latin-1": "devcompat check latin.txt b.txt",
    "text-utf-16": "devcompat check utf16.txt b.txt",
    "text-nul": "devcompat check nul.txt b.txt",
    "text-escape": "devcompat check escape.txt b.txt",
    "text-wrong": "devcompat check wrong.txt b.txt",
    "text-wrong-json": "devcompat check wrong.txt b.txt --json",
    "text-many-problems": "devcompat check many.txt b.txt",
    "text-too-large": "devcompat check large.txt b.txt",
    "text-of-a-type": "devcompat check type.txt b.txt",
    "text-read-as-json": "devcompat check a.txt b.txt --format json",
    "json-broken": "devcompat check broken.json b.txt",
    "json-wrong": "devcompat check wrong.json b.txt",
    "json-list": "devcompat check list.json b.txt",
    "json-duplicate-key": "devcompat check twice.json b.txt",
    "name-with-escapes-missing": "devcompat check \"$(printf 'no\\033[31m\\nwhere')\" b.txt",
    "yaml-wrong": "devcompat check wrong-descriptor.yaml b.txt",
    "yaml-alias": "devcompat check alias.yaml b.txt",
    "toml-broken": "devcompat check broken.toml b.txt",
    "toml-wrong": "devcompat check wrong.toml b.txt",
    "convert-too-large": "devcompat convert long.txt --to json",
    "convert-dir-without-output": "devcompat convert b.txt --to dir",
    "convert-flat-cannot-hold": "devcompat convert hollow.txt --to flat -o new",
    "convert-keys-cannot-hold": "devcompat convert swapped.txt --to keys -o new",
    "convert-to-full-directory": "devcompat convert b.txt --to dir -o native",
    "layout-wrong": "devcompat check a.txt layout",
    "layout-wrong-json": "devcompat check a.txt layout --json",
    "layout-missing": "devcompat check a.txt b.txt --format dir",
    "layout-several": "devcompat check a.txt two-layouts",
    "batch-of-directories": "devcompat check --batch batch.jsonl --format keys",
    "convert-set-beyond": "devcompat convert type.txt --to text --set n=9 --set m=1",
    "convert-set-unset": "devcompat convert type.txt --to text --set m=1 --json",
    "convert-set-no-type": "devcompat convert a.txt --to text --set n=1",
    "convert-set-no-value": "devcompat convert type.txt --to text --set n",
    "convert-set-twice": "devcompat convert type.txt --to text --set n=1 --set n=2",
    "convert-nothing": "devcompat convert",
    "convert-without-format": "devcompat convert a.txt",
    "convert-format-unknown": "devcompat convert a.txt --to xml",
    "convert-wrong": "devcompat convert wrong.txt --to json -o n.json || (cat n.json; exit 2)",
    "convert-to-directory": "devcompat convert a.txt --to json -o directory",
    "convert-to-fifo": "devcompat convert a.txt --to json -o fifo",
    "convert-to-null": "devcompat convert a.txt --to json -o /dev/null",
    "convert-to-missing-directory": "devcompat convert a.txt --to json -o nowhere/a.json",
    "convert-output-full": "devcompat convert a.txt --to json >/dev/full",
    "derive-without-vocabulary": "devcompat derive a.txt",
    "derive-of-a-type": "devcompat derive type.txt --vocabulary features",
    "derive-other-version": "echo 'SELF: INFO: vocabulary=features/9' | devcompat derive -",
    "what-if-nothing": "devcompat what-if --store vgpus.db",
    "what-if-missing": "devcompat what-if --store vgpus.db --upgrade nowhere.yaml",
    "what-if-no-upgrade": "devcompat what-if --store vgpus.db --upgrade a.txt",
    "what-if-directory": "devcompat what-if --store vgpus.db --upgrade directory",
    "what-if-wrong": "devcompat what-if --store vgpus.db --upgrade upgrade-wrong.yaml",
    "what-if-wrong-json": "devcompat what-if --store vgpus.db --upgrade upgrade-wrong.yaml --json",
    "what-if-host": "devcompat what-if --store vgpus.db --upgrade upgrade-host.yaml",
    "what-if-nothing-changes": "devcompat what-if --store vgpus.db --upgrade upgrade-nothing.yaml",
    "what-if-twice": "devcompat what-if --store vgpus.db --upgrade upgrade-twice.yaml",
    "what-if-file": "devcompat what-if --store vgpus.db --upgrade upgrade-file.yaml",
    "what-if-no-store": "devcompat what-if --store nowhere.db --upgrade upgrade.yaml",
    "what-if-to-directory": "devcompat what-if --store vgpus.db --upgrade upgrade.yaml "
    "--svg directory",
    "baseline-type": "devcompat baseline type.txt b.txt",
    "baseline-of-nobody": "devcompat baseline --store fleet.db --label zone=z9",
    "baseline-pool-unknown": "devcompat baseline --store fleet.db --pool p-1",
    "baseline-to-dir": "devcompat baseline b.txt --to dir -o new",
    "pools-nothing": "devcompat pools",
    "pools-class-unknown": "devcompat pools a.txt --store fleet.db",
    "vocabulary-unknown": "devcompat derive a.txt --vocabulary featurs",
    "vocabulary-missing": "devcompat derive a.txt --vocabulary ./featurs",
    "vocabulary-other-suffix": "devcompat derive a.txt --vocabulary a.txt",
    "vocabulary-wrong": "devcompat check a.txt b.txt --vocabulary wrong-vocabulary.yaml",
    "vocabulary-wrong-toml": "devcompat find a.txt --in fleet.json --vocabulary wrong-rule.toml",
    "batch-with-source": "devcompat check a.txt --batch batch.jsonl",
    "batch-missing": "devcompat check --batch nowhere.jsonl",
    "batch-directory": "devcompat check --batch directory",
    "batch-stdin-closed": "devcompat check --batch - <&-",
    "batch-bad-lines": "devcompat check --batch bad.jsonl",
    "batch-hundred-megabytes": "devcompat check --batch zeros.bin",
    "batch-latin-1": "devcompat check --batch latin.txt",
    "batch-zero": "devcompat check --batch /dev/zero",
    "find-nothing": "devcompat find",
    "find-without-inventory": "devcompat find a.txt",
    "find-limit-zero": "devcompat find a.txt --in fleet.json --limit 0",
    "find-limit-word": "devcompat find a.txt --in fleet.json --limit many",
    "find-unknown-device": "devcompat find nowhere --in fleet.json",
    "find-ambiguous-device": f"devcompat find {MTTY} --in twins.json",
    "inventory-missing": "devcompat find a.txt --in nowhere.json",
    "inventory-empty-directory": "devcompat find a.txt --in directory",
    "inventory-empty-file": "devcompat find a.txt --in empty.txt",
    "inventory-without-host": "devcompat find a.txt --in no-host.json",
    "inventory-without-kernel": "devcompat find a.txt --in no-kernel.json",
    "inventory-other-schema": "devcompat find a.txt --in other-schema.json",
    "inventory-descriptor": "devcompat find a.txt --in b.txt",
    "inventory-latin-1": "devcompat find a.txt --in latin.txt",
    "inventory-zero": "devcompat find a.txt --in /dev/zero",
    "inventory-name-too-long": f"devcompat find a.txt --in {'x' * 300}",
    "overlay-missing": "devcompat discover --root captures/mdev-created --overlay nowhere.yaml",
    "overlay-other-suffix": "devcompat discover --root captures/mdev-created --overlay overlay.txt",
    "overlay-wrong": "devcompat discover --root captures/mdev-created --overlay wrong.yaml",
    "overlay-broken": "devcompat find a.txt --in fleet.json --overlay broken.yaml",
    "root-missing": "devcompat discover --root nowhere",
    "root-file": "devcompat discover --root a.txt",
    "root-without-sys": "devcompat discover --root directory",
    "discover-extra-word": "devcompat discover captures/mdev-created",
    "domain-missing": "devcompat preflight nowhere.xml --root captures/mdev-created",
    "domain-empty": "devcompat preflight empty.txt --root captures/mdev-created",
    "domain-text": "devcompat preflight a.txt --root captures/mdev-created",
    "domain-broken": "devcompat preflight broken.xml --root captures/mdev-created",
    "domain-other": "devcompat preflight other.xml --root captures/mdev-created",
    "domain-wrong": "devcompat preflight wrong.xml --root captures/mdev-created",
    "domain-zeros": "devcompat preflight zeros.bin --root captures/mdev-created",
    "domain-to-missing": "devcompat preflight vm.xml --root captures/mdev-created --to nowhere",
    "preflight-vocabulary-without-to": "devcompat preflight vm.xml --root captures/mdev-created "
    "--vocabulary features",
    "preflight-vocabulary-unknown": "devcompat preflight vm.xml --root captures/mdev-created "
    "--to captures --vocabulary featurs",
    "completion-nothing": "devcompat completion",
    "completion-unknown-shell": "devcompat completion csh",
    "create-leftovers-alone": "devcompat create --leftovers --execute",
    "create-undo-alone": f"devcompat create {MTTY} --from mtty/mtty-1 --undo",
    "create-of-two-kinds": f"devcompat create a.txt --from a.txt --pf p --uuid {NEW}",
    "create-of-nothing-there": "devcompat create a.txt --from a.txt --parent p --type t --root "
    "captures/mdev-types-only",
    "create-vf-without-driver": "devcompat create a.txt --from a.txt --pf 0000:01:00.0 --root "
    "captures/sriov-igb",
    "create-vf-of-nothing": "devcompat create a.txt --from b.txt --pf 0000:01:00.0 --driver x "
    "--root captures/sriov-igb",
    "create-without-type": f"devcompat create {MTTY} --in fleet.json --recipe",
    "create-type-unknown": f"devcompat create {MTTY} --from mtty/mtty-9 --in fleet.json {RECIPE}",
    "create-type-ambiguous": f"devcompat create a.txt --from mtty/mtty-1 --in twins.json {RECIPE}",
    "create-source-ambiguous": f"devcompat create {MTTY} --from one/mtty/mtty-1 --in twins.json "
    f"{RECIPE}",
    "create-type-missing": f"devcompat create a.txt --from nowhere.txt {RECIPE}",
    "create-place-missing": f"devcompat create a.txt --from slice.txt --type x {RECIPE}",
    "create-place-missing-json": f"devcompat create --json a.txt --from slice.txt {RECIPE}",
    "create-place-twice": f"devcompat create {MTTY} --from mtty/mtty-1 --parent mtty "
    f"--in fleet.json {RECIPE}",
    "create-uuid-malformed": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json "
    "--recipe --uuid 0f5d",
    "create-uuid-in-use": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json "
    f"--recipe --uuid {MDPY}",
    "create-stdin-twice": f"devcompat create - --from - {RECIPE}",
    "create-overlay-without-inventory": "devcompat create a.txt --from slice.txt "
    f"--overlay overlay.yaml {RECIPE}",
    "create-descriptor-broken": "devcompat create a.txt --from 0000:65:00.0/acme-broken "
    f"--in captures {RECIPE}",
    "create-descriptor-wrong": "devcompat create a.txt --from wrong.txt --parent p --type t "
    f"{RECIPE}",
    "create-source-of-a-type": "devcompat create slice.txt --from slice.txt --parent p --type t "
    f"{RECIPE}",
    "create-hostile-type": "devcompat create a.txt --from 'hostile/p/../../../../etc/cron.d/x' "
    f"--in hostile.json {RECIPE}",
    "create-hostile-parent": "devcompat create a.txt --from slice.txt --parent ../../../etc/p "
    f"--type t {RECIPE}",
    "create-hostile-newline": "devcompat create a.txt --from slice.txt --parent p "
    f'--type "$(printf "a\\nb")" {RECIPE}',
    "create-hostile-attribute": "devcompat create a.txt --from removing.txt --parent p --type t "
    f"{RECIPE}",
    "create-hostile-copy": "devcompat create a.txt --from copying.txt --parent p --type t "
    f"{RECIPE}",
    "create-hostile-value": "devcompat create a.txt --from nothing.txt --parent p --type t "
    f"{RECIPE}",
    "find-store-nothing": "devcompat find --store region.db",
    "find-store-and-inventory": "devcompat find a.txt --in fleet.json --store region.db",
    "find-store-missing": "devcompat find a.txt --store nowhere.db",
    "find-store-no-store": "devcompat find a.txt --store not-a-store.db",
    "find-store-vocabulary": "devcompat find a.txt --store region.db --vocabulary features",
    "find-store-overlay": "devcompat find a.txt --store region.db --overlay overlay.yaml",
    "find-store-label-malformed": "devcompat find a.txt --store region.db --label zone",
    "find-store-same-neither": "devcompat find a.txt --store region.db --same",
    "find-store-same-no-name": "devcompat find a.txt --store region.db --same=a,",
    "find-store-host-misspelt": "devcompat find mdev-cretaed/x --store region.db",
    "find-store-device-misspelt": f"devcompat find mdev-created/{MTTY[:-1]} --store region.db",
    "find-store-ambiguous": f"devcompat find {MTTY} --store region.db",
    "find-store-host-without-vm": "devcompat find a.txt --store region.db --host n1",
    "find-store-by-host-all": "devcompat find a.txt --store region.db --by-host --all",
    "find-store-two-answers": "devcompat find a.txt --store region.db --names --count",
    "find-store-same-takes-source": "devcompat find --same a.txt --store region.db",
    "find-in-free": "devcompat find a.txt --in fleet.json --free",
    "find-in-vm": "devcompat find --vm vm.xml --in fleet.json",
    "find-in-label": "devcompat find a.txt --in fleet.json --label zone=z1 --json",
    "find-vm-and-source": "devcompat find a.txt --vm vm.xml --store region.db",
    "find-vm-count": "devcompat find --vm vm.xml --store region.db --count",
    "find-vm-of-unknown-host": "devcompat find --vm vm.xml --store region.db --host nobody",
    "find-vm-on-another-host": "devcompat find --vm vm.xml --store region.db "
    "--host mdev-types-only",
    "find-vm-no-vm": "devcompat find --vm a.txt --store region.db",
    "find-vm-list-of-numbers": "echo '[1]' | devcompat find --vm - --store region.db",
    "find-vm-list-with-descriptor": 'echo \'[{"self": {"1a": 1}}]\' | '
    "devcompat find --vm - --store region.db --json",
    "why-nothing": "devcompat why",
    "why-one": "devcompat why a.txt --store region.db",
    "why-without-store": "devcompat why a.txt n1",
    "why-host-misspelt": "devcompat why a.txt mdev-cretaed --store region.db",
    "why-device-misspelt": "devcompat why mdev-created/x mdev-created --store region.db",
    "matrix-without-store": "devcompat matrix --json",
    "matrix-svg-directory": "devcompat matrix --store region.db --svg directory",
    "export-field": "devcompat export --store region.db --type-field 1a",
    "export-store-missing": "devcompat export --store nowhere.db",
    "fleet-command-unknown": "devcompat fleet stats",
    "fleet-load-without-files": "devcompat fleet load --store x.db",
    "fleet-load-without-store": "devcompat fleet load reports.jsonl",
    "fleet-load-bad-reports": "devcompat fleet load bad-reports.jsonl reports.jsonl --store new.db"
    " 2>messages; code=$?; sed '/ devices in /d' messages >&2; rm messages new.db; exit $code",
    "fleet-load-missing": "devcompat fleet load nowhere.jsonl --store new.db; code=$?; rm new.db; "
    "exit $code",
    "fleet-load-inventory-cut": "devcompat fleet load inventory-cut.json --store new.db; code=$?; "
    "rm new.db; exit $code",
    "fleet-load-no-store": "devcompat fleet load reports.jsonl --store not-a-store.db",
    "fleet-load-store-url": "devcompat fleet load reports.jsonl --store mysql://u:secret@h/d",
    "fleet-load-store-url-malformed": "devcompat fleet load reports.jsonl --store "
    "postgresql://u:secret@h:port/d",
    "fleet-load-directory-missing": "devcompat fleet load reports.jsonl --store nowhere/fleet.db",
    "fleet-load-no-server": "devcompat fleet load reports.jsonl "
    "--store 'postgresql://u:secret@/d?host=/nowhere'",
    "fleet-load-full-output": "devcompat fleet load reports.jsonl --store new.db 2>messages "
    ">/dev/full; code=$?; sed '/ devices in /d' messages >&2; rm messages new.db; exit $code",
    "fleet-status-missing": "devcompat fleet status --store nowhere.db",
    "fleet-status-missing-json": "devcompat fleet status --store nowhere.db --json",
    "fleet-status-store-empty": "devcompat fleet status --store ''",
    "fleet-hosts-label": "devcompat fleet hosts --store fleet.db --label zone",
    "fleet-hosts-label-twice": "devcompat fleet hosts --store fleet.db --label zone=z1 "
    "--label zone=z2",
    "fleet-hosts-limit": "devcompat fleet hosts --store fleet.db --limit 0",
    "fleet-history-unknown": "devcompat fleet history n9 --store fleet.db",
    "fleet-history-unknown-device": "devcompat fleet history n1/x --store fleet.db",
    "fleet-history-nothing": "devcompat fleet history --store fleet.db",
    "fleet-generate-nothing": "devcompat fleet generate",
    "fleet-generate-classes": "devcompat fleet generate --hosts 3",
    "fleet-generate-hosts": "devcompat fleet generate --hosts many --classes 3",
    "explain-unknown": "devcompat explain field.mising",
    "explain-family": "devcompat explain field",
    "explain-empty": "devcompat explain ''",
    "explain-unknown-json": "devcompat explain zzz --json",
    "output-full": "devcompat check a.txt b.txt >/dev/full",
    "output-full-help": "devcompat --help >/dev/full",
    "output-closed": "devcompat check a.txt refusing.txt >&-",
    "error-output-full": "devcompat check nowhere.txt b.txt 2>/dev/full",
    "error-output-closed": "devcompat check nowhere.txt b.txt 2>&-",
}


NOT_ALL = {"fleet-load-bad-reports", "fleet-load-inventory-cut"}
"""Bad input that ends with 1: all else was done."""


def spelled(command: str, ended: Ended) -> str:
    """Return what a golden file holds."""
    return (
        f"$ {command}\nexit {ended.code}\n--- standard output\n{ended.out}"
        f"--- standard error\n{ended.err}"
    )


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_program_says_what_the_golden_file_holds(name: str, desk: Path) -> None:
    command = {**GOOD, **BAD}[name]
    said = spelled(command, run_shell(command, desk))
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("DEVCOMPAT_REGENERATE"):
        file.write_text(said, encoding="utf-8")
    assert file.is_file(), "no golden file: regenerate and read it"
    assert said == file.read_text(encoding="utf-8")


def goldens() -> list[Path]:
    return sorted(GOLDEN.glob("*.txt"))


def test_every_golden_file_belongs_to_a_command() -> None:
    assert {file.stem for file in goldens()} == {*GOOD, *BAD}
    assert len(BAD) >= 40


@pytest.mark.parametrize("file", goldens(), ids=lambda file: file.stem)
def test_golden_file_shows_no_fault_of_ours(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for word in ("Traceback", "internal", "Error:", "errno", "\x1b", "/tmp", "None"):  # noqa: S108
        assert word not in text


@pytest.mark.parametrize("name", BAD)
def test_bad_input_never_looks_like_a_verdict(name: str) -> None:
    _, code, *_ = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").split("\n", 2)
    lenient = {"batch-bad-lines", "batch-hundred-megabytes", "batch-latin-1", "output-closed"}
    lenient |= {"batch-of-text-files"}
    assert code == "exit 1" or name not in NOT_ALL
    lenient |= NOT_ALL
    assert (code == "exit 2") == (name not in lenient)


@pytest.mark.parametrize("name", [name for name in BAD if not name.startswith("batch-")])
def test_an_error_is_short_and_names_a_next_step(name: str) -> None:
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    said = text.partition("--- standard error\n")[2].splitlines()
    if name in {"output-closed", "error-output-full", "error-output-closed"} or "json" in text[:80]:
        return
    problems = [line for line in said if not line.startswith(" ")]
    steps = [line for line in said if line.startswith("  ")]
    assert problems
    assert steps
    assert all(line.startswith("devcompat") for line in problems if not line.startswith("..."))

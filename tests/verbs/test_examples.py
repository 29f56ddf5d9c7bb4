"""The examples that `explain` shows give the codes that they are examples of."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from devcompat.algebra.baseline.baseline import baseline
from devcompat.algebra.lint.checks import lint
from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.cli.program import run
from devcompat.codes.examples import EXAMPLES, Example
from devcompat.discovery.overlay_file import read_overlay
from devcompat.formats.registry import read_document
from devcompat.guest.domain import read_domain
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.reports.lines import decode_report
from devcompat.verbs.batch import check_lines
from devcompat.verbs.explain import all_entries
from devcompat.verbs.inventories import load_inventory

READERS: dict[str, Callable[[bytes], object]] = {
    "descriptor": lambda data: compile_document(read_document(data, "d", "text")),
    "descriptor in JSON": lambda data: read_document(data, "d", "json"),
    "descriptor in YAML": lambda data: read_document(data, "d", "yaml"),
    "descriptor in TOML": lambda data: read_document(data, "d", "toml"),
    "vocabulary in TOML": lambda data: read_vocabulary(data, "v.toml"),
    "overlay in YAML": lambda data: read_overlay(data, "o.yaml"),
    "libvirt domain": lambda data: read_domain(data, "vm.xml"),
}


def of_kind(*kinds: str) -> list[str]:
    return [code for code, example in EXAMPLES.items() if example.kind in kinds]


@pytest.mark.parametrize("code", of_kind(*READERS))
def test_a_text_gives_its_code_and_no_other(code: str) -> None:
    example = EXAMPLES[code]
    with pytest.raises(InputError) as raised:
        READERS[example.kind](example.text.encode())
    assert {problem.code for problem in raised.value.problems} == {code}


@pytest.mark.parametrize("code", of_kind("descriptor to lint"))
def test_a_descriptor_gives_its_finding_and_no_other(code: str) -> None:
    assert [found.code for found in lint(parse(EXAMPLES[code].text))] == [code]


@pytest.mark.parametrize("code", of_kind("inventory"))
def test_an_inventory_gives_its_code(code: str, tmp_path: Path) -> None:
    (tmp_path / "i.json").write_text(EXAMPLES[code].text)
    with pytest.raises(InputError) as raised:
        load_inventory(str(tmp_path / "i.json"))
    assert code in {problem.code for problem in raised.value.problems}


@pytest.mark.parametrize("code", of_kind("line of a batch"))
def test_a_line_of_a_batch_gives_its_code(code: str) -> None:
    (answer,) = check_lines([EXAMPLES[code].text.encode()])
    assert answer["error"]["code"] == code  # type: ignore[call-overload, index]


@pytest.mark.parametrize("code", of_kind("report of a host"))
def test_a_report_gives_its_code_and_no_other(code: str) -> None:
    with pytest.raises(InputError) as raised:
        decode_report(EXAMPLES[code].text.encode())
    assert [problem.code for problem in raised.value.problems] == [code]


@pytest.mark.parametrize("code", of_kind("command"))
def test_a_command_gives_its_code(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("source.txt", "target.txt"):
        (tmp_path / name).write_text("SELF: a=1\n")
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(EXAMPLES[code].text)
    assert program == "devcompat"
    assert run([*words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


@pytest.mark.parametrize("code", of_kind("source"))
def test_a_pair_gives_its_evidence_and_no_other(code: str) -> None:
    _, source, target = EXAMPLES[code]
    verdict = judge(compile_document(parse(source)), compile_document(parse(target)))
    (judgement,) = verdict.judgements
    assert [failure.code for failure in (*judgement.failures, *judgement.undecided)] == [code]


@pytest.mark.parametrize("code", of_kind("target"))
def test_two_targets_have_no_baseline_for_that_reason_and_no_other(code: str) -> None:
    _, *targets = EXAMPLES[code]
    found = baseline([compile_document(parse(text)) for text in targets])
    assert (found.outcome, [reason.code for reason in found.reasons]) == ("cannot-write", [code])


WITHOUT = {
    "file", "root", "limit", "layout", "type", "miss", "probe", "driver", "kernel", "fact",
    "reference", "store", "create", "history", "same", "vm",
    "diff", "drain", "pools", "state", "step", "upgrade",
}  # fmt: skip
"""Families of codes that no short text shows: files, machines, fleets, limits."""
ALSO_WITHOUT = {
    "text.encoding", "text.unprintable", "format.unknown", "json.depth", "yaml.depth", "toml.depth",
    "parameters.unset", "parameters.unknown", "parameters.value", "parameters.no-value",
    "parameters.none",
    "convert.cannot-hold", "vocabulary.format", "overlay.format", "overlay.not-utf8",
    "overlay.too-large", "overlay.too-deep", "inventory.value", "inventory.empty",
    "domain.too-large", "domain.too-deep", "domain.too-many-devices", "internal",
    "descriptor.published", "descriptor.stated", "descriptor.unusable", "descriptor.missing",
    "device.immovable", "instances.none", "instances.unread", "field.unread", "match.budget",
    "basis.weak", "lint.page", "lint.undecided",
    "baseline.objects", "baseline.limits", "baseline.self", "baseline.budget", "pools.budget",
}  # fmt: skip


@pytest.mark.parametrize("code", [entry.code for entry in all_entries()])
def test_a_code_has_an_example_or_none_is_sensible(code: str) -> None:
    """A new code: give it an example in codes/examples.py, or say here that it can have none."""
    known = code.split(".")[0] in WITHOUT or code in ALSO_WITHOUT
    assert (code in EXAMPLES) or known


def test_every_example_is_of_a_code_and_of_a_kind_that_is_tried() -> None:
    assert set(EXAMPLES) <= {entry.code for entry in all_entries()}
    tried = {
        *READERS,
        "descriptor to lint",
        "inventory",
        "report of a host",
        "line of a batch",
        "command",
        "source",
        "target",
    }
    assert {example.kind for example in EXAMPLES.values()} == tried
    assert all(isinstance(example, Example) for example in EXAMPLES.values())
    assert not set(EXAMPLES) & ALSO_WITHOUT

"""Fleet generate: the reports on standard output, as the generator makes them."""

import json
from pathlib import Path

from devcompat.reports.generate import generate

from .process import run, run_bytes, run_shell

GENERATE = ("fleet", "generate")


def test_it_prints_what_the_generator_makes(tmp_path: Path) -> None:
    """More hosts than are written at once."""
    words = ("--hosts", "600", "--classes", "7", "--devices-per-host", "2", "--seed", "5")
    expected = b"".join(generate(600, 7, seed=5, devices_per_host=2))
    assert run_bytes((*GENERATE, *words), tmp_path) == (0, expected, b"")
    assert run_bytes((*GENERATE, *words, "--json"), tmp_path) == (0, expected, b"")


def test_a_seed_may_be_0(tmp_path: Path) -> None:
    words = ("--hosts", "1", "--classes", "2", "--seed", "0")
    expected = b"".join(generate(1, 2, seed=0))
    assert run_bytes((*GENERATE, *words), tmp_path) == (0, expected, b"")


def test_distinct_devices(tmp_path: Path) -> None:
    words = ("--hosts", "3", "--distinct")
    expected = b"".join(generate(3, 1, distinct=True))
    assert run_bytes((*GENERATE, *words), tmp_path) == (0, expected, b"")


def test_a_reader_that_leaves_ends_it_silently(tmp_path: Path) -> None:
    ended = run_shell("devcompat fleet generate --hosts 90000 --classes 3 | head -n 1", tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["host"] == "h000000"


def test_what_it_does_not_take(tmp_path: Path) -> None:
    for words in (
        (),
        ("--hosts", "1"),
        ("--hosts", "0", "--classes", "1"),
        ("--hosts", "1", "--classes", "many"),
        ("--hosts", "1", "--classes", "1", "--devices-per-host", "4097"),
    ):
        ended = run((*GENERATE, *words), tmp_path)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("devcompat fleet generate: usage: ")

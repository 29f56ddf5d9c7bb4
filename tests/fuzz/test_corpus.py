"""The fuzzer's corpus and every crash it found, replayed without the fuzzer.

Belongs here: that each committed input keeps the laws of its target. Must not know: the laws.
"""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS, run

HERE = Path(__file__).parent
CRASHES = sorted(path for path in (HERE / "crashes").iterdir() if path.name != ".gitkeep")


def _corpus(name: str) -> list[Path]:
    return sorted((HERE / "corpus" / name).iterdir())


@pytest.mark.parametrize("name", TARGETS)
def test_every_input_of_the_corpus_keeps_the_laws(name: str) -> None:
    for path in _corpus(name):
        try:
            run(name, path.read_bytes())
        except Exception as error:
            error.add_note(f"replay with: python -m fuzz --replay {path}")
            raise


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_neither_empty_nor_large(name: str) -> None:
    paths = _corpus(name)
    assert 10 <= len(paths) < 150
    assert sum(path.stat().st_size for path in paths) < 100_000


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: path.name)
def test_what_once_crashed_keeps_the_laws(path: Path) -> None:
    run(path.name.partition("-")[0], path.read_bytes())

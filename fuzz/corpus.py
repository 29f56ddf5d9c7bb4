"""Corpus: which inputs are worth keeping, and how much of the code they reach.

Belongs here: the corpus' places, replaying, choosing few small inputs, measuring coverage.
Must not know: the fuzzer, what a target asks.
"""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import coverage

from fuzz.targets import run

ROOT = Path(__file__).parent.parent / "tests" / "fuzz"
CORPUS = ROOT / "corpus"
CRASHES = ROOT / "crashes"
ROOMS = (
    "language", "match", "formats", "vocabulary", "catalog", "inventory", "guest", "discovery",
)  # fmt: skip
MEASURED = ",".join(f"devcompat.{room}" for room in ROOMS)
MOST_FILES = 140
MOST_BYTES = 80_000

Arc = tuple[str, int, int]


def iter_inputs(directory: Path) -> Iterator[Path]:
    """Yield the inputs in a directory, the smallest first."""
    found = (path for path in directory.iterdir() if path.is_file() and path.name != ".gitkeep")
    yield from sorted(found, key=lambda path: (path.stat().st_size, path.name))


def replay(name: str, paths: Iterable[Path]) -> int:
    """Run a target over inputs and return how many there were."""
    count = 0
    for path in paths:
        run(name, path.read_bytes())
        count += 1
    return count


def chosen(name: str, inputs: Iterable[bytes]) -> list[bytes]:
    """Return few inputs that together take every branch that all of them take."""
    distinct = sorted(set(inputs), key=lambda data: (len(data), data))
    kept: list[bytes] = []
    seen: set[Arc] = set()
    for data, arcs in zip(distinct, _arcs(name, distinct), strict=True):
        fits = len(kept) < MOST_FILES and sum(map(len, kept)) + len(data) <= MOST_BYTES
        if fits and not arcs <= seen:
            kept.append(data)
            seen |= arcs
    return kept


def _arcs(name: str, inputs: Iterable[bytes]) -> Iterator[set[Arc]]:
    """Yield the branches that the target takes for each input."""
    inputs = list(inputs)
    measured = coverage.Coverage(data_file=None, branch=True, source_pkgs=MEASURED.split(","))
    measured.set_option("run:disable_warnings", ["module-not-measured"])
    measured.start()
    for index, data in enumerate(inputs):
        measured.switch_context(f"input-{index}")
        run(name, data)
    measured.stop()
    found = measured.get_data()
    for index in range(len(inputs)):
        found.set_query_context(f"input-{index}")
        yield {(file, *arc) for file in found.measured_files() for arc in found.arcs(file) or ()}


def save(directory: Path, inputs: Iterable[bytes]) -> None:
    """Make a directory hold just these inputs, named by their content."""
    directory.mkdir(parents=True, exist_ok=True)
    wanted = {hashlib.sha256(data).hexdigest()[:16]: data for data in inputs}
    for path in iter_inputs(directory):
        if path.name not in wanted:
            path.unlink()
    for name, data in wanted.items():
        (directory / name).write_bytes(data)


def report_coverage(directories: Iterable[Path]) -> str:
    """Return the table of lines and branches that replaying the directories reaches."""
    with tempfile.TemporaryDirectory() as folder:
        data_file = f"--data-file={Path(folder, 'coverage')}"
        run = ["run", data_file, "--branch", f"--source={MEASURED}", "-m", "fuzz", "--replay"]
        _coverage(*run, *map(str, directories))
        return _coverage("report", data_file)


def _coverage(*arguments: str) -> str:
    command = [sys.executable, "-m", "coverage", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout

"""The run behind `make bench-fleet`: each part in a process of its own, then one table of goals.

Belongs here: arguments, the order of parts, the page. Must not know: how anything is measured.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from bench.fleet.results import Part, load_part
from bench.machine import described
from bench.tables import aligned

PACKAGES = ("duckdb", "numpy", "orjson", "polars", "psycopg", "SQLAlchemy")
PARTS = ("matrix", "whatif", "loading", "stores", "realistic", "distinct")
RESULTS = Path(".venv/bench-fleet")
BEGIN, END = "<!-- make bench-fleet: begin -->", "<!-- make bench-fleet: end -->"
MATRIX_CLASSES = 2000


def main() -> int:
    """Run the parts that are asked for; the status is 1 where peers do not answer alike."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleet", description=__doc__)
    parser.add_argument("--devices", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--part", action="append", choices=PARTS, help="only these parts")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where parts are kept")
    parser.add_argument("--page", type=Path, help="write the tables there, between the markers")
    parser.add_argument("--inside", choices=PARTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder = given.results / str(given.devices)
    if given.inside:
        return _inside(given.inside, given.devices, folder)
    failed = []
    for part in given.part or PARTS:
        (folder / f"{part}.json").unlink(missing_ok=True)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bench.fleet", "--devices", str(given.devices),
                   "--results", str(given.results), "--inside", part]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            failed.append(part)
        print(f"\n({part}: {time.perf_counter() - begun:.0f} s)\n", flush=True)
    found = {part: load_part(path) for part in PARTS if (path := folder / f"{part}.json").exists()}
    text = _page(found, given.devices)
    print(text)
    if given.page:
        _write(given.page, text)
    for part in failed:
        print(f"{part}: failed", file=sys.stderr)
    return 1 if failed else 0


def _inside(part: str, devices: int, folder: Path) -> int:
    """Run one part in this process."""
    from bench.fleet import costs, grid, questions, upgrades

    with tempfile.TemporaryDirectory(prefix="bench-fleet") as name:
        where = Path(name)
        runs: dict[str, Callable[[], Part]] = {
            "matrix": lambda: grid.of_matrix(min(MATRIX_CLASSES, devices)),
            "whatif": lambda: upgrades.of_upgrades(devices),
            "loading": lambda: costs.of_loading(devices, where),
            "stores": lambda: _with_server(lambda url: costs.of_stores(devices, where, url)),
            "realistic": lambda: _with_server(lambda url: questions.of_realistic(devices, url)),
            "distinct": lambda: _with_server(lambda url: questions.of_distinct(devices, url)),
        }
        try:
            found = runs[part]()
        except questions.UnequalAnswersError as error:
            print(f"peers do not agree: {error}", file=sys.stderr)
            return 1
        except costs.FailedError as error:
            print(error, file=sys.stderr)
            return 1
    found.save(folder / f"{part}.json")
    print(found.text(), flush=True)
    return 0


def _with_server(run: Callable[[str], Part]) -> Part:
    """Run with a PostgreSQL that syncs as it does by default, and has memory for a million rows."""
    from tests.store.server import Server

    server = Server("shared_buffers=512MB", "work_mem=64MB", "max_parallel_workers_per_gather=0")
    try:
        server.query("CREATE DATABASE bench")
        return run(server.url("bench"))
    finally:
        server.remove()


def _page(found: dict[str, Part], devices: int) -> str:
    """Return the goals of all parts, then each part's tables, as Markdown."""
    about = {**described(), **{name: version(name) for name in PACKAGES}}
    for left_out in ("cel-expr-python", "common-expression-language", "jsonschema-rs", "lark"):
        del about[left_out]
    goals = [goal.row() for part in found.values() for goal in part.goals]
    lines = [f"{name:12} {value}" for name, value in {**about, "devices": f"{devices:,}"}.items()]
    pieces = [_fenced("\n".join(lines))]
    if goals:
        pieces.append(_fenced(aligned(("goal", "wanted", "measured", ""), goals)))
    for part in found.values():
        pieces += [_fenced("\n\n".join(part.tables)), *part.notes]
    return "\n\n".join(pieces)


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"


def _write(page: Path, text: str) -> None:
    before, begin, rest = page.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{page} does not have the lines {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


if __name__ == "__main__":
    sys.exit(main())

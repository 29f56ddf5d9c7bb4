"""The run behind `make fuzz`: each target for its share of the time, then what was reached.

Belongs here: arguments, the fuzzer's processes, what is printed. Must not know: targets' laws.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from fuzz.corpus import CORPUS, CRASHES, chosen, iter_inputs, replay, report_coverage, save
from fuzz.seeds import seeds
from fuzz.targets import TARGETS, seconds_of

TOKENS = Path(__file__).parent / "tokens.dict"
LONGEST = 2048
SLOWEST_SECONDS = 120
"""On the clock, for one input; targets bound the time of the processor."""
_PROGRESS = re.compile(r"cov: (\d+) ft: (\d+)")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


class Outcome(NamedTuple):
    """What one target's run came to; `failed` is the fuzzer's last words, if it failed."""

    executions: int
    seconds: float
    edges: int
    features: int
    failed: str


def main() -> int:
    """Fuzz or replay, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--seed", type=int, help="of the fuzzer; the clock's by default")
    parser.add_argument("--keep", action="store_true", help="put finds into tests/fuzz/corpus")
    parser.add_argument("--target", action="append", choices=TARGETS, help="only this one")
    parser.add_argument("--replay", nargs="+", type=Path, metavar="PATH", help="inputs to run")
    arguments = parser.parse_args()
    if arguments.replay:
        return _replay(arguments.replay)
    seed = arguments.seed if arguments.seed is not None else int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        names = arguments.target or list(TARGETS)
        return _fuzz(names, arguments.seconds, seed, Path(folder), keep=arguments.keep)


def _replay(paths: list[Path]) -> int:
    for path in paths:
        inputs = list(iter_inputs(path)) if path.is_dir() else [path]
        name = path.name if path.is_dir() else path.name.partition("-")[0]
        if name not in TARGETS:
            print(f"{path}: its name begins with none of {', '.join(TARGETS)}", file=sys.stderr)
            return 2
        print(f"{name}: {replay(name, inputs)} inputs, no law broken")
    return 0


def _fuzz(names: list[str], seconds: int, seed: int, folder: Path, *, keep: bool) -> int:
    print(f"seed {seed}, {seconds} s for: {', '.join(names)}", flush=True)
    failures = 0
    for name in names:
        finds = folder / name
        finds.mkdir()
        for number, data in enumerate(seeds(name)):
            (finds / f"seed-{number}").write_bytes(data)
        outcome = _fuzz_target(name, seconds_of(name, seconds, names), seed, finds)
        rate = outcome.executions / outcome.seconds
        print(
            f"{name}: {outcome.executions} executions in {outcome.seconds:.0f} s, "
            f"{rate:.0f} a second; cov {outcome.edges} ft {outcome.features}; "
            f"{len(list(iter_inputs(finds)))} inputs found beside "
            f"{len(list(iter_inputs(CORPUS / name)))} kept ones",
            flush=True,
        )
        if outcome.failed:
            failures += 1
            print(outcome.failed)
            continue
        inputs = [path.read_bytes() for place in (CORPUS / name, finds) for path in place.iterdir()]
        save(CORPUS / name if keep else finds, chosen(name, inputs))
    places = [CORPUS / name if keep or failures else folder / name for name in names]
    print(report_coverage(places))
    return 1 if failures else 0


def _fuzz_target(name: str, seconds: int, seed: int, finds: Path) -> Outcome:
    """Run the fuzzer on one target; a crash leaves its input in tests/fuzz/crashes."""
    before = set(CRASHES.iterdir())
    (CORPUS / name).mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-seed={seed % 2**32}", f"-dict={TOKENS}",
        f"-max_len={LONGEST}", f"-timeout={SLOWEST_SECONDS}",
        f"-report_slow_units={SLOWEST_SECONDS}", "-print_final_stats=1",
        f"-artifact_prefix={CRASHES}/{name}-",
    ]  # fmt: skip
    command = [sys.executable, "-m", "fuzz.guided", name, *options, str(finds), str(CORPUS / name)]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    said = (done.stdout + done.stderr).decode(errors="replace")
    progress = _PROGRESS.findall(said) or [("0", "0")]
    executed = _EXECUTED.search(said)
    failed = ""
    if done.returncode:
        said = "\n".join(said.splitlines()[-60:])
        crashes = sorted(set(CRASHES.iterdir()) - before)
        again = "\n".join(f"replay with: {sys.executable} -m fuzz --replay {p}" for p in crashes)
        failed = f"{said}\n{name} FAILED\n{again}"
    return Outcome(
        0 if executed is None else int(executed.group(1)),
        time.monotonic() - begun,
        int(progress[-1][0]),
        int(progress[-1][1]),
        failed,
    )


if __name__ == "__main__":
    sys.exit(main())

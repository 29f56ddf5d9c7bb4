"""The run behind `make bench`: one workload, all peers, everything printed.

Belongs here: arguments and the order of the sections. Must not know: how anything is measured.
"""

import argparse
import json
import sys
from pathlib import Path

from bench import machine, pairs, parsing, process, report
from bench.lark_parser import LarkParser
from bench.peers import Peer
from bench.peers.cel import CelCpp, CelRust
from bench.peers.cel_source import by_count, by_names
from bench.peers.json_schema import JsonSchema
from bench.peers.naive import Naive, matches
from bench.peers.ours import Decided, Explained
from bench.texts import written
from bench.workload import make_workload

CEL = ("cel-expr-python", "cel-expr-python, fields counted")


def main() -> int:
    """Run all sections; the status is 1 where two peers do not answer alike."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--devices", type=int, default=100, help="of each of three families")
    parser.add_argument("--pairs", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    arguments = parser.parse_args()
    try:
        return _run(arguments)
    except (pairs.UnequalAnswersError, parsing.UnequalReadingError) as error:
        print(f"peers do not agree: {error}", file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    described = machine.described()
    print("\n".join(f"{name:27} {value}" for name, value in described.items()))
    peers: list[Peer] = [
        Decided(), Explained(), CelCpp(CEL[0], by_names), CelCpp(CEL[1], by_count), CelRust(),
        JsonSchema(), Naive(),
    ]  # fmt: skip
    work = make_workload(arguments.seed, arguments.devices, arguments.pairs, matches)
    answers = pairs.check_equal(peers, work)
    documents = [written(device) for device in work.devices]
    lark = LarkParser()
    parsing.check_alike(lark, documents)
    counts = {
        "seed": arguments.seed, "devices": len(work.devices), "pairs": len(answers),
        "compatible": sum(answers), "document_bytes": sum(map(len, documents)) // len(documents),
        "rounds": arguments.rounds, "process_runs": process.RUNS,
    }  # fmt: skip
    print("\n".join(f"{name.replace('_', ' '):27} {value}" for name, value in counts.items()))
    print(
        f"\nAll {len(peers)} peers give the same answer to each of {len(answers)} pairs, and lark"
    )
    print("reads the same descriptors. Medians of interleaved rounds of processor time:\n")
    times = pairs.measure(peers, work, answers, arguments.rounds)
    print(report.pairs_table(peers, times), end="\n\n")
    print(report.compile_table(peers, times), end="\n\n")
    parsed = parsing.measure(lark, documents, arguments.rounds)
    print(report.parse_table(parsed), end="\n\n")
    processes = process.measure(work, answers)
    print(report.process_table(processes), end="\n\n")
    reached = report.goals(CEL, times.checked, parsed, processes)
    print("\n".join(goal.line() for goal in reached))
    if arguments.json:
        found = report.as_json(described, counts, times, parsed, processes, reached)
        arguments.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

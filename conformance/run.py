"""Run the conformance suite against a command: python conformance/run.py [options] -- COMMAND ...

Belongs here: the command line, and which levels are run. What the suite is: README.md beside this.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from suite.asking import Difference
from suite.cases import CASES, LEVELS, OPTIONAL, Case, SuiteError, read_cases
from suite.judging import FAILED, Check, run_case
from suite.process import CannotStart, Implementation, NoAnswer
from suite.report import Report, as_plain, failure_lines, table_lines

GOOD, BAD, UNUSABLE = 0, 1, 2
TIMEOUT = 10.0


def main(words: Sequence[str]) -> int:
    """Run the suite and return the exit code: 0 good, 1 a check failed, 2 nothing could be run."""
    options = _options(words)
    try:
        cases = _chosen(read_cases(options.cases), options.case)
        if options.list:
            for case in cases:
                print(f"{case.name}  {case.level}  {case.section}  {case.why}")
            return GOOD
        report = _run(options, cases)
    except (SuiteError, CannotStart) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return UNUSABLE
    if options.json:
        print(json.dumps(as_plain(report), indent=2))
    else:
        for check in report.checks:
            for line in failure_lines(check) if check.result == FAILED else ():
                print(line)
        for line in table_lines(report):
            print(line)
    return GOOD if report.good else BAD


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Run the conformance suite against a command that answers its protocol.",
        epilog="exit codes: 0 nothing failed and something passed, 1 not so, 2 nothing was run",
    )
    parser.add_argument("--level", action="append", choices=LEVELS, help="only this level; several")
    parser.add_argument(
        "--case", action="append", metavar="FILE/ID", help="only this case; several"
    )
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds for one answer")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--list", action="store_true", help="print the cases and run none")
    parser.add_argument("--trace", action="store_true", help="show every line on standard error")
    parser.add_argument("--cases", type=Path, default=CASES, metavar="DIR", help="another corpus")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="after --")
    options = parser.parse_args(words)
    if not options.command and not options.list:
        parser.error("name the command to run, after --")
    if not options.timeout > 0:
        parser.error("--timeout is more than 0")
    return options


def _chosen(cases: list[Case], names: list[str] | None) -> list[Case]:
    if not names:
        return cases
    missing = sorted(set(names) - {case.name for case in cases})
    if missing:
        raise SuiteError(f"no such case: {', '.join(missing)}")
    return [case for case in cases if case.name in names]


def _run(options: argparse.Namespace, cases: list[Case]) -> Report:
    with Implementation(options.command, options.timeout, trace=options.trace) as asked:
        try:
            about = asked.ask({"op": "about"})
        except NoAnswer as error:
            raise CannotStart(f"{options.command[0]} does not answer: {error}") from None
        said = about.get("levels")
        claimed = [level for level in LEVELS if isinstance(said, list) and level in said]
        levels = options.level or claimed or [level for level in LEVELS if level not in OPTIONAL]
        checks: list[Check] = []
        left_out = 0
        for case in cases:
            if case.level in levels:
                checks += _checks(case, asked, frozenset(levels), frozenset(claimed))
            else:
                left_out += 1
    name, version = (str(about.get(key, "")) for key in ("name", "version"))
    return Report(name or options.command[0], version, tuple(levels), tuple(checks), left_out)


def _checks(
    case: Case, asked: Implementation, levels: frozenset[str], claimed: frozenset[str]
) -> list[Check]:
    """Return the checks of a case; where there is no answer, each of them failed."""
    try:
        return run_case(case, asked.ask, levels, claimed)
    except NoAnswer as error:
        found = (Difference("the answer", "a JSON object on one line", str(error)),)
        return [Check(case, level, FAILED, found) for level in case.levels if level in levels]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

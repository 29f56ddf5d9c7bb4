"""Report: what a run found, for people and as JSON.

Belongs here: counting, tables, what a failure says. Must not know: how checks are made.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from suite.cases import LEVELS
from suite.judging import FAILED, PASSED, UNSUPPORTED, Check

_RESULTS = (PASSED, FAILED, UNSUPPORTED)
_SHOWN = 600
_DIFFERENCES = 5


class Report(NamedTuple):
    """A run: who answered, the levels that were run, all checks, the number of cases left out."""

    name: str
    version: str
    levels: tuple[str, ...]
    checks: tuple[Check, ...]
    left_out: int

    @property
    def good(self) -> bool:
        """Whether nothing failed and something passed."""
        results = {check.result for check in self.checks}
        return PASSED in results and FAILED not in results


def counts(report: Report) -> dict[str, dict[str, int]]:
    """Return the number of checks of each level and result, in the order of levels."""
    found = Counter((check.level, check.result) for check in report.checks)
    return {
        level: {result: found[level, result] for result in _RESULTS}
        for level in LEVELS
        if level in report.levels
    }


def failure_lines(check: Check) -> Iterator[str]:
    """Yield what to print of a check that failed."""
    case = check.case
    yield f"FAILED {case.name} ({check.level}; section {case.section}): {case.why}"
    for difference in check.differences[:_DIFFERENCES]:
        yield f"  {difference.where}"
        yield f"    wanted  {_shown(difference.wanted)}"
        yield f"    got     {_shown(difference.got)}"
    more = len(check.differences) - _DIFFERENCES
    if more > 0:
        yield f"  and {more} differences more"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    text = text.encode("ascii", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}... ({len(text)} characters)"


def table_lines(report: Report) -> Iterator[str]:
    """Yield the table of the levels that have checks, and who was asked."""
    rows: list[Sequence[str]] = [("level", *_RESULTS)]
    rows += [
        (level, *(str(number) for number in numbers.values()))
        for level, numbers in counts(report).items()
        if any(numbers.values())
    ]
    totals = [sum(check.result == result for check in report.checks) for result in _RESULTS]
    rows.append(("all", *map(str, totals)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(map(str.rjust, row[1:], widths[1:]))]
        yield "  ".join(cells)
    yield ""
    yield f"{report.name} {report.version}".strip()
    if report.left_out:
        yield f"{report.left_out} cases are of levels that were not run"


def as_plain(report: Report) -> dict[str, Any]:
    """Return the report as JSON has it; schema/report.schema.json."""
    return {
        "implementation": {"name": report.name, "version": report.version},
        "good": report.good,
        "levels": counts(report),
        "left_out": report.left_out,
        "failures": [
            {
                "case": check.case.name,
                "level": check.level,
                "section": check.case.section,
                "why": check.case.why,
                "differences": [found._asdict() for found in check.differences],
            }
            for check in report.checks
            if check.result == FAILED
        ],
    }

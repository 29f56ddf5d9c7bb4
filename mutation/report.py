"""Report: docs/mutants.md, made from the results of all modules and the list of survivors.

Belongs here: the page. Must not know: how mutants are made or run.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mutation.mutants import ROOMS, module_names
from mutation.results import KILLED, TIMEOUT, Result, read_results, share, survived
from mutation.survivors import Group, read_groups

PAGE = Path(__file__).parent.parent / "docs" / "mutants.md"
CONSTANTS = ("language.limits",)
"""Modules that have no function to mutate."""

BEGIN, END = "<!-- results, made by python -m mutation --report -->\n", "<!-- end of results -->\n"


def write_page() -> None:
    """Put the present results in place of those on the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + _results() + END + after, encoding="utf-8")


def _results() -> str:
    by_module = {module: read_results(module) for module in module_names()}
    missing = [m for m in by_module if not by_module[m] and (m not in CONSTANTS)]
    lines = [
        f"\nAs of {datetime.now(UTC).date()}.\n",
        "| module | mutants | killed | stopped | survived | noticed |",
        "|---|---|---|---|---|---|",
    ]
    for room in ROOMS:
        inside = [module for module in by_module if module.startswith(f"{room}.")]
        lines += [_row(f"`{module}`", by_module[module]) for module in inside if by_module[module]]
        lines.append(_row(f"**{room}**", [found for m in inside for found in by_module[m]]))
    everything = [found for results in by_module.values() for found in results]
    lines.append(_row("**all**", everything))
    if missing:
        lines.append(f"\nNot run yet: {', '.join(f'`{module}`' for module in missing)}.")
    groups = read_groups()
    listed = frozenset().union(*(group.mutants for group in groups))
    lines += ["\n| survivors | because | |", "|---|---|---|"]
    lines += [_reason(group, everything) for group in groups]
    lines.append(f"| {len(set(survived(everything)) - listed)} | not on the list yet | |")
    return "\n".join(lines) + "\n\n"


def _row(name: str, results: Sequence[Result]) -> str:
    counts = Counter(found.result for found in results)
    alive = len(survived(results))
    cells = [name, len(results), counts[KILLED], counts[TIMEOUT], alive, f"{share(results):.1%}"]
    return "| " + " | ".join(map(str, cells)) + " |"


def _reason(group: Group, results: Sequence[Result]) -> str:
    alive = group.mutants & set(survived(results))
    return f"| {len(alive)} | {group.reason} | {group.why} |"

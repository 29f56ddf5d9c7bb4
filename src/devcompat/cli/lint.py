"""Lint: the command `devcompat lint`.

Belongs here: findings as lines, as annotations of GitHub, and the exit code.
Must not know: which checks there are.
"""

import argparse
from collections.abc import Sequence

from devcompat.algebra.lint.finding import Finding
from devcompat.cli import exits
from devcompat.cli.options import add_format
from devcompat.cli.output import Output
from devcompat.cli.problems import show_error
from devcompat.codes.lint import NOTE, WARNING
from devcompat.language.problems import InputError, input_error
from devcompat.verbs.inputs import STDIN
from devcompat.verbs.lint import FIXABLE, Linted, count, lint_file, lint_to_plain, position_of
from devcompat.wording.findings import (
    finding_advice,
    finding_sentence,
    finding_spot,
    severity_of,
    why_it_matters,
)
from devcompat.wording.numbers import numbered

_COMMAND = "devcompat lint"
_STYLES = {WARNING: "doubt", NOTE: "dim"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a directory, or -")
    add_format(parser, "how every FILE is written")
    parser.add_argument(
        "--fix", action="store_true",
        help="change the files where that surely changes no verdict",
    )  # fmt: skip
    parser.add_argument(
        "--diff", action="store_true", help="print what --fix would change, and change nothing"
    )
    parser.add_argument(
        "--github", action="store_true", help="print annotations for a workflow of GitHub Actions"
    )


def run_lint(options: argparse.Namespace, output: Output) -> int:
    """Write what may be wrong with each descriptor."""
    _demand_sense(options)
    linted = [lint_file(name, options.format) for name in options.files]
    if options.diff:
        return _show_differences(linted, output)
    if options.fix:
        linted = [_fixed(found) for found in linted]
    if options.json:
        output.json(lint_to_plain(linted))
    elif options.github:
        from devcompat.cli.github import annotations

        for line in annotations(linted):
            output.line(line)
    else:
        _show(linted, output, fixing=options.fix)
    return _exit_code(linted)


def _demand_sense(options: argparse.Namespace) -> None:
    """Raise InputError `usage` for options that exclude each other."""
    chosen = [word for word in ("json", "github", "diff") if getattr(options, word)]
    if len(chosen) > 1:
        said = f"--{chosen[0]} or --{chosen[1]}, not both"
        raise input_error("usage", f"--{chosen[1]}", said, _COMMAND)
    if options.fix and options.diff:
        raise input_error("usage", "--diff", "--fix or --diff, not both", _COMMAND)
    if options.fix and STDIN in options.files:
        raise input_error("usage", STDIN, "--fix changes files, not standard input", _COMMAND)
    if options.files.count(STDIN) > 1:
        raise input_error("usage", STDIN, "standard input can be one FILE only", _COMMAND)


def _fixed(linted: Linted) -> Linted:
    """Return what is found in a file once it was changed where that is certain."""
    from devcompat.verbs.lint_fix import fix, save_fix

    made = fix(linted)
    if made is None:
        return linted
    try:
        return save_fix(linted, made)._replace(fixed=made.done)
    except InputError as error:
        return linted._replace(error=error)


def _show_differences(all_linted: Sequence[Linted], output: Output) -> int:
    """Write what would be changed; the exit code is that of the files as they are."""
    from devcompat.verbs.lint_fix import difference, fix

    said: set[str] = set()
    for linted in all_linted:
        if linted.error is not None:
            show_error(linted.error, output, said)
        made = fix(linted)
        if made is not None:
            for line in difference(linted, made).splitlines():
                output.say(line)
    return _exit_code(all_linted)


def _exit_code(all_linted: Sequence[Linted]) -> int:
    if any(linted.error is not None for linted in all_linted):
        return exits.BAD_INPUT
    return exits.FOUND if count(all_linted)[WARNING] else exits.DONE


def _show(all_linted: Sequence[Linted], output: Output, *, fixing: bool) -> None:
    explained: set[str] = set()
    said: set[str] = set()
    for linted in all_linted:
        if linted.error is not None:
            show_error(linted.error, output, said)
        for finding in linted.fixed:
            output.say(f"{linted.name}: fixed: {finding.code}: {finding_sentence(finding)}", "good")
        _show_findings(linted, output, explained)
        left = sum(found.code in FIXABLE for found in linted.findings)
        if fixing and left:
            where = "as this text is written" if linted.form else "in a layout of several files"
            alone = f"{numbered(left, 'finding')} that --fix cannot take away {where}"
            output.say(f"{linted.name}: left alone: {alone}", "doubt")
    counts = count(all_linted)
    readable = sum(linted.error is None for linted in all_linted)
    found = f"{numbered(counts[WARNING], WARNING)}, {numbered(counts[NOTE], NOTE)}"
    output.say(f"{found} in {numbered(readable, 'descriptor')}")


def _show_findings(linted: Linted, output: Output, explained: set[str]) -> None:
    """Write an input's findings; why a code matters is said once."""
    able = _able_to_fix(linted)
    for finding in linted.findings:
        severity = severity_of(finding)
        where = finding_spot(linted.name, position_of(linted, finding))
        output.say(
            f"{where}: {severity}: {finding.code}: {finding_sentence(finding)}", _STYLES[severity]
        )
        if finding.code not in explained:
            output.say(f"  why: {why_it_matters(finding.code)}")
            explained.add(finding.code)
        advice = finding_advice(finding)
        output.say(f"  write: {advice}{' Or let --fix remove it.' if finding in able else ''}")


def _able_to_fix(linted: Linted) -> tuple[Finding, ...]:
    """Return the findings that --fix would take away."""
    if not any(found.code in FIXABLE for found in linted.findings):
        return ()
    from devcompat.verbs.lint_fix import fix

    made = fix(linted)
    return () if made is None else made.done

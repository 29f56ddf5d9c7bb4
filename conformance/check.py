"""Check the conformance suite itself, with: python conformance/check.py.

Belongs here: the command line. What is checked: suite/checking.py. Needs the package jsonschema.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from suite.cases import CASES, SuiteError, read_cases
from suite.pages import DOCS

GOOD, BAD, UNUSABLE = 0, 1, 2


def main(words: Sequence[str]) -> int:
    """Check the suite and return the exit code: 0 good, 1 something is wrong, 2 unusable."""
    parser = argparse.ArgumentParser(
        prog="check.py",
        description="Check the conformance suite itself against its schema and the specification.",
        epilog="exit codes: 0 good, 1 something is wrong or missing, 2 nothing was checked",
    )
    parser.add_argument("--cases", type=Path, default=CASES, metavar="DIR", help="another corpus")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="DIR", help="other pages")
    options = parser.parse_args(words)
    try:
        from suite.checking import missing_parts, wrong_cases, wrong_files
    except ModuleNotFoundError as error:
        print(f"check.py: the package {error.name} is missing", file=sys.stderr)
        return UNUSABLE
    try:
        found = list(wrong_files(options.cases))
        if not found:
            cases = read_cases(options.cases)
            found = [*wrong_cases(cases), *missing_parts(cases, options.docs)]
    except (SuiteError, OSError) as error:
        print(f"check.py: {error}", file=sys.stderr)
        return UNUSABLE
    for line in found:
        print(line)
    if not found:
        print(f"{len(cases)} cases, nothing wrong")
    return BAD if found else GOOD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

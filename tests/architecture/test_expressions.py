"""Regular expressions that every supported Python matches alike.

Belongs here: constructs that some release gets wrong. Must not know: what the expressions are for.
"""

import re
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src").rglob("*.py"))

# Debian 12 ships Python 3.11.2, whose possessive quantifiers on groups and atomic groups match
# wrongly (gh-106052, mended in 3.11.5); on a single set of characters they are right.
WRONG_IN_SOME_RELEASE = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")


def test_there_are_sources() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_group_is_possessive_or_atomic(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if WRONG_IN_SOME_RELEASE.search(line)]

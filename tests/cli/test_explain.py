"""`devcompat explain` shows every code: in the list, and each with what to do."""

from pathlib import Path

import pytest

from devcompat.codes.examples import EXAMPLES
from devcompat.verbs.explain import all_entries

from .process import run

CODES: dict[str, list[str]] = {}
"""By kind, in order."""
for each in all_entries():
    CODES.setdefault(each.kind.partition(":")[0], []).append(each.code)


def test_the_list_has_each_code_once_below_a_heading_for_its_kind(desk: Path) -> None:
    ended = run(("explain",), desk)
    assert (ended.code, ended.err) == (0, "")
    parts = ended.out.split("\n\n")
    assert all(part.splitlines()[1].startswith("CODE ") for part in parts)
    listed = [[line.split()[0] for line in part.splitlines()[2:]] for part in parts]
    assert listed == list(CODES.values())


@pytest.mark.parametrize("code", ["usage", "yaml.lines", "value.differs", "miss.empty"])
def test_one_code_is_shown_with_meaning_next_step_and_example(code: str, desk: Path) -> None:
    entry = next(entry for entry in all_entries() if entry.code == code)
    ended = run(("explain", code), desk)
    assert ended.code == 0
    assert entry.meaning in ended.out
    assert f"Next: {entry.next_step}" in ended.out
    example = EXAMPLES.get(code)
    assert ("Example" in ended.out) == (example is not None)
    if example is not None:
        assert all(line in ended.out for line in (*example.text.splitlines(), example.target))

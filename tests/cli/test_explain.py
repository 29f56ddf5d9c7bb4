"""`devcompat explain` shows every code: in the list, and each with what to do."""

from pathlib import Path

import pytest

from devcompat.codes.examples import EXAMPLES
from devcompat.verbs.explain import all_entries

from .process import run

KINDS = {entry.kind.partition(":")[0] for entry in all_entries()}


def test_the_list_has_each_code_once_below_a_heading_for_its_kind(desk: Path) -> None:
    ended = run(("explain",), desk)
    assert (ended.code, ended.err) == (0, "")
    parts = ended.out.split("\n\n")
    assert len(parts) == len(KINDS)
    assert all(part.splitlines()[1].startswith("CODE ") for part in parts)
    listed = [line.split()[0] for part in parts for line in part.splitlines()[2:]]
    assert listed == [entry.code for entry in all_entries()]


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

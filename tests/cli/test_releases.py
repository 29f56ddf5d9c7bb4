"""Stories of releases: what `diff` says of each, word for word, and that its words hold.

Each directory of examples/releases has two descriptors, and in diff.txt what `devcompat diff`
prints and its exit code. After a change of wording: DEVCOMPAT_REGENERATE=1, and read what changed.
"""

import json
import os
from pathlib import Path

import pytest

from devcompat.formats.registry import read_document
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge

from .process import EXAMPLES, run_bytes

STORIES = EXAMPLES / "releases"
NAMES = sorted(path.name for path in STORIES.iterdir())
RELATIONS = {"equal": 0, "wider": 0, "narrower": 1, "different": 1, "undecided": 3}
CHANGES = ("version-added", "mode-dropped", "range-split", "field-with-default",
           "field-without-default", "format-fix-up")  # fmt: skip


def story(name: str, *words: str) -> tuple[str, int]:
    code, out, err = run_bytes(["diff", "old.txt", "new.txt", *words], STORIES / name)
    assert err == b""
    return out.decode(), code


def test_the_changes_that_releases_make_are_there() -> None:
    assert set(CHANGES) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_story_reads_as_it_did(name: str) -> None:
    said, code = story(name)
    golden = STORIES / name / "diff.txt"
    text = f"{said}exit {code}\n"
    if os.environ.get("DEVCOMPAT_REGENERATE"):
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", NAMES)
def test_each_witness_is_accepted_by_exactly_one_side(name: str) -> None:
    printed, code = story(name, "--json")
    answer = json.loads(printed)
    assert code == RELATIONS[answer["relation"]]
    sides = {side: _side(STORIES / name / f"{side}.txt") for side in ("old", "new")}
    for found in answer["witness"]:
        fields = " ".join(f'{field}="{text}"' for field, text in found["self"].items())
        source = compile_document(read_document(f"SELF: {fields}".encode(), "w", "text"))
        accepting = {side for side in sides if judge(source, sides[side])}
        assert accepting == {found["accepted_by"]}
    shown = {found["accepted_by"] for found in answer["witness"]}
    assert shown == {side for side, key in (("old", "lost"), ("new", "gained")) if answer[key]}


def _side(path: Path) -> Compiled:
    return compile_document(read_document(path.read_bytes(), path.name))

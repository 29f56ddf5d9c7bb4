"""What `pools` and `baseline` say in words where there is little to say.

Belongs here: their sentences. Must not know: how pools and baselines are found.
"""

from pathlib import Path

import pytest

from .fleets import device, line, loaded
from .process import run

OWN = "SELF: a=1\nCOMPATIBLE: a=1\n"
OPEN = "SELF: a=1\nCOMPATIBLE: a={x:opaque:firmware}\n"
REFUSED = "SELF: a=1\nCOMPATIBLE: a=2\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("own", OWN), ("open", OPEN), ("refused", REFUSED)):
        (tmp_path / name).write_text(text, "ascii")
    return tmp_path


def test_a_class_whose_own_self_is_for_others_to_decide_is_not_said_to_refuse_it(
    files: Path,
) -> None:
    ended = run(("pools", "own", "open"), files)
    said = "in none: 1 class (open) that is not known to accept its own SELF"
    assert said in ended.out.splitlines()
    ended = run(("pools", "own", "open", "refused"), files)
    assert "in none: 1 class (refused) whose own SELF is refused" in ended.out.splitlines()


def test_one_class_accepts(files: Path) -> None:
    ended = run(("baseline", "own"), files)
    assert ended.out.splitlines()[0] == "# written: what 1 class of devices accepts"


def test_a_label_that_nobody_has_is_named(tmp_path: Path) -> None:
    loaded("fleet.db", line("h1", device("a", 4), labels={"zone": "z1"}), tmp_path)
    ended = run(("baseline", "--store", "fleet.db", "--label", "zone=z9"), tmp_path)
    assert ended.code == 2
    assert ended.err.splitlines()[0] == (
        "devcompat baseline: usage: no host with zone=z9 has a device;"
        " `fleet hosts` lists hosts and their labels"
    )

"""The journal: written through before anything is done, believed only as far as it can be."""

import json
import os
from pathlib import Path

import pytest

from devcompat.language.problems import InputError
from devcompat.provision.journal import has_state, locked_state
from devcompat.provision.plan import Plan
from devcompat.verbs.making import Place, find_leftovers
from devcompat.verbs.sights import CLOCK

from .kernel import Kernel, new_machine
from .plans import mdev


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return mdev(Kernel(new_machine(tmp_path / "root")))


def codes(error: InputError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_what_was_begun_is_read_back(tmp_path: Path, plan: Plan) -> None:
    root = str(tmp_path)
    assert not has_state(root, None)
    with locked_state(root, None, 0, CLOCK) as state:
        log = state.begin(plan)
        assert state.entries() == ()
        log.write("intent", 0)
        log.write("done", 0)
        log.write("intent", 1)
        log.close()
    assert has_state(root, None)
    with locked_state(root, None, 0, CLOCK) as state:
        (entry,) = state.entries()
        assert entry.plan == plan
        assert (entry.progress.touched, entry.progress.done) == ({0, 1}, {0})
        state.resume(entry).forget()
        assert state.entries() == ()


def test_a_line_that_was_cut_off_announces_nothing_and_is_replaced(
    tmp_path: Path, plan: Plan
) -> None:
    root = str(tmp_path)
    with locked_state(root, None, 0, CLOCK) as state:
        log = state.begin(plan)
        log.write("intent", 0)
        log.close()
        (path,) = tmp_path.glob("run/devcompat/*.plan")
        path.write_bytes(path.read_bytes() + b'{"event":"int')
        (entry,) = state.entries()
        assert entry.progress.touched == {0}
        log = state.resume(entry)
        log.write("undone", 0)
        log.close()
        (entry,) = state.entries()
        assert entry.progress.touched == set()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with locked_state(str(tmp_path), None, 0, CLOCK):
        with pytest.raises(InputError) as caught, locked_state(str(tmp_path), None, 0.1, CLOCK):
            pass
        assert codes(caught.value) == ["state.locked"]
    with locked_state(str(tmp_path), None, 0, CLOCK):
        pass


def test_the_directory_is_ours_only_and_no_link_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    with locked_state(str(tmp_path / "root"), None, 0, CLOCK):
        assert (tmp_path / "root/run/devcompat").stat().st_mode & 0o777 == 0o700
    (tmp_path / "linked").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "linked/run").symlink_to(tmp_path / "elsewhere")
    with (
        pytest.raises(InputError) as caught,
        locked_state(str(tmp_path / "linked"), None, 0, CLOCK),
    ):
        pass
    assert codes(caught.value) == ["state.unwritable"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    with locked_state(str(tmp_path), str(tmp_path / "own/state"), 0, CLOCK):
        assert (tmp_path / "own/state/lock").is_file()


HOSTILE = {
    "empty": b"",
    "no-json": b"x\n",
    "a-list": b"[]\n",
    "another-form": b'{"form": 2, "plan": {}}\n',
    "no-plan": b'{"form": 1, "plan": null}\n',
    "deep": b"[" * 5000 + b"\n",
    "no-text": b"\xff\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_journal_is_said(name: str, tmp_path: Path) -> None:
    with locked_state(str(tmp_path), None, 0, CLOCK) as state:
        (tmp_path / "run/devcompat/mdev-0.plan").write_bytes(HOSTILE[name])
        with pytest.raises(InputError) as caught:
            state.entries()
        assert codes(caught.value) == ["state.malformed"]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("steps", 0, "undo", "path"), "etc/passwd"),
        (("steps", 0, "act", "path"), "sys/bus/mdev/devices/../../../../etc/passwd"),
        (("steps", 0, "act", "words"), ["sh", "-c", "true"]),
        (("steps", 0, "undo", "words"), ["vdpa", "dev", "del", "-v"]),
        (("steps", 0, "after"), [["there", "../../etc"]]),
        (("steps", 0, "after"), [["true", "sys"]]),
        (("steps", 1, "of"), 1),
        (("steps", 1, "of"), True),
        (("steps", 0, "makes"), 1),
        (("steps",), []),
        (("request", "kind"), "vm"),
        (("device",), 3),
    ],
)
def test_a_journal_that_somebody_changed_is_not_executed(
    keys: tuple[str | int, ...], value: object, tmp_path: Path, plan: Plan
) -> None:
    with locked_state(str(tmp_path), None, 0, CLOCK) as state:
        log = state.begin(plan)
        log.write("intent", 0)
        log.close()
        (path,) = tmp_path.glob("run/devcompat/*.plan")
        head, *lines = path.read_text().splitlines()
        changed = json.loads(head)
        place = changed["plan"]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value
        path.write_text("\n".join([json.dumps(changed), *lines, ""]))
        with pytest.raises(InputError) as caught:
            state.entries()
        assert codes(caught.value) == ["state.malformed"]


def test_a_full_disk_is_told_to_who_writes(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with locked_state(str(tmp_path), None, 0, CLOCK) as state:
        log = state.begin(plan)
        monkeypatch.setattr(os, "write", lambda file, data: len(data) - 1)
        with pytest.raises(OSError, match="whole"):
            log.write("intent", 0)


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    with locked_state(str(tmp_path), None, 0, CLOCK) as state:
        os.mkfifo(tmp_path / "run/devcompat/mdev-0.plan")
        with pytest.raises(InputError) as caught:
            state.entries()
    assert codes(caught.value) == ["state.malformed"]


def test_a_root_that_is_none_has_not_nothing_left(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_leftovers(Place(str(tmp_path / "nowhere")), None)
    assert codes(caught.value) == ["root.missing"]

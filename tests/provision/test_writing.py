"""Writing below a root: into no file outside, through no link, and none that has no kernel."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from devcompat.discovery.tree import Tree
from devcompat.language.problems import InputError
from devcompat.provision import writing
from devcompat.provision.executing import execute
from devcompat.provision.journal import has_state, locked_state
from devcompat.provision.ports import NoKernel
from devcompat.provision.writing import SysfsHand
from devcompat.verbs.sights import CLOCK, TreeSight, real_machine

from .kernel import PARENT, Kernel, new_machine, snapshot
from .plans import UUID, Remembered, mdev

CREATE = "sys/class/mdev_bus/mtty/mdev_supported_types/mtty-1/create"


def write(root: Path, path: str, text: str = "x") -> None:
    with Tree(root) as tree:
        SysfsHand(str(root), TreeSight(tree)).write(path, text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_machine(tmp_path / "root")


def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take plain files for those of a kernel."""
    monkeypatch.setattr(writing, "_demand_kernel", lambda file: None)


def test_a_plain_file_is_not_written_to(root: Path) -> None:
    before = snapshot(root)
    with pytest.raises(NoKernel):
        write(root, CREATE, UUID)
    assert snapshot(root) == before


def test_the_files_of_this_kernel_are_such(tmp_path: Path) -> None:
    for path in ("/sys/kernel", "/proc/self/comm"):
        if Path(path).exists():
            assert os.statvfs(path).f_blocks == 0
    assert os.statvfs(tmp_path).f_blocks > 0


def test_one_write_at_the_place_that_links_lead_to(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting(monkeypatch)
    write(root, CREATE, UUID)
    assert (root / PARENT / "mdev_supported_types/mtty-1/create").read_text() == UUID


def test_nothing_outside_is_written_to(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting(monkeypatch)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "create").write_text("")
    kind = root / PARENT / "mdev_supported_types"
    (kind / "out").symlink_to(outside)
    (kind / "up").symlink_to("../../../../../../../outside")
    (kind / "etc").symlink_to("/etc")
    (root / "etc/create").write_text("")
    (kind / "link").mkdir()
    (kind / "link/create").symlink_to(outside / "create")
    (kind / "near").mkdir()
    (kind / "near/create").symlink_to("../mtty-1/create")
    (kind / "fifo").mkdir()
    os.mkfifo(kind / "fifo/create")
    for name in ("out", "up", "etc", "link", "near", "fifo", "absent"):
        with pytest.raises((OSError, NoKernel)):
            write(root, CREATE.replace("mtty-1", name))
    assert (outside / "create").read_text() == ""
    assert (root / "etc/create").read_text() == ""
    assert (kind / "mtty-1/create").read_text() == ""


def test_a_link_that_takes_a_directorys_place_in_between_is_not_followed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path was looked at; before it is opened somebody puts a link there."""
    trusting(monkeypatch)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "create").write_text("")

    class Late(TreeSight):
        def place(self, path: str) -> str:
            found = super().place(path)
            kind = root / PARENT / "mdev_supported_types/mtty-1"
            if path.endswith("mtty-1") and not kind.is_symlink():
                kind.rename(tmp_path / "moved")
                kind.symlink_to(outside)
            return found

    with Tree(root) as tree, pytest.raises(OSError, match=r"."):
        SysfsHand(str(root), Late(tree)).write(CREATE, UUID)
    assert (outside / "create").read_text() == ""


def devcompat(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the real command line, on real files."""
    return subprocess.run(
        [sys.executable, "-m", "devcompat", *words],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def nobody() -> Iterator[None]:
    """Have the rights of an ordinary user."""
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


SOURCE = "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"


def words_for(root: Path) -> tuple[str, ...]:
    return (
        "create", SOURCE, "--in", "tests/captures", "--from", "mtty/mtty-1", "--uuid", UUID,
        "--execute", "--root", str(root), "--wait", "0",
    )  # fmt: skip


def test_a_tree_without_a_kernel_is_left_as_it_is(root: Path) -> None:
    before = snapshot(root)
    done = devcompat(*words_for(root))
    assert done.returncode == 4, done
    assert "step.no-kernel" in done.stdout
    assert "all is as it was" in done.stdout
    assert snapshot(root) == before
    assert devcompat("create", "--leftovers", "--root", str(root)).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_is_refused_before_anything_is_done() -> None:
    with TemporaryDirectory() as where:
        Path(where).chmod(0o755)
        root = new_machine(Path(where) / "root")
        (root / PARENT / "mdev_supported_types/mtty-1/create").chmod(0o200)
        before = snapshot(root)
        with nobody():
            with pytest.raises(InputError) as caught, locked_state(str(root), None, 0, CLOCK):
                pass
            assert caught.value.problems[0].code == "state.unwritable"
            with pytest.raises(PermissionError), Tree(root) as tree:
                SysfsHand(str(root), TreeSight(tree)).write(CREATE, UUID)
            with Tree(root) as tree:
                machine = real_machine(str(root), tree)
                plan = mdev(Kernel(root), "mtty-1")
                done = execute(plan, machine, Remembered(), lambda number, step: None, 0)
        assert (done.outcome, done.failed and done.failed.found) == ("undone", "EACCES")
        assert not has_state(str(root), None)
        assert snapshot(root) == before

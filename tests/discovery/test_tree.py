"""Reading below a root touches nothing else, never waits for ever, and says why it gave up."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devcompat.discovery import tree as trees
from devcompat.discovery.patience import MAX_STUCK, PatientReader, read_regular
from devcompat.discovery.tree import ATTRIBUTE_LIMIT, Tree
from devcompat.discovery.unreadable import Unreadable
from tests.discovery.trees import FaultyReader, failing, link, put, waiting_for


@pytest.fixture
def root(tmp_path: Path) -> Path:
    inside = tmp_path / "root"
    put(inside, {"sys/a/value": "1\n"})
    (tmp_path / "secret").write_text("secret")
    return inside


@pytest.fixture
def tree(root: Path) -> Iterator[Tree]:
    with Tree(root) as opened:
        yield opened


def refusal(tree: Tree, path: str) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        tree.read_text(path)
    return caught.value.why, caught.value.errno_name


def test_a_file_is_read_through_links_below_the_root(root: Path, tree: Tree) -> None:
    link(root, {"sys/b": "a", "sys/c": "../sys/b", "sys/d": "/sys/c"})
    for path in ("sys/a/value", "sys/b/value", "sys/c/value", "sys/d/value", "sys//./d/value"):
        assert tree.read_text(path) == "1\n"
        assert tree.resolve(path) == "sys/a/value"


def test_an_absolute_target_counts_from_the_root(root: Path, tree: Tree) -> None:
    link(root, {"sys/passwd": "/etc/passwd", "sys/value": "/sys/a/value"})
    assert refusal(tree, "sys/passwd") == ("miss.link-dangling", "ENOENT")
    assert tree.read_text("sys/value") == "1\n"


@pytest.mark.parametrize("target", ["../../secret", "../../../../../../etc/passwd", "a/../../.."])
def test_a_link_out_of_the_root_is_refused(root: Path, tree: Tree, target: str) -> None:
    link(root, {"sys/out": target})
    assert refusal(tree, "sys/out") == ("miss.link-leaves-root", "EXDEV")


def test_a_path_out_of_the_root_is_refused(tree: Tree) -> None:
    assert refusal(tree, "../secret") == ("miss.link-leaves-root", "EXDEV")
    assert refusal(tree, "/etc/passwd")[0] == "miss.absent"


def test_links_that_loop_are_refused(root: Path, tree: Tree) -> None:
    link(root, {"sys/x": "y", "sys/y": "x", "sys/self": "self/self", "sys/a/up": ".."})
    assert refusal(tree, "sys/x") == ("miss.link-loop", "ELOOP")
    assert refusal(tree, "sys/self") == ("miss.link-loop", "ELOOP")
    assert refusal(tree, "sys/a" + "/up/a" * 41 + "/value") == ("miss.link-loop", "ELOOP")
    assert tree.read_text("sys/a" + "/up/a" * 40 + "/value") == "1\n"


def test_a_missing_file_is_absent_and_a_missing_target_dangles(root: Path, tree: Tree) -> None:
    link(root, {"sys/dangling": "nowhere"})
    assert refusal(tree, "sys/none") == ("miss.absent", "ENOENT")
    assert refusal(tree, "sys/a/value/below") == ("miss.absent", "ENOENT")
    assert refusal(tree, "sys/dangling") == ("miss.link-dangling", "ENOENT")
    assert tree.has("sys/dangling")
    assert not tree.has("sys/none")
    assert not tree.has("sys/none/below")
    assert tree.target("sys/dangling") == "nowhere"
    assert tree.target("sys/a") is None
    assert tree.target("sys/none") is None


def test_a_link_is_followed_also_to_what_is_not_there(root: Path, tree: Tree) -> None:
    link(root, {"sys/b": "a/../a", "sys/c": "/sys/b/no/such/../thing", "sys/d": "no/../b"})
    assert tree.follow("sys/b") == "sys/a"
    assert tree.follow("sys/c") == "sys/a/no/thing"
    assert tree.follow("sys/d") == "sys/a"
    assert tree.follow("sys/none") is None
    assert tree.follow("sys/none/below") is None


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("../../secret", "miss.link-leaves-root"),
        ("no/such/../../../../sys/a", "miss.link-leaves-root"),
        ("link", "miss.link-loop"),
        ("a/../link/x", "miss.link-loop"),
    ],
)
def test_a_link_that_leaves_the_root_or_loops_is_not_followed(
    root: Path, tree: Tree, target: str, why: str
) -> None:
    link(root, {"sys/link": target})
    with pytest.raises(Unreadable) as caught:
        tree.follow("sys/link")
    assert (caught.value.path, caught.value.why) == ("sys/link", why)


def test_what_is_no_link_is_not_followed(tree: Tree) -> None:
    for path in ("sys/a", "sys/a/value"):
        with pytest.raises(Unreadable) as caught:
            tree.follow(path)
        assert caught.value.why == "miss.malformed"


def test_what_is_no_regular_file_is_not_opened(root: Path, tree: Tree) -> None:
    os.mkfifo(root / "sys/fifo")
    assert refusal(tree, "sys/fifo") == ("miss.not-a-file", "EINVAL")
    assert refusal(tree, "sys/a") == ("miss.not-a-file", "EISDIR")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(root / "sys/socket"))
        assert refusal(tree, "sys/socket") == ("miss.not-a-file", "EINVAL")


def test_reading_refuses_a_fifo_that_took_a_files_place(root: Path) -> None:
    os.mkfifo(root / "sys/fifo")
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(str(root / "sys/fifo"), 10)


def test_reading_does_not_follow_a_link_that_took_a_files_place(root: Path) -> None:
    link(root, {"sys/link": "a/value"})
    with pytest.raises(OSError, match="symbolic"):
        read_regular(str(root / "sys/link"), 10)


def test_a_write_only_file_is_not_opened(root: Path) -> None:
    (root / "sys/a/value").chmod(0o200)
    reader = FaultyReader("value", failing("EIO"))
    with Tree(root, read=reader) as tree:
        assert refusal(tree, "sys/a/value") == ("miss.write-only", "EACCES")
    assert reader.faults == 0


def test_a_file_over_the_limit_is_refused_after_one_byte_more(root: Path, tree: Tree) -> None:
    with (root / "sys/huge").open("wb") as huge:
        huge.truncate(1 << 40)
    put(root, {"sys/full": "x" * ATTRIBUTE_LIMIT})
    assert refusal(tree, "sys/huge") == ("miss.too-large", "EFBIG")
    assert len(tree.read_text("sys/full")) == ATTRIBUTE_LIMIT


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x7fELF\0", "miss.binary"),
        (b"\xff\xfe", "miss.not-utf8"),
        (b"\xed\xa0\x80", "miss.not-utf8"),
    ],
)
def test_what_is_no_text_is_refused(root: Path, tree: Tree, content: bytes, why: str) -> None:
    put(root, {"sys/odd": content})
    assert refusal(tree, "sys/odd") == (why, "EILSEQ")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("EIO", "miss.failed"),
        ("EACCES", "miss.failed"),
        ("EINVAL", "miss.failed"),
        ("ENODEV", "miss.vanished"),
        ("ENOENT", "miss.vanished"),
    ],
)
def test_the_kernels_errno_is_kept(root: Path, name: str, why: str) -> None:
    with Tree(root, read=FaultyReader("value", failing(name))) as tree:
        assert refusal(tree, "sys/a/value") == (why, name)


def test_what_the_manifest_notes_is_believed_before_the_file(root: Path) -> None:
    noted = Unreadable("sys/a/value", "miss.recorded", "EIO")
    link(root, {"sys/b": "a"})
    with Tree(root, {"sys/a/value": noted}) as tree:
        assert refusal(tree, "sys/b/value") == ("miss.recorded", "EIO")


def test_a_read_that_never_returns_is_given_up(root: Path) -> None:
    release = threading.Event()
    put(root, {"sys/a/other": "2"})
    reader = FaultyReader("value", waiting_for(release))
    try:
        with Tree(root, read=reader, seconds=0.5) as tree:
            assert refusal(tree, "sys/a/value") == ("miss.timed-out", "ETIMEDOUT")
            assert tree.read_text("sys/a/other") == "2"
    finally:
        release.set()


def test_a_machine_full_of_stuck_reads_is_not_waited_for(root: Path) -> None:
    release = threading.Event()
    put(root, {"sys/a/other": "2"})
    reader = FaultyReader("value", waiting_for(release))
    try:
        with Tree(root, read=reader, seconds=0.01) as tree:
            for _ in range(MAX_STUCK + 5):
                assert refusal(tree, "sys/a/value")[0] == "miss.timed-out"
            assert reader.faults == MAX_STUCK
            assert refusal(tree, "sys/a/other")[0] == "miss.timed-out"
    finally:
        release.set()


def test_a_stuck_thread_ends_when_its_read_returns(root: Path) -> None:
    release = threading.Event()
    before = threading.active_count()
    reader = PatientReader(FaultyReader("", waiting_for(release)), 0.01)
    with pytest.raises(TimeoutError):
        reader(str(root / "sys/a/value"), 1)
    release.set()
    for thread in threading.enumerate():
        if thread.name == "devcompat-read":
            thread.join()
    assert threading.active_count() <= before


def test_closing_ends_the_thread(root: Path) -> None:
    with Tree(root) as tree:
        tree.read_text("sys/a/value")
        workers = [one for one in threading.enumerate() if one.name == "devcompat-read"]
    for worker in workers:
        worker.join()
    assert not any(worker.is_alive() for worker in workers)


def test_names_are_sorted_and_bounded(
    root: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {f"sys/many/{name}": "" for name in "dcba"})
    assert tree.list_names("sys/many").names == ("a", "b", "c", "d")
    monkeypatch.setattr(trees, "MAX_ENTRIES", 3)
    listing = tree.list_names("sys/many")
    assert len(listing.names) == 3
    assert [(miss.path, miss.why) for miss in listing.misses] == [("sys/many", "miss.too-many")]


def test_a_name_that_is_no_utf8_is_left_out_and_noted(root: Path, tree: Tree) -> None:
    (Path(os.fsdecode(os.fsencode(root / "sys") + b"/bad\xff"))).touch()
    listing = tree.list_names("sys")
    assert listing.names == ("a",)
    assert [(miss.path, miss.why) for miss in listing.misses] == [("sys/bad\\xff", "miss.not-utf8")]


def test_a_directory_that_is_none_cannot_be_listed(root: Path, tree: Tree) -> None:
    for path, errno_name in (("sys/a/value", "ENOTDIR"), ("sys/none", "ENOENT")):
        with pytest.raises(Unreadable) as caught:
            tree.list_names(path)
        assert caught.value.errno_name == errno_name


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", "a/d"]),
            st.sampled_from(["a", "b", "..", "../..", "/a", "a/d/..", "../c/value", "."]),
        ),
        max_size=5,
    ),
    st.sampled_from(["a/value", "b/value", "c/d/value", "a/d/a/b", "c"]),
)
def test_resolving_ends_inside_the_root_or_says_why(
    tmp_path_factory: pytest.TempPathFactory, links: list[tuple[str, str]], path: str
) -> None:
    root = tmp_path_factory.mktemp("root")
    for place, target in links:
        if not os.path.lexists(root / place) and (root / place).parent.is_dir():
            (root / place).symlink_to(target)
    (root / "value").write_text("1")
    with Tree(root) as tree:
        found = ""
        with contextlib.suppress(Unreadable):
            found = tree.resolve(path)
    assert (root / found).resolve() == Path(f"{root.resolve()}/{found}")

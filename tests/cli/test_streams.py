"""Streams that close, block or are terminals: each has a sane end, and a fitting look."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from .process import GUARD, MTTY, environment

DISCOVER = ("discover", "--root", "captures/mdev-created")
PAIR = json.dumps({"id": 1, "source": "SELF: a=1", "target": "SELF: COMPATIBLE: a=1"}) + "\n"


def started(
    words: Sequence[str], where: Path, changes: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start the program with a pipe at each stream, where Ctrl-C is not ignored.

    Whoever runs the tests in the background hands SIGINT down as ignored.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "devcompat", *words],
        cwd=where,
        env=environment(changes),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_ctrl_c,
    )


def heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_ends_the_batch_silently(desk: Path, unbuffered: str) -> None:
    (desk / f"long{unbuffered}.jsonl").write_text(PAIR * 5000)
    process = started(
        ("check", "--batch", f"long{unbuffered}.jsonl"), desk, {"PYTHONUNBUFFERED": unbuffered}
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"id": 1')
    process.stdout.close()
    _, err = process.communicate(timeout=GUARD)
    assert (process.returncode, err) == (141, b"")


@pytest.mark.parametrize(
    "words", [("explain",), ("explain", "--json"), DISCOVER, ("--help",), ("--version",)]
)
def test_a_reader_that_was_never_there_is_no_fault(desk: Path, words: Sequence[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "devcompat", *words],
        cwd=desk,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=GUARD,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c_ends_a_batch_silently(desk: Path) -> None:
    process = started(("check", "--batch", "-"), desk)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(PAIR.encode() * 120)
    process.stdin.flush()
    os.read(process.stdout.fileno(), 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=GUARD)
    assert (process.returncode, err) == (130, b"")


def test_ctrl_c_while_a_document_is_awaited_ends_silently(desk: Path) -> None:
    os.mkfifo(desk / "awaited")
    held = os.open(desk / "awaited", os.O_RDWR)
    os.write(held, b"SELF:")
    process = started(("check", "awaited", "b.txt"), desk)
    while unread(held) and process.poll() is None:
        select.select((), (), (), 0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=GUARD)
    os.close(held)
    (desk / "awaited").unlink()
    assert (process.returncode, err) == (130, b"")


def unread(descriptor: int) -> int:
    """Return how many bytes of a pipe nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_a_fifo_with_a_writer_is_read_to_its_end(desk: Path) -> None:
    command = 'cat a.txt | { "$PYTHON" -m devcompat check /dev/stdin b.txt; }'
    done = subprocess.run(
        ["sh", "-c", command], cwd=desk, env=environment(), capture_output=True, timeout=GUARD,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0


class Terminal:
    """A pseudo-terminal of a size; what is written to it can be read."""

    def __init__(self, columns: int = 100) -> None:
        self.master, self.slave = pty.openpty()
        size = struct.pack("HHHH", 40, columns, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)

    def run(
        self, words: Sequence[str], where: Path, changes: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Run the program with both outputs on the terminal; return exit code and text."""
        variables = {"TERM": "xterm-256color", **(changes or {})}
        env = {key: value for key, value in environment(variables).items() if key != "COLUMNS"}
        process = subprocess.Popen(
            [sys.executable, "-m", "devcompat", *words],
            cwd=where, env=env, stdin=self.slave, stdout=self.slave, stderr=self.slave,
        )  # fmt: skip
        os.close(self.slave)
        written = b""
        while True:
            try:
                chunk = os.read(self.master, 1 << 16)
            except OSError:  # EIO: the last writer has closed it
                break
            if not chunk:
                break
            written += chunk
        os.close(self.master)
        return process.wait(GUARD), written.decode()


def test_a_terminal_gets_a_ruled_and_coloured_table(desk: Path) -> None:
    code, text = Terminal().run(DISCOVER, desk)
    assert code == 0
    assert "─" in text
    assert "\x1b[32myes" in text
    assert "\x1b[31mno" in text


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_addresses_are_whole_on_any_terminal(desk: Path, columns: int) -> None:
    for words in (DISCOVER, ("find", MTTY, "--in", "fleet.json", "--all")):
        _, text = Terminal(columns).run(words, desk)
        assert MTTY in text
        assert "…" not in text


def test_reasons_are_folded_where_the_other_columns_have_room(desk: Path) -> None:
    _, text = Terminal(90).run(("explain",), desk, {"NO_COLOR": "1"})
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    lines = plain.split("\r\n")
    assert max(len(line) for line in lines) <= 90
    assert "…" not in plain
    assert any(line.lstrip().startswith("variables.conflict ") for line in lines)


@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_a_terminal_gets_none(desk: Path, changes: Mapping[str, str]) -> None:
    for words in (DISCOVER, ("check", "a.txt", "refusing.txt")):
        code, text = Terminal().run(words, desk, changes)
        assert code in {0, 1}
        assert "\x1b[3" not in text
        if changes.get("TERM") == "dumb":
            assert "\x1b" not in text


def test_an_empty_no_color_changes_nothing(desk: Path) -> None:
    _, text = Terminal().run(("check", "a.txt", "b.txt"), desk, {"NO_COLOR": ""})
    assert "\x1b[32m" in text


def test_a_terminal_gets_a_caret_under_what_is_wrong(desk: Path) -> None:
    code, text = Terminal().run(("check", "wrong.txt", "b.txt"), desk)
    assert code == 2
    lines = text.splitlines()
    carets = [index for index, line in enumerate(lines) if line.strip() == "^"]
    assert len(carets) == 4
    first = carets[0]
    assert lines[first - 1] == "      b={x}"
    assert lines[first].index("^") - 4 == 5, "column 6, after four blanks"


def test_a_pipe_gets_plain_columns_on_one_line_each(desk: Path) -> None:
    process = started(DISCOVER, desk, {"TERM": "xterm-256color", "COLUMNS": "30"})
    out, err = process.communicate(timeout=GUARD)
    assert b"\x1b" not in out
    assert err == b""
    text = out.decode()
    assert "─" not in text
    rows = [line for line in text.splitlines() if line.startswith(MTTY)]
    assert [row.split() for row in rows] == [
        [MTTY, "mdev", "mtty-1", "mtty", "yes", "driver.migrates", "profile", "mtty", "1"]
    ]

"""Process: an implementation that is started, asked and, where need be, started again.

Belongs here: pipes, time limits, what is no answer. Must not know: cases, what an answer means.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any, BinaryIO, Self

LINE_BYTES = 1 << 24
"""An answer's size: beyond that it is none."""

GIVE_UP_AFTER = 10
"""Failures of the process in a row after which it is not started again."""

_WAITING_LINES = 1000


class CannotStart(Exception):
    """The command cannot be started; the text says why."""


class NoAnswer(Exception):
    """The implementation ended, was too slow, or wrote something that is no answer."""


class Implementation:
    """A command that answers requests, one JSON object a line."""

    def __init__(self, command: Sequence[str], timeout: float, *, trace: bool = False) -> None:
        self._command = list(command)
        self._timeout = timeout
        self._trace = trace
        self._running: _Running | None = None
        self._asked = 0
        self._failures = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request. Raises NoAnswer, CannotStart."""
        if self._failures >= GIVE_UP_AFTER:
            raise NoAnswer(f"not asked: {GIVE_UP_AFTER} requests in a row had no answer")
        self._asked += 1
        number = self._asked
        line = json.dumps({"id": number, **request})
        try:
            answer = self._exchange(number, line)
        except NoAnswer:
            self._failures += 1
            self._stop()
            raise
        self._failures = 0
        return answer

    def _exchange(self, number: int, line: str) -> dict[str, Any]:
        if self._running is None:
            self._running = _Running(self._command)
        self._show("> ", line)
        self._running.write(line.encode("ascii") + b"\n")
        written = self._running.read(self._timeout)
        self._show("< ", written.decode(errors="replace").rstrip("\n"))
        answer = _as_answer(written)
        if answer.get("id") != number or isinstance(answer.get("id"), bool):
            raise NoAnswer(f"the answer has the id {answer.get('id')!r} instead of {number}")
        return answer

    def _show(self, mark: str, line: str) -> None:
        if self._trace:
            sys.stderr.write(f"{mark}{line}\n")

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


def _as_answer(written: bytes) -> dict[str, Any]:
    shown = repr(written[:200].decode(errors="replace"))
    if len(written) > LINE_BYTES:
        raise NoAnswer(f"a line of more than {LINE_BYTES} bytes: {shown}")
    try:
        answer = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise NoAnswer(f"no JSON: {shown}: {error}") from None
    if not isinstance(answer, dict):
        raise NoAnswer(f"no JSON object: {shown}")
    return answer


class _Running:
    """A running command; threads read and write, so that no pipe can block the runner."""

    def __init__(self, command: list[str]) -> None:
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:
            raise CannotStart(f"{command[0]}: {error}") from None
        self._lines: queue.Queue[bytes] = queue.Queue(_WAITING_LINES)
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        for work in (self._read_all, self._write_all):
            threading.Thread(target=work, daemon=True).start()

    def write(self, line: bytes) -> None:
        self._requests.put(line)

    def read(self, timeout: float) -> bytes:
        """Return the next line. Raises NoAnswer at the end of the output, or of the time."""
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise NoAnswer(f"no answer within {timeout:g} seconds") from None
        if line:
            return line
        try:
            code = self._process.wait(timeout=timeout)
        except subprocess.TimeoutExpired:
            raise NoAnswer("it closed its standard output") from None
        raise NoAnswer(f"it ended with exit code {code}")

    def stop(self) -> None:
        """End the process and what it started."""
        self._requests.put(None)
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with contextlib.suppress(queue.Empty):
            while True:  # so that the reading thread does not wait for room
                self._lines.get_nowait()

    def _read_all(self) -> None:
        with _piped(self._process.stdout) as output, contextlib.suppress(OSError, ValueError):
            while line := output.readline(LINE_BYTES + 1):
                self._lines.put(line)
        self._lines.put(b"")

    def _write_all(self) -> None:
        with contextlib.suppress(OSError, ValueError), _piped(self._process.stdin) as requests:
            while line := self._requests.get():
                requests.write(line)
                requests.flush()


def _piped(pipe: Any) -> BinaryIO:
    """Return a pipe that was asked for and is therefore there."""
    if pipe is None:
        raise OSError("no pipe")
    found: BinaryIO = pipe
    return found

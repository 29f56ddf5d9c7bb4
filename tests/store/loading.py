"""Loading: a process of its own that saves reports, and stops within a transaction.

Belongs here: the process, and how its parent knows where it is. Must not know: what becomes of it.

    python -m tests.store.loading URL GENERATION COMMIT

It saves HOSTS reports, BATCH a transaction. Before the commit of that number, with its rows written
and not committed, it says so on standard output and waits for a line, which never comes if it is
killed.
"""

import signal
import subprocess
import sys
from typing import Final

from sqlalchemy import Connection, Engine, event

from devcompat.store.records import StoredReport
from devcompat.store.store import open_store
from tests.docs.pages import ROOT

from .reports import report

HOSTS: Final = 40
BATCH: Final = 10
WITHIN: Final = "rows are written and not committed\n"


def fleet(generation: int) -> list[StoredReport]:
    """Return what all hosts say: each generation has other classes."""
    models = [f"model-{generation}-{number}" for number in range(3)]
    at = f"2026-11-27T00:00:0{generation}Z"
    return [report(f"h{number:03}", generation, models, at) for number in range(HOSTS)]


class Loading:
    """The process, stopped within a transaction when this was made."""

    def __init__(self, url: str, generation: int, commit: int) -> None:
        words = [sys.executable, "-m", "tests.store.loading", url, str(generation), str(commit)]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == WITHIN
        assert self._process.poll() is None

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        self._process.kill()
        assert self._process.wait(60) == -signal.SIGKILL
        self._close()

    def finish(self) -> None:
        """Let it go on to its end."""
        self._process.communicate("\n", timeout=120)
        assert self._process.returncode == 0
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()


def main(url: str, generation: int, commit: int) -> None:
    """Save the fleet and stop where it was asked for."""
    commits = 0

    def _before_commit(_: Connection) -> None:
        nonlocal commits
        commits += 1
        if commits == commit:
            print(WITHIN, end="", flush=True)
            sys.stdin.readline()

    with open_store(url, must_exist=True) as store:
        event.listen(Engine, "commit", _before_commit)
        for _ in store.save(fleet(generation), batch=BATCH):
            pass


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

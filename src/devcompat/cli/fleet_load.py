"""Fleet load: the command `devcompat fleet load`.

Belongs here: how a load is watched, and what is said of it. Must not know: how reports are read or
kept.
"""

import argparse
import time
from datetime import UTC, datetime
from typing import Final

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.cli.problems import show_error
from devcompat.cli.store_option import add_store, store_named
from devcompat.language.problems import InputError
from devcompat.store.errors import StoreError
from devcompat.store.store import BATCH, Store, named_store, open_store
from devcompat.verbs.fleet_load import Load, has_input
from devcompat.verbs.inputs import hold_closed_input
from devcompat.verbs.serial import Plain, error_to_plain
from devcompat.wording.numbers import numbered

_SHOWN: Final = 100
"""Bad reports that are shown; the others are counted."""
_SHOWN_AS_JSON: Final = 1000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="reports, a JSON line a host, or output of"
        " discover --json; - for standard input",
    )  # fmt: skip
    add_store(parser)


def run_fleet_load(options: argparse.Namespace, output: Output) -> int:
    """Load the files into the store, which is made if it is not there."""
    hold_closed_input()
    # A slip in the names of the files leaves no empty store behind.
    opened = open_store if has_input(options.files) else named_store
    with opened(store_named(options)) as store:
        return _Loading(options, output).run(store)


class _Loading:
    """One load with what is said of it."""

    def __init__(self, options: argparse.Namespace, output: Output) -> None:
        self._output = output
        self._as_json = options.json
        self._said: set[str] = set()
        self._problems: list[Plain] = []
        self._load = Load(options.files, _now, self._complain)
        self._begun = time.monotonic()

    def run(self, store: Store) -> int:
        """Load; say what became of it; return the exit code."""
        failure: StoreError | None = None
        interrupted = False
        try:
            self._watch(store)
        except StoreError as error:
            failure = error
        except KeyboardInterrupt:
            interrupted = True
        self._sum_up(store, failure, complete=failure is None and not interrupted)
        if interrupted:
            return exits.INTERRUPTED
        if failure is not None or self._load.unread:
            return exits.BAD_INPUT
        return exits.NOT_ALL if self._load.bad else exits.DONE

    def _watch(self, store: Store) -> None:
        load = self._load
        with self._output.progress(load.size()) as bar:
            for _ in load.run(store):
                # Hosts are told by the batch, at once when it is written: its end is what to show.
                if bar is not None and (load.hosts % BATCH == 0 or bar.is_due()):
                    bar.show(load.position(), load.hosts, load.devices)
            if bar is not None:
                bar.show(load.position(), load.hosts, load.devices)

    def _complain(self, error: InputError) -> None:
        told = self._load.bad + self._load.unread
        if self._as_json:
            if told <= _SHOWN_AS_JSON:
                self._problems.append(error_to_plain(error))
        elif told <= _SHOWN:
            show_error(error, self._output, self._said)

    def _sum_up(self, store: Store, failure: StoreError | None, *, complete: bool) -> None:
        load, seconds = self._load, time.monotonic() - self._begun
        if self._as_json:
            plain: dict[str, Plain] = {} if failure is None else {"error": error_to_plain(failure)}
            plain |= {"store": store.name, "complete": complete and not load.unread}
            plain |= {"hosts": load.hosts}
            plain |= load.outcomes
            plain |= {"devices": load.devices, "changes": load.changes}
            plain |= {"bad": load.bad, "unread": load.unread, "problems": self._problems}
            self._output.json({**plain, "seconds": round(seconds, 3)})
            return
        hidden = load.bad + load.unread - _SHOWN
        if hidden > 0:
            self._output.complain(f"devcompat: ... and {hidden} more that could not be loaded")
        if failure is not None:
            show_error(failure, self._output, self._said)
        for line in self._lines(store, complete=complete):
            self._output.say(line) if failure is None else self._output.complain(line)
        if load.devices:
            rate = f"{load.devices / seconds:,.0f} devices/s"
            self._output.complain(f"{load.devices:,} devices in {seconds:.1f} s: {rate}")

    def _lines(self, store: Store, *, complete: bool) -> list[str]:
        load = self._load
        hosts, devices = numbered(load.hosts, "host"), numbered(load.devices, "device")
        of_each = ", ".join(f"{count} {outcome}" for outcome, count in load.outcomes.items())
        lines = [f"{store.name}: {hosts}: {of_each}; {devices}"]
        if load.changes:
            changed = numbered(load.changes, "device")
            lines.append(f"{changed} changed, appeared or vanished: fleet history")
        if load.bad:
            lines.append(f"{numbered(load.bad, 'bad report was', 'bad reports were')} left out")
        if load.unread:
            lines.append(f"{numbered(load.unread, 'file')} could not be read")
        if not complete:
            lines.append("not all was loaded; to go on, load the same again")
        return lines


def _now() -> str:
    """Return the time as the store has it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Progress: a bar on a terminal, through rich.

Belongs here: the one use of rich's progress bars. Must not know: what goes on.
"""

import os
import time
from types import TracebackType
from typing import Final, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

_PAUSE: Final = 1.0
"""Seconds after which the bar is due to be shown again."""


class Bar:
    """How far something is, how fast, and how long it still takes.

    Bytes say how far it is, where their number is known; devices how fast.
    """

    def __init__(self, size: int | None, stream: TextIO) -> None:
        """Prepare a bar for `size` bytes, None if that is not known; it shows within `with`."""
        console = Console(
            file=stream, force_terminal=True, highlight=False, markup=False, emoji=False,
            no_color=bool(os.environ.get("NO_COLOR")) or None,
        )  # fmt: skip
        shown = (BarColumn(), TaskProgressColumn()) if size is not None else ()
        left = (TimeRemainingColumn(compact=True), TextColumn("left")) if size is not None else ()
        self._progress = Progress(
            *shown, TextColumn("{task.description}"), *left, console=console, auto_refresh=False,
            transient=True, redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self._progress.add_task("", total=size)
        self._begun = time.monotonic()
        self._next = self._begun + _PAUSE

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def is_due(self) -> bool:
        """Return whether it is time to show it again."""
        return time.monotonic() >= self._next

    def show(self, position: int, hosts: int, devices: int) -> None:
        """Show how many bytes are read, and how many hosts and devices are done."""
        now = time.monotonic()
        self._next = now + _PAUSE
        rate = devices / max(now - self._begun, 1e-3)
        said = f"{hosts:,} hosts, {devices:,} devices, {rate:,.0f} devices/s"
        self._progress.update(self._task, completed=position, description=said)
        self._progress.refresh()

    def say(self, text: str) -> None:
        """Write a line above the bar; it is safe for a terminal."""
        self._progress.console.print(Text(text), soft_wrap=True)

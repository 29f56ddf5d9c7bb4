"""Ports: what executing a plan needs of a machine: looking, writing, one tool, waiting.

Belongs here: the shapes that a machine, a fake kernel in a test, or a capture fills in.
Must not know: how any of them does it, which steps there are.

A path is written below the root, without a leading slash: `sys/bus/mdev/devices`.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Unseen(Exception):
    """Something that could not be looked at; `why` is the symbol of an errno, or a miss's code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoKernel(Exception):
    """A file that would be written, and has no kernel behind it: a capture, or a plain directory.

    Nothing was written.
    """


class GivenUp(Exception):
    """A write or a tool that did not come to its end in time, and was given up.

    `said` says so. `pending` is true if it could not be stopped either: then the kernel has not
    returned from it, and what it does may still happen.
    """

    def __init__(self, said: str, *, pending: bool) -> None:
        super().__init__(said)
        self.said = said
        self.pending = pending


class ToolFailed(Exception):
    """A tool that could not be run, or ended with an error; `said` is what it said, one line.

    `ended` is false if it was ended from outside, so that what it does may have happened.
    """

    def __init__(self, said: str, *, ended: bool = True) -> None:
        super().__init__(said)
        self.said = said
        self.ended = ended


class Sight(Protocol):
    """Looking at the machine. What is not there is an answer; what cannot be told is `Unseen`."""

    def is_there(self, path: str) -> bool:
        """Return whether that name is there. Raises Unseen."""

    def text(self, path: str) -> str:
        """Return a file's text without the newlines that end it. Raises Unseen, also if absent."""

    def end(self, path: str) -> str:
        """Return the last part of where a link leads, "" if no link is there. Raises Unseen."""

    def place(self, path: str) -> str:
        """Return the path with each link followed. Raises Unseen, also if nothing is there."""

    def names(self, path: str) -> tuple[str, ...]:
        """Return a directory's names. Raises Unseen, also if it is not there."""


class Hand(Protocol):
    """Writing to the machine."""

    def write(self, path: str, text: str) -> None:
        """Write a text to a file that is there, at once. Raises OSError, NoKernel, GivenUp."""


class Tool(Protocol):
    """The one tool that makes devices: vdpa. It acts on the running kernel."""

    def run(self, words: Sequence[str]) -> str:
        """Return what the tool prints; `words` are its name and arguments.

        Raises ToolFailed, GivenUp.
        """


class Clock(Protocol):
    """Waiting, in seconds."""

    def now(self) -> float:
        """Return the time from any beginning; it never goes back."""

    def sleep(self, seconds: float) -> None:
        """Let that time pass."""


class Machine(NamedTuple):
    """All that is needed of a machine."""

    sight: Sight
    hand: Hand
    tool: Tool
    clock: Clock

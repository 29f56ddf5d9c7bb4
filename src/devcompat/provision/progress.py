"""Progress: how far a plan came, as the events that are written down, one before each step.

Belongs here: the events and what follows from them. Must not know: files, how a step is done.
"""

from collections.abc import Iterable
from typing import Final, Literal, Protocol, get_args

Event = Literal[
    "intent", "done", "already", "failed", "refused", "pending", "undoing", "undone", "left"
]
INTENT: Final = "intent"
DONE: Final = "done"
ALREADY: Final = "already"
FAILED: Final = "failed"
REFUSED: Final = "refused"
PENDING: Final = "pending"
UNDOING: Final = "undoing"
UNDONE: Final = "undone"
LEFT: Final = "left"
EVENTS: Final[tuple[Event, ...]] = get_args(Event)


class Log(Protocol):
    """Where events are written; what is written outlives the process, however it ends."""

    def write(self, event: Event, step: int) -> None:
        """Write down what happens to the step of that number."""


class Progress:
    """How far a plan came.

    `touched` are the steps of which something may be there; `done` those that were verified;
    `pending` those from which, or from whose undo, the kernel had not returned when given up;
    `was_made` says that an earlier run made the whole of the same request.
    """

    def __init__(self) -> None:
        self.touched: set[int] = set()
        self.done: set[int] = set()
        self.pending: set[int] = set()
        self.was_made = False


def progress_of(events: Iterable[tuple[Event, int]]) -> Progress:
    """Return how far a plan came by what was written down."""
    progress = Progress()
    for event, step in events:
        if event == INTENT:
            progress.touched.add(step)
        elif event == DONE:
            progress.done.add(step)
        elif event in {REFUSED, UNDONE}:
            progress.touched.discard(step)
            progress.done.discard(step)
            progress.pending.discard(step)
        elif event == PENDING:
            progress.pending.add(step)
            progress.done.discard(step)
        elif event in {UNDOING, LEFT, FAILED}:
            progress.done.discard(step)
    return progress

"""Exits: the exit codes of the command line, documented in docs/cli.md.

Belongs here: the numbers. Must not know: which command ends with which.
"""

from typing import TYPE_CHECKING

from devcompat.match.verdict import Outcome

if TYPE_CHECKING:
    from devcompat.algebra.diff import Relation

DONE = 0
COMPATIBLE = 0
INCOMPATIBLE = 1
NOT_ALL = 1
ABSENT = 1
FOUND = 1
BAD_INPUT = 2
UNKNOWN = 3
UNDONE = 4
LEFT = 5
FAULT = 70
INTERRUPTED = 130
BROKEN_PIPE = 141

BY_OUTCOME: dict[Outcome, int] = {
    "compatible": COMPATIBLE,
    "incompatible": INCOMPATIBLE,
    "unknown": UNKNOWN,
}

BY_RELATION: "dict[Relation, int]" = {
    "equal": DONE,
    "wider": DONE,
    "narrower": INCOMPATIBLE,
    "different": INCOMPATIBLE,
    "undecided": UNKNOWN,
}
"""`diff`: 0 if nothing is lost."""

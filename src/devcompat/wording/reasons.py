"""Reasons: why a device can migrate at all or cannot, in words.

Belongs here: reason codes as sentences. Must not know: how the answer was found.
"""

from devcompat.catalog.migratability import Migratability
from devcompat.codes.reasons import REASONS

_BY_CODE = {reason.code: reason for reason in REASONS}


def migration_sentence(answer: Migratability) -> str:
    """Return the reason and the facts behind it."""
    meaning = _BY_CODE[answer.code].meaning.rstrip(".")
    return f"{meaning} ({answer.detail})" if answer.detail else meaning


def next_step_of(code: str) -> str:
    """Return the next step for a reason's code."""
    return _BY_CODE[code].next_step

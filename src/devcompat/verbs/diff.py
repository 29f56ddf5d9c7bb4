"""Diff: what a new descriptor accepts that an old one did not, and what it no longer does.

Belongs here: two sides to a relation with witnesses and their evidence; as plain values.
Must not know: how the relation is found (algebra), command lines, terminals.
"""

from typing import NamedTuple

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import Difference, Only, Open, diff
from devcompat.algebra.work import WORK
from devcompat.language.problems import input_error
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Undescribed, refusal
from devcompat.match.verdict import Judgement
from devcompat.verbs.lookup import Party
from devcompat.verbs.serial import Plain, failure_to_plain
from devcompat.wording.differences import open_sentence

_CANDIDATES = 10_000
"""Bindings that may be searched to say why witnesses are not accepted, over all of them."""


class Refused(NamedTuple):
    """A SELF that one side accepts, and why the other does not: its nearest object's evidence."""

    witness: Only
    judgement: Judgement


class Compared(NamedTuple):
    """Two sides and how they differ; each witness was put to the matcher again."""

    old: Party
    new: Party
    difference: Difference
    refused: tuple[Refused, ...]


def compare(old: Party, new: Party, budget: int = WORK) -> Compared:
    """Return how what `new` accepts differs from what `old` does.

    `budget` is in units of work. Raises InputError `reference.undescribed` for a device that has no
    descriptor.
    """
    before, after = _described(old), _described(new)
    difference = diff(before, after, budget)
    candidates = _CANDIDATES // max(1, len(difference.witnesses))
    refused = []
    for witness in difference.witnesses:
        refusing = after if witness.accepted_by == "old" else before
        refused.append(Refused(witness, refusal(spoken(witness.texts), refusing, candidates)))
    return Compared(old, new, difference, tuple(refused))


def _described(party: Party) -> Compiled:
    if isinstance(party.side, Undescribed):
        expected = "a device with a descriptor: there is nothing to compare"
        raise input_error("reference.undescribed", party.name, expected)
    return party.side


def compared_to_plain(compared: Compared) -> dict[str, Plain]:
    """Return the answer as schema/diff.schema.json describes it."""
    difference = compared.difference
    return {
        "old": compared.old.name,
        "new": compared.new.name,
        "relation": difference.relation,
        "lost": difference.lost,
        "gained": difference.gained,
        "witness": [_refused_to_plain(found) for found in compared.refused],
        "undecided": [_open_to_plain(reason) for reason in difference.reasons],
        "assumed": [{"field": name, "decider": decider} for name, decider in difference.assumed],
    }


def _refused_to_plain(refused: Refused) -> dict[str, Plain]:
    witness, judgement = refused
    index = judgement.object_index
    return {
        "self": dict(witness.texts),
        "accepted_by": witness.accepted_by,
        "object": witness.object_index + 1,
        "refused_by": {
            "object": None if index is None else index + 1,
            "failures": [failure_to_plain(found) for found in judgement.failures],
        },
    }


def _open_to_plain(reason: Open) -> dict[str, Plain]:
    return {
        "code": reason.code,
        "side": reason.side,
        "object": reason.object_index + 1,
        "fields": list(reason.fields),
        "deciders": list(reason.deciders),
        "message": open_sentence(reason),
    }

"""Baseline: what all members of a pool accept, as a descriptor in any format.

Belongs here: members to the answer, and the answer as plain values. Must not know: how it is
worked out (algebra), command lines.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

from devcompat.algebra.baseline.baseline import Baseline, baseline
from devcompat.formats.structured_writer import to_plain
from devcompat.language.nodes import Document
from devcompat.verbs.membership import Member, Membership
from devcompat.verbs.serial import Plain
from devcompat.wording.baselines import baseline_headline, reason_sentence


class Agreed(NamedTuple):
    """The members, in the order of which the answer speaks, and the answer."""

    membership: Membership
    answer: Baseline

    @property
    def members(self) -> tuple[Member, ...]:
        """Return the members."""
        return self.membership.members

    @property
    def document(self) -> Document | None:
        """Return the baseline, if it could be written."""
        found = self.answer.descriptor
        return None if found is None else Document(found)


def agree(membership: Membership) -> Agreed:
    """Return what the members, one at least, accept together."""
    members = membership.members
    sizes = [member.devices for member in members]
    return Agreed(membership, baseline([member.side for member in members], sizes))


def agreed_to_plain(agreed: Agreed) -> dict[str, Plain]:
    """Return an answer as schema/baseline describes it."""
    answer, members = agreed.answer, agreed.members
    conflict: Plain = None
    if answer.conflict is not None:
        conflict = {
            "members": _names(members, answer.conflict.members),
            "fields": list(answer.conflict.fields),
        }
    descriptor: Plain = None
    if answer.descriptor is not None:
        descriptor = cast("Plain", to_plain(answer.descriptor))
    return {
        "outcome": answer.outcome,
        "said": baseline_headline(agreed.answer, [member.first for member in members]),
        "members": [
            {"name": member.first, "class": member.name, "devices": member.devices}
            for member in members
        ],
        "leftOut": {
            "undescribed": agreed.membership.undescribed,
            "immovable": agreed.membership.immovable,
        },
        "descriptor": descriptor,
        "strongest": None if answer.strongest is None else dict(answer.strongest),
        "limits": [
            {
                "field": limit.field,
                "value": limit.value,
                "limitedBy": _names(members, limit.members),
                "beyond": limit.beyond,
            }
            for limit in answer.limits
        ],
        "conflict": conflict,
        "reasons": [
            {
                "code": reason.code,
                "fields": list(reason.fields),
                "said": reason_sentence(reason, answer.outcome),
            }
            for reason in answer.reasons
        ],
        "opaque": [{"field": name, "decider": who} for name, who in answer.opened],
    }


def _names(members: Sequence[Member], numbers: Sequence[int]) -> list[Plain]:
    return [members[at].first for at in numbers]

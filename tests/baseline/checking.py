"""Checking: a small pool's baseline held against every SELF of a universe of texts.

Here belong the laws of what is accepted, and of a reason why nothing is written. It must not know
how a baseline is made.
"""

from dataclasses import dataclass

from devcompat.algebra.baseline.baseline import Baseline, Reason, baseline
from devcompat.algebra.baseline.limiting import Conflict
from devcompat.algebra.cover import spoken
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge
from tests.baseline.strongest import Accepted, demand_strongest
from tests.oracle.accepted import Texts, accepted_by, opaque_fields, texts_by_field


@dataclass(frozen=True)
class Pool:
    """Members as texts, and what enumeration says of them.

    Each side has the SELF objects that a member accepts, `common` those that all do: 1 if others
    decide, 2 if they are accepted for sure.
    """

    members: tuple[str, ...]
    fields: tuple[str, ...]
    sides: list[Accepted]
    common: Accepted


def compiled(text: str) -> Compiled:
    """Return a document ready to be matched."""
    return compile_document(parse(text))


def check(members: tuple[str, ...]) -> tuple[str, Baseline]:
    """Return what kind of answer a pool has, and the answer. Fails where a law is broken."""
    devices = [compiled(member) for member in members]
    found = baseline(devices)
    written = [] if found.descriptor is None else [write_text(found.descriptor)]
    fields, sides = accepted_by((*members, *written))
    own = sides[: len(members)]
    pool = Pool(members, fields, own, _common(own))
    if found.outcome == "nothing":
        assert not pool.common, "said to have nothing in common"
        assert found.conflict is not None
        _demand_conflict(found.conflict, pool)
        return "nothing in common", found
    if found.outcome == "cannot-write":
        assert found.reasons
        for reason in found.reasons:
            _demand_reason(reason, pool)
        return f"cannot be written: {found.reasons[0].code}", found
    assert found.descriptor is not None
    assert sides[-1] == pool.common, "accepts something else"
    assert found.strongest is not None
    subject = spoken(found.strongest)
    outcomes = {judge(subject, device).outcome for device in devices}
    if found.outcome == "undecided":
        assert 2 not in pool.common.values(), "said to be undecided"
        assert outcomes <= {"compatible", "unknown"}
        return "undecided: others decide", found
    assert outcomes == {"compatible"}, "the strongest SELF is not accepted"
    outcome = judge(subject, compiled(written[0])).outcome
    assert outcome == "compatible", "it does not accept its own SELF"
    demand_strongest(found, fields, own, pool.common, members)
    kind = "of objects" if len(found.descriptor.compatible) > 1 else "of one object"
    return f"written, {kind}", found


def _common(sides: list[Accepted]) -> Accepted:
    everywhere = set(sides[0]).intersection(*sides)
    return {texts: min([side[texts] for side in sides]) for texts in everywhere}


def _demand_conflict(conflict: Conflict, pool: Pool) -> None:
    """Fail unless the members that are said to be at odds are, and the fields are theirs."""
    if len(conflict.members) == 2:
        one, other = conflict.members
        assert not _common([pool.sides[one], pool.sides[other]]), "they have something in common"
    else:
        (last,) = conflict.members
        assert not _common(pool.sides[: last + 1]), "something is left with that member"
    assert set(conflict.fields) <= set(pool.fields), f"no fields of theirs: {conflict.fields}"


def _demand_reason(reason: Reason, pool: Pool) -> None:
    """Fail unless it is true that no descriptor says what all accept, where that can be seen."""
    if reason.code == "baseline.opaque":
        assert _is_cut_by_opaque(pool), "said that it cannot be written"
        assert set(reason.fields) <= opaque_fields(pool.members), f"not opaque: {reason.fields}"
    elif reason.code == "baseline.fields":
        assert _has_spellings(reason.fields, pool), "said that no domain has these texts"
    else:
        assert reason.code == "baseline.objects", f"not so with small domains: {reason.code}"


def _is_cut_by_opaque(pool: Pool) -> bool:
    """Return whether for some SELF it is open whether all accept it, and no descriptor says so.

    An object with an opaque field lets every text through in that field. So there has to be a field
    in which every text is at least open.
    """
    universe = texts_by_field(pool.members)
    return any(
        value == 1
        and not any(
            all(_with(texts, at, text) in pool.common for text in universe[name])
            for at, name in enumerate(pool.fields)
        )
        for texts, value in pool.common.items()
    )


def _has_spellings(fields: tuple[str, ...], pool: Pool) -> bool:
    """Return whether a field allows a number in several spellings, as versions that are masks do.

    These have no end, so no list has them all; neither type has just these.
    """
    (name,) = fields
    at = pool.fields.index(name)
    return any(_with(texts, at, f"0{texts[at]}") in pool.common for texts in pool.common)


def _with(texts: Texts, at: int, text: str) -> Texts:
    return (*texts[:at], text, *texts[at + 1 :])

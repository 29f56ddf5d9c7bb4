"""Diff: what NEW accepts that OLD did not, and the other way round (section 7).

Belongs here: two devices' COMPATIBLE sides to a relation, with witnesses and reasons.
Must not know: how one object is compared with others (covering), evidence, sentences.

An object with opaque fields accepts what matches otherwise only if those who decide say so. So of
what an object accepts nothing is lost if objects accept it of which each leaves no more to others
than it does. A loss is sure where an object without opaque fields accepts what no object of the
other side does, whoever decides.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from devcompat.algebra.cover import is_witness, spoken
from devcompat.algebra.covering import BUDGET, Covered, Undecided, Witness, rest_of
from devcompat.algebra.examples import examples
from devcompat.algebra.parts import Decider, Parts
from devcompat.algebra.sketch import Sketch, sketches
from devcompat.algebra.space import Space
from devcompat.algebra.work import WORK, Work, WorkExhausted
from devcompat.match.compiled import Compiled

Relation = Literal["equal", "wider", "narrower", "different", "undecided"]
EQUAL: Final = "equal"
WIDER: Final = "wider"
NARROWER: Final = "narrower"
DIFFERENT: Final = "different"
UNDECIDED: Final = "undecided"

Side = Literal["old", "new"]
OLD: Final = "old"
NEW: Final = "new"


class Only(NamedTuple):
    """A SELF, as its non-empty texts, that one side accepts and the other does not.

    `object_index` (from 0) is the object of the accepting side.
    """

    accepted_by: Side
    object_index: int
    texts: Mapping[str, str]


class Open(NamedTuple):
    """Why it is not known whether the other side accepts all that an object accepts.

    `code` is one of the `diff.*` codes; `fields` are what it is about, `deciders` who decides them
    where it is opaque fields.
    """

    code: str
    side: Side
    object_index: int
    fields: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()


class Difference(NamedTuple):
    """How NEW is, seen from OLD.

    `lost` is whether OLD accepts a SELF that NEW does not, `gained` the reverse; None where that is
    not known, for the `reasons`. `witnesses` has one for each object that has one, OLD's first.
    `assumed` are opaque fields that both sides leave to the same decider: the answer is about what
    descriptors decide.
    """

    relation: Relation
    lost: bool | None
    gained: bool | None
    witnesses: tuple[Only, ...]
    reasons: tuple[Open, ...]
    assumed: tuple[Decider, ...]


class _Seen(NamedTuple):
    """What of one side the other does not accept."""

    found: bool | None
    witnesses: list[Only]
    reasons: list[Open]
    assumed: dict[Decider, None]


def diff(old: Compiled, new: Compiled, budget: int = WORK) -> Difference:
    """Return how what `new` accepts differs from what `old` accepts.

    `budget` is in units of work (`work.WORK`), half of it for either direction.
    """
    before, after = sketches(old, "OLD"), sketches(new, "NEW")
    lost = _only(OLD, before, after, budget // 2)
    gained = _only(NEW, after, before, budget // 2)
    return Difference(
        _relation(lost, gained),
        lost.found,
        gained.found,
        (*lost.witnesses, *gained.witnesses),
        (*lost.reasons, *gained.reasons),
        tuple({**lost.assumed, **gained.assumed}),
    )


def _relation(lost: _Seen, gained: _Seen) -> Relation:
    if lost.found is None or gained.found is None:
        return UNDECIDED
    if lost.found:
        return DIFFERENT if gained.found else NARROWER
    return WIDER if gained.found else EQUAL


def _only(side: Side, whole: Sequence[Sketch], others: Sequence[Sketch], budget: int) -> _Seen:
    """Return what objects of `whole`, those of `side`, accept that none of the others does."""
    seen = _Seen(None, [], [], {})
    tries = budget // 8
    left = budget - tries
    space = Space(Work(left))
    known: dict[object, list[Sketch]] = {}
    for other in others:
        known.setdefault(other.key, []).append(other)
    for index, item in enumerate(whole):
        if any(item.is_like(other) for other in known.get(item.key, ())):
            seen.assumed.update(dict.fromkeys(item.deciders))
            continue
        space.work.left = share = max(0, left) // (len(whole) - index)
        near = [other.parts for other in others if not other.is_apart(item)]
        space.work.left -= len(others) + len(near)
        _look(side, index, item.parts, near, space, seen)
        left -= share - max(0, space.work.left)
    _try(side, whole, others, Work(tries), seen)
    found = True if seen.witnesses else None if seen.reasons else False
    return seen._replace(found=found, reasons=[] if found else seen.reasons)


def _look(
    side: Side, index: int, item: Parts, others: Sequence[Parts], space: Space, seen: _Seen
) -> None:
    """Note what of one object the others do not accept."""
    sure = [other for other in others if other.deciders <= item.deciders]
    answer = rest_of(item, sure, space)
    if isinstance(answer, Covered):
        seen.assumed.update(dict.fromkeys(sorted(item.deciders)))
        return
    if not item.deciders and len(sure) < len(others):
        whole = rest_of(item, others, space)
        if not isinstance(whole, Covered):
            answer = whole
        elif isinstance(answer, Witness):
            seen.reasons.append(_opaque(side, index, answer, others))
            return
    if isinstance(answer, Undecided):
        seen.reasons.append(Open(answer.code, side, index, answer.fields))
    elif item.deciders:
        seen.reasons.append(_opaque(side, index, answer, [*others, item]))
    else:
        seen.witnesses.append(Only(side, index, answer.texts))


def _try(
    side: Side, whole: Sequence[Sketch], others: Sequence[Sketch], work: Work, seen: _Seen
) -> None:
    """Try examples of the objects for which the budget was too small."""
    given_up = {reason.object_index: reason for reason in seen.reasons if reason.code == BUDGET}
    waiting = {
        index: examples(whole[index].parts) for index in given_up if not whole[index].deciders
    }
    try:
        while waiting:
            for index in tuple(waiting):
                texts = next(waiting[index], None)
                if texts is None:
                    del waiting[index]
                elif _is_only(texts, whole[index], others, work):
                    del waiting[index]
                    seen.witnesses.append(Only(side, index, texts))
                    seen.reasons.remove(given_up[index])
    except WorkExhausted:
        pass
    seen.witnesses.sort(key=lambda only: only.object_index)


def _is_only(texts: Mapping[str, str], whole: Sketch, others: Sequence[Sketch], work: Work) -> bool:
    """Return whether the matcher says that an object accepts a SELF and none of the others."""
    work.spend(1 + len(others) // 2)
    left = [other.parts for other in others if not other.refuses(texts)]
    return is_witness(texts, whole.parts, left, work)


def _opaque(side: Side, index: int, witness: Witness, others: Sequence[Parts]) -> Open:
    """Return that it depends on opaque fields, those of the objects that may accept a SELF."""
    subject = spoken(witness.texts)
    found: dict[Decider, None] = {}
    for other in others:
        if other.outcome(subject, Work()) is not False:
            found.update(dict.fromkeys(sorted(other.deciders)))
    fields, deciders = zip(*found, strict=True) if found else ((), ())
    return Open("diff.opaque", side, index, tuple(fields), tuple(deciders))

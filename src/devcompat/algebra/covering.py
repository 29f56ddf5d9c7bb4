"""Covering: whether other objects together accept every SELF that one object accepts (section 7).

Belongs here: the answer with a SELF that they do not accept, or why there is none to be had.
Must not know: which side is older (diff), evidence, sentences.

The object is a product of axes, each of finitely many cells; so is, along the same axes, what of it
each other object accepts. What is left when these are taken away shows a SELF, and the matcher is
asked before one is shown. Nothing is left: they cover it.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from devcompat.algebra.cover import Cover, variants_of
from devcompat.algebra.parts import Decider, Parts
from devcompat.algebra.space import Space
from devcompat.algebra.work import WORK, Work, WorkExhausted
from devcompat.match.compiled import CompiledObject


class Covered(NamedTuple):
    """All that the object accepts is accepted by the others."""


class Witness(NamedTuple):
    """A SELF, as its non-empty texts, that the object accepts and none of the others does."""

    texts: Mapping[str, str]


class Undecided(NamedTuple):
    """Not known: why, as a code, and the fields that it is about.

    `diff.budget`: the work budget ended. `diff.coupled`: what others accept of coupled fields
    cannot be told apart. `diff.limits`: a text for some difference may be beyond the limits.
    """

    code: str
    fields: tuple[str, ...] = ()


Answer = Covered | Witness | Undecided
COVERED = Covered()
BUDGET: Final = "diff.budget"


def uncovered(covered: CompiledObject, by: Sequence[CompiledObject], budget: int = WORK) -> Answer:
    """Return whether the objects in `by` together accept all that `covered` accepts.

    Opaque fields let every text through. An object of `by` counts only if whoever decides its
    opaque fields decides the same fields of `covered`: so what is covered stays covered whatever
    is decided. `budget` is in units of work (`work.WORK`).
    """
    whole, others = Parts(covered), [Parts(item) for item in by]
    others = [item for item in others if item.deciders <= whole.deciders]
    return rest_of(whole, others, Space(Work(budget)))


def deciders(item: CompiledObject) -> frozenset[Decider]:
    """Return the opaque fields of an object with who decides them."""
    return Parts(item).deciders


def rest_of(whole: Parts, others: Sequence[Parts], space: Space) -> Answer:
    """Return whether `others` accept all that `whole` accepts, opaque fields being open.

    What it costs is taken from the budget of the space.
    """
    answer = _answer(whole, others, space)
    if isinstance(answer, Undecided) and any(item.shape == whole.shape for item in others):
        return COVERED
    return answer


def _answer(whole: Parts, others: Sequence[Parts], space: Space) -> Answer:
    unclear: dict[str, None] = {}
    incomplete = False
    kept = min(space.work.left // 2, _cost_of_writing(whole, others))
    space.work.left -= kept
    try:
        for fixed in variants_of(whole, space):
            cover = Cover(whole, others, space, fixed)
            texts = cover.uncovered()
            if texts is not None:
                return Witness(texts)
            unclear.update(cover.unclear)
            incomplete = incomplete or cover.incomplete
    except WorkExhausted:
        if not kept:
            return Undecided(BUDGET)
        unclear = dict.fromkeys(whole.coupled)
    finally:
        space.work.left = max(0, space.work.left) + kept
    if unclear:
        return _written_out(whole, others, space, tuple(unclear))
    return Undecided("diff.limits") if incomplete else COVERED


def _cost_of_writing(whole: Parts, others: Sequence[Parts]) -> int:
    """Return the units that writing out all coupled fields may take, those that can be."""
    return 2 * sum(item.cost_of_writing for item in (whole, *others))


def _written_out(
    whole: Parts, others: Sequence[Parts], space: Space, unclear: tuple[str, ...]
) -> Answer:
    """Return the answer when all bindings of the object's coupled fields are looked at."""
    try:
        cover = Cover(whole, others, space, None)
        texts = cover.uncovered()
    except WorkExhausted:
        return Undecided(BUDGET, unclear)
    if texts is not None:
        return Witness(texts)
    if cover.unclear:
        return Undecided("diff.coupled", unclear)
    return Undecided("diff.limits") if cover.incomplete else COVERED

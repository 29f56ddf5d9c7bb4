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


def diff(old: Compiled, new: Compiled, budget: int = WORK) -> Difference:
    """Return how what `new` accepts differs from what `old` accepts.

    `budget` is in units of work (`work.WORK`), half of it for either direction. What one of them
    leaves is spent on what stayed open for want of it.
    """
    before, after = sketches(old, "OLD"), sketches(new, "NEW")
    lost, gained = _Direction(OLD, before, after), _Direction(NEW, after, before)
    tries = budget // 16
    left = sum(found.look(budget // 2 - tries) for found in (lost, gained))
    again = [found for found in (lost, gained) if found.waiting]
    for found in again:
        found.look(left // len(again))
    for found in (lost, gained):
        found.try_examples(Work(tries))
    return Difference(
        _relation(lost=lost.found, gained=gained.found),
        lost.found,
        gained.found,
        (*lost.witnesses, *gained.witnesses),
        (*lost.reasons, *gained.reasons),
        tuple({**lost.assumed, **gained.assumed}),
    )


def _relation(*, lost: bool | None, gained: bool | None) -> Relation:
    if lost is None or gained is None:
        return UNDECIDED
    if lost:
        return DIFFERENT if gained else NARROWER
    return WIDER if gained else EQUAL


class _Direction:
    """What the objects `whole` of one side accept that none of `others` of the other side does.

    `waiting` are objects of which that is not known for want of work.
    """

    def __init__(self, side: Side, whole: Sequence[Sketch], others: Sequence[Sketch]) -> None:
        self._side = side
        self._whole = whole
        self._others = others
        self._space = Space(Work(0))
        self._witnesses: dict[int, Only] = {}
        self._reasons: dict[int, Open] = {}
        self.assumed: dict[Decider, None] = {}
        self.waiting: list[int] = []
        known: dict[object, list[Sketch]] = {}
        for other in others:
            known.setdefault(other.key, []).append(other)
        for index, item in enumerate(whole):
            if any(item.is_like(other) for other in known.get(item.key, ())):
                self.assumed.update(dict.fromkeys(item.deciders))
            else:
                self.waiting.append(index)

    @property
    def witnesses(self) -> list[Only]:
        """A witness for each object that has one, in order."""
        return [self._witnesses[index] for index in sorted(self._witnesses)]

    @property
    def found(self) -> bool | None:
        """Whether there is something that only this side accepts; None where it is not known."""
        return True if self._witnesses else None if self._reasons else False

    @property
    def reasons(self) -> list[Open]:
        """Why it is not known, if it is not."""
        if self._witnesses:
            return []
        return [self._reasons[index] for index in sorted(self._reasons)]

    def look(self, budget: int) -> int:
        """Look at the objects that wait, in fair shares of the budget; return what is left of it.

        Those for which the budget was too small wait on.
        """
        asked, self.waiting = self.waiting, []
        left = budget
        for place, index in enumerate(asked):
            item = self._whole[index]
            work = self._space.work
            work.left = share = left // (len(asked) - place)
            near = [other.parts for other in self._others if not other.is_apart(item)]
            work.left = max(0, work.left - len(self._others) - len(near))
            self._look(index, item.parts, near)
            left -= share - work.left
            if index in self._reasons and self._reasons[index].code == BUDGET:
                self.waiting.append(index)
        return left

    def _look(self, index: int, item: Parts, others: Sequence[Parts]) -> None:
        """Note what of one object the others do not accept."""
        self._reasons.pop(index, None)
        sure = [other for other in others if other.deciders <= item.deciders]
        answer = rest_of(item, sure, self._space)
        if isinstance(answer, Covered):
            self.assumed.update(dict.fromkeys(sorted(item.deciders)))
            return
        if not item.deciders and len(sure) < len(others):
            whole = rest_of(item, others, self._space)
            if not isinstance(whole, Covered):
                answer = whole
            elif isinstance(answer, Witness):
                self._reasons[index] = self._opaque(index, answer, others)
                return
        if isinstance(answer, Undecided):
            self._reasons[index] = Open(answer.code, self._side, index, answer.fields)
        elif item.deciders:
            self._reasons[index] = self._opaque(index, answer, [*others, item])
        else:
            self._witnesses[index] = Only(self._side, index, answer.texts)

    def _opaque(self, index: int, witness: Witness, others: Sequence[Parts]) -> Open:
        """Return that it depends on opaque fields, those of the objects that may accept a SELF."""
        subject = spoken(witness.texts)
        found: dict[Decider, None] = {}
        for other in others:
            if not self._refuses(other, subject):
                found.update(dict.fromkeys(sorted(other.deciders)))
        fields, deciders = zip(*found, strict=True) if found else ((), ())
        return Open("diff.opaque", self._side, index, tuple(fields), tuple(deciders))

    def _refuses(self, other: Parts, subject: Compiled) -> bool:
        """Return whether an object is known not to accept a SELF, its opaque fields being open."""
        try:
            return other.outcome(subject, self._space.work) is False
        except WorkExhausted:
            return False

    def try_examples(self, work: Work) -> None:
        """Try examples of the objects that still wait."""
        left = {
            index: examples(self._whole[index].parts)
            for index in self.waiting
            if not self._whole[index].deciders
        }
        try:
            while left:
                for index in tuple(left):
                    texts = next(left[index], None)
                    if texts is None:
                        del left[index]
                    elif self._is_only(texts, self._whole[index], work):
                        del left[index], self._reasons[index]
                        self._witnesses[index] = Only(self._side, index, texts)
        except WorkExhausted:
            pass

    def _is_only(self, texts: Mapping[str, str], whole: Sketch, work: Work) -> bool:
        """Return whether the matcher says that an object accepts a SELF and no other does."""
        work.spend(1 + len(self._others) // 2)
        left = [other.parts for other in self._others if not other.refuses(texts)]
        return is_witness(texts, whole.parts, left, work)

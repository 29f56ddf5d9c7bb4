"""Covered: COMPATIBLE objects whose SELF objects others accept already (section 7.3).

Belongs here: which objects to ask about, in which order, and which others are named.
Must not know: how covering is decided.

Objects are asked from the last to the first, those that several cover after those that one covers,
and what is covered covers nothing: so all that are found may go at once. An object that uses
parameters is asked only whether it stands there twice.
"""

from collections.abc import Collection, Iterator, Sequence

from devcompat.algebra.covering import Covered, Undecided, rest_of
from devcompat.algebra.lint.finding import Fact, Finding
from devcompat.algebra.parts import Parts
from devcompat.algebra.space import Space
from devcompat.algebra.work import Work
from devcompat.language.nodes import Descriptor
from devcompat.match.choosing.equations import variables_in
from devcompat.match.compiled import CompiledObject
from devcompat.match.component import Allowance

_WORK = 40_000
"""Units of work for all objects of a descriptor."""

_NAMED = 8
"""Others among which those are looked for that are needed to cover an object."""


def covered_objects(
    descriptor: Descriptor, empty: Collection[int], compiled: Sequence[CompiledObject]
) -> Iterator[Finding]:
    """Yield the objects that others cover; those in `empty` match nothing and are not asked.

    `compiled` are the objects ready to be matched, none for a type descriptor.
    """
    found = _Covering(descriptor, empty, compiled)
    given_up: list[int] = []
    together: list[int] = []
    for index in reversed(range(len(descriptor.compatible))):
        if index in empty:
            continue
        answer = found.covering(index)
        if answer is None:
            given_up.append(index)
        elif len(answer) > 1:
            together.append(index)
        elif answer:
            yield found.taken(index, answer)
    for index in together:
        answer = found.covering(index)
        if answer is None:
            given_up.append(index)
        elif answer:
            yield found.taken(index, answer)
    if given_up:
        first, *more = sorted(given_up)
        facts: dict[str, Fact] = {"question": "covered", "more": len(more)}
        yield Finding("lint.undecided", descriptor.compatible[first].offset, first, (), facts)


class _Covering:
    def __init__(
        self, descriptor: Descriptor, empty: Collection[int], compiled: Sequence[CompiledObject]
    ) -> None:
        self._objects = descriptor.compatible
        self._meanings = [item.meaning() for item in self._objects]
        self._left = [index for index in range(len(self._objects)) if index not in empty]
        parameters = {found.variable.name for found in descriptor.parameters}
        allowance = Allowance()
        self._parts = {
            index: Parts(
                compiled[index] if compiled else CompiledObject(self._objects[index], allowance)
            )
            for index in self._left
            if not any(
                variables_in(field.value) & parameters for field in self._objects[index].fields
            )
        }
        self._space = Space(Work(_WORK))

    def covering(self, index: int) -> list[int] | None:
        """Return the objects that cover one, [] if none do, None if that is not known."""
        others = [other for other in self._left if other != index]
        meaning = self._meanings[index]
        found: list[int] | None
        found = [other for other in others if self._meanings[other] == meaning][:1]
        if not found and index in self._parts:
            found = self._decided(index, others)
        return found

    def taken(self, index: int, by: Sequence[int]) -> Finding:
        """Return that an object is covered; it covers no others from then on."""
        self._left.remove(index)
        offset = self._objects[index].offset
        return Finding("lint.covered", offset, index, (), {"by": tuple(by)})

    def _decided(self, index: int, others: Sequence[int]) -> list[int] | None:
        whole = self._parts[index]
        able = [
            other
            for other in others
            if other in self._parts
            and self._parts[other].deciders <= whole.deciders
            and _may_meet(whole, self._parts[other])
            and _may_meet(self._parts[other], whole)
        ]
        if not able:
            return []
        answer = self._answer(whole, able)
        if isinstance(answer, Undecided):
            return None
        return self._fewest(whole, able) if isinstance(answer, Covered) else []

    def _answer(self, whole: Parts, others: Sequence[int]) -> object:
        return rest_of(whole, [self._parts[other] for other in others], self._space)

    def _fewest(self, whole: Parts, able: Sequence[int]) -> list[int]:
        """Return one object that covers alone, else objects of which none can be left out.

        All of them where it would take too long to look.
        """
        for other in able:
            if isinstance(self._answer(whole, [other]), Covered):
                return [other]
        needed = list(able)
        if len(needed) <= _NAMED:
            for other in able:
                fewer = [found for found in needed if found != other]
                if isinstance(self._answer(whole, fewer), Covered):
                    needed = fewer
        return needed


def _may_meet(one: Parts, other: Parts) -> bool:
    """Return false if a literal of `one`, or a field that it leaves absent, is refused by `other`.

    Literals and absent fields are asked first: they tell most objects apart.
    """
    return all(
        name in other.coupled or other.accepts(name, text) for name, text in one.literals
    ) and all(name in other.coupled or other.accepts(name, "") for name in other.names - one.names)

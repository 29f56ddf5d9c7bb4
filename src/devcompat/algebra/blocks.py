"""Blocks: the fields of one object in groups that vary apart, as axes of cells.

Belongs here: a field alone, and coupled fields whose texts are written out; which of their cells
another object accepts. Must not know: which objects are subtracted (covering).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from operator import itemgetter

from devcompat.algebra.boxes import Box
from devcompat.algebra.cells.field import FieldCells, from_flags, from_indexes, indexes
from devcompat.algebra.parts import TUPLES, Parts, Texts
from devcompat.algebra.work import Work
from devcompat.match.component import Component

_LOOK = 2


class FieldBlock:
    """A field that the object wants alone."""

    def __init__(self, name: str, cells: FieldCells, bits: int) -> None:
        self.names = (name,)
        self.whole = (bits,)
        self.cells = cells
        self.complete = cells.complete

    def alone(self, other: Parts) -> Box:
        """Return what `other` accepts if it wants the field alone."""
        wanted = other.wanted(self.names[0])
        return self.whole if wanted is None else (self.cells.bits(wanted) & self.whole[0],)

    def samples(self, box: Box) -> Iterator[Texts]:
        """Yield texts of cells in a box, one that is listed or short first."""
        first = self.cells.best(box[0])
        yield (self.cells.texts[first],)
        yield from ((self.cells.texts[at],) for at in indexes(box[0]) if at != first)

    def having(self, names: Sequence[str], texts: Texts) -> int:
        """Return the cells where fields have texts that are listed."""
        return 1 << self.cells.index[texts[names.index(self.names[0])]] & self.whole[0]


class TupleBlock:
    """Fields of which each cell is a tuple of texts."""

    complete = True

    def __init__(self, names: tuple[str, ...], tuples: Sequence[Texts], work: Work) -> None:
        self.names = names
        self.tuples = tuples
        self.whole = ((1 << len(tuples)) - 1,)
        self._work = work
        self._indexed: dict[tuple[str, ...], dict[Texts, int]] = {}

    def alone(self, other: Parts) -> Box:
        """Return the tuples that `other` accepts as far as it wants their fields alone."""
        bits = self.whole[0]
        for place, name in enumerate(self.names):
            wanted = other.wanted(name)
            if wanted is None:
                continue
            if isinstance(wanted, str):
                self._work.spend(_LOOK + len(self.tuples) // 10)
                bits &= from_flags([texts[place] == wanted for texts in self.tuples])
                continue
            self._work.spend(_LOOK + len(self.tuples) // 2)
            accepted = {
                text: other.accepts(name, text) for text in {texts[place] for texts in self.tuples}
            }
            if not all(accepted.values()):
                bits &= from_indexes(
                    [at for at, texts in enumerate(self.tuples) if accepted[texts[place]]],
                    len(self.tuples),
                )
        return (bits,)

    def samples(self, box: Box) -> Iterator[Texts]:
        """Yield tuples in a box."""
        yield self.tuples[(box[0] & -box[0]).bit_length() - 1]
        yield from (self.tuples[at] for at in indexes(box[0])[1:])

    def having(self, names: Sequence[str], texts: Texts) -> int:
        """Return the tuples in which fields have texts; fields of other blocks do not count."""
        shared = tuple(name for name in self.names if name in names)
        if shared not in self._indexed:
            self._work.spend(len(self.tuples))
            found: dict[Texts, list[int]] = {}
            places = [self.names.index(name) for name in shared]
            for at, whole in enumerate(self.tuples):
                found.setdefault(tuple([whole[place] for place in places]), []).append(at)
            self._indexed[shared] = {
                key: from_indexes(value, len(self.tuples)) for key, value in found.items()
            }
        return self._indexed[shared].get(tuple([texts[names.index(name)] for name in shared]), 0)


Listed = FieldBlock | TupleBlock


def accepted_texts(
    other: Parts, component: Component, block: TupleBlock, fixed: Mapping[str, str], work: Work
) -> int | None:
    """Return the tuples with which coupled fields match; None where that is not known."""
    found: list[int] = []
    for at, texts in enumerate(block.tuples):
        known = other.holds(
            component, {**fixed, **dict(zip(block.names, texts, strict=True))}, work
        )
        if known is None:
            return None
        if known:
            found.append(at)
    return from_indexes(found, len(block.tuples))


def found_among(
    other: Parts,
    component: Component,
    tuples: Sequence[Texts],
    block: TupleBlock,
    fixed: Mapping[str, str],
    work: Work,
) -> int:
    """Return the tuples of a block that are among all those that coupled fields accept."""
    work.spend(len(block.tuples) // 20)
    places = [(component.names.index(name), text) for name, text in fixed.items()]
    names = [name for name in component.names if name in block.names]
    ours = _taken([block.names.index(name) for name in names], block.tuples)
    if not places and len(names) > 1 and len(tuples) > TUPLES:
        known: AbstractSet[object] = other.known_tuples(component, work) or frozenset()
    else:
        work.spend(len(tuples) // 20)
        accepted: Collection[Texts] = tuples
        if places:
            accepted = [texts for texts in tuples if all(texts[at] == text for at, text in places)]
        known = set(_taken([component.names.index(name) for name in names], accepted))
    return from_flags(map(known.__contains__, ours))


def _taken(places: Sequence[int], tuples: Collection[Texts]) -> Iterable[object]:
    """Return of each tuple the texts at the places, of one place the text alone."""
    if len(places) > 1 and tuples and list(places) == list(range(len(next(iter(tuples))))):
        return tuples
    return map(itemgetter(*places), tuples)


def across(
    component: Component,
    tuples: Sequence[Texts],
    blocks: Sequence[Listed],
    fixed: Mapping[str, str],
    work: Work,
) -> list[Box]:
    """Return boxes over the axes of `blocks` that together are what coupled fields accept."""
    found: dict[Box, int] = {}
    widest = max(range(len(blocks)), key=lambda at: blocks[at].whole[0].bit_count())
    places = [(component.names.index(name), text) for name, text in fixed.items()]
    work.spend(len(tuples) * (1 + len(blocks)))
    for texts in tuples:
        if any(texts[place] != text for place, text in places):
            continue
        bits = [block.having(component.names, texts) for block in blocks]
        if all(bits):
            last = bits[widest]
            bits[widest] = 0
            found[tuple(bits)] = found.get(tuple(bits), 0) | last
    return _boxes(found, widest)


def tried(
    other: Parts,
    component: Component,
    blocks: Sequence[TupleBlock],
    fixed: Mapping[str, str],
    work: Work,
) -> list[Box] | None:
    """Return what `across` does, by asking the matcher for every combination; None: not known."""
    found: dict[Box, int] = {}
    widest = max(range(len(blocks)), key=lambda at: blocks[at].whole[0].bit_count())
    for chosen in product(*(range(len(block.tuples)) for block in blocks)):
        texts = dict(fixed)
        for block, at in zip(blocks, chosen, strict=True):
            texts.update(zip(block.names, block.tuples[at], strict=True))
        known = other.holds(component, texts, work)
        if known is None:
            return None
        if known:
            bits = [1 << at for at in chosen]
            last = bits[widest]
            bits[widest] = 0
            found[tuple(bits)] = found.get(tuple(bits), 0) | last
    return _boxes(found, widest)


def _boxes(found: Mapping[Box, int], widest: int) -> list[Box]:
    return [(*box[:widest], last, *box[widest + 1 :]) for box, last in found.items()]

"""Cover: one object against others, as boxes along the axes of its fields.

Belongs here: the object's blocks, what of them each other object accepts, a SELF of what is left.
Must not know: which side is older, why the question is asked (covering).

What another object accepts may be told too small, never too large: then nothing of it was left out
only because it could not be told. So "nothing is left" is sure; a SELF is shown only if the
matcher agrees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import NamedTuple

from devcompat.algebra.blocks import (
    FieldBlock,
    Listed,
    TupleBlock,
    accepted_texts,
    across,
    found_among,
    tried,
)
from devcompat.algebra.boxes import Box, rest
from devcompat.algebra.parts import TUPLES, Parts, Texts
from devcompat.algebra.ranges.aligning import alternatives
from devcompat.algebra.ranges.block import RangeBlock
from devcompat.algebra.ranges.linear import Never, Unclear
from devcompat.algebra.ranges.ways import VARIANTS, Variant, Way, unfixed, way_of
from devcompat.algebra.space import Space
from devcompat.algebra.work import Work
from devcompat.language.limits import COMBINATIONS, TEXT_BYTES
from devcompat.language.nodes import Descriptor, Field, Object, Reference, Template, Value, Variable
from devcompat.match.compiled import Compiled
from devcompat.match.component import Component
from devcompat.match.domains import spoken_values
from devcompat.values.integers import IntegerSet

_FEW = 64
"""Tuples up to which the matcher is asked for each whether coupled fields accept it."""

SAMPLES = 120
"""SELF objects that are tried where it is not known what others accept of the object."""

_SMALL = 32
"""SELF objects that are looked at one by one where only so many are left."""

_COMBINED = 4096
"""Combinations of texts of several blocks that the matcher is asked about."""

Fixed = Mapping[int, Variant]
"""For components that are not written out, by identity, the variant that is looked at."""


class _Piece(NamedTuple):
    """Cells of listed blocks, by the blocks' places, and ways of ranges that have to hold too."""

    bits: dict[int, int]
    ways: tuple[int, ...] = ()


def variants_of(whole: Parts, space: Space) -> Iterator[Fixed]:
    """Yield the variants of an object some of whose coupled fields are not written out."""
    wide = [item for item in whole.components if whole.tuples(item, space.work) is None]
    try:
        found = [space.variants(item) for item in wide]
    except Unclear:
        found = []
    if wide and (not found or prod(map(len, found)) > VARIANTS):
        yield {}
        return
    for chosen in product(*found):
        yield {id(item): variant for item, variant in zip(wide, chosen, strict=True)}


class Cover:
    """One object, and the others that may accept something of it.

    `fixed` are the variants of coupled fields that are not written out; without them all are, or
    the object is unclear. `unclear` are fields of which it could not be told what others accept, or
    what the object does; `incomplete` is true where a cell has no text within the limits.
    """

    def __init__(
        self, whole: Parts, others: Sequence[Parts], space: Space, fixed: Fixed | None
    ) -> None:
        self._whole = whole
        self._work = space.work
        self._most = COMBINATIONS if fixed is None else TUPLES
        self._space = space
        self._all = others
        self.unclear: dict[str, None] = {}
        self._others = [item for item in others if self._may_meet(item)]
        self._texts: dict[str, str] = dict(whole.literals)
        self._settled: dict[str, str] = {}
        self._steady: dict[str, Variable] = {}
        self._blocks: list[Listed] = []
        self._values: dict[str, Value] = {}
        self._domains: dict[str, IntegerSet] = {}
        for component in whole.components:
            self._add_coupled(component, fixed)
        wide = self._wide_fields()
        for name, wanted in whole.alone.items():
            if not isinstance(wanted, str):
                self._add_alone(name, wide)
        self._ranges = RangeBlock(self._values, self._domains, self._work)
        self._where = {name: at for at, block in enumerate(self._blocks) for name in block.names}
        self.incomplete = not all(block.complete for block in self._blocks)

    def _may_meet(self, other: Parts) -> bool:
        """Return false if some field shows at once that no SELF is accepted by both."""
        self._work.spend(3 + len(other.names) // 8)
        whole = self._whole
        if other.literals != whole.literals:
            for name, text in whole.literals:
                if name not in other.coupled and not other.accepts(name, text):
                    return False
            for name, text in other.literals:
                if name not in whole.coupled and not whole.accepts(name, text):
                    return False
        for name, begun in whole.beginnings.items():
            found = other.beginnings.get(name, begun)
            if not (found.startswith(begun) or begun.startswith(found)):
                return False
        if other.names == whole.names:
            return True
        return all(
            name in other.coupled or other.accepts(name, "") for name in other.names - whole.names
        ) and all(
            name in whole.coupled or whole.accepts(name, "") for name in whole.names - other.names
        )

    def _add_coupled(self, component: Component, fixed: Fixed | None) -> None:
        tuples = self._whole.tuples(component, self._work)
        if tuples is None and fixed is None:
            tuples = self._whole.tuples(component, self._work, COMBINATIONS)
        if tuples is not None:
            self._blocks.append(TupleBlock(component.names, tuples, self._work))
            return
        variant = None if fixed is None else fixed.get(id(component))
        if variant is None:
            self.unclear.update(dict.fromkeys(component.names))
            return
        for name, value in variant.fields:
            literal = value.literal() if isinstance(value, Template) else None
            if literal is None:
                self._values[name] = value
            else:
                self._texts[name] = self._settled[name] = literal
        for name, variable in variant.variables.items():
            if isinstance(variable.domain, IntegerSet):
                self._domains[name] = variable.domain

    def _wide_fields(self) -> set[str]:
        """Return the fields that others couple with ranges, or in too many ways to write out."""
        return {
            name
            for item in self._others
            for component in item.components
            if not self._values.keys().isdisjoint(component.names)
            or item.tuples(component, self._work) is None
            for name in component.names
        }

    def _add_alone(self, name: str, wide: set[str]) -> None:
        """Add a field with a variable of its own: as texts, as a range, or by its cells."""
        wanted = self._whole.alone[name]
        assert not isinstance(wanted, str)  # noqa: S101  (texts are fixed)
        if name in wide:
            values = spoken_values(wanted, self._most)
            if values is not None:
                tuples = [(text,) for text in values]
                self._blocks.append(TupleBlock((name,), tuples, self._work))
                return
            if isinstance(wanted.domain, IntegerSet):
                self._values[name] = Template((Reference(wanted.name),))
                self._domains[wanted.name] = wanted.domain
                return
        if name not in wide and self._is_steady(name):
            self._steady[name] = wanted
            return
        cells = self._space.cells(name, [self._whole, *self._others], self._most)
        self._blocks.append(FieldBlock(name, cells, cells.bits(wanted)))

    def _is_steady(self, name: str) -> bool:
        """Return whether all others want the same of a field: it then tells nothing apart."""
        self._work.spend(1 + len(self._others) // 2)
        wanted = self._whole.meaning(name)
        return all(
            name not in item.coupled and item.meaning(name) == wanted for item in self._others
        )

    def _settle_steady(self) -> bool:
        """Give the fields that tell nothing apart a text; return false if one has none at all."""
        for name, wanted in self._steady.items():
            cells = self._space.cells(name, [self._whole])
            bits = cells.bits(wanted)
            if not bits:
                self.incomplete = self.incomplete or not cells.complete
                return False
            self._texts[name] = cells.texts[cells.best(bits)]
        return True

    def uncovered(self) -> dict[str, str] | None:
        """Return the texts of a SELF that the object accepts and none of the others, or None."""
        listed = tuple(block.whole[0] for block in self._blocks)
        if not all(listed) or self.unclear:
            return None
        pieces = [piece for item in self._others for piece in self._accepted(item)]
        ranges = self._ranges.settle()
        box = (*listed, *ranges)
        if not all(ranges):
            return None
        boxes: list[Box] = []
        for piece in pieces:
            inside = self._boxed(piece, box)
            if inside == box:
                return None
            if inside is not None:
                boxes.append(inside)
        tried = 0
        steady = None
        for left in rest(box, boxes, self._work):
            steady = self._settle_steady() if steady is None else steady
            if not steady:
                return None
            few = self._all_of(left)
            found = self._witness_among(self._samples(left) if few is None else few)
            if found is not None:
                return found
            if few is None:
                tried += SAMPLES // 4
                self.unclear.update(dict.fromkeys(self._told_together()))
            if tried > SAMPLES:
                break
        return None

    def _all_of(self, box: Box) -> list[dict[str, str]] | None:
        """Return a SELF for each combination of cells and numbers of a box, None if they are many.

        Whatever the others accept of the box, they accept of these.
        """
        ranges = box[len(self._blocks) :]
        if not self._values or self._ranges.count(ranges) > _SMALL:
            return None
        found = [dict(self._texts)]
        for block, bits in zip(self._blocks, box, strict=False):
            if bits.bit_count() * len(found) > _SMALL:
                return None
            found = [
                {**known, **dict(zip(block.names, texts, strict=True))}
                for known in found
                for texts in block.samples((bits,))
            ]
        rows = list(self._ranges.every(ranges))
        if len(found) * len(rows) > _SMALL:
            return None
        return [
            self._in_order({**known, **dict(zip(self._ranges.names, texts, strict=True))})
            for known in found
            for texts in rows
        ]

    def _witness_among(self, found: Iterable[dict[str, str]]) -> dict[str, str] | None:
        """Return the first SELF that is a witness, and note if one may be one."""
        for texts in islice(found, SAMPLES // 4 + _SMALL):
            known = witnessed(texts, self._whole, self._all, self._work)
            if known:
                return texts
            if known is None:
                self.unclear.update(dict.fromkeys(self._told_together()))
        return None

    def _told_together(self) -> Sequence[str]:
        """Return the fields that may be why a SELF of what is left is accepted all the same."""
        coupled = [name for item in self._all for name in item.coupled]
        return [*self._values, *coupled] or sorted(self._whole.names)

    def _boxed(self, piece: _Piece, box: Box) -> Box | None:
        """Return a piece as a box; None if it is empty, or not known."""
        found = list(box)
        for at, bits in piece.bits.items():
            found[at] &= bits
        for way in piece.ways:
            inside = self._ranges.bits(way)
            if inside is None:
                return None
            for at, bits in enumerate(inside, start=len(self._blocks)):
                found[at] &= bits
        return tuple(found) if all(found) else None

    def _samples(self, box: Box) -> Iterator[dict[str, str]]:
        """Yield SELF objects of a box: the best, then such that differ in one block."""
        parts = [(bits,) for bits in box[: len(self._blocks)]]
        groups: list[tuple[tuple[str, ...], Iterator[Texts]]] = [
            (block.names, block.samples(part))
            for block, part in zip(self._blocks, parts, strict=True)
        ]
        if self._values:
            groups.insert(0, (self._ranges.names, self._ranges.samples(box[len(parts) :])))
        best: dict[str, str] = dict(self._texts)
        for names, samples in groups:
            first = next(samples, None)
            if first is None:
                return
            best.update(zip(names, first, strict=True))
        yield self._in_order(best)
        for names, samples in groups:
            for texts in islice(samples, SAMPLES // 6):
                yield self._in_order({**best, **dict(zip(names, texts, strict=True))})

    def _in_order(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the texts that are not empty, as the object orders its fields."""
        order = dict.fromkeys((*self._whole.item.fields, *texts))
        return {name: text for name in order if (text := texts.get(name))}

    def _accepted(self, other: Parts) -> list[_Piece]:
        """Return pieces that are what of the object `other` accepts; fewer where it is unclear."""
        bits: dict[int, int] = {}
        for name, text in self._settled.items():
            if name not in other.coupled and not other.accepts(name, text):
                return []
        self._work.spend(10 + 3 * len(self._blocks))
        for at, block in enumerate(self._blocks):
            inside = block.alone(other)[0]
            if not inside:
                return []
            bits[at] = inside
        choices: list[list[_Piece]] = [[_Piece(bits)]]
        choices += [self._alone_in_range(other, name) for name in self._values]
        for component in other.components:
            known = self._coupled(other, component)
            choices.append(known)
            if not known:
                return []
        if not all(choices):
            return []
        self._work.spend(prod(map(len, choices)))
        return [_joined(chosen) for chosen in product(*choices)]

    def _alone_in_range(self, other: Parts, name: str) -> list[_Piece]:
        """Return pieces in which a field of ranges has a text that `other` wants of it alone."""
        wanted = other.wanted(name)
        if wanted is None:
            return [_Piece({})]
        try:
            ways = [Way(tuple(found)) for found in alternatives(self._values[name], wanted)]
        except Unclear:
            return []
        return self._by_ways({}, ways)

    def _by_ways(self, bits: dict[int, int], ways: Sequence[Way]) -> list[_Piece]:
        found: list[_Piece] = []
        for way in ways:
            try:
                place = self._ranges.add(way)
            except Never:
                continue
            if place is not None:
                found.append(_Piece(bits, (place,)))
        return found

    def _coupled(self, other: Parts, component: Component) -> list[_Piece]:
        """Return pieces that are what coupled fields accept; fewer where that is unclear."""
        fixed = {
            name: self._texts.get(name, "")
            for name in component.names
            if name not in self._where and name not in self._values
        }
        places = sorted({self._where[name] for name in component.names if name in self._where})
        blocks = [self._blocks[at] for at in places]
        if not self._values.keys().isdisjoint(component.names):
            return self._ranged(component, places, fixed)
        if not blocks:
            return [_Piece({})] if other.holds(component, fixed, self._work) else []
        only = blocks[0] if len(blocks) == 1 else None
        if isinstance(only, TupleBlock):
            bits = self._among(other, component, only, fixed)
            return [_Piece({places[0]: bits})] if bits else []
        tuples = other.tuples(component, self._work, self._most)
        boxes: list[Box] = []
        if tuples is not None:
            boxes = across(component, tuples, blocks, fixed, self._work)
        else:
            listed = [block for block in blocks if isinstance(block, TupleBlock)]
            if len(listed) == len(blocks) and _count(listed) <= _COMBINED:
                boxes = tried(other, component, listed, fixed, self._work) or []
        return [_Piece(dict(zip(places, box, strict=True))) for box in boxes]

    def _among(
        self, other: Parts, component: Component, block: TupleBlock, fixed: Mapping[str, str]
    ) -> int | None:
        """Return the tuples that coupled fields of another object accept; None: not known."""
        most = self._most if len(block.tuples) > _FEW else TUPLES
        tuples = other.tuples(component, self._work, most)
        if tuples is None:
            return accepted_texts(other, component, block, fixed, self._work)
        return found_among(other, component, tuples, block, fixed, self._work)

    def _ranged(
        self, component: Component, places: Sequence[int], fixed: Mapping[str, str]
    ) -> list[_Piece]:
        """Return pieces in which coupled fields accept ranges, for each tuple of listed blocks."""
        blocks = [block for at in places if isinstance(block := self._blocks[at], TupleBlock)]
        if len(blocks) < len(places) or _count(blocks) > VARIANTS:
            return []
        try:
            known = self._space.variants(component)
        except Unclear:
            return []
        if len(known) > 1:
            known = [*unfixed(component), *known]
        self._work.spend(_count(blocks) * len(known) * 60)
        found: list[_Piece] = []
        for chosen in product(*(range(len(block.tuples)) for block in blocks)):
            texts: dict[str, Value] = {name: _text(text) for name, text in fixed.items()}
            texts.update(self._values)
            for block, at in zip(blocks, chosen, strict=True):
                texts.update(zip(block.names, map(_text, block.tuples[at]), strict=True))
            bits = {place: 1 << at for place, at in zip(places, chosen, strict=True)}
            for variant in known:
                try:
                    found += self._by_ways(bits, [way_of(variant, texts)])
                except (Never, Unclear):
                    continue
        return found


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    bits: dict[int, int] = {}
    ways: list[int] = []
    for piece in pieces:
        ways += piece.ways
        for at, inside in piece.bits.items():
            bits[at] = bits[at] & inside if at in bits else inside
    return _Piece(bits, tuple(ways))


def _count(blocks: Sequence[TupleBlock]) -> int:
    return prod(len(block.tuples) for block in blocks)


def _text(text: str) -> Template:
    return Template((text,)) if text else Template(())


def spoken(texts: Mapping[str, str]) -> Compiled:
    """Return a device whose SELF has these texts, and which takes over nothing."""
    fields = tuple(Field(name, Template((text,))) for name, text in texts.items())
    return Compiled(Descriptor(Object(fields)), None, "native", {})


def is_witness(texts: Mapping[str, str], whole: Parts, others: Sequence[Parts], work: Work) -> bool:
    """Return whether the matcher says that an object accepts a SELF, and none of the others."""
    return witnessed(texts, whole, others, work) is True


def witnessed(
    texts: Mapping[str, str], whole: Parts, others: Sequence[Parts], work: Work
) -> bool | None:
    """Return whether an object accepts a SELF and none of the others; None if it is not known."""
    if any(len(text.encode()) > TEXT_BYTES for text in texts.values()):
        return False
    subject = spoken(texts)
    outcomes = [whole.outcome(subject, work)]
    if outcomes[0] is False:
        return False
    for item in others:
        found = item.outcome(subject, work)
        if found:
            return False
        outcomes.append(found)
    return None if None in outcomes else True

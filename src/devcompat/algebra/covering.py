"""Covering: whether other objects together accept every SELF that one object accepts (section 7).

Belongs here: the answer with a SELF that they do not accept, or why there is none to be had.
Must not know: which side is older (diff), evidence, sentences.

The object is a product of axes, each of finitely many cells; so is, along the same axes, what of it
each other object accepts. What is left when these are taken away shows a SELF, and the matcher is
asked before one is shown. Nothing is left: they cover it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import NamedTuple

from devcompat.algebra.blocks import (
    FieldBlock,
    TupleBlock,
    accepted_texts,
    across,
    iter_cells,
    matches,
    tried,
)
from devcompat.algebra.boxes import Box, rest
from devcompat.algebra.parts import TUPLES, Decider, Parts
from devcompat.algebra.space import Space
from devcompat.algebra.work import WORK, Work, WorkExhausted
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Descriptor, Field, Object, Template
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Component
from devcompat.match.domains import spoken_values

SAMPLES = 60
"""SELF objects that are tried where it is not known what others accept of the object."""


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


def uncovered(covered: CompiledObject, by: Sequence[CompiledObject], budget: int = WORK) -> Answer:
    """Return whether the objects in `by` together accept all that `covered` accepts.

    Opaque fields let every text through. An object of `by` counts only if whoever decides its
    opaque fields decides the same fields of `covered`: so what is covered stays covered whatever
    is decided. `budget` is in units of work (`work.WORK`).
    """
    whole, others = Parts(covered), [Parts(item) for item in by]
    others = [item for item in others if item.deciders <= whole.deciders]
    work = Work(budget)
    return rest_of(whole, others, Space([whole, *others], work))


def deciders(item: CompiledObject) -> frozenset[Decider]:
    """Return the opaque fields of an object with who decides them."""
    return Parts(item).deciders


def rest_of(whole: Parts, others: Sequence[Parts], space: Space) -> Answer:
    """Return whether `others` accept all that `whole` accepts, opaque fields being open.

    Both are among the objects that the space was made for.
    """
    if any(item.shape == whole.shape for item in others):
        return COVERED
    try:
        return Cover(whole, others, space).answer()
    except _TooMany as found:
        return Undecided("diff.coupled", found.names)
    except WorkExhausted:
        return Undecided("diff.budget")


class _TooMany(Exception):
    """Coupled fields have more bindings than can be written out."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(*names)
        self.names = names


class Cover:
    """One object, and the others that may accept something of it."""

    def __init__(self, whole: Parts, others: Sequence[Parts], space: Space) -> None:
        self._whole = whole
        self._work = space.work
        self._all = others
        self.others = [item for item in others if self._may_meet(item)]
        self._fixed: dict[str, str] = dict(whole.literals)
        wide = self._wide_fields()
        self._blocks: list[FieldBlock | TupleBlock] = []
        self._unclear: dict[str, None] = {}
        for name, wanted in whole.alone.items():
            if isinstance(wanted, str):
                continue
            values = spoken_values(wanted, TUPLES) if name in wide else None
            if values is not None:
                tuples = [(text,) for text in values]
                self._blocks.append(TupleBlock((name,), tuples, self._work))
            else:
                cells = space.cells(name)
                self._blocks.append(FieldBlock(name, cells, cells.bits(wanted)))
        for component in whole.components:
            self._add_coupled(component)
        self._where = {name: at for at, block in enumerate(self._blocks) for name in block.names}

    def _may_meet(self, other: Parts) -> bool:
        """Return false if some field shows at once that no SELF is accepted by both."""
        self._work.spend(2)
        whole = self._whole
        if other.literals == whole.literals and other.names == whole.names:
            return True
        for name, text in whole.literals:
            if name not in other.coupled and not other.accepts(name, text):
                return False
        for name, text in other.literals:
            if name not in whole.coupled and not whole.accepts(name, text):
                return False
        return all(
            name in other.coupled or other.accepts(name, "") for name in other.names - whole.names
        ) and all(
            name in whole.coupled or whole.accepts(name, "") for name in whole.names - other.names
        )

    def _wide_fields(self) -> set[str]:
        """Return the fields that others couple in more ways than can be written out."""
        return {
            name
            for item in self.others
            for component in item.components
            if item.tuples(component, self._work) is None
            for name in component.names
        }

    def _add_coupled(self, component: Component) -> None:
        tuples = self._whole.tuples(component, self._work)
        if tuples is None:
            raise _TooMany(component.names)
        self._blocks.append(TupleBlock(component.names, tuples, self._work))

    def answer(self) -> Answer:
        """Return whether the others cover the object."""
        box: Box = tuple(bits for block in self._blocks for bits in block.whole)
        if not all(box):
            return COVERED
        boxes: list[Box] = []
        for item in self.others:
            found = self._accepted(item)
            if box in found:
                return COVERED
            boxes += found
        left = rest(box, boxes, self._work)
        empty = True
        for texts in islice(self._samples(left), SAMPLES):
            empty = False
            if self._holds(texts):
                return Witness(texts)
        if not empty:
            return Undecided("diff.coupled", tuple(self._unclear))
        if not all(block.complete for block in self._blocks):
            return Undecided("diff.limits")
        return COVERED

    def _samples(self, left: Iterator[Box]) -> Iterator[dict[str, str]]:
        """Yield SELF objects of the boxes."""
        for box in left:
            for chosen in islice(self._in_box(box), SAMPLES // 4):
                texts = dict(self._fixed)
                for block, cells in zip(self._blocks, chosen, strict=True):
                    texts.update(zip(block.names, block.texts(cells), strict=True))
                yield {name: texts[name] for name in self._whole.item.fields if texts.get(name)} | {
                    name: text for name, text in texts.items() if text
                }

    def _in_box(self, box: Box) -> Iterator[tuple[tuple[int, ...], ...]]:
        """Yield combinations of cells, in turn of one block after the other."""
        parts = [(bits,) for bits in box]
        best = tuple(block.best(part) for block, part in zip(self._blocks, parts, strict=True))
        yield best
        if not self._unclear:
            return
        for at, (block, part) in enumerate(zip(self._blocks, parts, strict=True)):
            for cells in islice(iter_cells(block, part), 1, 8):
                yield (*best[:at], cells, *best[at + 1 :])

    def _holds(self, texts: Mapping[str, str]) -> bool:
        """Return whether the matcher says the same: the object accepts, and none of the others."""
        if any(len(text.encode()) > TEXT_BYTES for text in texts.values()):
            return False
        subject = spoken(texts)
        if self._whole.outcome(subject, self._work) is not True:
            return False
        return all(item.outcome(subject, self._work) is False for item in self._all)

    def _accepted(self, other: Parts) -> list[Box]:
        """Return boxes that are what of the object `other` accepts; fewer where that is unclear."""
        axes = [bits for block in self._blocks for bits in block.whole]
        for at, block in enumerate(self._blocks):
            self._work.spend(1)
            axes[at] &= block.alone(other)[0]
            if not axes[at]:
                return []
        pieces: list[tuple[list[int], list[Box]]] = []
        for component in other.components:
            places = sorted({self._where[name] for name in component.names if name in self._where})
            fixed = {
                name: self._fixed.get(name, "")
                for name in component.names
                if name not in self._where
            }
            found = self._coupled(other, component, places, fixed)
            if found is None:
                self._unclear.update(dict.fromkeys(component.names))
                return []
            if not found:
                return []
            pieces.append((places, found))
        boxes: list[Box] = []
        self._work.spend(prod(len(found) for _, found in pieces))
        for chosen in product(*(found for _, found in pieces)):
            box = list(axes)
            for (places, _), bits in zip(pieces, chosen, strict=True):
                for at, inside in zip(places, bits, strict=True):
                    box[at] &= inside
            if all(box):
                boxes.append(tuple(box))
        return boxes

    def _coupled(
        self, other: Parts, component: Component, places: list[int], fixed: dict[str, str]
    ) -> list[Box] | None:
        """Return boxes over the axes at `places` that coupled fields accept; None: not known."""
        blocks = [self._blocks[at] for at in places]
        if not blocks:
            known = matches(component, fixed, self._work)
            return None if known is None else [()] if known else []
        only = blocks[0] if len(blocks) == 1 else None
        if isinstance(only, TupleBlock):
            bits = accepted_texts(component, only, fixed, self._work)
            return None if bits is None else [(bits,)] if bits else []
        tuples = other.tuples(component, self._work)
        if tuples is not None:
            return across(component, tuples, blocks, fixed, self._work)
        listed = [block for block in blocks if isinstance(block, TupleBlock)]
        if len(listed) == len(blocks) and prod(len(block.tuples) for block in listed) <= TUPLES:
            return tried(component, listed, fixed, self._work)
        return None


def spoken(texts: Mapping[str, str]) -> Compiled:
    """Return a device whose SELF has these texts, and which takes over nothing."""
    fields = tuple(Field(name, Template((text,))) for name, text in texts.items())
    return Compiled(Descriptor(Object(fields)), None, "native", {})

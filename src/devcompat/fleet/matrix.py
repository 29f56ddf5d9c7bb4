"""Matrix: the outcome of each class against each, by sets of classes and not pair by pair.

Belongs here: which classes one COMPATIBLE object takes over, as bit masks. Must not know: how many
devices a class has, pictures.

A mask is an int whose bit N stands for class N. A class's COMPATIBLE objects are asked once for all
SELFs: for each field the classes are sorted by its text, so that a demand is a union of masks and
an object an intersection. What cannot be said so is asked pair by pair, in the same words as
`judge`: fields that could not be read, and bindings that have to be searched for.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from devcompat.match.compiled import Compiled, CompiledObject, Single
from devcompat.match.interned import Item
from devcompat.match.judge import Side, Undescribed, outcome_of
from devcompat.match.verdict import (
    BASES,
    BOTH,
    COMPATIBLE,
    INCOMPATIBLE,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
)
from devcompat.values.versions import Version, VersionRange, read_version


class Matrix(NamedTuple):
    """Outcomes class by class: for each class as the target, masks of the sources.

    `compatible[target]` has the sources that may migrate there, `unknown[target]` those of which
    it is not known; all others are incompatible.
    """

    compatible: tuple[int, ...]
    unknown: tuple[int, ...]

    def outcome(self, source: int, target: int) -> Outcome:
        """Return the outcome for a device of one class as the source and one of another."""
        if self.compatible[target] >> source & 1:
            return COMPATIBLE
        return UNKNOWN if self.unknown[target] >> source & 1 else INCOMPATIBLE


MOST: Final = 20_000
"""Classes of a matrix that people ask for: at this size it takes a hundred megabytes."""


def matrix_of(
    sides: Sequence[Side], rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None
) -> Matrix:
    """Return the matrix of classes; a class's number is its place among `sides`."""
    found = _accepted(sides)
    if rule == SOURCE_LISTS:
        found = _turned(found)
    elif rule == BOTH:
        found = _both(found, _turned(found))
    return _with_basis(sides, found, minimum_basis)


def members(mask: int) -> Iterator[int]:
    """Yield the classes of a mask in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class _Selfs:
    """The classes by the texts of their SELFs. Those with unread fields are left out."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.all = 0
        self._sides = sides
        self._by_item: dict[Item, int] = {}
        self._texts_of: dict[str, dict[str, int]] = {}
        self._named: dict[str, int] = {}
        self._known: dict[frozenset[str], int] = {}
        self._versions: dict[str, list[tuple[Version, int]]] = {}
        self._tuples: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
        self._allowed: dict[object, int] = {}
        by_item = self._by_item
        for number, side in enumerate(sides):
            if not isinstance(side, Compiled) or side.unread:
                continue
            bit = 1 << number
            self.all |= bit
            for item in side.items:
                by_item[item] = by_item.get(item, 0) | bit
        for (name, text), mask in by_item.items():
            self._texts_of.setdefault(name, {"": self.all})[text] = mask
        for name, texts in self._texts_of.items():
            self._named[name] = _union([mask for text, mask in texts.items() if text])
            texts[""] = self.all & ~self._named[name]

    def accepted(self, item: CompiledObject) -> int:
        """Return the classes that meet all demands of an object but opaque and searched ones."""
        found = self._within(item.names)
        for literal in item.literals.items():
            found &= self._by_item.get(literal, 0)
            if not found:
                return 0
        for single in item.singles:
            key = (single.name, single.variable.type, single.variable.domain)
            known = self._allowed.get(key)
            if known is None:
                known = self._allowed[key] = self._within_domain(single)
            found &= known
        for component in item.components:
            if found and component.table is not None:
                found &= self._tabulated(component.names, component.table)
        return found

    def _within(self, names: frozenset[str]) -> int:
        """Return the classes that have no field but these."""
        found = self._known.get(names)
        if found is None:
            others = [mask for name, mask in self._named.items() if name not in names]
            found = self._known[names] = self.all & ~_union(others)
        return found

    def _within_domain(self, single: Single) -> int:
        """Return the classes whose text of the field is allowed."""
        domain = single.variable.domain
        if isinstance(domain, VersionRange):
            found = self._versions_of(single.name)
            return _union([mask for version, mask in found if version in domain])
        texts = self._texts_of.get(single.name) or {"": self.all}
        return _union([mask for text, mask in texts.items() if single.allowed[text]])

    def _versions_of(self, name: str) -> list[tuple[Version, int]]:
        """Return a field's texts that are versions, read once for all ranges."""
        known = self._versions.get(name)
        if known is None:
            texts = self._texts_of.get(name, {})
            read = [(read_version(text), mask) for text, mask in texts.items()]
            known = [(version, mask) for version, mask in read if version is not None]
            self._versions[name] = known
        return known

    def _tabulated(self, names: tuple[str, ...], table: Iterable[tuple[str, ...]]) -> int:
        known = self._tuples.get(names)
        if known is None:
            known = self._tuples[names] = {}
            for number in members(self.all):
                side = self._sides[number]
                assert isinstance(side, Compiled)  # noqa: S101  (`all` has no others)
                texts = tuple([side.texts[name] for name in names])
                known[texts] = known.get(texts, 0) | 1 << number
        return _union([known[texts] for texts in table if texts in known])


def _accepted(sides: Sequence[Side]) -> Matrix:
    """Return the matrix for "target accepts", without a look at bases."""
    selfs = _Selfs(sides)
    whole = (1 << len(sides)) - 1
    undescribed = whole & ~_described(sides)
    immovable = sum(
        1 << number
        for number, side in enumerate(sides)
        if isinstance(side, Undescribed) and side.immovable
    )
    unread = whole & ~undescribed & ~selfs.all
    compatible: list[int] = []
    unknown: list[int] = []
    for target in sides:
        if isinstance(target, Undescribed):
            compatible.append(0)
            unknown.append(0 if target.immovable else whole & ~immovable)
            continue
        if target.unread:
            sure, possible, apart = 0, 0, selfs.all
        else:
            sure, possible, apart = _of_objects(selfs, target)
        for number in members(apart | unread):
            outcome = outcome_of(sides[number], target)
            sure |= (outcome == COMPATIBLE) << number
            possible |= (outcome == UNKNOWN) << number
        compatible.append(sure)
        unknown.append(possible & ~sure | undescribed & ~immovable)
    return Matrix(tuple(compatible), tuple(unknown))


def _of_objects(selfs: _Selfs, target: Compiled) -> tuple[int, int, int]:
    """Return which classes a target takes over, which perhaps, and which have to be asked apart."""
    sure = possible = apart = 0
    for item in target.objects:
        found = selfs.accepted(item)
        if item.searched:
            apart |= found
        elif item.opaque:
            possible |= found
        else:
            sure |= found
    apart &= ~sure
    return sure, possible & ~apart, apart


def _described(sides: Sequence[Side]) -> int:
    return sum(1 << number for number, side in enumerate(sides) if isinstance(side, Compiled))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _turned(found: Matrix) -> Matrix:
    """Return the matrix with sources and targets exchanged."""
    return Matrix(_transposed(found.compatible), _transposed(found.unknown))


def _transposed(rows: Sequence[int]) -> tuple[int, ...]:
    if not rows:
        return ()
    width = f"0{len(rows)}b"
    digits = [format(row, width) for row in reversed(rows)]
    return tuple([int("".join(column), 2) for column in zip(*digits, strict=True)][::-1])


def _both(forth: Matrix, back: Matrix) -> Matrix:
    """Return the worse of both, as `combined` has it."""
    compatible, unknown = [], []
    for sure, possible, sure_back, possible_back in zip(*forth, *back, strict=True):
        compatible.append(sure & sure_back)
        unknown.append((sure | possible) & (sure_back | possible_back) & ~compatible[-1])
    return Matrix(tuple(compatible), tuple(unknown))


def _with_basis(sides: Sequence[Side], found: Matrix, minimum: Basis | None) -> Matrix:
    """Return the matrix in which pairs that rest on a weaker basis are unknown."""
    if minimum is None:
        return found
    least = BASES.index(minimum)
    weak = [side.basis is not None and BASES.index(side.basis) < least for side in sides]
    whole = (1 << len(sides)) - 1
    described = _described(sides)
    weak_mask = sum(1 << number for number, one in enumerate(weak) if one)
    compatible, unknown = [], []
    for side, own, sure, possible in zip(sides, weak, *found, strict=True):
        # Where one side is undescribed, only the basis of what is undescribed counts.
        if isinstance(side, Compiled):
            doubtful = (described if own else weak_mask & described) | weak_mask & ~described
        else:
            doubtful = whole if own else weak_mask & ~described
        compatible.append(sure & ~doubtful)
        unknown.append(possible | doubtful)
    return Matrix(tuple(compatible), tuple(unknown))

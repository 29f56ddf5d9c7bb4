"""Field: the cells of one field, each with a text that stands for it.

Belongs here: candidate texts, and which of them a demand on the field alone accepts, as bits.
Must not know: objects, coupled fields.

Every set of demands that some text satisfies together is satisfied together by a candidate. Texts
that are listed anywhere are candidates themselves; all others are integers, digits with leading
zeros, dotted versions, hexadecimal masks, sets of several members, or fresh words, and each of
these kinds is cut where a demand begins or ends. `complete` is false where no text for some piece
was found within the limits of a value.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from devcompat.algebra.cells.numbers import GREATEST, LEAST, by_masks, pieces
from devcompat.algebra.cells.versions import dotted, major_cuts, tellers
from devcompat.algebra.cells.words import joined, patterns, shortest, spelled
from devcompat.algebra.work import Work
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Variable
from devcompat.values.features import read_members
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.masks import read_mask
from devcompat.values.versions import Version, VersionRange, read_version

Alone = str | Variable
"""What an object wants of a field by itself: one text ("": absent), or a variable."""

_FRESH = "other"


class FieldCells:
    """Candidate texts of one field, in blocks: integers, digits, dotted, hexadecimal, words.

    `listed` are texts that have to be candidates whatever the demands say of them.
    """

    def __init__(self, demands: Iterable[Alone], listed: Iterable[str], work: Work) -> None:
        self._work = work
        self._known: dict[object, int] = {}
        kinds = _Kinds(demands, listed, work)
        self.complete = kinds.complete
        integers = sorted((number, text) for text, number in kinds.integers.items())
        zeros = sorted((number, text) for text, number in kinds.zeros.items())
        dots = sorted((version, text) for text, version in kinds.dots.items())
        self.texts: list[str] = [text for _, text in integers]
        self._numbers = [number for number, _ in integers]
        self._masks = [(at, number) for at, number in enumerate(self._numbers) if number >= 0]
        self._versions = [(bisect_left(self._numbers, 0), _majors(integers))]
        digits = [(_major(number), text, number) for number, text in zeros]
        for run in (digits, [(version, text, -1) for version, text in dots]):
            start = len(self.texts)
            self._versions.append((start, [version for version, _, _ in run]))
            self._masks += [(start + at, item[2]) for at, item in enumerate(run) if item[2] >= 0]
            self.texts += [text for _, text, _ in run]
        for text, number in kinds.hexes.items():
            self._masks.append((len(self.texts), number))
            self.texts.append(text)
        self.texts += kinds.words
        self._fresh = self.texts[-1]
        self._order = {text: place for place, text in enumerate(kinds.listed)}
        self.index = {text: at for at, text in enumerate(self.texts)}
        self._sets = [
            (at, members)
            for at, text in enumerate(self.texts)
            if kinds.has_sets and (members := read_members(text)) is not None
        ]
        self.all = (1 << len(self.texts)) - 1
        work.spend(2 * len(self.texts))

    def bits(self, demand: Alone) -> int:
        """Return the cells whose texts satisfy a demand of those that the cells were made for."""
        if isinstance(demand, str):
            return 1 << self.index[demand]
        key = (demand.type, demand.domain)
        if key not in self._known:
            self._work.spend(2)
            self._known[key] = self._accepted(demand)
        return self._known[key]

    def best(self, bits: int) -> int:
        """Return the cell in `bits` whose text a reader knows best: a listed or short one."""
        found = indexes(bits)
        self._work.spend(len(found))
        return min(found, key=lambda at: self._rank(self.texts[at]))

    def _rank(self, text: str) -> tuple[int, int, str]:
        place = self._order.get(text)
        if text and place is not None:
            return (0, place, text)
        return (1 if text == self._fresh else 2 if text else 3, len(text), text)

    def _accepted(self, variable: Variable) -> int:
        domain = variable.domain
        if isinstance(domain, IntegerSet):
            return self._in_ranges(domain)
        if isinstance(domain, VersionRange):
            return self._in_versions(domain)
        if variable.type == "set" and isinstance(domain, tuple):
            members = frozenset(domain)
            self._work.spend(len(self._sets) // 4)
            within = [at for at, found in self._sets if members.issuperset(found)]
            return from_indexes(within, len(self.texts))
        if isinstance(domain, tuple):
            self._work.spend(len(domain) // 8)
            return from_indexes([self.index[text] for text in domain], len(self.texts))
        if isinstance(domain, int):
            self._work.spend(len(self._masks) // 4)
            within = [at for at, number in self._masks if number & ~domain == 0]
            return from_indexes(within, len(self.texts))
        return self.all

    def _in_ranges(self, domain: IntegerSet) -> int:
        found = bytearray(len(self.texts) // 8 + 1)
        whole = 0
        self._work.spend(len(domain.ranges))
        for low, high in domain.ranges:
            first = bisect_left(self._numbers, low)
            last = bisect_right(self._numbers, high)
            if last - first > 64:
                whole |= ((1 << (last - first)) - 1) << first
            else:
                for at in range(first, last):
                    found[at >> 3] |= 1 << (at & 7)
        return whole | int.from_bytes(found, "little")

    def _in_versions(self, domain: VersionRange) -> int:
        low, low_open, high, high_open = domain.bounds()
        found = 0
        for start, versions in self._versions:
            first = (bisect_right if low_open else bisect_left)(versions, low)
            last = len(versions)
            if high is not None:
                last = (bisect_left if high_open else bisect_right)(versions, high)
            if last > first:
                found |= ((1 << (last - first)) - 1) << (start + first)
        return found


def _majors(integers: Sequence[tuple[int, str]]) -> list[Version]:
    return [_major(number) for number, _ in integers if number >= 0]


def _major(number: int) -> Version:
    return (number, 0, 0, 0)


def indexes(bits: int) -> list[int]:
    """Return the places of the ones, ascending."""
    if not bits:
        return []
    if bits.bit_count() == 1:
        return [bits.bit_length() - 1]
    return [at for at, bit in enumerate(bin(bits)[:1:-1]) if bit == "1"]


def from_indexes(places: Iterable[int], size: int) -> int:
    """Return bits with ones at the places, all of which are less than `size`."""
    found = bytearray(size // 8 + 1)
    for at in places:
        found[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(found, "little")


_DIGITS = bytes.maketrans(b"\0\1", b"01")


def from_flags(flags: Iterable[bool]) -> int:
    """Return bits with ones at the places of the flags that are true."""
    return int(bytes(flags)[::-1].translate(_DIGITS) or b"0", 2)


class _Kinds:
    """The candidates by kind, while they are found."""

    def __init__(self, demands: Iterable[Alone], listed: Iterable[str], work: Work) -> None:
        self._work = work
        self.complete = True
        self.integers: dict[str, int] = {}
        self.zeros: dict[str, int] = {}
        self.dots: dict[str, Version] = {}
        self.hexes: dict[str, int] = {}
        self.words: list[str] = []
        texts = dict.fromkeys(["", *listed])
        sets: dict[frozenset[str], tuple[str, ...]] = {}
        numbers: dict[IntegerSet, None] = {}
        ranges: dict[VersionRange, None] = {}
        masks: dict[int, None] = {}
        for demand in demands:
            domain = demand if isinstance(demand, str) else demand.domain
            if isinstance(demand, str):
                texts[demand] = None
            elif isinstance(domain, IntegerSet):
                numbers[domain] = None
            elif isinstance(domain, VersionRange):
                ranges[domain] = None
            elif isinstance(domain, int):
                masks[domain] = None
            elif demand.type == "set" and isinstance(domain, tuple):
                sets.setdefault(frozenset(domain), domain)
            elif isinstance(domain, tuple):
                texts.update(dict.fromkeys(domain))
        self.has_sets = bool(sets)
        self._by_masks: dict[tuple[int, int], list[int]] = {}
        self._ranges, self._masks = list(ranges), list(masks)
        wanted = frozenset(texts)
        work.spend(sum(map(len, sets)) // 2)
        members = patterns(list(sets.values()))
        alone = shortest(members)
        work.spend(len(texts) + len(members))
        texts.update(dict.fromkeys(m for m in members if m[:1].isdigit() or m[:1] == "-"))
        texts.update(dict.fromkeys(alone.values()))
        self.listed = texts
        self._plain: set[str] = set()
        for text in texts:
            self._put(text)
        self._add_integers(numbers)
        self._add_zeros()
        self._add_dots()
        self._add_hexes()
        for found in joined(alone, work):
            if len(found) > 1 or found[0] in wanted or found[0] not in self._plain:
                self._add_word(spelled(found, texts))
        fresh = _FRESH
        while fresh in texts or fresh in members:
            fresh += "-" + _FRESH if len(fresh) < TEXT_BYTES // 2 else "x"
        self._add_word(fresh)

    def _put(self, text: str) -> None:
        """Put a listed text with those of its kind."""
        number = read_canonical(text) if text else None
        if number is not None:
            self.integers[text] = number
            return
        version = read_version(text) if text[:1].isdigit() else None
        unsigned = read_mask(text) if text[:1].isdigit() else None
        if unsigned is not None:
            (self.zeros if version is not None else self.hexes)[text] = unsigned
        elif version is not None:
            self.dots[text] = version
        else:
            self.words.append(text)
            self._plain.add(text)

    def _add_word(self, text: str | None) -> None:
        if text is None:
            self.complete = False
        else:
            self.words.append(text)

    def _add_integers(self, domains: Iterable[IntegerSet]) -> None:
        cuts: set[int] = set(self.integers.values())
        cuts.update([number + 1 for number in cuts])
        for domain in domains:
            cuts.update([found.low for found in domain.ranges])
            cuts.update([found.high + 1 for found in domain.ranges])
        if self._ranges:
            cuts |= major_cuts(self._ranges)
        if self._masks:
            cuts.add(0)
        known = set(self.integers.values())
        self._work.spend(2 * len(cuts))
        for low, high in pieces(cuts):
            if low == high and low in known:
                continue
            for number in self._told_apart(low, high):
                self.integers[str(number)] = number

    def _told_apart(self, low: int, high: int) -> list[int]:
        if self._masks and low >= 0 and low < high:
            if (low, high) not in self._by_masks:
                found = by_masks(low, high, self._masks, self._work)
                self._by_masks[low, high] = found
            return self._by_masks[low, high]
        return [min(high, 0) if low == LEAST else low]

    def _add_zeros(self) -> None:
        known = dict(self.zeros)
        if not self._ranges and not self._masks:
            return
        for low, high in pieces(major_cuts(self._ranges)):
            if high < 0:
                continue
            for number in self._told_apart(low, high):
                text = f"0{number}"
                while text in known and len(text) <= TEXT_BYTES:
                    text = "0" + text
                if len(text) > TEXT_BYTES:
                    self.complete = False
                else:
                    self.zeros[text] = number

    def _add_dots(self) -> None:
        known = dict(self.dots)
        if not self._ranges:
            return
        for version in tellers(self._ranges):
            text = dotted(version, known)
            self._work.spend(2)
            if text is None:
                self.complete = False
            else:
                self.dots[text] = version

    def _add_hexes(self) -> None:
        known = dict(self.hexes)
        if not self._masks:
            return
        for number in self._told_apart(0, GREATEST):
            text = f"{number:#x}"
            while text in known and len(text) <= TEXT_BYTES:
                text = "0x0" + text[2:]
            if len(text) > TEXT_BYTES:
                self.complete = False
            else:
                self.hexes[text] = number

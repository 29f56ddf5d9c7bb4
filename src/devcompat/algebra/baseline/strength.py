"""Strength: the strongest SELF that items accept, by a stated order of texts (section 7.2).

Belongs here: the order, the strongest texts of a demand, climbing to a SELF that none is above.
Must not know: members by name, how items came about.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from devcompat.algebra.baseline.demands import (
    Anything,
    Bits,
    Demand,
    Listed,
    Members,
    Numbers,
    Versions,
    has,
)
from devcompat.algebra.baseline.groups import Group, Row, row_of
from devcompat.algebra.baseline.items import SEARCH, Item, Items
from devcompat.language.limits import TEXT_BYTES
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.values import features, masks
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.versions import read_version

STEPS = 200
"""Times that a SELF is made stronger."""

Words = Mapping[str, Mapping[str, int]]
"""Texts that members' SELFs have, by field, each with how many have it."""


def is_at_least(one: str, other: str) -> bool:
    """Return whether a text is as strong as another: each accepted text at least what it says.

    Absent is weakest. Integers go by size, versions by age, masks with `0x` by their bits, all
    other texts as sets by their members.
    """
    if one == other or not other:
        return True
    if not one:
        return False
    number, than = read_canonical(one), read_canonical(other)
    if number is not None and than is not None:
        return number >= than
    if one.startswith("0x") or other.startswith("0x"):
        bits, needed = masks.read_mask(one), masks.read_mask(other)
        return bits is not None and needed is not None and bits | needed == bits
    version, least = read_version(one), read_version(other)
    if version is not None and least is not None:
        return version >= least
    members, wanted = features.read_members(one), features.read_members(other)
    return members is not None and wanted is not None and set(members) >= set(wanted)


def is_stronger(one: str, other: str) -> bool:
    """Return whether a text is at least as strong as another, and that not as strong as it."""
    return is_at_least(one, other) and not is_at_least(other, one)


def lifted(demand: Demand, least: str, words: Mapping[str, int]) -> str | None:
    """Return a text of a demand that is at least `least` and that none of it is above.

    None if there is none. Of texts without a strongest one only those in `words` count, and what
    the demand names itself.
    """
    found = [text for text in _strong(demand, least, words) if is_at_least(text, least)]
    if has(demand, least):
        found.append(least)
    if not found:
        return None
    best = sorted(dict.fromkeys(found), key=lambda text: (-words.get(text, 0), text))
    chosen = best[0]
    for text in best:
        if is_stronger(text, chosen):
            chosen = text
    return next((text for text in best if is_at_least(text, chosen)), chosen)


def _strong(demand: Demand, least: str, words: Mapping[str, int]) -> Iterable[str]:
    """Return texts of a demand among which are the strongest that are at least `least`."""
    match demand:
        case Listed(texts):
            return texts
        case Numbers(integers):
            bits = masks.read_mask(least) if least.startswith("0x") else None
            highest = integers.ranges[-1].high if bits is None else _highest(integers, bits)
            return () if highest is None else (str(highest),)
        case Versions(found):
            named = [item.text for item in found.comparators]
            return [text for text in (*words, *named, "0") if has(demand, text)]
        case Members(members):
            own = [text for text in words if set(features.read_members(text) or ()) == members]
            joined = features.SEPARATOR.join(sorted(members))
            own = own or ([joined] if len(joined.encode()) <= TEXT_BYTES else [])
            return (*own, *members)  # one member may be a larger number than `least`
        case Bits(bits):
            own = [text for text in words if masks.read_mask(text) == bits]
            return (*own, hex(bits), str(bits))
        case Anything():
            return words


def _highest(integers: IntegerSet, bits: int) -> int | None:
    """Return the largest integer of a set that has all of some bits."""
    for low, high in reversed(integers.ranges):
        found = _highest_up_to(high, bits)
        if found is not None and found >= low:
            return found
    return None


def _highest_up_to(high: int, bits: int) -> int | None:
    """Return the largest integer not above `high` that has all of some bits."""
    if high < bits:
        return None
    if high & bits == bits:
        return high
    # It is as `high` down to some bit, there 0 where `high` has 1, and all ones below.
    for at in range(high.bit_length()):
        found = (high >> at) - 1 << at | (1 << at) - 1
        if high >> at & 1 and found & bits == bits:
            return found
    return None


class Strongest(NamedTuple):
    """A SELF that items accept, as its non-empty texts, and whether all of it is decided."""

    texts: Mapping[str, str]
    sure: bool


def strongest(
    items: Items, numbers: Sequence[int], selves: Iterable[Mapping[str, str]], words: Words
) -> Strongest | None:
    """Return a SELF that the items accept and that no SELF they accept is stronger than.

    It is above the first of `selves` that they accept, if they accept one.
    """
    sure = [number for number in numbers if not items.all[number].deciders]
    usable = [items.all[number] for number in sure or numbers]
    start = next((own for own in selves if any(_accepts(items, item, own) for item in usable)), {})
    texts: dict[str, str] = {name: text for name, text in start.items() if text}
    lacking = not texts and not any(_accepts(items, item, texts) for item in usable)
    for _ in range(STEPS):
        for item in usable:
            found = _above(items, item, texts, words)
            if found is not None and (lacking or _is_above(found, texts)):
                texts, lacking = found, False
                break
        else:
            break
    return None if lacking else Strongest(texts, bool(sure))


def _accepts(items: Items, item: Item, texts: Mapping[str, str]) -> bool:
    """Return whether an item accepts a SELF; of groups that are not written out none is known."""
    items.work.spend(4)
    names = set(item.alone)
    for at in item.groups:
        group = items.groups[at]
        row = tuple(texts.get(name, "") for name in group.names)
        if not _has(group, row):
            return False
        names.update(group.names)
    if not texts.keys() <= names:
        return False
    return all(has(items.demands[at], texts.get(name, "")) for name, at in item.alone.items())


def _has(group: Group, row: Row) -> bool:
    if group.rows is not None:
        return row in group.rows
    try:
        texts = dict(zip(group.names, row, strict=True))
        return group.component.solution(texts, Budget(SEARCH)) is not None
    except BudgetExhausted:
        return False


def _is_above(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(is_stronger(text, other.get(name, "")) for name, text in one.items())


def _above(
    items: Items, item: Item, texts: Mapping[str, str], words: Words
) -> dict[str, str] | None:
    """Return a SELF of the item, as strong as can be, in every field at least as `texts`."""
    items.work.spend(10)
    found: dict[str, str] = {}
    for name, at in item.alone.items():
        text = lifted(items.demands[at], texts.get(name, ""), words.get(name, {}))
        if text is None:
            return None
        found[name] = text
    for at in item.groups:
        group = items.groups[at]
        least = tuple(texts.get(name, "") for name in group.names)
        row = _row(items, group, least, words)
        if row is None:
            return None
        found.update(zip(group.names, row, strict=True))
    if any(text and name not in found for name, text in texts.items()):
        return None
    return {name: text for name, text in found.items() if text}


def _row(items: Items, group: Group, least: Row, words: Words) -> Row | None:
    rows = _corners(group) if group.rows is None else group.rows
    items.work.spend(len(rows))
    above = [row for row in rows if _covers(row, least)]
    if not above:
        return None
    best = sorted(above, key=lambda row: (-_votes(group, row, words), row))
    chosen = best[0]
    for row in best:
        if _covers(row, chosen) and not _covers(chosen, row):
            chosen = row
    return chosen


def _votes(group: Group, row: Row, words: Words) -> int:
    return sum(
        words.get(name, {}).get(text, 0) for name, text in zip(group.names, row, strict=True)
    )


def _covers(one: Row, other: Row) -> bool:
    return all(is_at_least(text, than) for text, than in zip(one, other, strict=True))


def _corners(group: Group) -> list[Row]:
    """Return rows of a group that is not written out: with each variable's last or first value."""
    assert group.coupling is not None  # noqa: S101
    chosen: list[list[str]] = [[]]
    for domain in group.domains:
        ends = _ends(domain)
        chosen = [[*some, text] for some in chosen for text in ends][:64]
    rows = [row_of(group.coupling, some) for some in chosen]
    return [row for row in rows if row is not None]


def _ends(domain: Demand) -> list[str]:
    if isinstance(domain, Numbers):
        return [str(domain.integers.ranges[-1].high), str(domain.integers.ranges[0].low)]
    return sorted(domain.texts)[:4] if isinstance(domain, Listed) else []

"""Baseline: what all members accept, as a descriptor, with its strongest SELF (section 7.2).

Belongs here: the steps from members to the answer. Must not know: members' names, files, sentences.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from devcompat.algebra.baseline.items import Items
from devcompat.algebra.baseline.limiting import Conflict, Limit, conflict_of, limits_of
from devcompat.algebra.baseline.merging import merged, uncovered_items
from devcompat.algebra.baseline.strength import Strongest, Words, strongest
from devcompat.algebra.baseline.writing import CannotWriteError, objects_of
from devcompat.algebra.covering import Covered, rest_of
from devcompat.algebra.parts import Parts
from devcompat.algebra.space import Space
from devcompat.algebra.work import Work, WorkExhausted
from devcompat.language.limits import COMPATIBLE_OBJECTS, DOCUMENT_BYTES
from devcompat.language.nodes import Descriptor, Document, Field, Object, Template
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import outcome_of
from devcompat.match.verdict import COMPATIBLE
from devcompat.values.versions import VersionRange

Outcome = Literal["written", "nothing", "cannot-write", "undecided"]
WRITTEN: Final = "written"
NOTHING: Final = "nothing"
CANNOT_WRITE: Final = "cannot-write"
UNDECIDED: Final = "undecided"

WORK = 100_000
"""Units of work of one baseline, see `algebra.work`; and for each COMPATIBLE object of a member:"""
WORK_OF_OBJECT = 40
MOST_WORK = 1_000_000
"""Units however many objects there are."""

COVERING = 20_000
"""Units of work to find out which objects are covered by the others together."""


class Reason(NamedTuple):
    """Why a baseline cannot be written: a code, the fields it is about, and what more there is."""

    code: str
    fields: tuple[str, ...] = ()
    detail: str = ""


class Baseline(NamedTuple):
    """What all members accept.

    `written`: `descriptor` accepts just that, and its SELF is `strongest`, a SELF that every member
    accepts. `nothing`: there is none, for `conflict`. `cannot-write`: no descriptor says it, for
    `reasons`. `undecided`: there is a descriptor, but nothing that all accept for sure (others
    decide, as `opened` says), or the work budget ended. `opened` are fields that others decide.
    """

    outcome: Outcome
    descriptor: Descriptor | None = None
    strongest: Mapping[str, str] | None = None
    limits: tuple[Limit, ...] = ()
    conflict: Conflict | None = None
    reasons: tuple[Reason, ...] = ()
    opened: tuple[tuple[str, str], ...] = ()


def baseline(
    members: Sequence[Compiled], sizes: Sequence[int] | None = None, budget: int | None = None
) -> Baseline:
    """Return what all members accept. There is one at least.

    `sizes` are how many devices each member stands for: of equally strong values the one that most
    have is taken. `budget` is in units of work; None: as many as `budget_of` the members.
    """
    items = Items(Work(budget_of(members) if budget is None else budget))
    counts = sizes or [1] * len(members)
    try:
        return _baseline(items, members, counts)
    except WorkExhausted:
        return Baseline(UNDECIDED, reasons=(Reason("baseline.budget"),))


def budget_of(members: Sequence[Compiled]) -> int:
    """Return the units of work that a baseline of these members may cost."""
    objects = sum(len(member.descriptor.compatible) for member in members)
    return min(WORK + WORK_OF_OBJECT * objects, MOST_WORK)


def _baseline(items: Items, members: Sequence[Compiled], sizes: Sequence[int]) -> Baseline:
    every = [items.of(member) for member in members]
    own = [uncovered_items(items, numbers) for numbers in every]
    left: list[int] = []
    seen: set[tuple[int, ...]] = set()
    for at, some in enumerate(own):
        if tuple(some) in seen:
            continue
        seen.add(tuple(some))
        left = _met(items, left, some) if at else list(some)
        if not left:
            return Baseline(NOTHING, conflict=conflict_of(items, own, at))
    words = _words(members, sizes)
    order = sorted(
        range(len(members)), key=lambda at: (-sizes[at], sorted(members[at].texts.items()))
    )
    answer = _answer(items, [members[at] for at in order], words, merged(items, left))
    if answer.strongest is None:
        return answer
    found = Strongest(answer.strongest, answer.outcome == WRITTEN)
    return answer._replace(limits=tuple(limits_of(items, every, found, words)))


def _met(items: Items, left: Sequence[int], some: Sequence[int]) -> list[int]:
    """Return what items have in common with a member's, covered ones left out."""
    met = [items.meet(one, other) for one in left for other in some]
    found = [number for number in dict.fromkeys(met) if number is not None]
    return uncovered_items(items, found) if len(found) > 1 else found


def _answer(
    items: Items,
    members: Sequence[Compiled],
    words: Words,
    left: Sequence[int],
) -> Baseline:
    """Return the answer without limits; the members stand in the order of their weight."""
    opened = tuple(sorted({one for number in left for one in items.all[number].deciders}))
    objects, failed = _objects(items, left)
    reasons = dict.fromkeys(
        reason for at, reason in failed.items() if not _is_said(items, at, left, failed)
    )
    if reasons:
        return Baseline(CANNOT_WRITE, reasons=tuple(reasons), opened=opened)
    found = strongest(items, left, (member.texts for member in members), words)
    if found is None:
        return Baseline(CANNOT_WRITE, reasons=(Reason("baseline.self"),), opened=opened)
    written = _descriptor(found, objects)
    if isinstance(written, Reason):
        return Baseline(CANNOT_WRITE, reasons=(written,), opened=opened)
    texts = {field.name: found.texts[field.name] for field in written.self_object.fields}
    if found.sure and _all_accept(members, found):
        return Baseline(WRITTEN, written, texts, opened=opened)
    fields = tuple(dict.fromkeys(name for name, _ in opened))
    reason = Reason("baseline.opaque", fields)
    return Baseline(UNDECIDED, written, texts, reasons=(reason,), opened=opened)


def _objects(items: Items, numbers: Sequence[int]) -> tuple[list[Object], dict[int, Reason]]:
    """Return items as objects, and why some cannot be written, by number."""
    objects: list[Object] = []
    failed: dict[int, Reason] = {}
    for number in numbers:
        try:
            objects += objects_of(items, number)
        except CannotWriteError as error:
            failed[number] = Reason(error.reason.code, error.reason.fields)
    return objects, failed


def _is_said(
    items: Items, number: int, numbers: Sequence[int], failed: Mapping[int, Reason]
) -> bool:
    """Return whether an item that others decide need not be written: other items accept as much.

    Who decides there does not count: unknown it is whoever does.
    """
    if failed[number].code != "baseline.opaque":
        return False
    plain = [
        items.item(items.all[at]._replace(deciders=frozenset()))
        for at in (number, *(at for at in numbers if at not in failed))
    ]
    (whole, *more), rest = _objects(items, plain[:1])[0], _objects(items, plain[1:])[0]
    if more or not rest or len(rest) >= COMPATIBLE_OBJECTS:
        return False
    items.work.spend(COVERING)
    first, *others = _parts((whole, *rest))
    return _are_covered(first, others, Space(Work(COVERING)))


def _all_accept(members: Sequence[Compiled], found: Strongest) -> bool:
    """Return whether the matcher says of each member that it accepts the SELF."""
    subject = _subject(found)
    return all(outcome_of(subject, member) == COMPATIBLE for member in members)


def _subject(found: Strongest) -> Compiled:
    fields = tuple(Field(name, Template((text,))) for name, text in found.texts.items())
    return Compiled(Descriptor(Object(fields)), None, "native", {})


def _words(members: Sequence[Compiled], sizes: Sequence[int]) -> Words:
    """Return the texts that members have, and the bounds of versions that they name."""
    words: dict[str, dict[str, int]] = {}
    for member, size in zip(members, sizes, strict=True):
        for name, text in member.texts.items():
            own = words.setdefault(name, {})
            own[text] = own.get(text, 0) + size
        for item in member.objects:
            for single in item.singles:
                if isinstance(single.variable.domain, VersionRange):
                    own = words.setdefault(single.name, {})
                    for bound in single.variable.domain.comparators:
                        own.setdefault(bound.text, 0)
    return words


def _descriptor(found: Strongest, objects: Sequence[Object]) -> Descriptor | Reason:
    """Return the descriptor as it reads when it is written, or which limit it breaks."""
    kept = _without_covered(objects)
    if len(kept) > COMPATIBLE_OBJECTS:
        return Reason("baseline.objects", (), f"{len(kept)} objects")
    named = dict.fromkeys(field.name for item in kept for field in item.fields)
    fields = tuple(
        Field(name, Template((found.texts[name],))) for name in named if found.texts.get(name)
    )
    descriptor = Descriptor(Object(fields), tuple(kept))
    text = write_text(descriptor)
    if len(text.encode()) > DOCUMENT_BYTES:
        return Reason("baseline.limits", (), "limit.document")
    try:
        return parse(text).descriptor
    except InputError as error:
        return Reason("baseline.limits", (), error.problems[0].code)


def _without_covered(objects: Sequence[Object]) -> list[Object]:
    """Return objects without those that the others together cover, where that is quickly known."""
    if not 1 < len(objects) <= COMPATIBLE_OBJECTS:
        return list(objects)
    kept = list(objects)
    space = Space(Work(COVERING))
    parts = _parts(objects)
    for at in reversed(range(len(objects))):
        rest = parts[:at] + parts[at + 1 :]
        if rest and _are_covered(parts[at], rest, space):
            del kept[at], parts[at]
    return kept


def _parts(objects: Sequence[Object]) -> list[Parts]:
    whole = Document(Descriptor(Object(()), tuple(objects)))
    return [Parts(item) for item in compile_document(whole).objects]


def _are_covered(whole: Parts, others: Sequence[Parts], space: Space) -> bool:
    able = [item for item in others if item.deciders <= whole.deciders]
    return bool(able) and isinstance(rest_of(whole, able, space), Covered)

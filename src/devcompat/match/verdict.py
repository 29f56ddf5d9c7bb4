"""Verdict: the answer with its evidence, as values (section 4).

Belongs here: outcomes, rules of direction, basis, failures, judgements, the verdict.
Must not know: how they were reached, or how they are said.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from devcompat.language.nodes import Value, Variable
from devcompat.language.problems import Position

Outcome = Literal["compatible", "incompatible", "unknown"]
COMPATIBLE: Final = "compatible"
INCOMPATIBLE: Final = "incompatible"
UNKNOWN: Final = "unknown"

Rule = Literal["target-accepts", "source-lists", "both"]
TARGET_ACCEPTS: Final = "target-accepts"
SOURCE_LISTS: Final = "source-lists"
BOTH: Final = "both"
RULES: tuple[Rule, ...] = (TARGET_ACCEPTS, SOURCE_LISTS, BOTH)

Basis = Literal["operator", "document", "read", "executed", "native"]
BASES: tuple[Basis, ...] = ("operator", "document", "read", "executed", "native")
"""How we know, weakest first."""
NATIVE: Final = "native"

Bound = int | str
Binding = Mapping[str, Bound]
"""Variables and what they stand for: int variables as ints, all others as the text they matched."""


_NO_BINDING: Binding = MappingProxyType({})


class Demand(NamedTuple):
    """What a COMPATIBLE object wants of one field, and where that is written."""

    name: str
    value: Value
    variables: Mapping[str, Variable]
    position: Position | None = None


class Failure(NamedTuple):
    """One reason against a match, or for not knowing: a code and the facts behind it.

    `fields` are the fields concerned, several for a conflict; `found` what the SELF has there
    (None: absent); `demands` what was wanted (None: the object does not name the field); `readings`
    what each field of a conflict would bind alone; `detail` who decides an opaque field, or why a
    field could not be read; `document` the name of the document whose demand it is.
    """

    code: str
    fields: tuple[str, ...] = ()
    found: tuple[str | None, ...] = ()
    demands: tuple[Demand | None, ...] = ()
    readings: tuple[Binding, ...] = ()
    detail: str = ""
    document: str = ""


class Judgement(NamedTuple):
    """One direction's answer: `SELF` of one device against the COMPATIBLE objects of the other.

    `object_index` (from 0) is the object that matches, the first that may match, or the nearest of
    those that do not; None where there is none. `failures` hold against it, `undecided` is what
    could not be decided about it, `binding` is the match's.
    """

    rule: Rule
    outcome: Outcome
    object_index: int | None = None
    binding: Binding = _NO_BINDING
    failures: tuple[Failure, ...] = ()
    undecided: tuple[Failure, ...] = ()


class Verdict(NamedTuple):
    """The answer for a source and a target; true only if compatible.

    `basis` is the weakest that the answer rests on, None where nothing is known of a side.
    """

    outcome: Outcome
    rule: Rule
    basis: Basis | None
    judgements: tuple[Judgement, ...]

    def __bool__(self) -> bool:
        return self.outcome == COMPATIBLE


def weakest(*bases: Basis) -> Basis:
    """Return the weakest of the given bases."""
    return BASES[min(BASES.index(basis) for basis in bases)]


def combined(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the outcome when all directions must hold: the worst of them (section 4)."""
    if INCOMPATIBLE in outcomes:
        return INCOMPATIBLE
    return UNKNOWN if UNKNOWN in outcomes else COMPATIBLE

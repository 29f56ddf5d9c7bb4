"""Parts: one COMPATIBLE object taken apart for comparing: fields alone, coupled fields, deciders.

Belongs here: what an object wants of each field, and the texts of coupled fields written out.
Must not know: other objects, cells.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from devcompat.algebra.cells.field import Alone
from devcompat.algebra.columns import Choices, Numbers, numbers, written
from devcompat.algebra.work import Work
from devcompat.language.limits import COMBINATIONS, TEXT_BYTES
from devcompat.language.nodes import Expression, Reference, Template, Variable
from devcompat.match.budget import WORK_PER_CANDIDATE, Budget, BudgetExhausted
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Component
from devcompat.match.verdict import INCOMPATIBLE
from devcompat.values.integers import IntegerSet, read_canonical

TUPLES = 128
"""Bindings of coupled fields up to which they are written out before anything else is tried."""

_WRITTEN_A_UNIT = 25
"""Operators and texts that are written out in a unit of work."""

CHECK = 500
"""Candidate bindings that the matcher may try before all bindings are written out."""

_LOOK = 2

_NO_SEARCH = Budget(0)
"""For objects whose coupled fields are all in tables."""

_LOOKED_UP_A_UNIT = 20
"""Tuples that are made ready to be looked up in a unit of work."""

Decider = tuple[str, str]
"""An undecidable field, and who decides it."""

Texts = tuple[str, ...]


class Parts:
    """One object's demands: on fields alone, and the components of coupled fields.

    A field that the object does not name is wanted absent. An opaque field lets every text through;
    `deciders` say what stays open then. `unread` are fields that could not be read of the device.
    """

    def __init__(self, item: CompiledObject, unread: Mapping[str, str] | None = None) -> None:
        self.item = item
        self.alone: dict[str, Alone] = dict(item.literals)
        self.alone.update((name, variable) for name, variable, _ in item.singles)
        self._allowed = {name: allowed for name, _, allowed in item.singles}
        self.components: tuple[Component, ...] = tuple(item.components)
        deciders = set(item.opaque.items())
        for name, decider in item.opaque.items():
            self.alone[name] = Variable(name, "opaque", decider)
        for name, reason in (unread or {}).items():
            self.alone[name] = Variable(name, "opaque", reason)
            deciders.add((name, reason))
        if unread:
            self.components = tuple(
                part for found in item.components for part in _without(found, frozenset(unread))
            )
        self.deciders: frozenset[Decider] = frozenset(deciders)
        self.coupled = {name: part for part in self.components for name in part.names}
        self.beginnings = {
            name: value.parts[0]
            for part in self.components
            for name, value in part.fields
            if isinstance(value, Template) and isinstance(value.parts[0], str)
        }
        self.names = frozenset(self.alone) | frozenset(self.coupled)
        self.literals = frozenset(
            (name, wanted) for name, wanted in self.alone.items() if isinstance(wanted, str)
        )
        self._unread = bool(unread)
        self._numbers: dict[int, Numbers | None] = {}
        self._sets: dict[int, frozenset[Texts]] = {}
        self._known: dict[int, Callable[[Mapping[str, str]], bool] | None] = {}
        self._tuples: dict[tuple[int, int], tuple[Texts, ...] | None] = {}
        self._meanings: dict[str, object] = {}

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """Return what is equal for objects that differ only in the names of variables."""
        names: dict[str, int] = {}
        found: list[object] = []
        for name in sorted(self.names):
            field = self.item.fields.get(name)
            wanted = self.alone.get(name)
            if field is None or isinstance(wanted, Variable):
                assert isinstance(wanted, Variable)  # noqa: S101  (no field: it was not read)
                found.append((name, meaning(wanted)))
                continue
            value = field.value
            parts = value.postfix if isinstance(value, Expression) else value.parts
            tokens: list[object] = [type(value).__name__]
            for part in parts:
                if not isinstance(part, Reference):
                    tokens.append(part)
                elif part.name in names:
                    tokens.append(("again", names[part.name]))
                else:
                    names[part.name] = len(names)
                    variable = self.item.variables[part.name]
                    tokens.append(meaning(variable))
            found.append((name, tuple(tokens)))
        return tuple(found)

    @cached_property
    def cost_of_writing(self) -> int:
        """The units of work that it takes to write out all bindings of coupled fields."""
        return sum(
            cost_of(component)
            for component in self.components
            if bindings_of(component) <= COMBINATIONS
        )

    def outcome(self, subject: Compiled, work: Work) -> bool | None:
        """Return whether the matcher says that the object accepts a SELF, opaque fields being open.

        Where its search takes long, all bindings are written out. None where they are too many.
        """
        work.spend(6 + len(self.names) // 2)
        if self._unread or self.item.searched:
            return self._accepted(subject, work)
        return self.item.decide(subject, _NO_SEARCH, _NO_SEARCH) != INCOMPATIBLE

    def _accepted(self, subject: Compiled, work: Work) -> bool | None:
        """Return what `decide` says of the fields that were read."""
        texts = subject.texts
        alone = (self.names | subject.names) - self.coupled.keys()
        if not all(self.accepts(name, texts[name]) for name in alone):
            return False
        outcomes = [self.holds(component, texts, work) for component in self.components]
        return False if False in outcomes else None if None in outcomes else True

    def holds(self, component: Component, texts: Mapping[str, str], work: Work) -> bool | None:
        """Return whether coupled fields can have texts together; None if that is not known."""
        if component.table is not None:
            work.spend(_LOOK)
            return component.solution(texts, _NO_SEARCH) is not None
        key = id(component)
        if key not in self._known:
            search = Budget(CHECK)
            try:
                return component.solution(texts, search) is not None
            except BudgetExhausted:
                self._known[key] = self._looked_up(component, work)
            finally:
                work.spend(_LOOK + (CHECK * WORK_PER_CANDIDATE - max(search.work_left, 0)) // 8)
        found = self._known[key]
        return None if found is None else found(texts)

    def _looked_up(
        self, component: Component, work: Work
    ) -> Callable[[Mapping[str, str]], bool] | None:
        """Return what says of texts whether coupled fields have them, all bindings written out."""
        values = self.numbers(component, work)
        if values is not None:
            return lambda texts: _numbers_of(component.names, texts) in values
        tuples = self.known_tuples(component, work)
        if tuples is None:
            return None
        return lambda texts: tuple([texts.get(name, "") for name in component.names]) in tuples

    def numbers(self, component: Component, work: Work) -> Numbers | None:
        """Return the numbers that coupled fields have together if all of them are expressions.

        None also if there may be more than `COMBINATIONS`.
        """
        key = id(component)
        if key not in self._numbers:
            found: Numbers | None = None
            arithmetic = all(isinstance(value, Expression) for _, value in component.fields)
            if arithmetic and bindings_of(component) <= COMBINATIONS:
                work.claim(cost_of(component))
                found = numbers(component.fields, choices_of(component))
            self._numbers[key] = found
        return self._numbers[key]

    def known_tuples(self, component: Component, work: Work) -> frozenset[Texts] | None:
        """Return the texts that coupled fields have together, to be looked up."""
        key = id(component)
        if key not in self._sets:
            tuples = self.tuples(component, work, COMBINATIONS)
            if tuples is None:
                return None
            work.spend(len(tuples) // _LOOKED_UP_A_UNIT)
            self._sets[key] = frozenset(tuples)
        return self._sets[key]

    def wanted(self, name: str) -> Alone | None:
        """Return what is wanted of a field alone ("": absent), or None where it is coupled."""
        return None if name in self.coupled else self.alone.get(name, "")

    def meaning(self, name: str) -> object:
        """Return what is equal for objects that want the same of a field alone."""
        if name not in self._meanings:
            self._meanings[name] = meaning(self.alone.get(name, ""))
        return self._meanings[name]

    def accepts(self, name: str, text: str) -> bool:
        """Return whether a text satisfies what is wanted of a field alone."""
        wanted = self.alone.get(name, "")
        if isinstance(wanted, str):
            return wanted == text
        return wanted.type == "opaque" or self._allowed[name][text]

    def tuples(
        self, component: Component, work: Work, most: int = TUPLES
    ) -> tuple[Texts, ...] | None:
        """Return the texts that coupled fields have together; None if there may be more."""
        key = (id(component), most)
        if key not in self._tuples:
            self._tuples[key] = written_out(component, most, work)
        return self._tuples[key]


def _numbers_of(names: Sequence[str], texts: Mapping[str, str]) -> object:
    """Return the numbers that fields have to be, as `columns.numbers` gives them."""
    found = [read_canonical(texts.get(name, "")) for name in names]
    return found[0] if len(found) == 1 else tuple(found)


def meaning(wanted: Alone) -> object:
    """Return what is equal for demands on a field alone that are the same but for a name."""
    if isinstance(wanted, str):
        return wanted
    domain = wanted.domain
    return (wanted.type, frozenset(domain) if isinstance(domain, tuple) else domain)


def _without(component: Component, names: frozenset[str]) -> list[Component]:
    known = frozenset(component.names) - names
    if len(known) == len(component.names):
        return [component]
    return component.only(known).connected() if known else []


def written_out(component: Component, most: int, work: Work) -> tuple[Texts, ...] | None:
    """Return the texts of all bindings, or None if there are more than `most` bindings.

    Texts beyond the limit of a value are left out: no SELF has them.
    """
    if component.table is not None:
        return _fitting(component.table)
    if bindings_of(component) > most:
        return None
    work.claim(cost_of(component))
    return tuple(written(component.fields, choices_of(component)))


def choices_of(component: Component) -> dict[str, Choices]:
    """Return what each variable of coupled fields may be."""
    return {name: _values(variable) for name, variable in component.variables.items()}


def bindings_of(component: Component) -> int:
    """Return how many bindings the variables of coupled fields have."""
    found = 1
    for variable in component.variables.values():
        domain = variable.domain
        if isinstance(domain, IntegerSet):
            found *= domain.size
        elif isinstance(domain, tuple):
            found *= len(domain)
    return found


def _values(variable: Variable) -> Choices:
    """Return what a variable may be, what is short in text first."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        (low, _), (_, high) = domain.ranges[0], domain.ranges[-1]
        if low >= 0 and len(domain.ranges) == 1:
            return range(low, high + 1)
        return list(domain.within(low, high))
    return sorted(domain, key=len) if isinstance(domain, tuple) else ()


def cost_of(component: Component) -> int:
    """Return the units of work that writing out all bindings takes."""
    cost = 1
    for _, value in component.fields:
        if isinstance(value, Expression):
            cost += 2 + sum(isinstance(token, str) for token in value.postfix)
        else:
            cost += len(value.parts)
    return 8 + bindings_of(component) * cost // _WRITTEN_A_UNIT


def _fitting(found: Mapping[Texts, object]) -> tuple[Texts, ...]:
    return tuple(
        texts
        for texts in found
        if all(len(text) * 4 <= TEXT_BYTES or len(text.encode()) <= TEXT_BYTES for text in texts)
    )

"""Parts: one COMPATIBLE object taken apart for comparing: fields alone, coupled fields, deciders.

Belongs here: what an object wants of each field, and the texts of coupled fields written out.
Must not know: other objects, cells.
"""

from collections.abc import Mapping
from functools import cached_property

from devcompat.algebra.cells.field import Alone
from devcompat.algebra.columns import Choices, written
from devcompat.algebra.work import Work
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.nodes import Expression, Reference, Template, Variable
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Component
from devcompat.match.domains import spoken_values
from devcompat.match.verdict import INCOMPATIBLE

TUPLES = 128
"""Bindings of coupled fields up to which they are written out before anything else is tried."""

_WRITTEN_A_UNIT = 40
"""Operands and placeholders that are written out in a unit of work."""

CHECK = 3_000
"""Candidate bindings that the matcher may try for one object when a witness is checked."""

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

    def outcome(self, subject: Compiled, work: Work) -> bool | None:
        """Return whether the matcher says that the object accepts a SELF, opaque fields being open.

        None where it gives up.
        """
        work.spend(6 + len(self.names) // 2)
        search, alone = Budget(CHECK), Budget(CHECK)
        before = search.work_left
        if self._unread:
            found = self._accepted(subject, search)
        else:
            found = self.item.decide(subject, search, alone) != INCOMPATIBLE
            found = None if found and search.left < 0 else found
        work.spend(max(0, before - max(search.work_left, 0)) // 4)
        return found

    def _accepted(self, subject: Compiled, search: Budget) -> bool | None:
        """Return what `decide` says of the fields that were read."""
        texts = subject.texts
        alone = (self.names | subject.names) - self.coupled.keys()
        if not all(self.accepts(name, texts[name]) for name in alone):
            return False
        try:
            return all(found.solution(texts, search) is not None for found in self.components)
        except BudgetExhausted:
            return None

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
    size = 1
    choices: dict[str, Choices] = {}
    for name, variable in component.variables.items():
        values = spoken_values(variable, most)
        size *= 0 if values is None else len(values)
        if values is None or size > most:
            return None
        choices[name] = Choices(values, [*map(int, values)] if variable.type == "int" else [])
    cost = sum(
        len(value.postfix if isinstance(value, Expression) else value.parts)
        for _, value in component.fields
    )
    work.spend(8 + size * (1 + cost) // _WRITTEN_A_UNIT)
    return tuple(written(component.fields, choices))


def _fitting(found: Mapping[Texts, object]) -> tuple[Texts, ...]:
    return tuple(
        texts
        for texts in found
        if all(len(text) * 4 <= TEXT_BYTES or len(text.encode()) <= TEXT_BYTES for text in texts)
    )

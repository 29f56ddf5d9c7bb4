"""Evidence: why a SELF does not match one COMPATIBLE object, or what cannot be decided (section 4).

Belongs here: which fields fail, with their codes, and which conflict. One object at a time.
Must not know: rules of direction, several objects (judge), sentences (wording).

A field fails if with its variables free it cannot match; each unexpected field counts one; a
conflict between fields that could each match alone counts one.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from devcompat.language.nodes import Expression, Reference, Template, Variable
from devcompat.language.source import Source
from devcompat.match.budget import EVIDENCE_CANDIDATES, PAIR_CANDIDATES, Budget, BudgetExhausted
from devcompat.match.compiled import Compiled, CompiledObject
from devcompat.match.component import Component
from devcompat.match.verdict import Binding, Bound, Failure
from devcompat.values.features import read_members
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.masks import read_mask
from devcompat.values.versions import VersionRange, read_version

_PAIR = 300
"""Units of work that looking at a pair of fields costs before anything is searched."""


class Examination(NamedTuple):
    """What one COMPATIBLE object says of a SELF: failures, what is undecided, or the binding."""

    failures: tuple[Failure, ...]
    undecided: tuple[Failure, ...]
    binding: Binding


class Effort:
    """What one pair may cost in one direction; shared by the objects of the accepting side.

    `search` and `alone` are spent as a decision without evidence spends them, so that both come to
    the same outcome; what only the evidence asks is paid from `evidence`.
    """

    def __init__(self, search: int | None = None, evidence: int | None = None) -> None:
        alone = EVIDENCE_CANDIDATES if evidence is None else evidence
        self.search = Budget(PAIR_CANDIDATES if search is None else search)
        self.alone = Budget(alone)
        self.evidence = Budget(alone)


def examine(
    accepting: CompiledObject, subject: Compiled, owner: Compiled, effort: Effort
) -> Examination:
    """Return why the subject's SELF does not match an object of `owner`, or its binding."""
    return _Examiner(accepting, subject, owner, effort).examination()


class _Examiner:
    def __init__(
        self, accepting: CompiledObject, subject: Compiled, owner: Compiled, effort: Effort
    ) -> None:
        self._object = accepting
        self._texts = subject.texts
        self._unread = {**owner.unread, **subject.unread}
        self._source: Source | None = owner.source
        self._document = owner.name
        self._effort = effort
        self._failures: list[Failure] = []
        self._undecided: list[Failure] = []
        self._binding: dict[str, Bound] = {}

    def examination(self) -> Examination:
        """Look at every field of the union, then at the fields together."""
        self._literals()
        self._singles()
        self._unexpected()
        for component in sorted(self._object.components, key=lambda found: found.table is None):
            self._component(component)
        for name, decider in self._object.opaque.items():
            if name not in self._unread:
                self._undecided.append(self._failure("field.opaque", name, decider))
        for name, reason in self._unread.items():
            self._undecided.append(self._failure("field.unread", name, reason))
        if self._failures:
            order = {name: index for index, name in enumerate(self._object.fields)}
            self._failures.sort(key=lambda failure: order.get(failure.fields[0], len(order)))
        return Examination(tuple(self._failures), tuple(self._undecided), self._binding)

    def _failure(self, code: str, name: str, detail: str = "") -> Failure:
        found = (self._texts.get(name),)
        demands = (self._object.demand(name, self._source),)
        return Failure(code, (name,), found, demands, (), detail, self._document)

    def _literals(self) -> None:
        for name, literal in self._object.literals.items():
            found = self._texts.get(name)
            if found != literal and name not in self._unread:
                code = "field.missing" if found is None else "value.differs"
                self._failures.append(self._failure(code, name))

    def _singles(self) -> None:
        for name, variable, allowed in self._object.singles:
            if name in self._unread:
                continue
            text = self._texts.get(name, "")
            if allowed[text]:
                self._binding[variable.name] = int(text) if variable.type == "int" else text
            else:
                self._failures.append(self._failure(_whole_value_code(variable, text), name))

    def _unexpected(self) -> None:
        for name in self._texts:
            if name not in self._object.names and name not in self._unread:
                self._failures.append(self._failure("field.unexpected", name))

    def _component(self, component: Component) -> None:
        """Judge fields that share variables: together, and where that fails, each alone."""
        known = frozenset(name for name in component.names if name not in self._unread)
        whole = bool(known) and len(known) == len(component.names)
        exhausted = False
        if whole:
            try:
                binding = component.solution(self._texts, self._budget(self._effort.search))
            except BudgetExhausted:
                exhausted = True
            else:
                if binding is not None:
                    self._binding.update(binding)
                    return
        if whole and not exhausted and len(known) == 1:
            (name,) = known
            self._failures.append(self._failure(self._code(component, name), name))
            return
        able = self._able(component, known, decisive=exhausted or not whole)
        if whole and len(able) == len(known):
            if exhausted:
                self._undecided.append(self._together("match.budget", component))
            else:
                found = self._together("variables.conflict", self._smallest(component))
                self._failures.append(found)
        elif able:
            for part in component.only(able).connected():
                self._conflict(part)

    def _budget(self, decisive: Budget) -> Budget:
        """Return the budget for a question whose answer decides, as long as nothing has failed."""
        return self._effort.evidence if self._failures else decisive

    def _able(
        self, component: Component, known: frozenset[str], *, decisive: bool
    ) -> frozenset[str]:
        """Return the fields that can match with their variables free; the others are failures."""
        able: set[str] = set()
        for name in component.names:
            if name not in known:
                continue
            alone = self._budget(self._effort.alone) if decisive else self._effort.evidence
            if self._matches_alone(component, name, alone):
                able.add(name)
            else:
                self._failures.append(self._failure(self._code(component, name), name))
        return frozenset(able)

    def _matches_alone(self, component: Component, name: str, budget: Budget) -> bool:
        """Return whether the field can match with its variables free; true where not known."""
        try:
            return component.only(frozenset({name})).solution(self._texts, budget) is not None
        except BudgetExhausted:
            return True

    def _conflict(self, part: Component) -> None:
        """Add a conflict between fields that could each match alone, if there is one."""
        try:
            if part.solution(self._texts, self._budget(self._effort.search)) is not None:
                return
        except BudgetExhausted:
            self._undecided.append(self._together("match.budget", part))
            return
        self._failures.append(self._together("variables.conflict", self._smallest(part)))

    def _smallest(self, part: Component) -> Component:
        """Return two of the fields that cannot hold together, or all where no two are enough."""
        for pair in combinations(part.names, 2):
            try:
                self._effort.evidence.work(_PAIR)
                candidate = part.only(frozenset(pair))
                if candidate.solution(self._texts, self._effort.evidence) is None:
                    return candidate
            except BudgetExhausted:
                break
        return part

    def _together(self, code: str, part: Component) -> Failure:
        return Failure(
            code,
            part.names,
            tuple(self._texts.get(name) for name in part.names),
            tuple(self._object.demand(name, self._source) for name in part.names),
            tuple(self._readings(part)),
            "",
            self._document,
        )

    def _readings(self, part: Component) -> Iterator[Binding]:
        """Yield what each field would bind alone."""
        for name in part.names:
            try:
                found = part.only(frozenset({name})).solution(self._texts, self._effort.evidence)
            except BudgetExhausted:
                found = None
            yield found or {}

    def _code(self, component: Component, name: str) -> str:
        """Return the code for a field that cannot match whatever its variables are."""
        text = self._texts.get(name)
        if text is None:
            return "field.missing"
        value = self._object.fields[name].value
        if isinstance(value, Expression):
            return "value.malformed" if read_canonical(text) is None else "value.not-allowed"
        return _template_code(value, component, text)


def _whole_value_code(variable: Variable, text: str) -> str:
    """Return the code for a whole value that its variable does not allow."""
    return _value_code(variable, text) if text else "field.missing"


def _value_code(variable: Variable, text: str) -> str:
    """Return the code for a text, perhaps an empty one, that a variable does not allow."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        if read_canonical(text) is None:
            return "value.malformed"
        return "value.out-of-range" if domain.is_one_range() else "value.not-allowed"
    if isinstance(domain, VersionRange):
        return "value.malformed" if read_version(text) is None else "value.out-of-range"
    if variable.type == "set":
        return "value.malformed" if read_members(text) is None else "value.not-allowed"
    if variable.type == "mask":
        return "value.malformed" if read_mask(text) is None else "value.not-allowed"
    return "value.not-allowed"


def _template_code(template: Template, component: Component, text: str) -> str:
    """Return the code for a text that no binding renders the template to.

    Where the literal parts are not there, the text differs; where they are and one placeholder is
    in question, it is that placeholder's part that is wrong.
    """
    parts = template.parts
    names = [part.name for part in parts if isinstance(part, Reference)]
    if not _literals_fit(parts, text):
        return "value.differs"
    if len(names) > 1:
        return "value.not-allowed"
    before = parts[0] if isinstance(parts[0], str) else ""
    after = parts[-1] if isinstance(parts[-1], str) else ""
    captured = text[len(before) : len(text) - len(after)]
    return _value_code(component.variables[names[0]], captured)


def _literals_fit(parts: tuple[str | Reference, ...], text: str) -> bool:
    """Return whether the literal parts stand in `text` in order, the outer ones at its ends."""
    first = parts[0] if isinstance(parts[0], str) else ""
    last = parts[-1] if isinstance(parts[-1], str) else ""
    if len(text) < len(first) + len(last):
        return False
    if not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in parts[1:-1]:
        if isinstance(part, str):
            found = text.find(part, position, end)
            if found == -1:
                return False
            position = found + len(part)
    return True

"""Joint: conditions on several variables, as far as their forms say whether they hold.

Belongs here: which conditions of a way hold wherever the covered object has texts, which never do,
and which are about one variable only. Must not know: progressions, templates, boxes.
"""

from collections.abc import Iterable, Mapping, Sequence

from devcompat.algebra.ranges.forms import (
    Form,
    Forms,
    Needed,
    added,
    divided,
    fits,
    scaled,
)
from devcompat.algebra.ranges.linear import FAR, Never, Span, Spans, Unclear
from devcompat.algebra.ranges.numbers import Member, Number, plain
from devcompat.algebra.ranges.ways import Solve, Way
from devcompat.algebra.work import Work
from devcompat.language.arithmetic import references
from devcompat.language.nodes import Expression, Value
from devcompat.values.integers import IntegerSet

_COST = 10


class Joint:
    """The fields of the covered object, all of whose expressions have values where it has texts."""

    def __init__(
        self, values: Iterable[Value], domains: Mapping[str, IntegerSet], work: Work
    ) -> None:
        self._work = work
        self._forms = Forms(work)
        self._names: dict[int, str] = {}
        self._known: dict[str, Form] = {}
        for name, domain in domains.items():
            form = self._forms.atom(name, (domain.ranges[0].low, domain.ranges[-1].high))
            self._known[name] = form
            self._names[form[0][0][0]] = name
        steps: set[Form] = set()
        needed: set[Needed] = set()
        for value in values:
            if isinstance(value, Expression):
                try:
                    found = self._forms.worked(value, self._known)
                except (Never, Unclear):
                    continue
                steps |= found.steps
                needed |= found.needed
        self._steps = frozenset(steps)
        self._needed = frozenset(needed)

    def settled(self, way: Way) -> Way:
        """Return conditions that hold just where those of `way` do, fewer or simpler if possible.

        Raises Never if one of them never holds.
        """
        self._work.spend(_COST * (1 + len(way.domains) + len(way.checks) + len(way.members)))
        lines = self._lines(way)
        members: list[Member] = []
        for item in way.members:
            found = self._within(self._form(item.number), item.ranges)
            members += [item] if found is None else found
        domains: dict[str, IntegerSet] = {}
        for name, domain in way.domains.items():
            ranges = [(known.low, known.high) for known in domain.ranges]
            found = self._within(lines.get(name), ranges)
            if found is None:
                domains[name] = domain
            members += found or []
        checks: list[tuple[Expression, Number]] = []
        for expression, number in way.checks:
            found = self._checked(expression, number, lines)
            if found is None:
                checks.append((expression, number))
            members += found or []
        equal: list[tuple[Number, Number]] = []
        for one, other in way.equal:
            found = self._same(self._form(one), self._form(other))
            if found is None:
                equal.append((one, other))
            members += found or []
        return _pruned(way._replace(
            members=tuple(members), domains=domains, checks=tuple(checks), equal=tuple(equal),
        ))  # fmt: skip

    def _lines(self, way: Way) -> dict[str, Form]:
        """Return the forms of the other object's variables, of those that have one."""
        lines: dict[str, Form] = {}
        for name, number in way.bound.items():
            form = self._form(number)
            if form is not None:
                lines[name] = form
        for item in way.solves:
            form = self._solved(item, lines)
            if form is not None:
                lines[item.name] = form
        return lines

    def _form(self, number: Number) -> Form | None:
        """Return the form of a number that a text of the covered object spells."""
        try:
            return self._forms.worked(number.expression, self._known).form
        except (Never, Unclear):
            return None

    def _solved(self, item: Solve, lines: Mapping[str, Form]) -> Form | None:
        """Return the only form with which a variable can give what its expression has to be."""
        target = self._form(item.target)
        if target is None or not lines.keys() >= set(references(item.expression)) - {item.name}:
            return None
        free = self._forms.atom(item, (-FAR, FAR))
        atom = free[0][0][0]
        try:
            form = self._forms.worked(item.expression, {**lines, item.name: free}).form
            factors = [factor for atoms, factor in form if atoms == (atom,)]
            rest = tuple(product for product in form if product[0] != (atom,))
            if not factors or any(atom in atoms for atoms, _ in rest):
                return None
            return divided(added(target, scaled(rest, -1)), factors[0])
        except (Never, Unclear):
            return None

    def _checked(
        self, expression: Expression, number: Number, lines: Mapping[str, Form]
    ) -> list[Member] | None:
        """Return what has to hold for an expression to be a number, None if it is not known."""
        target = self._form(number)
        if target is None or not lines.keys() >= set(references(expression)):
            return None
        try:
            found = self._forms.worked(expression, lines)
        except Unclear:
            return None
        members = self._same(found.form, target)
        if found.needed <= self._needed and fits(found.steps, self._forms, self._steps):
            return members
        return None

    def _same(self, one: Form | None, other: Form | None) -> list[Member] | None:
        """Return what has to hold for two forms to be the same. Raises Never."""
        if one is None or other is None:
            return None
        try:
            return self._within(added(one, scaled(other, -1)), [(0, 0)])
        except Unclear:
            return None

    def _within(self, form: Form | None, ranges: Sequence[Span]) -> list[Member] | None:
        """Return what has to hold for a form to be in one of ascending ranges.

        It is nothing, if it is there always, or a member; None if it is not known. Raises Never.
        """
        if form is None:
            return None
        low, high = self._forms.bounds(form)
        if any(first <= low and high <= last for first, last in ranges):
            return []
        if all(high < first or last < low for first, last in ranges):
            raise Never
        found = self._forms.only(form)
        if found is None or found[0] not in self._names:
            return None
        atom, factor, offset = found
        spans = Spans([(-FAR, FAR)])
        spans.keep_within((factor, offset), list(ranges))
        return [Member(plain(self._names[atom]), spans.spans)]


def _pruned(way: Way) -> Way:
    """Return a way without variables that no condition asks for."""
    asked = set(way.domains).union(*(references(expression) for expression, _ in way.checks))
    for item in reversed(way.solves):
        if item.name in asked:
            asked.update(references(item.expression))
    return way._replace(
        bound={name: number for name, number in way.bound.items() if name in asked},
        solves=tuple([item for item in way.solves if item.name in asked]),
    )

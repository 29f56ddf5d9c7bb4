"""Splitting: which parts of a text each placeholder of a template can stand for (section 8).

Belongs here: all ways to split one text, looked at together and not one by one.
Must not know: expressions, other fields, which way is preferred (readings).
"""

from collections.abc import Mapping, Sequence

from devcompat.language.nodes import Reference, Template
from devcompat.match.budget import Budget
from devcompat.match.choosing.possible import Numbers, Possible, State, among, read
from devcompat.match.readings import conversion
from devcompat.match.verdict import Bound

_PLACE = 10
_PART = 12


def split(template: Template, text: str, state: State, budget: Budget) -> State | None:
    """Return what is left for the template's variables if it has to render to `text`.

    None if it cannot. Where a variable stands twice, more may be left than is possible.
    """
    literals, names = _pieces(template)
    first, last = literals[0], literals[-1]
    end = len(text) - len(last)
    if len(first) > end or not text.startswith(first) or not text.endswith(last):
        return None
    if len(names) == 1:
        budget.work(_PART + conversion(end - len(first)))
        value = read(state[names[0]], text[len(first) : end])
        return None if value is None else _left(names, [{value}], state)
    return _Places(literals, names, text, end, state, budget).left()


def _pieces(template: Template) -> tuple[list[str], list[str]]:
    """Return the literal texts around the placeholders, one more than these, and their names."""
    literals, names = [""], []
    for part in template.parts:
        if isinstance(part, Reference):
            names.append(part.name)
            literals.append("")
        else:
            literals[-1] += part
    return literals, names


def _left(
    names: Sequence[str], found: Sequence[set[Bound]], state: Mapping[str, Possible]
) -> State | None:
    changes: State = {}
    for name, values in zip(names, found, strict=True):
        left = among(changes.get(name, state[name]), values)
        if left is None:
            return None
        changes[name] = left
    return changes


class _Places:
    """Where in a text the placeholders can begin and end, worked out from the left, then back."""

    def __init__(
        self,
        literals: Sequence[str],
        names: Sequence[str],
        text: str,
        end: int,
        state: State,
        budget: Budget,
    ) -> None:
        self._literals = literals
        self._names = names
        self._text = text
        self._end = end
        self._possible = [state[name] for name in names]
        self._state = state
        self._budget = budget

    def left(self) -> State | None:
        """Return what is left for each variable, or None."""
        steps: list[list[tuple[int, int, Bound]]] = []  # for each placeholder: start, next, value
        starts = {len(self._literals[0])}
        for index in range(len(self._names)):
            steps.append(self._parts(index, starts))
            starts = {after for _, after, _ in steps[-1]}
        found: list[set[Bound]] = []
        reached = {len(self._text)}
        for parts in reversed(steps):
            fitting = [part for part in parts if part[1] in reached]
            reached = {start for start, _, _ in fitting}
            found.append({value for _, _, value in fitting})
        return _left(self._names, found[::-1], self._state)

    def _parts(self, index: int, starts: set[int]) -> list[tuple[int, int, Bound]]:
        """Return the parts that begin at one of `starts`, each with where what follows it ends."""
        possible, following = self._possible[index], self._literals[index + 1]
        last = index + 1 == len(self._names)
        longest = _longest(possible)
        members: Possible | frozenset[str] = possible
        if not isinstance(possible, Numbers):
            self._budget.work(len(possible) >> 2)
            members = frozenset(possible)
        found: list[tuple[int, int, Bound]] = []
        for start in sorted(starts):
            self._budget.work(_PLACE)
            for end in self._ends(start, following, longest, last=last):
                self._budget.work(_PART + conversion(end - start))
                part = self._text[start:end]
                value: Bound | None
                if isinstance(members, frozenset):
                    value = part if part in members else None
                else:
                    value = read(possible, part)
                if value is not None:
                    found.append((start, end + len(following), value))
        return found

    def _ends(self, start: int, following: str, longest: int, *, last: bool) -> list[int]:
        if last:
            return [self._end] if start <= self._end <= start + longest else []
        found: list[int] = []
        stop = min(self._end, start + longest + len(following))
        end = self._text.find(following, start, stop)
        while end != -1:
            found.append(end)
            end = self._text.find(following, end + 1, stop)
        return found


def _longest(possible: Possible) -> int:
    """Return how many characters the longest text has."""
    if isinstance(possible, Numbers):
        return max(len(str(possible.low)), len(str(possible.high)))
    return max(map(len, possible))

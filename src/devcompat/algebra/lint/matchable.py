"""Matchable: whether any SELF at all can match a COMPATIBLE object, and if none can, why.

Belongs here: the proof that none can. Must not know: a descriptor's SELF, other objects.

"None" is said only where it is proven. A SELF's value has at most 1024 bytes, so a template that is
always longer matches nothing either. Parameters count as variables: no choice of them helps.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from devcompat.algebra.lint.finding import Share, Work
from devcompat.algebra.lint.residues import never_divide
from devcompat.algebra.lint.tracing import reason_without_value
from devcompat.language import limits
from devcompat.language.nodes import Expression, Field, Object, Reference, Template, Variable
from devcompat.match.budget import BudgetExhausted
from devcompat.match.choosing.choice import first_choice
from devcompat.match.choosing.equations import variables_in
from devcompat.match.choosing.possible import possible_values, sizes
from devcompat.match.choosing.relations import Fits, HasValue, Relation
from devcompat.match.fixing import written_size
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import Version, VersionRange

_SAMPLES = 27
_PAIRS = 64
"""Pairs of fields that are asked for the reason."""


_Demanding = tuple[Field, Relation]
"""A field, and what must hold for it to have a text that a SELF can have."""


class Never(NamedTuple):
    """Why an object matches nothing: the fields that cannot hold, and what it is about them.

    `reason` is "version" (no version is in the domain), "length" (the text is always too long),
    "divisor" (a divisor is always 0), "remainder" (a division always leaves one), "overflow" (64
    bits are always left), "value" (no value for one of these reasons or another), or "conflict"
    (each field could hold, but not all together).
    """

    reason: str
    fields: tuple[str, ...]


def why_never(item: Object, parameters: Sequence[Variable], work: Work) -> Never | None:
    """Return why no SELF can match an object, or None if one can.

    Raises BudgetExhausted if that is not known.
    """
    variables = {found.name: found for found in (*parameters, *item.variables)}
    order = {field.name: at for at, field in enumerate(item.fields)}
    reasons: list[Never] = []
    demanding: list[_Demanding] = []
    for field in item.fields:
        variable = whole_variable(field, variables)
        domain = None if variable is None else variable.domain
        relation = _relation(field, variables)
        if isinstance(domain, VersionRange) and is_empty(domain):
            reasons.append(Never("version", (field.name,)))
        elif relation is not None:
            demanding.append((field, relation))
    given_up: BudgetExhausted | None = None
    for group in _groups(demanding):
        group.sort(key=lambda member: order[member[0].name])
        try:
            found = _why_group_never(group, variables, work)
        except BudgetExhausted as error:
            given_up = error
            continue
        if found is not None:
            reasons.append(found)
    if given_up is not None and not reasons:
        raise given_up
    return min(reasons, key=lambda reason: order[reason.fields[0]], default=None)


def _groups(demanding: Sequence[_Demanding]) -> list[list[_Demanding]]:
    """Return the demanding fields in groups that share no variable with each other."""
    groups: list[tuple[frozenset[str], list[_Demanding]]] = []
    for field, relation in demanding:
        names, members = relation.names, [(field, relation)]
        apart = []
        for group in groups:
            if group[0] & names:
                names, members = names | group[0], group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (names, members)]
    return [members for _, members in groups]


def _why_group_never(
    demanding: Sequence[_Demanding], variables: Mapping[str, Variable], work: Work
) -> Never | None:
    """Return why fields cannot all hold, or None if they can. Raises BudgetExhausted."""
    relations = [relation for _, relation in demanding]
    if _shown_to_hold(relations, variables):
        return None
    arithmetic = [field for field, _ in demanding if isinstance(field.value, Expression)]
    fields = _indivisible(arithmetic, variables, work)
    if fields:
        return Never("remainder" if len(fields) == 1 else "conflict", fields)
    if _can_hold(relations, variables, work):
        return None
    return _reason(demanding, variables, work)


def whole_variable(field: Field, variables: Mapping[str, Variable]) -> Variable | None:
    """Return the variable that is a field's whole value, or None."""
    if isinstance(field.value, Expression) or len(field.value.parts) != 1:
        return None
    only = field.value.parts[0]
    return variables.get(only.name) if isinstance(only, Reference) else None


def is_empty(domain: VersionRange) -> bool:
    """Return whether no version at all satisfies the comparators."""
    low, low_open, high, high_open = domain.bounds()
    if high is None:
        return False
    least: Version = (*low[:3], low[3] + 1) if low_open else low
    return least > high or (high_open and least == high)


def _relation(field: Field, variables: Mapping[str, Variable]) -> Relation | None:
    """Return what must hold for a field to have a text that a SELF can have, None if it always has.

    Variables of types that share nothing are whole values, and have such texts.
    """
    if isinstance(field.value, Expression):
        return HasValue(field.value)
    if not _may_be_long(field.value, variables):
        return None
    return Fits(field.value, frozenset())


def _may_be_long(template: Template, variables: Mapping[str, Variable]) -> bool:
    names = [part.name for part in template.parts if isinstance(part, Reference)]
    if len(template.parts) < 2 or not names:
        return False
    longest = sum(sizes(possible_values(variables[name]))[1] for name in names)
    return written_size(template) + longest > limits.TEXT_BYTES


def _shown_to_hold(relations: Sequence[Relation], variables: Mapping[str, Variable]) -> bool:
    """Return whether one of a few bindings shows that all relations can hold."""
    names = sorted(frozenset[str]().union(*(relation.names for relation in relations)))
    ends = [_first_and_last(variables[name]) for name in names]
    for which in (0, 1):
        binding = {name: end[which] for name, end in zip(names, ends, strict=True)}
        if all(relation.holds(binding) for relation in relations):
            return True
    return False


def _first_and_last(variable: Variable) -> tuple[Bound, Bound]:
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return domain.ranges[0].low, domain.ranges[-1].high
    assert isinstance(domain, tuple)  # noqa: S101  (the others are whole values, in no relation)
    return min(domain, key=len), domain[-1]


def _indivisible(
    fields: Sequence[Field], variables: Mapping[str, Variable], work: Work
) -> tuple[str, ...]:
    """Return a field, or two, in which divisions provably leave a remainder whatever is bound."""
    share = work.share()
    try:
        for field in fields:
            if _never_divide([field], variables, share):
                return (field.name,)
        for pair in islice(combinations(fields, 2), _PAIRS):
            if _never_divide(pair, variables, share):
                return (pair[0].name, pair[1].name)
        return ()
    finally:
        work.settle(share)


def _never_divide(fields: Sequence[Field], variables: Mapping[str, Variable], share: Share) -> bool:
    expressions = [field.value for field in fields if isinstance(field.value, Expression)]
    return never_divide(expressions, variables, share)


def _can_hold(relations: Sequence[Relation], variables: Mapping[str, Variable], work: Work) -> bool:
    """Return whether all relations can hold at once. Raises BudgetExhausted."""
    if not relations:
        return True
    names = frozenset().union(*(relation.names for relation in relations))
    share = work.share()
    try:
        chosen = [variables[name] for name in sorted(names)]
        return first_choice(chosen, {}, relations, share) is not None
    finally:
        work.settle(share)


def _reason(
    demanding: Sequence[tuple[Field, Relation]], variables: Mapping[str, Variable], work: Work
) -> Never:
    """Return the fewest fields of those looked at that cannot hold, all of them at the worst."""
    for field, relation in demanding:
        if not _may_hold([relation], variables, work):
            reason = "length"
            if isinstance(field.value, Expression):
                reason = _arithmetic_reason(field.value, variables)
            return Never(reason, (field.name,))
    for (one, first), (other, second) in _related_pairs(demanding):
        if not _may_hold([first, second], variables, work):
            return Never("conflict", (one.name, other.name))
    return Never("conflict", tuple(field.name for field, _ in demanding))


def _related_pairs(
    demanding: Sequence[tuple[Field, Relation]],
) -> Iterator[tuple[tuple[Field, Relation], tuple[Field, Relation]]]:
    left = _PAIRS
    for one, other in combinations(demanding, 2):
        if one[1].names & other[1].names:
            left -= 1
            if left < 0:
                return
            yield one, other


def _may_hold(relations: Sequence[Relation], variables: Mapping[str, Variable], work: Work) -> bool:
    try:
        return _can_hold(relations, variables, work)
    except BudgetExhausted:
        return True


def _arithmetic_reason(expression: Expression, variables: Mapping[str, Variable]) -> str:
    """Return why an expression has no value, if all bindings that are looked at say the same."""
    reasons = {
        reason_without_value(expression, binding) for binding in _samples(expression, variables)
    }
    return next(iter(reasons)) if len(reasons) == 1 else "value"


def _samples(expression: Expression, variables: Mapping[str, Variable]) -> Iterator[dict[str, int]]:
    names = sorted(variables_in(expression))
    choices: list[list[int]] = []
    for name in names:
        domain = variables[name].domain
        assert isinstance(domain, IntegerSet)  # noqa: S101  (arithmetic is over int variables)
        low, high = domain.ranges[0].low, domain.ranges[-1].high
        middle = domain.first_from((low + high) // 2)
        choices.append(sorted({low, high if middle is None else middle, high}))
    for index, values in enumerate(product(*choices)):
        if index == _SAMPLES:
            return
        yield dict(zip(names, values, strict=True))

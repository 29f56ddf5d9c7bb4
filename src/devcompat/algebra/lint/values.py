"""Values: what may be wrong with one value or variable of a COMPATIBLE object (section 7.3).

Belongs here: arithmetic by accident, variables that couple nothing, 64 bits.
Must not know: whether the object can match (matchable), other objects, sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from devcompat.algebra.lint.finding import Finding, Work
from devcompat.algebra.lint.tracing import reason_without_value
from devcompat.language.arithmetic import evaluate, to_infix
from devcompat.language.domains import write_domain, write_member
from devcompat.language.nodes import (
    EMPTY,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.language.scope import looks_arithmetic
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.choosing.equations import variables_in
from devcompat.match.component import Component
from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical

_LISTED = 64
"""Values of an expression that are listed as what to write instead."""

_READINGS = 100


class ValueChecks:
    """The checks of one object's values, with what they need of the descriptor.

    `selves` are the SELF's values by name; `listing` is the work that advice may take;
    `explicit` is true where a format spells arithmetic apart from texts, so that neither can be the
    other by accident.
    """

    def __init__(
        self,
        item: Object,
        index: int,
        parameters: Sequence[Variable],
        selves: Mapping[str, Value],
        listing: Work,
        *,
        explicit: bool,
    ) -> None:
        self._item = item
        self._index = index
        self._own = {found.name: found for found in item.variables}
        self._variables = {found.name: found for found in parameters} | self._own
        self._selves = selves
        self._listing = listing
        self._explicit = explicit
        self._fields = [field for field in item.fields if field.value != EMPTY]
        self._uses: dict[str, int] = {}
        for field in self._fields:
            for name in variables_in(field.value):
                self._uses[name] = self._uses.get(name, 0) + 1

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong."""
        for field in self._fields:
            if isinstance(field.value, Expression):
                yield from self._arithmetic(field, field.value)
            else:
                yield from self._template(field, field.value)
        for variable in self._item.variables:
            only = _only_text(variable)
            if only is not None:
                names = tuple(
                    field.name
                    for field in self._fields
                    if variable.name in variables_in(field.value)
                )
                facts = {"variable": variable.name}
                yield Finding("lint.constant", variable.offset, self._index, names, facts, only)

    def _found(self, code: str, field: Field, facts: Mapping[str, str], instead: str) -> Finding:
        return Finding(code, field.offset, self._index, (field.name,), dict(facts), instead)

    def _arithmetic(self, field: Field, expression: Expression) -> Iterator[Finding]:
        if not self._explicit and self._is_accident(field, expression):
            text = self._self_text(field.name) or ""
            yield self._found("lint.arithmetic", field, {"self": text}, "")
        elif self._is_alone(expression):
            names = ", ".join(sorted(variables_in(expression)))
            instead = self._listed(expression)
            yield self._found("lint.variable-alone", field, {"variables": names}, instead)
        overflowing = self._overflowing(expression)
        if overflowing is not None:
            said = ", ".join(f"{name}={number}" for name, number in overflowing.items())
            yield self._found("lint.overflow", field, {"binding": said}, "")

    def _self_text(self, name: str) -> str | None:
        """Return SELF's text of a field, None where it has none or where parameters make it."""
        value = self._selves.get(name)
        return value.literal() if isinstance(value, Template) else None

    def _is_accident(self, field: Field, expression: Expression) -> bool:
        """Return whether a text seems to be meant: SELF has one, or it looks like one."""
        if isinstance(self._selves.get(field.name), Expression):
            return False
        text = self._self_text(field.name)
        if text:
            return read_canonical(text) is None
        if not self._is_alone(expression):
            return False
        operators = {token for token in expression.postfix if isinstance(token, str)}
        if operators != {"-"} or "(" in to_infix(expression):
            return False
        references = sum(isinstance(token, Reference) for token in expression.postfix)
        return references > 1 or isinstance(expression.postfix[0], int)

    def _is_alone(self, expression: Expression) -> bool:
        return all(name in self._own and self._uses[name] == 1 for name in variables_in(expression))

    def _domains(self, expression: Expression) -> dict[str, IntegerSet]:
        found: dict[str, IntegerSet] = {}
        for name in sorted(variables_in(expression)):
            domain = self._variables[name].domain
            assert isinstance(domain, IntegerSet)  # noqa: S101  (arithmetic is over int variables)
            found[name] = domain
        return found

    def _listed(self, expression: Expression) -> str:
        """Return a variable of the expression's values, "" if there are too many or none."""
        domains = self._domains(expression)
        size = 1
        for domain in domains.values():
            size *= domain.size
        if size > _LISTED or not self._may_list(size * len(expression.postfix)):
            return ""
        choices = [domain.within(*_ends(domain)) for domain in domains.values()]
        values = {
            value
            for numbers in product(*choices)
            if (value := evaluate(expression, dict(zip(domains, numbers, strict=True)))) is not None
        }
        if not values:
            return ""
        name = next(iter(domains))
        ranges = IntegerSet([IntegerRange(value, value) for value in values]).ranges
        spread = [
            IntegerRange(*ends)
            for low, high in ranges
            for ends in (
                [(low, high)] if high - low > 1 else [(n, n) for n in range(low, high + 1)]
            )
        ]
        return f"{{{name}:int:{write_domain(Variable(name, 'int', IntegerSet(spread)))}}}"

    def _may_list(self, operations: int) -> bool:
        share = self._listing.share()
        try:
            share.work(operations)
        except BudgetExhausted:
            return False
        finally:
            self._listing.settle(share)
        return True

    def _overflowing(self, expression: Expression) -> dict[str, int] | None:
        """Return a binding at the ends of the domains that leaves 64 bits, or None."""
        domains = self._domains(expression)
        corners = product(*(dict.fromkeys(_ends(domain)) for domain in domains.values()))
        for corner in islice(corners, 16):
            binding = dict(zip(domains, corner, strict=True))
            if reason_without_value(expression, binding) == "overflow":
                return binding
        return None

    def _template(self, field: Field, template: Template) -> Iterator[Finding]:
        text = self._self_text(field.name)
        if not text or read_canonical(text) is None or len(template.parts) < 2:
            return
        names = variables_in(template)
        literals = "".join(part for part in template.parts if isinstance(part, str))
        if not names or not looks_arithmetic(literals):
            return
        if any(self._variables[name].type != "int" for name in names):
            return
        if not self._reads(field, text):
            yield self._found("lint.quoted-arithmetic", field, {"self": text}, "")

    def _reads(self, field: Field, text: str) -> bool:
        """Return whether a template can be a text with its variables free; true if not known."""
        variables = [self._variables[name] for name in variables_in(field.value)]
        component = Component([(field.name, field.value)], variables)
        try:
            return component.solution({field.name: text}, Budget(_READINGS)) is not None
        except BudgetExhausted:
            return True


def _ends(domain: IntegerSet) -> tuple[int, int]:
    return domain.ranges[0].low, domain.ranges[-1].high


def _only_text(variable: Variable) -> str | None:
    """Return the one text of an int or string variable, as it is written; None if it has more."""
    domain = variable.domain
    if isinstance(domain, IntegerSet) and domain.size == 1:
        return str(domain.ranges[0].low)
    if variable.type == "string" and isinstance(domain, tuple) and len(domain) == 1:
        return write_member(domain[0])
    return None

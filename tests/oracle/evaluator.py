"""The verdict on a pair of documents, by trying every binding of the variables.

Here belong matching, its rules of direction and the preference among bindings (specification,
sections 2 to 4). It must not be clever: no binding is derived from a text, each one is tried.
"""

import itertools
import math
from collections.abc import Iterable, Iterator

from .arithmetic import Name, value_of
from .domains import MOST_COMBINATIONS, version_parts, whole_matches
from .failures import OracleError, OracleTooBig
from .objects import (
    Arithmetic,
    Compatible,
    Demand,
    Descriptor,
    Template,
    Values,
    names_in,
    read_descriptor,
)
from .verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Finding, OracleVerdict

Binding = dict[str, int | str]
_Preference = tuple[tuple[int, int], ...]


def evaluate(source_text: str, target_text: str, rule: str = "target-accepts") -> OracleVerdict:
    """Whether the source's state may go to the target, under a rule."""
    return compare(read_descriptor(source_text), read_descriptor(target_text), rule)


def compare(source: Descriptor, target: Descriptor, rule: str) -> OracleVerdict:
    """Whether the source's state may go to the target, both having been read."""
    if rule == "target-accepts":
        return _match(source.self_fields, target.compatible)
    if rule == "source-lists":
        return _match(target.self_fields, source.compatible)
    if rule != "both":
        raise OracleError(f"no such rule: {rule}")
    accepts = _match(source.self_fields, target.compatible)
    lists = _match(target.self_fields, source.compatible)
    outcomes = (accepts.outcome, lists.outcome)
    worst = next(o for o in (INCOMPATIBLE, UNKNOWN, COMPATIBLE) if o in outcomes)
    return OracleVerdict(worst, parts=(accepts, lists))


def jointly_matching(
    fields: Iterable[str], self_fields: dict[str, str], compatible: Compatible
) -> bool:
    """Say whether some binding satisfies all these demands of the object at once."""
    return _preferred(list(fields), self_fields, compatible) is not None


def _match(self_fields: dict[str, str], objects: tuple[Compatible, ...]) -> OracleVerdict:
    findings = tuple(_find(self_fields, compatible) for compatible in objects)
    outcomes = [finding.outcome for finding in findings]
    best = next((o for o in (COMPATIBLE, UNKNOWN) if o in outcomes), INCOMPATIBLE)
    return OracleVerdict(best, findings)


def _find(self_fields: dict[str, str], compatible: Compatible) -> Finding:
    opaque = frozenset(name for name, d in compatible.demands.items() if _is_opaque(d))
    decided = [name for name in compatible.demands if name not in opaque]
    alone = [name for name in decided if jointly_matching([name], self_fields, compatible)]
    refused = [name for name in decided if name not in alone]
    unexpected = [name for name in self_fields if name not in compatible.demands]
    codes = dict.fromkeys(unexpected, "field.unexpected")
    for name in refused:
        code = _certain_code(compatible.demands[name], self_fields.get(name, ""))
        codes.update({name: code} if code else {})
    binding = _preferred(alone, self_fields, compatible)
    if refused or unexpected or binding is None:
        outcome = INCOMPATIBLE
    else:
        outcome = UNKNOWN if opaque else COMPATIBLE
    return Finding(
        outcome=outcome,
        failing=frozenset(refused + unexpected),
        codes=codes,
        opaque=opaque,
        conflicts=tuple(
            group
            for group in _linked(alone, compatible)
            if binding is None and not jointly_matching(group, self_fields, compatible)
        ),
        binding=None if outcome == INCOMPATIBLE else binding,
    )


def _is_opaque(demand: Demand) -> bool:
    return not isinstance(demand, Template | Arithmetic) and demand.kind == "opaque"


def _linked(fields: list[str], compatible: Compatible) -> list[frozenset[str]]:
    """Group fields that share a variable, directly or by way of others."""
    groups: list[tuple[set[str], set[str]]] = []
    for field in fields:
        members, names = {field}, set(names_in(compatible.demands[field]))
        apart = []
        for group in groups:
            if group[1] & names:
                members |= group[0]
                names |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (members, names)]
    return [frozenset(members) for members, _ in groups]


def _certain_code(demand: Demand, found: str) -> str | None:
    """Failure code of a demand that this text cannot meet, where the specification fixes it."""
    if not found:
        return "field.missing"
    if isinstance(demand, Template):
        return None if names_in(demand) else "value.differs"
    if isinstance(demand, Arithmetic):
        return None
    malformed = demand.kind == "version" and version_parts(found) is None
    return "value.malformed" if malformed else None


def _preferred(
    fields: list[str], self_fields: dict[str, str], compatible: Compatible
) -> Binding | None:
    """Of all bindings that satisfy these demands the preferred one."""
    demands = {name: compatible.demands[name] for name in fields}
    used = {name for demand in demands.values() for name in names_in(demand)}
    domains = {name: values for name, values in compatible.values.items() if name in used}
    best: tuple[_Preference, Binding] | None = None
    for binding in _bindings(domains):
        if all(_satisfied(d, self_fields.get(f, ""), binding) for f, d in demands.items()):
            preference = _preference(binding, domains)
            if best is None or preference < best[0]:
                best = (preference, binding)
    return best[1] if best else None


def _bindings(domains: dict[str, Values]) -> Iterator[Binding]:
    if math.prod(len(values) for values in domains.values()) > MOST_COMBINATIONS:
        raise OracleTooBig(f"more than {MOST_COMBINATIONS} combinations")
    for combination in itertools.product(*domains.values()):
        yield dict(zip(domains, combination, strict=True))


def _preference(binding: Binding, domains: dict[str, Values]) -> _Preference:
    """Smaller is better: shortest text first, variable by variable as they first appear."""
    order: list[tuple[int, int]] = []
    for name, values in domains.items():
        value = binding[name]
        among_equals = value if isinstance(value, int) else values.index(value)
        order.append((len(str(value)), among_equals))
    return tuple(order)


def _satisfied(demand: Demand, text: str, binding: Binding) -> bool:
    if isinstance(demand, Template):
        return _rendered(demand, binding) == text
    if isinstance(demand, Arithmetic):
        value = value_of(demand.tree, binding)
        return value is not None and str(value) == text
    return whole_matches(demand.kind, demand.domain, text)


def rendered(demand: Demand, binding: Binding) -> str | None:
    """Text of a template or an expression for this binding, or None where it has none."""
    if isinstance(demand, Template):
        return _rendered(demand, binding)
    value = value_of(demand.tree, binding) if isinstance(demand, Arithmetic) else None
    return None if value is None else str(value)


def _rendered(template: Template, binding: Binding) -> str:
    return "".join(str(binding[p.name]) if isinstance(p, Name) else p for p in template.pieces)

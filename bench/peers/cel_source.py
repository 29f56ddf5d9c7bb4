"""CEL source: what a device accepts, as an expression over the map `self`, for both CEL peers.

Belongs here: the model in CEL. Must not know: how an expression is compiled or run.

An expression that fails (a field that is not there, a text that is no number) counts as no match,
so that fields need not be asked for before they are compared.
"""

from collections.abc import Callable

from bench.model import (
    Accepted,
    AtMost,
    Coupled,
    Demand,
    Device,
    Features,
    OneOf,
    Release,
    is_optional,
    required_fields,
)
from bench.peers.naive import pattern

Closing = Callable[[Accepted], str]
Spelling = Callable[[str, Release | Features], str]


def expression(device: Device, closed: Closing, spelled: Spelling) -> str:
    """Return the expression that is true for the fields that the device accepts.

    `closed` says that there is no other field, `spelled` writes versions and features.
    """
    return " || ".join(f"({_object(each, closed, spelled)})" for each in device.accepts)


def by_names(accepted: Accepted) -> str:
    """Return the closed world as it is told: each field's name is one that is demanded."""
    coupled = accepted.coupled
    names = [*accepted.demands, *(() if coupled is None else (coupled.first, coupled.second))]
    return f"self.all(k, k in [{_listed(tuple(names))}])"


def by_count(accepted: Accepted) -> str:
    """Return the closed world by counting: as many fields as are demanded and there.

    The same as by names, because the expression goes on to ask for each demanded field.
    """
    optional = [name for name, demand in accepted.demands.items() if is_optional(demand)]
    counted = "".join(f" + (has(self.{name}) ? 1 : 0)" for name in optional)
    return f"size(self) == {len(required_fields(accepted))}{counted}"


def by_pattern(name: str, demand: Release | Features) -> str:
    """Return a version or features as one regular expression."""
    written = pattern(demand).replace("\\", "\\\\")
    return f'self.{name}.matches("^(?:{written})$")'


def by_split(name: str, demand: Release | Features) -> str:
    """Return a version or features cut at their separators."""
    if isinstance(demand, Features):
        return f'self.{name}.split("+").all(m, m in [{_listed(demand.members)}])'
    major, low, high = demand
    numbers = f"int(p[0]) == {major} && int(p[1]) >= {low} && int(p[1]) <= {high}"
    return f'[self.{name}.split(".")].exists(p, {numbers})'


def _object(accepted: Accepted, closed: Closing, spelled: Spelling) -> str:
    demands = accepted.demands.items()
    literal = [(name, demand) for name, demand in demands if _is_literal(demand)]
    others = [(name, demand) for name, demand in demands if not _is_literal(demand)]
    said = [closed(accepted), *(_demand(name, demand, spelled) for name, demand in literal)]
    if accepted.coupled is not None:
        said.append(_coupled(accepted.coupled))
    said += [_demand(name, demand, spelled) for name, demand in others]
    return " && ".join(said)


def _is_literal(demand: Demand) -> bool:
    return isinstance(demand, OneOf) and len(demand.texts) == 1


def _demand(name: str, demand: Demand, spelled: Spelling) -> str:
    if isinstance(demand, AtMost):
        number = f"int(self.{name})"
        return f"{number} >= 1 && {number} <= {demand.highest} && string({number}) == self.{name}"
    if isinstance(demand, OneOf):
        texts = tuple(text for text in demand.texts if text)
        if len(texts) == 1:
            said = f'self.{name} == "{texts[0]}"'
        else:
            said = f"self.{name} in [{_listed(texts)}]"
    else:
        said = spelled(name, demand)
    return f"(!has(self.{name}) || {said})" if is_optional(demand) else said


def _coupled(coupled: Coupled) -> str:
    """Return the pairs of texts written out: faster than an `exists` over the numbers."""
    pairs = (
        f'self.{coupled.first} == "{first}" && self.{coupled.second} == "{second}"'
        for first, second in coupled.pairs()
    )
    return f"({' || '.join(pairs)})"


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f'"{text}"' for text in texts)

"""Examples: SELF objects that an object accepts, made without looking at any other object.

Belongs here: ends and middles of domains as texts. Must not know: what is compared.
"""

from collections.abc import Iterator, Sequence

from devcompat.algebra.parts import Parts
from devcompat.language.nodes import Variable
from devcompat.match.component import Component, rendered
from devcompat.match.verdict import Bound
from devcompat.values.features import SEPARATOR
from devcompat.values.integers import IntegerSet
from devcompat.values.versions import VersionRange

_BINDINGS = 4
"""Bindings of coupled fields that are looked at for each example."""


def examples(parts: Parts) -> Iterator[dict[str, str]]:
    """Yield the texts of SELF objects that an object probably accepts; it has to be asked.

    Fields take the values that are looked at in turn, each at its own pace.
    """
    alone = [
        (name, [wanted] if isinstance(wanted, str) else _texts(wanted))
        for name, wanted in parts.alone.items()
    ]
    for turn in range(max([len(texts) for _, texts in alone], default=1) + _BINDINGS):
        found = {
            name: texts[(turn + turn * at // 3) % len(texts)]
            for at, (name, texts) in enumerate(alone)
        }
        coupled = [_bound(component, turn) for component in parts.components]
        for texts in coupled:
            found.update(texts or {})
        if None not in coupled:
            yield {name: text for name, text in found.items() if text}


def _texts(variable: Variable) -> Sequence[str]:
    """Return a few texts that a variable takes, the ends of its domain first."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return [str(number) for number in _numbers(domain)]
    if isinstance(domain, VersionRange):
        low, opened, _, _ = domain.bounds()
        return [".".join(map(str, (*low[:3], low[3] + opened)))]
    if variable.type == "set" and isinstance(domain, tuple):
        return [SEPARATOR.join(domain[:8]), domain[0], domain[-1]]
    if isinstance(domain, tuple):
        return [domain[0], domain[-1], domain[len(domain) // 2]]
    if isinstance(domain, int):
        return [f"{domain:#x}", "0x0"]
    return ["other", ""]


def _numbers(domain: IntegerSet) -> list[int]:
    first, last = domain.ranges[0], domain.ranges[-1]
    middle = domain.ranges[len(domain.ranges) // 2]
    found = (first.low, last.high, middle.low, (middle.low + middle.high) // 2, first.high)
    return list(dict.fromkeys(found))


def _bound(component: Component, turn: int) -> dict[str, str] | None:
    """Return the texts of coupled fields under one of a few bindings, None if they have none."""
    values: dict[str, Sequence[Bound]] = {
        name: _numbers(domain)
        if isinstance(domain := variable.domain, IntegerSet)
        else _texts(variable)
        for name, variable in component.variables.items()
    }
    for more in range(_BINDINGS):
        binding = {
            name: known[(turn + more * (at + 1)) % len(known)]
            for at, (name, known) in enumerate(values.items())
        }
        texts = {name: rendered(value, binding) for name, value in component.fields}
        if None not in texts.values():
            return {name: text for name, text in texts.items() if text is not None}
    return None

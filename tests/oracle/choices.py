"""The parameters of a type descriptor: every choice of their values is tried in order.

Here belong fixing a choice, and which choice is the first (specification, section 8). It must not
be clever: no value is derived from the other document.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from .domains import MOST_COMBINATIONS
from .evaluator import Binding, compare, rendered
from .failures import OracleTooBig
from .objects import Compatible, Descriptor, TypeDescriptor, read_descriptor, read_type
from .verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN


@dataclass(frozen=True)
class OracleChoice:
    """The outcome, and the first choice that has it; none if it is incompatible."""

    outcome: str
    values: Binding | None


def choose(source_text: str, type_text: str, rule: str = "target-accepts") -> OracleChoice:
    """Find the first choice under which the source may go to a device of the type."""
    source, described = read_descriptor(source_text), read_type(type_text)
    unknown: Binding | None = None
    for values in choices(described):
        target = fixed(described, values)
        if target is None:
            continue
        outcome = compare(source, target, rule).outcome
        if outcome == COMPATIBLE:
            return OracleChoice(outcome, values)
        if outcome == UNKNOWN and unknown is None:
            unknown = values
    return OracleChoice(INCOMPATIBLE if unknown is None else UNKNOWN, unknown)


def choices(described: TypeDescriptor) -> Iterator[Binding]:
    """Every choice in order: integers from the smallest, texts as listed; the first counts most."""
    if math.prod(len(values) for values in described.parameters.values()) > MOST_COMBINATIONS:
        raise OracleTooBig(f"more than {MOST_COMBINATIONS} choices")
    ordered = [
        sorted(values, key=lambda value: value if isinstance(value, int) else 0)
        for values in described.parameters.values()
    ]
    for combination in itertools.product(*ordered):
        yield dict(zip(described.parameters, combination, strict=True))


def fixed(described: TypeDescriptor, values: Binding) -> Descriptor | None:
    """Fix a choice; None if an expression of SELF has no value then."""
    texts = {name: rendered(demand, values) for name, demand in described.self_demands.items()}
    if None in texts.values():
        return None
    alone = {name: [value] for name, value in values.items()}
    objects = tuple(
        Compatible(found.demands, {**alone, **found.values}) for found in described.compatible
    )
    return Descriptor({name: text for name, text in texts.items() if text}, objects)

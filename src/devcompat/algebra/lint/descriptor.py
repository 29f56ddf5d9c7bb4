"""Descriptor: what may be wrong with a descriptor beyond single objects (section 7.3).

Belongs here: its own SELF, its parameters, INFO, its size. Must not know: sentences, files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from devcompat.algebra.lint.finding import Finding, Share, Work
from devcompat.language.limits import PAGE_BYTES
from devcompat.language.nodes import EMPTY, Descriptor, Document, Expression, Value
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.budget import Budget, BudgetExhausted
from devcompat.match.choosing.cases import conditions
from devcompat.match.choosing.choice import first_choice
from devcompat.match.choosing.equations import variables_in
from devcompat.match.choosing.possible import possible_values, values_in_order
from devcompat.match.compiled import Compiled, CompiledObject, compile_document
from devcompat.match.evidence import Effort, examine
from devcompat.match.fixing import fix_parameters
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, Bound, Failure, Outcome

_CHOICES = 16
"""Choices of parameters whose device is asked whether it accepts its own SELF."""

_FIELDS = 1024
"""Fields of all devices that are made of choices; there is always one device."""

VOCABULARY = "vocabulary"
"""The field of INFO that names a vocabulary (section 11.6)."""


def own_self(document: Document, device: Compiled | None, work: Work) -> Iterator[Finding]:
    """Yield that the device does not accept its own SELF, or that nobody's is accepted.

    `device` is the descriptor ready to be matched, None for a type's.
    """
    descriptor = document.descriptor
    offset = descriptor.self_object.offset
    if not descriptor.compatible:
        info = descriptor.info
        named = info is not None and any(field.name == VOCABULARY for field in info.fields)
        if not named:
            yield Finding("lint.takes-nothing", offset)
        return
    devices: Iterable[tuple[Mapping[str, Bound], Compiled]]
    devices = [({}, device)] if device is not None else _devices(document)
    for values, made in devices:
        found = _refusal(made, values, offset, work)
        if found is not None:
            yield found
            return


def _devices(document: Document) -> Iterator[tuple[Mapping[str, Bound], Compiled]]:
    """Yield the first devices of a type with their parameters."""
    descriptor = document.descriptor
    variables = [found.variable for found in descriptor.parameters]
    each = sum(len(item.fields) for item in descriptor.compatible) or 1
    choices = product(
        *([*islice(values_in_order(possible_values(found)), _CHOICES)] for found in variables)
    )
    for chosen in islice(choices, min(_CHOICES, max(1, _FIELDS // each))):
        values = {found.name: value for found, value in zip(variables, chosen, strict=True)}
        try:
            device = fix_parameters(document, values)
        except InputError:  # no descriptor: nobody can create that
            continue
        yield values, compile_document(device)


def _refusal(
    compiled: Compiled, values: Mapping[str, Bound], offset: int, work: Work
) -> Finding | None:
    """Return that a device refuses its own SELF, that this is not known, or None."""
    share = work.share()
    try:
        outcome, given_up = _outcome(compiled, share)
    finally:
        work.settle(share)
    chosen = ", ".join(f"{name}={value}" for name, value in values.items())
    if given_up:
        return Finding("lint.undecided", offset, None, (), {"question": "self", "values": chosen})
    if outcome != INCOMPATIBLE:
        return None
    index, failures = _nearest(compiled)
    first = failures[0] if failures else Failure("compatible.none")
    demand = next((found for found in first.demands if found is not None), None)
    facts: dict[str, str | int] = {
        "values": chosen,
        "reason": first.code,
        "found": "; ".join(text or "" for text in first.found),
        "more": len(failures) - 1,
    }
    if demand is not None and demand.position is not None:
        facts |= {"line": demand.position.line, "column": demand.position.column}
        facts["file"] = demand.position.file
    return Finding("lint.self-refused", offset, index, first.fields, facts)


def _outcome(device: Compiled, share: Share) -> tuple[Outcome, bool]:
    """Return what the device says of its own SELF, and whether that is for want of work only."""
    best: Outcome = INCOMPATIBLE
    given_up = False
    for accepting in device.objects:
        outcome = accepting.decide(device, share, share)
        if outcome == COMPATIBLE:
            return outcome, False
        if outcome != INCOMPATIBLE:
            best, given_up = outcome, given_up or not accepting.opaque
    return best, given_up


def _nearest(device: Compiled) -> tuple[int | None, Sequence[Failure]]:
    """Return the object of which the fewest fields differ at a glance, and why it does not match.

    Asking all of them as a verdict does would take too long where there are many.
    """
    if not device.objects:
        return None, ()
    differing = [_differing(found, device) for found in device.objects]
    index = differing.index(min(differing))
    effort = Effort()
    effort.search, effort.alone, effort.evidence = (Budget(_EVIDENCE) for _ in range(3))
    return index, examine(device.objects[index], device, device, effort).failures


def _differing(accepting: CompiledObject, device: Compiled) -> int:
    texts = device.texts
    return (
        len(accepting.names ^ device.names)
        + sum(texts[name] not in {"", text} for name, text in accepting.literals.items())
        + sum(
            bool(texts[name]) and not allowed[texts[name]] for name, _, allowed in accepting.singles
        )
    )


_EVIDENCE = 1_000
"""Candidates that saying why may take."""


def parameters(descriptor: Descriptor, work: Work) -> Iterator[Finding]:
    """Yield parameters that nothing uses, and that no choice of them gives a descriptor."""
    if not descriptor.parameters:
        return
    used: set[str] = set()
    for item in (descriptor.self_object, *descriptor.compatible):
        for field in item.fields:
            used |= variables_in(field.value)
    for parameter in descriptor.parameters:
        name = parameter.variable.name
        if name not in used:
            facts = {"parameter": name}
            yield Finding(
                "lint.parameter-unused", parameter.offset, None, (parameter.attribute,), facts
            )
    share = work.share()
    variables = [found.variable for found in descriptor.parameters]
    try:
        if first_choice(variables, {}, conditions(descriptor), share) is None:
            wrong = tuple(
                field.name
                for field in descriptor.self_object.fields
                if isinstance(field.value, Expression)
            )
            yield Finding("lint.parameters-useless", descriptor.self_object.offset, None, wrong)
    except BudgetExhausted:
        facts = {"question": "parameters"}
        yield Finding("lint.undecided", descriptor.self_object.offset, None, (), facts)
    finally:
        work.settle(share)


def info(descriptor: Descriptor) -> Iterator[Finding]:
    """Yield the fields of INFO that SELF has too."""
    if descriptor.info is None:
        return
    own = {
        field.name: field.value for field in descriptor.self_object.fields if field.value != EMPTY
    }
    for field in descriptor.info.fields:
        if field.name in own:
            same = "same" if own[field.name] == field.value else "other"
            yield Finding("lint.info-field", field.offset, None, (field.name,), {"value": same})


def size(document: Document, *, structured: bool) -> Iterator[Finding]:
    """Yield what is longer than a page: a file, or the text that a structured document gives."""
    if structured:
        count = len(write_text(document.descriptor).encode())
        if count > PAGE_BYTES:
            yield Finding("lint.page", 0, None, (), {"bytes": count, "form": "text"})
    elif document.source is not None:
        for offset, count in document.source.overruns(PAGE_BYTES):
            yield Finding("lint.page", offset, None, (), {"bytes": count, "form": ""})


def selves(descriptor: Descriptor) -> dict[str, Value]:
    """Return SELF's values by name, without the empty ones."""
    fields = descriptor.self_object.fields
    return {field.name: field.value for field in fields if field.value != EMPTY}

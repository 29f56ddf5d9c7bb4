"""Written: values, and domains item by item, as they stand in a text (section 5).

Belongs here: finding a value or a declaration again from its offset; items that stand there twice.
Must not know: what is done about it, formats that declare variables apart.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from devcompat.language.domains import Item, unescape, written_items
from devcompat.language.nodes import Field, Object, Variable
from devcompat.language.templates import INSIDE, split_value
from devcompat.language.tokens import RawField, escapes_in

_DECLARATION = re.compile(
    rf"[A-Za-z_][A-Za-z0-9_]*:(?P<type>int|string|set):(?P<domain>{INSIDE})\}}", re.ASCII
)
_QUOTED = re.compile(r'"((?:[^"\\\r\n]++|\\["\\])*)"')
_RANGE = re.compile(r"(-?[0-9]+)(?:[ \t]*\.\.[ \t]*(-?[0-9]+))?", re.ASCII)


class Repeated(NamedTuple):
    """An item of a domain that says, in whole or in part, what an item before it says.

    `offset` is where it begins in the text; `cut` is from where to where the text may be removed,
    with the comma before the item, without a change of meaning; None where it may not be.
    """

    text: str
    offset: int
    cut: tuple[int, int] | None


def bare_value(text: str, field: Field) -> str:
    """Return the bare value of a field, "" where `text` does not have it as `name=value`."""
    begin = field.offset + len(field.name) + 1
    if field.offset < 0 or not text.startswith(f"{field.name}=", field.offset):
        return ""
    return text[begin : split_value(text, begin, bare=True)[1]]


def quoted_value(text: str, field: Field) -> str:
    """Return what stands within the quotes of a field's value, "" where there are none."""
    begin = field.offset + len(field.name) + 1
    if field.offset < 0 or not text.startswith(f"{field.name}=", field.offset):
        return ""
    found = _QUOTED.match(text, begin)
    return "" if found is None else found[1]


def repeated_items(text: str, item: Object) -> Iterator[tuple[Variable, list[Repeated]]]:
    """Yield the variables of an object whose domain, as `text` has it, has a member twice.

    Variables that are not declared in a placeholder of the text are left out.
    """
    for variable in item.variables:
        if variable.type not in {"int", "string", "set"} or variable.offset < 1:
            continue
        if text[variable.offset - 1] == "{":
            found = _repeated(text, item, variable)
            if found:
                yield variable, found


def _repeated(text: str, item: Object, variable: Variable) -> list[Repeated]:
    field = max(
        (found for found in item.fields if 0 <= found.offset <= variable.offset),
        key=lambda found: found.offset,
        default=None,
    )
    if field is None:
        return []
    begin = field.offset + len(field.name) + 1
    quoted = _QUOTED.match(text, begin)
    if quoted is None or "\\" not in quoted[1]:
        return _in_declaration(text, variable.offset, RawField("", 0, (), 0))
    escapes = escapes_in(quoted[1])
    raw = RawField(field.name, field.offset, (), begin + 1, quoted=True, escapes=escapes)
    where = variable.offset - raw.value_offset
    before = len(re.findall(r"\\.", quoted[1][:where]))
    found = _in_declaration(unescape(quoted[1]), where - before, raw)
    return [item._replace(cut=None) for item in found]


def _in_declaration(text: str, offset: int, raw: RawField) -> list[Repeated]:
    """Return the repeated items of the declaration at `offset`; `raw` says where they stand."""
    declaration = _DECLARATION.match(text, offset)
    if declaration is None:
        return []
    domain, start = declaration["domain"], declaration.start("domain")
    items = list(written_items(domain))
    ends = [_comma_before(domain, item.offset) for item in items[1:]] + [len(domain)]
    found = _numbers(items) if declaration["type"] == "int" else _texts(items)
    return [
        Repeated(
            items[index].text,
            raw.at(start + items[index].offset),
            (start + ends[index - 1], start + ends[index]) if whole else None,
        )
        for index, whole in found
    ]


def _comma_before(domain: str, offset: int) -> int:
    """Return where the comma before an item stands."""
    return domain.rindex(",", 0, offset)


def _texts(items: Sequence[Item]) -> list[tuple[int, bool]]:
    """Return the indexes of texts that stand before already, all of them wholly."""
    seen: set[str] = set()
    found: list[tuple[int, bool]] = []
    for index, item in enumerate(items):
        if item.text in seen:
            found.append((index, True))
        seen.add(item.text)
    return found


def _numbers(items: Sequence[Item]) -> list[tuple[int, bool]]:
    """Return the indexes of items with a number of an item before, and whether all are that."""
    starts: list[int] = []
    ends: list[int] = []
    found: list[tuple[int, bool]] = []
    for index, item in enumerate(items):
        written = _RANGE.fullmatch(item.text)
        if written is None:
            continue
        low, high = int(written[1]), int(written[2] or written[1])
        first = bisect_left(ends, low)
        if first < len(starts) and starts[first] <= high:
            found.append((index, starts[first] <= low and high <= ends[first]))
        first = bisect_left(ends, low - 1)  # ranges that touch become one
        last = first
        while last < len(starts) and starts[last] <= high + 1:
            low, high = min(low, starts[last]), max(high, ends[last])
            last += 1
        starts[first:last], ends[first:last] = [low], [high]
    return found

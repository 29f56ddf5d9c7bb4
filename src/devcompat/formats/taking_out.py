"""Taking out: COMPATIBLE objects cut out of a JSON, YAML or TOML text, all else as it was.

Belongs here: where an item of a list begins and ends as a person sees it. Must not know: why it is
taken out, files, parsers: who cuts reads the result again, for a text may be written in other ways.
"""

import re
from collections.abc import Collection

Cut = tuple[int, int]
"""From which to which character a text goes."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', re.DOTALL)
_BLANK = " \t\r\n"
_TABLE = re.compile(r"[ \t]*\[\[?[ \t]*[\"']?(\w+)[\"']?[ \t]*(\.)?", re.ASCII)
_OWN = "compatible"


def item_cuts(text: str, offsets: Collection[int], form: str) -> list[Cut]:
    """Return what to cut so that the objects that begin at `offsets` are gone; [] if not known."""
    found: list[Cut] = []
    before = -1
    cut: Cut | None
    for offset in sorted(offsets):
        if form == "toml" and text.startswith(_OWN, offset):
            cut = _table(text, offset)
        elif text[offset] == "{" and _ahead(text, offset) in {"[", ","}:
            cut = _in_brackets(text, offset, before)
        elif form == "yaml":
            cut = _lines(text, offset)
        else:
            cut = None
        if cut is None:
            return []
        found.append(cut)
        before = cut[1]
    return found


def _ahead(text: str, offset: int) -> str:
    """Return the last character before an offset that is not blank, "" if there is none."""
    return text[:offset].rstrip(_BLANK)[-1:]


def _in_brackets(text: str, start: int, before: int) -> Cut | None:
    """Return `{...}` with a comma; `before` is where what was cut before it ends."""
    end = _closed(text, start)
    if end is None:
        return None
    after = end + len(text[end:]) - len(text[end:].lstrip(_BLANK))
    if _ahead(text, start) == "[" or start == before:
        follows = text.startswith(",", after)
        rest = text[after + 1 :]
        return (start, len(text) - len(rest.lstrip(_BLANK))) if follows else (start, end)
    return text.rindex(",", 0, start), end


def _closed(text: str, start: int) -> int | None:
    """Return the offset after the brace that closes the one at `start`."""
    depth, at = 0, start
    while at < len(text):
        string = _STRING.match(text, at)
        if string is not None:
            at = string.end()
            continue
        depth += (text[at] in "{[") - (text[at] in "}]")
        at += 1
        if not depth:
            return at
    return None


def _lines(text: str, offset: int) -> Cut | None:
    """Return the lines of a YAML list's item whose content begins at `offset`."""
    begin = text.rfind("\n", 0, offset) + 1
    dash = text.find("-", begin, offset)
    if dash < 0 or text[begin:dash].strip(" ") or text[dash + 1 : offset].strip(" "):
        return None
    indent = dash - begin
    end = at = _next_line(text, offset)
    while at < len(text):
        line = text[at : _next_line(text, at)]
        content = line.strip()
        deep = len(line) - len(line.lstrip(" ")) > indent
        if content and not deep:
            break
        at += len(line)
        if content and not content.startswith("#"):
            end = at
    return begin, end


def _table(text: str, offset: int) -> Cut:
    """Return the lines of a TOML table `[[compatible]]` with the tables below it."""
    begin = text.rfind("\n", 0, offset) + 1
    end = at = _next_line(text, offset)
    while at < len(text):
        line = text[at : _next_line(text, at)]
        table = _TABLE.match(line)
        if table is not None and not (table[1] == _OWN and table[2]):
            break
        at += len(line)
        if line.strip() and not line.strip().startswith("#"):
            end = at
    return begin, end


def _next_line(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1

"""The vocabulary of SELF: field names and values, few enough that documents meet.

Here belong texts and how a SELF is drawn and changed. It must not know COMPATIBLE.
"""

from hypothesis import strategies as st

from .choices import chance, pick
from .model import Fields

NAMES = ("type", "aggr", "t", "g", "ver", "pv_mode", "fw.api-2", "caps", "_id", "SELF", "x.y")

_NUMBERS = (
    "1",
    "2",
    "4",
    "8",
    "3",
    "0",
    "6",
    "-1",
    "-4",
    "12",
    "16",
    "11",
    "-0",
    "04",
    "007",
    "+2",
)
_EXTREMES = ("9223372036854775807", "-9223372036854775808", "9223372036854775808", "3" * 20)
_STEMS = ("V_", "i915-GVTg_V5_", "nvidia-", "x", "")
_LETTERS = ("ab", "aab", "aba", "abab", "aabba", "aaab", "b", "bab", "1111", "11011", "a-b-ab")
_PAIRS = (
    "4-4",
    "2-1",
    "1-2-4",
    "8:8",
    "2020-07-29",
    "a-a",
    "10-2",
    "4/2",
    "-4",
    "3*4",
    "(2)+1",
    "(2)",
)
_VERSIONS = ("2.1", "2.3", "2.0", "1.9.9", "3", "2.3.1", "535.54.03", "2.x", "2.1.0.0", "1.2.3.4.5")
_FEATURES = ("a+b", "b+a", "a", "none+ppgtt", "none+ppgtt+context", "a+b+c", "c++a", "a+a", "+a")
_MASKS = ("0x5", "0xd", "5", "12", "0x0", "0xF0", "255", "0x", "-1", "0xg")
_ODD = (
    "a b",
    'say "x"',
    "{n}",
    "${n}",
    "}",
    "{",
    "{}",
    "a{b}c",
    "$",
    "$$",
    "$${x",
    "#x",
    "SELF:",
    "a=b",
    "c:\\d",
    "\\",
    '"',
    "none,ppgtt",
    "é",
    "a#b",
    "tab:",
    "A",
)
_KINDS = (
    *(_NUMBERS[:12],) * 8,
    _NUMBERS,
    *(_PAIRS,) * 2,
    *(_LETTERS,) * 2,
    *(_VERSIONS,) * 3,
    *(_FEATURES,) * 2,
    *(_MASKS,) * 2,
    *(_ODD,) * 2,
    _EXTREMES,
)


def draw_text(draw: st.DrawFn) -> str:
    """Draw the text of a value, never empty."""
    if chance(draw, 25):
        return pick(draw, _STEMS) + pick(draw, _NUMBERS)
    return pick(draw, pick(draw, _KINDS))


def draw_fields(draw: st.DrawFn, most: int = 5) -> Fields:
    """Draw the fields of a SELF; now and then one of them is empty."""
    fields: Fields = {}
    for _ in range(pick(draw, (1, 3, 2, 4, 3, 5, 4, 2)[: most * 2])):
        fields[pick(draw, NAMES)] = "" if chance(draw, 6) else draw_text(draw)
    return fields


def changed(draw: st.DrawFn, fields: Fields) -> Fields:
    """Change a value, drop a field or add one."""
    out = dict(fields)
    what = pick(draw, ("value", "kind", "kind", "near", "near", "drop", "add", "empty"))
    if what == "add" or not out:
        out[pick(draw, NAMES)] = draw_text(draw)
        return out
    name = pick(draw, tuple(out))
    if what == "drop":
        del out[name]
    elif what == "kind" and (alike := [texts for texts in _KINDS if out[name] in texts]):
        out[name] = pick(draw, alike[0])
    elif what == "near" and out[name]:
        out[name] = _neighbour(draw, out[name])
    else:
        out[name] = "" if what == "empty" else draw_text(draw)
    return out


def _neighbour(draw: st.DrawFn, text: str) -> str:
    if text[-1] in "0123456789":
        return text[:-1] + pick(draw, ("1", "2", "4", "8", "3"))
    return pick(draw, (text.swapcase(), text + text[-1], text[:-1], text + "+a"))

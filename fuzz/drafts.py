"""Drafts: two documents near the grammar, made from choices, that have to do with each other.

Belongs here: which values, placeholders and objects are worth trying together. A draft may be
wrong: the parser is asked too. Must not know: the parser, the matcher, nodes.
"""

from collections.abc import Sequence

from fuzz.choices import Choices

_NAMES = ("a", "b", "c", "d", "mdev_type", "x.y-z")
_VARIABLES = ("n", "m", "k", "x")
_TEXTS = (
    "1", "2", "4", "", "0", "-3", "04", "8", "V_2", "V_4", "2.1", "2", "10.0.1.2", "a+b", "b+a",
    "a", "b", "a++b", "0x5", "0xd", "5", "1-2", "1-2-3", "11", "111", "1111", "aa", "aaa",
    "2020-07-29", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "x y",
    "{", "}", "$", "${", "$$", "#", "SELF:", '"', "\\", "é",
)  # fmt: skip
_INTEGERS = (
    "int:1,2,4,8", "int:0..9", "int:-9..9", "int:1..64", "int:1..1152921504606846976",
    "int:-9223372036854775808..9223372036854775807", "int:1,11,111", "int:0,2..3",
)  # fmt: skip
_STRINGS = ("string:a,b", 'string:"","a"', "string:a,aa,aaa", "string:1,2,11", 'string:"x y",b')
_WHOLE = (
    "version:>=2.1,<3", "version:~=2", "version:==2.1,>=1", "version:>1,<=10.0.1.2",
    "set:a,b,c", "set:a", "mask:0xd", "mask:255", "any", "opaque:firmware",
)  # fmt: skip
_EXPRESSIONS = (
    "{v}/2", "{v}*{w}", "({v}+{w})*2", "{v}-{w}", "-{v}", "--{v}", "{v}%3", "{v}*0", "6/{v}",
    "{v}+1", "2*{v}+1", "{v}/0", "{v}*{v}", "{v}-{v}", "9223372036854775807+{v}", "({v})", "1{v}-2",
)  # fmt: skip
_TEMPLATES = (
    "V_{v}", "{v}", "{v}x{w}", "{v}1{w}", "{v}-{w}-{v}", '"{v}-{w}"', '"{v}"', "a{v}", "${v}+{w}",
    "{v}{w}", "{{{v}}}", '"x {v} y"', "1{v}1{w}1", "{v}a{w}a{k}a{x}",
)  # fmt: skip


def draft_documents(choices: Choices) -> tuple[str, str]:
    """Return the texts of a source and of a target."""
    fields = {choices.pick(_NAMES): choices.pick(_TEXTS) for _ in range(choices.below(5) + 1)}
    other = dict(fields)
    if choices.one_in(3):
        other[choices.pick(_NAMES)] = choices.pick(_TEXTS)
    return _document(choices, fields, other), _document(choices, other, fields)


def _document(choices: Choices, own: dict[str, str], wanted: dict[str, str]) -> str:
    lines = ["SELF:", *(f"{name}={_written(text)}" for name, text in own.items())]
    for _ in range(choices.below(3) + 1):
        lines += ["COMPATIBLE:", *_object(choices, wanted)]
    if choices.one_in(12):
        lines += ["PARAMETERS:", "p={p:int:1..8}"]
    return choices.pick(("\n", "\n  ", " ", "\r\n")).join(lines)


def _object(choices: Choices, wanted: dict[str, str]) -> list[str]:
    declared: set[str] = set()
    names = dict.fromkeys([*wanted, *([choices.pick(_NAMES)] if choices.one_in(6) else [])])
    return [
        f"{name}={_value(choices, wanted.get(name, ''), declared)}"
        for name in names
        if not choices.one_in(12)
    ]


def _value(choices: Choices, text: str, declared: set[str]) -> str:
    kind = choices.below(8)
    if kind == 0:
        return _written(text)
    if kind == 1:
        return _written(choices.pick(_TEXTS))
    if kind == 2:
        return choices.text(12)
    if kind == 3:
        return _filled(choices, choices.pick(_EXPRESSIONS), declared, _INTEGERS)
    if kind == 4:
        return _around(choices, text, declared)
    if kind == 5:
        return _filled(choices, "{v}", declared, _WHOLE)
    return _filled(choices, choices.pick(_TEMPLATES), declared, choices.pick(_SHARED))


_SHARED = (_INTEGERS, _STRINGS, _INTEGERS, _STRINGS, _INTEGERS, _STRINGS, _WHOLE)


def _filled(choices: Choices, pattern: str, declared: set[str], domains: Sequence[str]) -> str:
    """Return the pattern with a variable for each of its placeholders."""
    chosen = {slot: choices.pick(_VARIABLES) for slot in "vwkx"}
    for slot, name in chosen.items():
        while f"{{{slot}}}" in pattern:
            pattern = pattern.replace(
                f"{{{slot}}}", f"\0{_placeholder(choices, name, declared, domains)}\1", 1
            )
    return pattern.replace("\0", "{").replace("\1", "}")


def _placeholder(choices: Choices, name: str, declared: set[str], domains: Sequence[str]) -> str:
    if name in declared:
        return name
    declared.add(name)
    return f"{name}:{choices.pick(domains)}"


def _around(choices: Choices, text: str, declared: set[str]) -> str:
    """Return a template that a part of `text` was cut out of and that can render to it."""
    start = choices.below(len(text) + 1)
    end = start + choices.below(len(text) - start + 1)
    name = choices.pick(_VARIABLES)
    placeholder = name
    if name not in declared:
        declared.add(name)
        cut = text[start:end]
        placeholder = f"{name}:string:{_quoted(cut)},z"
        if cut.isdecimal() and cut.isascii():
            placeholder = f"{name}:int:0..99,{cut}"
    before, after = _braced(text[:start]), _braced(text[end:])
    return f"{before}{{{placeholder}}}{after}"


def _written(text: str) -> str:
    return _quoted(_braced(text))


def _quoted(text: str) -> str:
    if text and not set(text) & set(' ",\\'):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")

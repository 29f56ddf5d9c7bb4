"""Trees: a tree near the shape of a descriptor, made from choices, and spelled in each syntax.

Belongs here: which keys, texts and numbers are worth trying in which place; a tree may be wrong.
Must not know: the readers, their codes.
"""

import json

from fuzz.choices import Choices

Tree = str | int | float | bool | None | list["Tree"] | dict[str, "Tree"]

_NAMES = ("a", "b", "A", "x.y-z", "1a", "", "a" * 65, "self", "expr")
_VARIABLES = ("n", "m", "s", "a-b", "p")
_TEXTS = (
    "1", "", "V_${n}", "${n}", "${m}-${n}", "$${x}", "${", "$", "{}", "x y", "${n:int:1}", "\t",
    "0123", "1e3", "no", "~", "12:30:45", "2020-07-29", "8086591", "8086591d", "0x10", "1_000",
    ".inf", "a+b", '"', "'", "\\", "#", ": ", "- a", "é", "\u2028", "\x85", "\x00", "\ufeff", "\n",
    "\r\n", "😀", "a" * 1025, "true", "null", "<<", "&a", "*a", "!!str 1", "|", ">", "%YAML", "---",
)  # fmt: skip
_EXPRESSIONS = ("${n} / 2", "${n}+1", "1+1", "${n}", "${n}+", "(${n}-${m})*2", "-${n}%3", "${s}*2")
_TYPES = ("int", "string", "version", "set", "mask", "any", "opaque", "float", "")
_MEMBERS = ("a", "a+b", "", " x ", "a" * 1025, '"', "{", ">=2.1", "<3", "~=2", "2", "0xff", "-1")
_NUMBERS = (0, 1, 2, -1, 8, 9223372036854775807, 2**64, -(2**70), 10**1030)


def descriptor_tree(choices: Choices) -> Tree:
    """Return what is most often nearly a descriptor."""
    tree: dict[str, Tree] = {}
    if not choices.one_in(16):
        tree["self"] = _fields(choices)
    if choices.below(4):
        tree["compatible"] = [_object(choices) for _ in range(choices.below(3))]
    if choices.one_in(3):
        tree["info"] = _fields(choices)
    if choices.one_in(3):
        tree["parameters"] = {
            choices.pick(_NAMES): {"name": choices.pick(_VARIABLES), **_declaration(choices)}
            for _ in range(choices.below(3))
        }
    return _maybe_wrong(choices, tree)


def _object(choices: Choices) -> Tree:
    declared = {choices.pick(_VARIABLES): _declaration(choices) for _ in range(choices.below(4))}
    tree: dict[str, Tree] = {"fields": _fields(choices)}
    if declared:
        variables: dict[str, Tree] = dict(declared)
        tree = {"variables": variables, **tree}
    return _maybe_wrong(choices, tree)


def _fields(choices: Choices) -> Tree:
    return {choices.pick(_NAMES): _value(choices) for _ in range(choices.below(5))}


def _value(choices: Choices) -> Tree:
    kind = choices.below(8)
    if kind < 4:
        return choices.pick(_TEXTS)
    if kind == 4:
        return choices.text(16)
    if kind == 5:
        return choices.pick(_NUMBERS)
    return _maybe_wrong(choices, {"expr": choices.pick(_EXPRESSIONS)})


def _declaration(choices: Choices) -> dict[str, Tree]:
    kind = choices.pick(_TYPES)
    return {"type": kind, **({} if choices.one_in(8) else {"domain": _domain(choices, kind)})}


def _domain(choices: Choices, kind: str) -> Tree:
    if choices.one_in(8):
        kind = choices.pick(_TYPES)
    if kind == "int":
        return [_integers(choices) for _ in range(choices.below(4))]
    if kind in {"mask", "opaque"}:
        members: list[Tree] = [*_MEMBERS, *_NUMBERS]
        return choices.pick(members)
    return [choices.pick((*_MEMBERS, 1)) for _ in range(choices.below(4))]


def _integers(choices: Choices) -> Tree:
    if choices.one_in(3):
        return {"from": choices.pick(_NUMBERS), "to": choices.pick(_NUMBERS)}
    return choices.pick(_NUMBERS)


def _maybe_wrong(choices: Choices, tree: Tree) -> Tree:
    """Return the tree, or seldom something that has no place there."""
    if not choices.one_in(24):
        return tree
    wrong: list[Tree] = [None, True, 1.5, [], {}, [tree], {"extra": 1}, "x", 1e300]
    return choices.pick(wrong)


def to_json(tree: Tree) -> str:
    """Return a tree in JSON."""
    return json.dumps(tree, ensure_ascii=False)


def to_yaml(tree: Tree) -> str:
    """Return a tree in YAML: maps and lists in brackets, texts bare as often as not."""
    if isinstance(tree, dict):
        pairs = (f"{to_yaml(key)}: {to_yaml(item)}" for key, item in tree.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(to_yaml, tree)) + "]"
    if isinstance(tree, str):
        return _yaml_text(tree)
    return json.dumps(tree)


def _yaml_text(text: str) -> str:
    if len(text) % 2 and not set(text) & set("\n\r,[]{}"):
        return text
    return "'" + text.replace("'", "''") + "'" if len(text) % 3 else json.dumps(text)


def to_toml(tree: Tree) -> str:
    """Return a tree in TOML: the outer keys as lines, everything in them in brackets."""
    if not isinstance(tree, dict):
        return _toml_value(tree)
    return "".join(f"{_toml_key(key)} = {_toml_value(item)}\n" for key, item in tree.items())


def _toml_value(tree: Tree) -> str:
    if isinstance(tree, dict):
        pairs = (f"{_toml_key(key)} = {_toml_value(item)}" for key, item in tree.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_toml_value, tree)) + "]"
    if isinstance(tree, str):
        literal = len(tree) % 2 and not set(tree) & set("'\n\r")
        return f"'{tree}'" if literal else json.dumps(tree, ensure_ascii=False)
    return "nan" if tree is None else json.dumps(tree)


def _toml_key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    return key if bare else json.dumps(key)

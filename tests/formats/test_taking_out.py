"""Objects cut out of texts: what is left is what a person would have left."""

import pytest

from devcompat.formats.taking_out import item_cuts

MARK = "§"
"""Stands before each object that is to go."""


def cut(marked: str, form: str) -> str | None:
    """Return the text without the marked objects, None where it is not known what to cut."""
    parts = marked.split(MARK)
    text, offsets, at = "".join(parts), [], 0
    for part in parts[:-1]:
        at += len(part)
        offsets.append(at)
    cuts = item_cuts(text, offsets, form)
    if not cuts:
        return None
    for begin, end in sorted(cuts, reverse=True):
        text = text[:begin] + text[end:]
    return text


JSON = {
    "only": ('{"compatible": [§{"a": 1}]}', '{"compatible": []}'),
    "first": ('[§{"a": 1}, {"b": 2}]', '[{"b": 2}]'),
    "last": ('[{"a": 1}, §{"b": 2}]', '[{"a": 1}]'),
    "middle": ('[{"a": 1}, §{"b": 2}, {"c": 3}]', '[{"a": 1}, {"c": 3}]'),
    "two at the beginning": ('[§{"a": 1}, §{"b": 2}, {"c": 3}]', '[{"c": 3}]'),
    "all": ('[§{"a": 1}, §{"b": 2}]', "[]"),
    "on lines": ('[\n  {"a": 1},\n  §{"b": 2}\n]', '[\n  {"a": 1}\n]'),
    "braces and quotes in texts": (
        '[§{"a": "}\\"]", "f": {"x": [1]}}, {"b": "{"}]',
        '[{"b": "{"}]',
    ),
    "never closed": ('[§{"a": [1}', None),
}
YAML = {
    "first": ("compatible:\n- §a: 1\n  b: 2\n- c: 3\n", "compatible:\n- c: 3\n"),
    "last with what follows": (
        "compatible:\n  - a: 1\n  - §b: 2\n\n    # of b\n    c: 3\n# of info\ninfo:\n  d: 4\n",
        "compatible:\n  - a: 1\n# of info\ninfo:\n  d: 4\n",
    ),
    "no line end": ("compatible:\n- a: 1\n- §b: 2", "compatible:\n- a: 1\n"),
    "in brackets": ("compatible: [§{a: '}'}, {b: 2}]\n", "compatible: [{b: 2}]\n"),
    "content on a line of its own": ("compatible:\n-\n  §a: 1\n", None),
    "behind an anchor": ("compatible:\n- &x §a: 1\n", None),
    "a list in a list": ("- - §a: 1\n", None),
}
TOML = {
    "first": (
        "[self]\na = 1\n\n[[§compatible]]\n[compatible.fields]\nb = 2\n\n# next\n[[compatible]]\n",
        "[self]\na = 1\n\n\n# next\n[[compatible]]\n",
    ),
    "last": ("[[§compatible]]\n[compatible.fields]\nb = 2\n[info]\nc = 3", "[info]\nc = 3"),
    "in brackets": ("compatible = [{ a = 1 }, §{ b = '}' }]\n", "compatible = [{ a = 1 }]\n"),
    "written in another way": ("compatible = [§1]\n", None),
}
CASES = [
    pytest.param(form, *case, id=f"{form}: {name}")
    for form, cases in (("json", JSON), ("yaml", YAML), ("toml", TOML))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("form", "marked", "left"), CASES)
def test_what_is_left(form: str, marked: str, left: str | None) -> None:
    assert cut(marked, form) == left


def test_one_object_that_cannot_be_cut_leaves_all() -> None:
    assert cut("compatible:\n- §a: 1\n- &x §b: 2\n", "yaml") is None

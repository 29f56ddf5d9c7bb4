"""Law: tomllib and the walk for places understand the same texts, and agree on what is in them."""

import tomllib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devcompat.formats.toml_places import Place, walk
from devcompat.formats.toml_tree import read_toml
from devcompat.formats.tree import Mapping, Node, Sequence
from devcompat.language.problems import InputError
from devcompat.language.source import Source

LAW = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])

KEYS = ("a", "b", "1", '"a"', "'b c'", '"\\u0061"', '"x.y"', "a.b", "b . a", 'a."b"')
TEXTS = (
    '"x"', "'x'", '"\\t\\"${n}"', '"""x"""', "'''x'''", '"""\nx"""', "'''\n'x'''", '"""x\\\n y"""',
    '"""x"""""', "''''x'''''", '""', "''", '"\\U0001F600#"', '"""a\r\nb"""',
)  # fmt: skip
OTHERS = (
    "1", "-0", "0x1f", "1_000", "1.5", "1e3", "inf", "-nan", "true", "2020-07-29",
    "2020-07-29 12:30:45", "2020-07-29T12:30:45.5Z", "12:30:45",
)  # fmt: skip
GAPS = st.sampled_from(("", " ", "\n", " # c\n", "\r\n", "\t"))
SCALARS = st.sampled_from((*TEXTS, *OTHERS))


@st.composite
def _lists(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(inner, max_size=3))
    comma = draw(GAPS) + "," + draw(GAPS)
    return "[" + draw(GAPS) + comma.join(items) + draw(st.sampled_from(("", ","))) + "]"


@st.composite
def _tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = [f"{draw(st.sampled_from(KEYS))} = {value}" for value in draw(st.lists(inner))]
    return "{ " + ", ".join(items) + " }"


VALUES = st.recursive(SCALARS, lambda inner: _lists(inner) | _tables(inner), max_leaves=6)
HEADERS = st.sampled_from(KEYS).flatmap(lambda key: st.sampled_from((f"[{key}]", f"[[ {key} ]]")))
PAIRS = st.tuples(st.sampled_from(KEYS), VALUES).map(lambda pair: f"{pair[0]} ={pair[1]}")
LINE_ENDS = st.sampled_from(("\n", "\n", "\r\n", " # c\n", "\n\n"))
DOCUMENTS = st.lists(st.tuples(HEADERS | PAIRS | PAIRS, LINE_ENDS)).map(
    lambda lines: "".join(line + end for line, end in lines)
)
PIECES = st.sampled_from(
    (*KEYS, *TEXTS, *OTHERS, "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", "\r\n", "\r", " ",
     "#", "'", '"', '"""', "'''", "\\", "\\u00", "x", "\x00", "é")
)  # fmt: skip


def agree(text: str) -> None:
    """Assert that both take the text, and note the same values; or that neither does."""
    found = walk(text)
    if found.code == "toml.depth":
        return
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(InputError) as raised:
            read_toml(Source(text))
        assert raised.value.problems[0].code in {"toml.syntax", "toml.duplicate-key"}
        assert raised.value.problems[0].position is not None
        return
    assert found.code == ""
    check(value, found.root, text)
    check_node(read_toml(Source(text)), text)


def check(value: object, place: Place, text: str) -> None:
    """Assert that a place, and all in it, has what is written there."""
    if isinstance(value, dict):
        assert place.keys.keys() == value.keys()
        for key, inner in value.items():
            written = text[place.keys[key].key :]
            assert written.startswith(key) or written[0] in "\"'"
            check(inner, place.keys[key], text)
    elif isinstance(value, list):
        for inner, found in zip(value, place.items, strict=True):
            check(inner, found, text)
    else:
        again = tomllib.loads(f"a = {text[place.value : place.end]}")
        assert repr(again["a"]) == repr(value)  # NaN equals nothing


def check_node(node: Node, text: str) -> None:
    """Assert that each letter of a text is where the node says that it is."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            check_node(entry.value, text)
    elif isinstance(node, Sequence):
        for item in node.items:
            check_node(item, text)
    elif node.kind == "text":
        for index, letter in enumerate(node.text):
            assert text[node.at(index)] in {letter, "\\", "\r"}


@LAW
@example('a = """\\\r\n  \r\n x"""')
@example("a = 2020-07-29 # 12\nb = 2020-07-29 12:00:00")
@example("[[a]]\n[a.b]\n[[a]]\n[a.b]\n")
@example("[a.b]\n[a]\n")
@given(DOCUMENTS)
def test_what_is_nearly_toml_is_understood_alike(text: str) -> None:
    agree(text)


@LAW
@example("a=[{}]\n[[a]]")
@example("a={}\n[a.b]")
@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_text_of_tomls_own_pieces_is_understood_alike(text: str) -> None:
    agree(text)

"""Law of reading vocabularies: any bytes give a vocabulary or an input error, nothing else.

Here belongs what is thrown at the reader. It must not know what a vocabulary says.
"""

import json

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devcompat.catalog.vocabulary_file import KEYS, RULE_KEYS, read_vocabulary
from devcompat.codes.errors import ERRORS
from devcompat.language.problems import InputError, Problem
from devcompat.vocabulary.definition import RULE_NAMES, Vocabulary
from devcompat.vocabulary.derive import derive

LAW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
CODES = {error.code for error in ERRORS}
WORDS = st.sampled_from(
    ("", "a", "b", "f_*", "*", "1", "-0", "0x0", "1.0", "none", "a+b", "\ud800", "\x00", "é",
     "9" * 1100, "x" * 70, *KEYS, *RULE_KEYS, *RULE_NAMES, "refuse", "read")
)  # fmt: skip
SCALARS = st.one_of(WORDS, WORDS, st.integers(), st.booleans(), st.none(), st.floats())
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=5)),
    max_leaves=12,
)
PIECES = st.sampled_from(
    ("name", "fields", "=", ":", "[", "]", "{", "}", '"', "\n", " ", "a.b", "1", "*", "- ", "'",
     "#", "\\u0000", ",", "equal", "|", "&a", "!b", "\x00", "\r")
)  # fmt: skip


@st.composite
def nearly(draw: st.DrawFn) -> dict[str, object]:
    """Draw what has the shape of a vocabulary, with anything in it."""
    rules = st.one_of(
        st.sampled_from(RULE_NAMES),
        st.fixed_dictionaries(
            {"rule": st.sampled_from(RULE_NAMES)},
            optional={
                "default": SCALARS,
                "decides": WORDS,
                "lists": st.dictionaries(WORDS, st.lists(WORDS, max_size=3), max_size=3),
            },
        ),
        TREES,
    )
    fields = draw(st.dictionaries(WORDS, rules, max_size=5))
    return {"name": "a", "version": draw(SCALARS), "fields": fields}


def read(data: bytes, name: str) -> None:
    """Read any bytes: a vocabulary from which something follows, or problems that are known."""
    problems = problems_of(data, name)
    assert {problem.code for problem in problems} <= CODES


def problems_of(data: bytes, name: str) -> tuple[Problem, ...]:
    try:
        found = read_vocabulary(data, name)
        assert isinstance(found, Vocabulary)
        derive({"a": "1", "f_x": "a+b"}, found)
    except InputError as error:
        return error.problems or (Problem("none", None, "", ""),)
    return ()


@LAW
@given(st.one_of(nearly(), TREES))
def test_a_tree_is_a_vocabulary_or_an_input_error(tree: object) -> None:
    read(json.dumps(tree).encode(), "law.json")
    read(yaml.safe_dump(tree, allow_unicode=False).encode(errors="replace"), "law.yaml")


@LAW
@given(st.lists(PIECES))
def test_any_text_is_a_vocabulary_or_an_input_error(parts: list[str]) -> None:
    for name in ("law.json", "law.yaml", "law.toml", "law"):
        read("".join(parts).encode(), name)


@LAW
@given(st.binary(max_size=60))
def test_any_bytes_are_a_vocabulary_or_an_input_error(data: bytes) -> None:
    for name in ("law.json", "law.yaml", "law.toml"):
        read(data, name)

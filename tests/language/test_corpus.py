"""Tests of the vectors themselves: unique ids, known sections, every code covered.

Here belongs the checker of the corpus. It must not run a vector.
"""

import re
from pathlib import Path

import pytest

import devcompat.language
from devcompat.codes.errors import ERRORS
from devcompat.match.verdict import RULES
from tests.language.test_limits import LIMITS
from tests.vectors.reading import FILES, HERE, read_vectors

ROOM = Path(devcompat.language.__file__).parent
FAMILIES = sorted({error.code.split(".")[0] for error in ERRORS})
CODE = re.compile(rf'"((?:{"|".join(FAMILIES)})\.[a-z-]+)"')
SECTIONS = {"1", "2", "3", "4", "5", "6", "8", "9", "10", "11"}
ELSEWHERE = {"variable.unused"}
"""Codes of the language's room that no text can bring about."""


def codes_of_the_room() -> set[str]:
    return {code for path in ROOM.glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique_and_plain(name: str) -> None:
    ids = [vector["id"] for vector in read_vectors(name)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found) for found in ids)


@pytest.mark.parametrize("name", FILES)
def test_every_vector_names_its_section_and_says_why(name: str) -> None:
    for vector in read_vectors(name):
        assert vector["section"] in SECTIONS
        assert vector["why"].strip()
        assert "\n" not in vector["why"]


def test_no_file_of_vectors_is_left_out() -> None:
    assert {path.name for path in HERE.glob("*.json")} == set(FILES)


def test_every_code_of_the_language_has_a_vector() -> None:
    covered = {
        problem["code"] for vector in read_vectors("errors.json") for problem in vector["problems"]
    }
    covered |= {limit.code for limit in LIMITS.values()}
    formats = [vector for vector in read_vectors("formats.json") if "error" in vector]
    covered |= {vector["error"]["code"] for vector in formats}
    used = codes_of_the_room()
    assert len(used) > 20
    assert used - covered == ELSEWHERE


def test_every_code_of_a_vector_is_registered() -> None:
    registered = {error.code for error in ERRORS}
    for vector in read_vectors("errors.json"):
        assert {problem["code"] for problem in vector["problems"]} <= registered
        assert vector["problems"]


def test_every_row_of_the_truth_table_and_every_rule_has_a_vector() -> None:
    vectors = read_vectors("match.json")
    assert sum(vector["section"] == "10" for vector in vectors) == 17
    assert {vector.get("rule", "target-accepts") for vector in vectors} == set(RULES)
    assert {vector["outcome"] for vector in vectors} == {"compatible", "incompatible", "unknown"}

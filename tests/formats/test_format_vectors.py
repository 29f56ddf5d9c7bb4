"""The vectors of every format: what each document equals as text, or what is wrong with it."""

import pytest

from devcompat.formats.bundles import layouts_of, read_bundle
from devcompat.formats.registry import FORMATS, LAYOUTS, READ_ONLY, read_document
from devcompat.language.nodes import Descriptor
from devcompat.language.problems import InputError
from tests.vectors.reading import Vector, parameters, read_vectors

VECTORS = read_vectors("formats.json")
GOOD = [vector for vector in VECTORS if "equals" in vector]
BAD = [vector for vector in VECTORS if "error" in vector]


def read(vector: Vector) -> Descriptor:
    if "files" in vector:
        files = {path: text.encode() for path, text in vector["files"].items()}
        assert vector["format"] in layouts_of(files)
        return read_bundle(files, "d", vector["format"]).descriptor
    return read_document(vector["data"].encode(), "d", vector["format"]).descriptor


def test_vectors_are_of_both_kinds_and_of_every_format() -> None:
    assert len(GOOD) + len(BAD) == len(VECTORS)
    assert len({vector["id"] for vector in VECTORS}) == len(VECTORS)
    formats = {vector["format"] for vector in VECTORS} | {"text"}
    assert formats >= {*FORMATS, *LAYOUTS, *READ_ONLY}


@pytest.mark.parametrize("vector", parameters(GOOD))
def test_a_document_equals_this_text(vector: Vector) -> None:
    assert read(vector) == read_document(vector["equals"].encode(), "t", "text").descriptor


@pytest.mark.parametrize("vector", parameters(BAD))
def test_a_document_has_this_error_at_this_place(vector: Vector) -> None:
    with pytest.raises(InputError) as raised:
        read(vector)
    first, wanted = raised.value.problems[0], vector["error"]
    line, column = first.position or (None, None)
    assert (first.code, line, column) == (wanted["code"], wanted["line"], wanted["column"])
    assert wanted.get("file", "") == (first.position.file if first.position else "")

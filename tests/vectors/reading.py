"""Reading the vectors: JSON files beside this one, each a list of objects.

Here belongs how the corpus is found and shown to pytest. It must not know the package under test.
"""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FILES = ("parse.json", "errors.json", "match.json", "formats.json", "vocabulary.json")

Vector = dict[str, Any]


def read_vectors(name: str) -> list[Vector]:
    """Return the vectors of one file; none at all is a fault of the corpus."""
    vectors = json.loads((HERE / name).read_text(encoding="utf-8"))
    if not isinstance(vectors, list) or not vectors:
        raise ValueError(f"{name} holds no vectors")
    return vectors


def parameters(vectors: list[Vector]) -> list[Any]:
    """Return the vectors as parameters of a test, named by their ids."""
    return [pytest.param(vector, id=vector["id"]) for vector in vectors]

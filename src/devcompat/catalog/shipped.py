"""Shipped: the vocabularies that come with the package (vocabularies/<name>.toml).

Belongs here: finding and reading them. Must not know: which device follows which.
"""

from functools import cache
from pathlib import Path

from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.language.problems import input_error
from devcompat.vocabulary.definition import Vocabulary

_DATA = Path(__file__).parent / "vocabularies"


@cache
def shipped_vocabularies() -> dict[str, Vocabulary]:
    """Return the shipped vocabularies by name."""
    files = sorted(_DATA.glob("*.toml"))
    found = (read_vocabulary(file.read_bytes(), file.name) for file in files)
    return {vocabulary.name: vocabulary for vocabulary in found}


def get_shipped(name: str) -> Vocabulary:
    """Return the shipped vocabulary of that name. Raises InputError `vocabulary.unknown`."""
    found = shipped_vocabularies().get(name)
    if found is None:
        expected = f"a file, or one of the shipped vocabularies {', '.join(shipped_vocabularies())}"
        raise input_error("vocabulary.unknown", name, expected)
    return found

"""Vocabulary syntax: the bytes of a vocabulary, TOML, YAML or JSON, to one kind of tree.

Belongs here: telling the three apart. Must not know: the keys of a vocabulary (vocabulary_file).

JSON and YAML keep positions; tomllib keeps none but those of its own errors.
"""

import re
import tomllib

from devcompat.formats.encoding import decode
from devcompat.formats.json_tree import read_json
from devcompat.formats.tree import Entry, Mapping, Node, Scalar, Sequence
from devcompat.language.nodes import NOWHERE
from devcompat.language.problems import InputError, Position, Problem, input_error
from devcompat.language.source import Source

SUFFIXES = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}
MAX_DEPTH = 8
"""Nesting that is read; a vocabulary needs five levels."""

_SUFFIX = re.compile(r"\.[a-z]+\Z")
_TOML_POSITION = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.ASCII)


def read_bytes(data: bytes, name: str) -> tuple[Node, Source]:
    """Return the tree that `data` spells; its syntax shows in the end of `name`, or a brace.

    Raises InputError.
    """
    source = Source(decode(data, name), name)
    found = _SUFFIX.search(name.lower())
    form = SUFFIXES.get(found.group()) if found else None
    if form is None and source.text.lstrip().startswith("{"):
        form = "json"
    if form is None:
        expected = f"a name that ends in {', '.join(SUFFIXES)}, or JSON"
        raise input_error("vocabulary.format", name, expected, name)
    if form == "json":
        return read_json(source), source
    if form == "yaml":
        from devcompat.formats.yaml_tree import read_yaml

        return read_yaml(source), source
    return _read_toml(source), source


def _read_toml(source: Source) -> Node:
    try:
        return _node(tomllib.loads(source.text), source.name, 0)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_POSITION.search(str(error))
        said = _TOML_POSITION.sub("", str(error))
        position = None
        if found is not None:
            line, column = found.groups()
            end = source.position(len(source.text))
            position = Position(int(line), int(column)) if line else end
        problem = Problem("vocabulary.syntax", position, "", f"TOML ({said})")
        raise InputError((problem,), source.name, source.text) from None
    except (ValueError, RecursionError):
        raise input_error("vocabulary.syntax", "", "TOML of sane size", source.name) from None


def _node(value: object, name: str, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise input_error("vocabulary.syntax", "", f"at most {MAX_DEPTH} levels", name)
    if isinstance(value, dict):
        entries = (
            Entry(str(key), _node(inner, name, depth + 1), NOWHERE) for key, inner in value.items()
        )
        return Mapping(tuple(entries), NOWHERE)
    if isinstance(value, list):
        return Sequence(tuple(_node(inner, name, depth + 1) for inner in value), NOWHERE)
    return Scalar(_kind(value), str(value), NOWHERE, NOWHERE)


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "a date or time"

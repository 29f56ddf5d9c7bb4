"""Vocabulary syntax: the bytes of a vocabulary, TOML, YAML or JSON, to one kind of tree.

Belongs here: telling the three apart. Must not know: the keys of a vocabulary (vocabulary_file).
"""

import re

from devcompat.formats.encoding import decode, demand_printable
from devcompat.formats.json_tree import read_json
from devcompat.formats.toml_tree import read_toml
from devcompat.formats.tree import Node
from devcompat.language.problems import input_error
from devcompat.language.source import Source

SUFFIXES = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}

_SUFFIX = re.compile(r"\.[a-z]+\Z")


def read_bytes(data: bytes, name: str) -> tuple[Node, Source]:
    """Return the tree that `data` spells; its syntax shows in the end of `name`, or a brace.

    Raises InputError.
    """
    source = Source(decode(data, name), name)
    found = _SUFFIX.search(name.lower())
    form = SUFFIXES.get(found.group()) if found else None
    if form is None and source.text.lstrip().startswith("{"):
        form = "json"
    if form == "json":
        return read_json(source), source
    demand_printable(source)
    if form == "toml":
        return read_toml(source), source
    if form == "yaml":
        from devcompat.formats.yaml_tree import read_yaml

        return read_yaml(source), source
    expected = f"a name that ends in {', '.join(SUFFIXES)}, or JSON"
    raise input_error("vocabulary.format", name, expected, name)

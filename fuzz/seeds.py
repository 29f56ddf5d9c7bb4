"""Seeds: inputs for each target to begin with, from the conformance suite and the examples.

Belongs here: how a case of the suite is an input of a target. Must not know: the laws.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz.documents import bytes_of

ROOT = Path(__file__).parent.parent
_CASES = sorted((ROOT / "conformance" / "cases").glob("*.json"))
_LAYOUTS = ("dir", "flat", "keys", "type")
_SYNTAXES = ("toml", "yaml", "json")


def seeds(name: str) -> Iterator[bytes]:
    """Yield a target's seeds; none for a target whose corpus is enough."""
    if name in {"json", "yaml", "toml"}:
        for form, text in _documents():
            if form == name:
                yield text.encode()
    elif name in _LAYOUTS:
        for files in _bundles(name):
            yield bytes_of(name, files)
    elif name == "vocabulary":
        yield from _named(ROOT / "src" / "devcompat" / "catalog" / "vocabularies", _SYNTAXES)
    elif name == "overlay":
        yield from _named(ROOT / "docs", _SYNTAXES[:2])
    elif name == "domain":
        for path in sorted((ROOT / "examples" / "domains").glob("*.xml")):
            yield path.read_bytes()
    elif name == "inventory":
        yield json.dumps(_HOST).encode()


def _cases() -> Iterator[dict[str, Any]]:
    for path in _CASES:
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            document = case["request"].get("document")
            if isinstance(document, dict):
                yield document


def _documents() -> Iterator[tuple[str, str]]:
    for document in _cases():
        if "text" in document and "format" in document:
            yield document["format"], document["text"]


def _bundles(layout: str) -> Iterator[dict[str, str]]:
    for document in _cases():
        if "files" in document and document.get("format") == layout:
            yield document["files"]


def _named(folder: Path, syntaxes: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the files in a folder, the number of each one's syntax before it."""
    for path in sorted(folder.iterdir()):
        if path.suffix[1:] in syntaxes:
            yield bytes([syntaxes.index(path.suffix[1:])]) + path.read_bytes()


_FACT = {"name": "driver", "value": "mtty", "origin": "kernel", "source": "sys/x"}
_MISS = {"path": "sys/y", "errno": "ENOENT", "why": "miss.absent", "name": "iommu_group"}
_HOST = {
    "schema": "devcompat/inventory/1", "name": "h", "root": "/", "constructed": False,
    "kernel": _FACT, "misses": [_MISS],
    "devices": [{
        "address": "0000:01:10.0", "kind": "vf", "parent": "0000:01:00.0", "facts": [_FACT],
        "native": {"text": "SELF: a=1", "path": "sys/z", "files": {"migration/self": "a=1"}},
        "stated": {"text": "SELF:", "source": "o.yaml", "override": True}, "misses": [],
        "migration": {"verdict": "yes"}, "descriptor": "own", "basis": "native",
    }],
    "types": [{
        "parent": "mtty", "type": "mtty-1", "name": None, "description": None, "device_api": "x",
        "available_instances": 3, "misses": [],
    }],
}  # fmt: skip
"""A host with something of everything that an inventory has."""

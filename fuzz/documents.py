"""Documents: what must hold for any bytes in any layout of a descriptor.

Belongs here: from bytes to a document of one file or several, and the laws of what is read.
Must not know: how any layout is read or written, the fuzzer.
"""

import json
import tomllib
from collections.abc import Callable

import yaml

from devcompat.formats.bundles import read_bundle
from devcompat.formats.registry import read_document
from devcompat.formats.toml_places import walk
from devcompat.formats.tree import Mapping, Node, Sequence
from devcompat.formats.yaml_tree import read_yaml
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.problems import InputError
from devcompat.language.source import Source
from devcompat.match.compiled import Compiled, compile_document
from fuzz.choices import Choices
from fuzz.laws import check_error, check_position, require
from fuzz.linting import check_lint
from fuzz.trees import Tree, descriptor_tree, to_json, to_toml, to_yaml
from tests.laws.layouts import WRITTEN_AND_READ, holds, read, write

_DRAFT = b"\0"
"""Before bytes that are choices, from which a document near the layout is made."""

_DIR = ("self", "compatible", "compatible1", "compatible2", "compatible10", "info", "parameters")
_FLAT = ("self", "compatible", "info", "parameters")
_KEYS = ("self/a", "self/b", "compatible/1/a", "compatible/1/b", "compatible/2/a", "info/a",
         "parameters/b", "parameters/a")  # fmt: skip
_TYPE = ("device_api", "software_version", "compatible_type", "compatible_a", "compatible_b",
         "dynamic_resources")  # fmt: skip
_PATHS: dict[str, tuple[str, ...]] = {
    "dir": tuple(f"migration/{name}" for name in _DIR),
    "flat": tuple(f"migration-{name}-traits" for name in _FLAT),
    "keys": tuple(f"migration/{name}" for name in _KEYS),
    "type": _TYPE,
}
_OF_NO_PLACE = ("limit.document", "format.unknown", "convert.cannot-hold")
_OF_FILES = (*_OF_NO_PLACE, "layout.file", "layout.missing", "layout.several",
             "object.self-missing", "limit.fields", "limit.variables")  # fmt: skip


def check_json(data: bytes) -> None:
    """Any bytes are a document in JSON or an input error; Python says what is JSON."""
    data = _drafted(data, to_json)
    codes = _check_file("json", data)
    if codes & {"json.duplicate-key", "json.depth", "limit.document", "text.encoding"}:
        return
    text = data.decode()
    refused = "json.syntax" in codes or text.startswith("\ufeff")
    try:
        json.loads(text, parse_constant=_no_constant, parse_int=str)
    except ValueError:
        require(refused, "what is no JSON is read")
    else:
        require(not refused, f"JSON is refused: {codes}")


def check_yaml(data: bytes) -> None:
    """Any bytes are a document in YAML or an input error; PyYAML says which texts are in it."""
    data = _drafted(data, to_yaml)
    _check_file("yaml", data)
    text = data.decode("utf-8", "replace")
    if not all(letter.isprintable() or letter in "\t\r\n" for letter in text):
        return
    try:
        found = read_yaml(Source(text))
    except InputError:
        return
    plain = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (only texts)
    require(_plain(found) == plain, f"{_plain(found)!r} is not {plain!r}")


def check_toml(data: bytes) -> None:
    """Any bytes are a document in TOML or an input error; what is TOML, tomllib says."""
    data = _drafted(data, to_toml)
    codes = _check_file("toml", data)
    if codes & {"limit.document", "text.encoding", "text.unprintable", "toml.depth", "limit.value"}:
        return
    text = data.decode()
    refused = bool(codes & {"toml.syntax", "toml.duplicate-key"})
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        require(refused, "what is no TOML is read")
    else:
        require(not refused, f"TOML is refused: {codes}")
        require(walk(text).code == "", "a text is not understood to its end")


def check_dir(data: bytes) -> None:
    """Any files in `migration/` are a document or an input error."""
    _check_files("dir", data)


def check_flat(data: bytes) -> None:
    """Any files `migration-*-traits` are a document or an input error."""
    _check_files("flat", data)


def check_keys(data: bytes) -> None:
    """Any files in directories of `migration/` are a document or an input error."""
    _check_files("keys", data)


def check_type(data: bytes) -> None:
    """Any files of a mdev type are a document or an input error."""
    _check_files("type", data)


def check_document(document: Document) -> None:
    """Compile and lint a document, write it in every layout that holds it, and read it back equal.

    What is JSON, YAML or TOML is linted as what its text could mean: lint does not ask.
    """
    descriptor = document.descriptor
    compile_or_refuse(document)
    check_lint(document)
    for layout in WRITTEN_AND_READ:
        try:
            written = write(layout, descriptor)
        except InputError as error:
            (problem,) = error.problems
            require(problem.code == "convert.cannot-hold", f"{layout}: {problem}")
            too_large = problem.found.endswith(" bytes")
            require(too_large or not holds(layout, descriptor), f"{layout} can hold it: {problem}")
            continue
        require(holds(layout, descriptor), f"{layout} cannot hold it")
        _require_equal(layout, read(layout, written), descriptor)


def _require_equal(layout: str, again: Descriptor, descriptor: Descriptor) -> None:
    require(again == descriptor, f"not read back equal from {layout}: {again} is not {descriptor}")
    require(hash(again) == hash(descriptor), f"{layout}: another hash")


def compile_or_refuse(document: Document) -> Compiled | None:
    """Return the compiled document, None for a type descriptor, which cannot be compiled."""
    try:
        return compile_document(document)
    except InputError as error:
        require(error.problems[0].code == "parameters.unset", f"{error.problems}")
        return None


def files_of(layout: str, data: bytes) -> dict[str, bytes]:
    """Return the files that bytes stand for: each a number of a path, or a path, and its content.

    Between files stands a zero byte. The number is the first byte, from `0` on; a path of its own
    follows `/` and ends with its line.
    """
    paths = _PATHS[layout]
    files: dict[str, bytes] = {}
    for piece in data.split(b"\0")[:24]:
        if piece.startswith(b"/"):
            path, _, content = piece[1:].partition(b"\n")
            folder = paths[0][: paths[0].rfind("/") + 1]
            files[folder + (path.decode("utf-8", "replace") or "~")] = content
        elif piece:
            files[paths[(piece[0] - ord("0")) % len(paths)]] = piece[1:]
    return files


def bytes_of(layout: str, files: dict[str, str]) -> bytes:
    """Return bytes that stand for these files, as `files_of` reads them."""
    paths = _PATHS[layout]
    folder = paths[0][: paths[0].rfind("/") + 1]
    pieces = [
        f"{chr(ord('0') + paths.index(path))}{text}"
        if path in paths
        else f"/{path.removeprefix(folder)}\n{text}"
        for path, text in files.items()
    ]
    return "\0".join(pieces).encode()


def _check_file(form: str, data: bytes) -> set[str]:
    """Return the codes of what is wrong with a document, after checking that it is one or none."""
    try:
        document = read_document(data, "fuzz", form)
    except InputError as error:
        check_error(error, data.decode("utf-8", "replace"), _OF_NO_PLACE)
        return {problem.code for problem in error.problems}
    check_document(document)
    return set()


def _check_files(layout: str, data: bytes) -> None:
    files = files_of(layout, data)
    try:
        document = read_bundle(files, "fuzz", layout)
    except InputError as error:
        check_error(error, None, _OF_FILES)
        for problem in error.problems:
            if problem.position is not None and problem.position.file in files:
                text = files[problem.position.file].decode("utf-8", "replace")
                check_position(problem.position, text)
        return
    check_document(document)


def _drafted(data: bytes, spell: Callable[[Tree], str]) -> bytes:
    """Return the bytes as they are, or what the choices in them make."""
    if not data.startswith(_DRAFT):
        return data
    return spell(descriptor_tree(Choices(data[1:]))).encode("utf-8", "surrogatepass")


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _plain(node: Node) -> object:
    """Return a tree as the maps, lists and texts that any reader of YAML makes of it."""
    if isinstance(node, Mapping):
        return {entry.key: _plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return node.text

"""Dir: the layout of a directory `migration/` with a file for each object (section 6).

Belongs here: the files' names. Must not know: how fields are spelled (language), directories.
"""

import re

from devcompat.formats.joining import Bundle, Join
from devcompat.formats.layout import FOLDER, demand_self, joined_lines, refuse_files
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse_joined
from devcompat.language.printer import field_texts, parameter_texts

_COMPATIBLE = re.compile(r"compatible([1-9][0-9]{0,8})?", re.ASCII)
_PLAIN = {"self": "SELF", "info": "INFO", "parameters": "PARAMETERS"}
_FIRST, _LAST = -1, 10**9
"""Where the objects stand that have no number."""


def read(bundle: Bundle, name: str = "") -> Document:
    """Return the document in the files, below `migration/` or in it. Raises InputError."""
    objects: list[tuple[int, str, str]] = []
    strange: list[str] = []
    for path in bundle:
        file = path.removeprefix(FOLDER)
        numbered = _COMPATIBLE.fullmatch(file)
        if numbered is not None:
            objects.append((int(numbered[1] or 0), "COMPATIBLE", path))
        elif file in _PLAIN:
            objects.append((_FIRST if file == "self" else _LAST, _PLAIN[file], path))
        else:
            strange.append(path)
    refuse_files(
        strange, "self, compatible, compatible1, compatible2, ..., info or parameters", name
    )
    demand_self({f"{FOLDER}self", "self"} & bundle.keys(), f"{FOLDER}self", name)
    join = Join(name)
    for _, header, path in sorted(objects):
        join.header(header, join.open(path, bundle[path]))
    return parse_joined(join.source(), join.starts)


def write(descriptor: Descriptor) -> dict[str, bytes]:
    """Return the files that hold `descriptor`."""
    shared = {item.variable.name for item in descriptor.parameters}
    files = {f"{FOLDER}self": joined_lines(field_texts(descriptor.self_object, shared))}
    for number, item in enumerate(descriptor.compatible, start=1):
        files[f"{FOLDER}compatible{number}"] = joined_lines(field_texts(item, shared))
    if descriptor.info is not None:
        files[f"{FOLDER}info"] = joined_lines(field_texts(descriptor.info, shared))
    if descriptor.parameters:
        files[f"{FOLDER}parameters"] = joined_lines(parameter_texts(descriptor))
    return files

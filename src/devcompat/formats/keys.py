"""Keys: the layout of one file for each field, in directories below `migration/` (section 6).

Belongs here: the files' names, and what cannot be held without an order.
Must not know: how values are spelled (language), directories.
"""

import re

from devcompat.formats.joining import Bundle, Join
from devcompat.formats.layout import FOLDER, cannot_hold, demand_self, refuse_files
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse_joined
from devcompat.language.printer import field_texts, parameter_texts
from devcompat.language.problems import FilePosition, InputError, Position, Problem
from devcompat.language.source import Source
from devcompat.language.tokens import name_problem

_PATH = re.compile(
    rf"(?:{FOLDER})?(?:(?P<plain>self|info|parameters)|compatible/(?P<number>[1-9][0-9]{{0,8}}))/([^/]+)",
    re.ASCII,
)


def read(bundle: Bundle, name: str = "") -> Document:
    """Return the document in the files, below `migration/` or in it. Raises InputError."""
    objects: dict[tuple[int, str], list[str]] = {}
    strange: list[str] = []
    for path in bundle:
        found = _PATH.fullmatch(path)
        if found is None:
            strange.append(path)
            continue
        number = int(found["number"] or 0)
        objects.setdefault((number, found["plain"] or "compatible"), []).append(path)
    refuse_files(strange, "self/FIELD, compatible/N/FIELD, info/FIELD or parameters/FIELD", name)
    demand_self((0, "self") in objects, f"{FOLDER}self/FIELD", name)
    _demand_names(bundle, name)
    join = Join(name)
    for (_, kind), paths in sorted(objects.items()):
        join.header(kind.upper(), Source("", paths[0].rpartition("/")[0]))
        for path in sorted(paths):
            join.field(path.rpartition("/")[2], join.open(path, bundle[path]))
    return parse_joined(join.source(), join.starts, any_order=True)


def _demand_names(bundle: Bundle, name: str) -> None:
    """Raise InputError if a file's name is no field's name."""
    problems = []
    for path in sorted(bundle):
        wrong = name_problem(path.rpartition("/")[2])
        if wrong is not None:
            position = FilePosition.within(path, Position(1, 1))
            problems.append(Problem(wrong[0], position, path.rpartition("/")[2], wrong[1]))
    if problems:
        raise InputError(tuple(problems), name)


def write(descriptor: Descriptor) -> dict[str, bytes]:
    """Return the files that hold `descriptor`.

    Raises InputError `convert.cannot-hold`: an object without fields has no files, and parameters
    have no order but that of their names.
    """
    shared = {item.variable.name for item in descriptor.parameters}
    objects = [("self", "SELF", field_texts(descriptor.self_object, shared))]
    for number, item in enumerate(descriptor.compatible, start=1):
        texts = field_texts(item, shared)
        objects.append((f"compatible/{number}", f"COMPATIBLE object {number}", texts))
    for _, said, texts in objects:
        if not texts:
            cannot_hold(f"{said} has no fields", "fields in it, each being a file")
    if descriptor.info is not None:
        objects.append(("info", "INFO", field_texts(descriptor.info, shared)))
    attributes = [item.attribute for item in descriptor.parameters]
    if attributes != sorted(attributes):
        found = f"the order of the parameters {', '.join(attributes)}"
        cannot_hold(found, "parameters in the order of their names: files have no other")
    objects.append(("parameters", "PARAMETERS", parameter_texts(descriptor)))
    return {
        f"{FOLDER}{folder}/{name}": f"{text}\n".encode()
        for folder, _, texts in objects
        for name, text in texts
    }

"""Recipe: the writes below `/sys` that make a mediated device of a type.

Belongs here: the paths, the order, and what may be written at all. Must not know: commands.

A mdev is made by writing its UUID to the type's `create`, and unmade by writing to its `remove`
(Documentation/driver-api/vfio-mediated-device.rst). Its attributes are files of its directory.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from devcompat.language.problems import input_error
from devcompat.language.tokens import name_problem

Action = Literal["create", "write", "copy"]
CREATE: Final = "create"
WRITE: Final = "write"
COPY: Final = "copy"

PARENTS: Final = "sys/class/mdev_bus"
DEVICES: Final = "sys/bus/mdev/devices"
MOST_BYTES: Final = 4095
"""Of a text: sysfs takes at most a page in one write, and keeps a byte for its end."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_NAME: Final = re.compile(r"(?!\.\.?$)[!-.0-~]{1,255}", re.ASCII)
"""A file's name as the kernel gives it: printable, without a slash, neither `.` nor `..`."""
_PLACE: Final = re.compile(r"sys/bus/mdev/devices/[0-9a-f-]{36}/[A-Za-z0-9_.-]+", re.ASCII)
_NO_ATTRIBUTES: Final = frozenset({"remove", "uevent", "driver_override"})
"""Files of every mdev that are no attributes of its driver; writing to them does something else."""


class Step(NamedTuple):
    """One write: `text`, without a newline, to the file `path` below the root.

    Of a `copy` the text is what the source's attribute holds: `text` is None if that is not known;
    then `source_path` is that attribute below the root of the source's host, "" if nobody knows.
    All of a step is safe to show and to quote: `make_recipe` takes nothing else.
    """

    action: Action
    path: str
    text: str | None
    source_path: str = ""


class Copied(NamedTuple):
    """An attribute that is copied from the source: its name, its value there, and where it is."""

    attribute: str
    value: str | None = None
    source_path: str = ""


class Recipe(NamedTuple):
    """How to make a device: the steps in order, and the write that unmakes it."""

    parent: str
    type_id: str
    uuid: str
    steps: tuple[Step, ...]
    undo: Step


def make_recipe(
    parent: str,
    type_id: str,
    uuid: str,
    attributes: Sequence[tuple[str, str]] = (),
    copied: Sequence[Copied] = (),
) -> Recipe:
    """Return how a device of that type is made: created, its attributes written, others copied.

    The order of the attributes is kept. Raises InputError: `create.uuid`, `create.name` for a name
    that no file of sysfs can have, `create.value` for a text that sysfs cannot take.
    """
    uuid = read_uuid(uuid)
    for name, what in ((parent, "parent"), (type_id, "type")):
        if not _NAME.fullmatch(name):
            expected = f"the name of a {what} as sysfs has it: printable, without a slash"
            raise input_error("create.name", name, expected)
    device = f"{DEVICES}/{uuid}"
    steps = [Step(CREATE, f"{PARENTS}/{parent}/mdev_supported_types/{type_id}/create", uuid)]
    for attribute, value in attributes:
        _demand_attribute(attribute)
        steps.append(Step(WRITE, f"{device}/{attribute}", _writable(attribute, value)))
    for attribute, known, source_path in copied:
        _demand_attribute(attribute)
        text = None if known is None else _writable(attribute, known)
        if source_path and not _PLACE.fullmatch(source_path):
            raise input_error("create.name", source_path, "a device's attribute below sys/")
        steps.append(Step(COPY, f"{device}/{attribute}", text, source_path))
    return Recipe(parent, type_id, uuid, tuple(steps), Step(WRITE, f"{device}/remove", "1"))


def read_uuid(text: str) -> str:
    """Return a UUID as the kernel writes it, in lower case. Raises InputError `create.uuid`."""
    if not _UUID.fullmatch(text):
        expected = "a UUID: 8, 4, 4, 4 and 12 hexadecimal digits with dashes between them"
        raise input_error("create.uuid", text, expected)
    return text.lower()


def is_uuid(text: str) -> bool:
    """Return whether a text is a UUID."""
    return _UUID.fullmatch(text) is not None


def _demand_attribute(name: str) -> None:
    problem = name_problem(name)
    if problem is not None or name in _NO_ATTRIBUTES:
        expected = (
            "the name of an attribute of the device: a letter or _, then letters, digits, _ . -"
        )
        raise input_error("create.name", name, expected)


def _writable(attribute: str, text: str) -> str:
    """Return a text that one write to an attribute carries over. Raises InputError."""
    size = len(text.encode(errors="surrogatepass"))
    if not text or not text.isprintable() or size > MOST_BYTES:
        found = f"{attribute}={text}" if size <= MOST_BYTES else f"{attribute}: {size} bytes"
        expected = f"printable text on one line, from 1 to {MOST_BYTES} bytes"
        raise input_error("create.value", found, expected)
    return text

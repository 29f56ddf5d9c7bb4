"""Commands: a recipe as lines for a POSIX shell, and for mdevctl.

Belongs here: quoting, and what mdevctl accepts. Must not know: how a recipe comes about.

mdevctl 1.2.0 takes a device's details as JSON from a file, also from `/dev/stdin`; it writes
attributes in the order in which they are listed, without a newline.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from devcompat.provision.plan import Act
from devcompat.provision.recipe import CREATE, WRITE, Recipe, Step

MDEVCTL: Final = "1.2.0"
"""The version of mdevctl that these commands were tried with."""

_NO_WORD = re.compile(r"[^A-Za-z0-9_]", re.ASCII)

Json = str | Sequence["Json"] | Mapping[str, "Json"]


class Mdevctl(NamedTuple):
    """What mdevctl is given: the details of the device on standard input, and its words.

    `start` makes the device until it is stopped; `define` keeps it, to be started as `defined`.
    """

    details: Mapping[str, Json]
    start: tuple[str, ...]
    define: tuple[str, ...]
    defined: tuple[str, ...]


def shell_lines(recipe: Recipe) -> tuple[str, ...]:
    """Return each step as one command of a POSIX shell.

    Where a text is not known it is taken from a variable; the command fails as long as that is not
    set, and says what to set it to.
    """
    return tuple(
        shell_line(step, f"SOURCE_{number}_{_NO_WORD.sub('_', _file_of(step))}")
        for number, step in enumerate(recipe.steps)
    )


def shell_line(step: Step, variable: str = "SOURCE") -> str:
    """Return one write as a command of a POSIX shell; `variable` is for a text not known."""
    return f"{_printing(step, variable)} > {shlex.quote('/' + step.path)}"


def act_line(act: Act, root: str = "/") -> str:
    """Return what a step of a plan does as a command of a POSIX shell, on that root."""
    if act.words:
        return shlex.join(act.words)
    path = f"{root.rstrip('/')}/{act.path}"
    if not act.text.strip():
        return f"echo > {shlex.quote(path)}"
    return f"{_printing(Step(WRITE, act.path, act.text), '')} > {shlex.quote(path)}"


def _file_of(step: Step) -> str:
    return step.path.rpartition("/")[2]


def _printing(step: Step, variable: str) -> str:
    if step.text is None:
        place = f": read /{step.source_path} on its host" if step.source_path else ""
        return f'printf %s "${{{variable}:?set it to {_file_of(step)} of the source{place}}}"'
    if step.text.isascii():
        return f"printf %s {shlex.quote(step.text)}"
    # In any locale the bytes of UTF-8 are written: the format spells them as octal numbers.
    spelled = step.text.replace("\\", "\\\\").replace("%", "%%").encode()
    octal = "".join(chr(byte) if byte < 0x80 else f"\\{byte:03o}" for byte in spelled)
    return f"printf -- {shlex.quote(octal)}"


def mdevctl(recipe: Recipe) -> Mdevctl | None:
    """Return what mdevctl is given, None if a text is not known: it has to be told all of them."""
    attributes: list[Json] = []
    for step in recipe.steps:
        if step.text is None:
            return None
        if step.action != CREATE:
            attributes.append({_file_of(step): step.text})
    details: dict[str, Json] = {
        "mdev_type": recipe.type_id,
        "start": "manual",
        "attrs": attributes,
    }
    named = ("--uuid", recipe.uuid, "--parent", recipe.parent, "--jsonfile", "/dev/stdin")
    return Mdevctl(
        details,
        ("mdevctl", "start", *named),
        ("mdevctl", "define", *named),
        ("mdevctl", "start", "--uuid", recipe.uuid),
    )


def mdevctl_line(given: Mdevctl, words: Sequence[str]) -> str:
    """Return a command of a POSIX shell that gives mdevctl the details on standard input."""
    return f"printf %s {shlex.quote(json.dumps(given.details))} | {shlex.join(words)}"

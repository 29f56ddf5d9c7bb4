"""Generate man: writes the man page from the parser's own tables.

Belongs here: how commands, options and the tables of docs/cli.md look as roff. Must not know: which
there are.

    python docs/generate_man.py          # writes prefix/share/man/man1/devcompat.1

What lies below prefix/ is installed below the environment's prefix, so that `man devcompat` finds
the page wherever the command is in PATH.
"""

import argparse
import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from devcompat.cli.commands import COMMANDS
from devcompat.cli.parser import build_parser, command_parsers

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "prefix" / "share" / "man" / "man1" / "devcompat.1"
PROJECT = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))["project"]

NAME = "which device can take over the state of which other device"

DESCRIPTION = """\
A virtual machine with an assigned device (a mediated device, an SR-IOV virtual function, a vGPU, a
vDPA device) can be live-migrated only to a device that can load its state. *devcompat* says before
the migration whether a *source* device may migrate to a *target* device, and why not: which field,
what was wanted, what was found, and how it is known.

It decides from descriptors: what a device is (SELF) and what it can take over (COMPATIBLE). Where a
device publishes none, one that an operator states in an overlay counts, or a profile of the
catalog. Where nothing is known the answer is *unknown*.

devcompat changes nothing: it writes to no device and makes none.

SOURCE and TARGET are files or directories with a descriptor, *-* for standard input, or, with
*--in*, HOST/DEVICE: a device of an inventory. An INVENTORY is what *discover --json* printed, a
capture (a directory with *sys/* in it), or a directory of either.
"""

FILES = {
    "/sys": "what is read of a machine; below the directory that --root names, if it does",
    "/proc/sys/kernel/osrelease, /etc/hostname": "the kernel's release and the host's name",
    "migration_compatible": "a descriptor of its own in a device's directory; no kernel has any",
}

EXAMPLES = {
    "devcompat discover": "The devices of this machine, and whether each can migrate at all.",
    "devcompat discover --json >host.json": "The same as an inventory, for another host.",
    "devcompat check source.txt target.txt": "May one device migrate to another?",
    "devcompat check node1/0000:65:00.1 node2/0000:65:00.2 --in inventories": (
        "The same for two devices of a directory of inventories."
    ),
    "devcompat find node1/0000:65:00.1 --in inventories --all": (
        "Where can a device go, and why not to the others?"
    ),
    "virsh dumpxml vm | devcompat preflight - --to inventories": (
        "What stands in the way of migrating a VM of this machine, device by device?"
    ),
    "devcompat explain field.unexpected": "What does a code mean, and what now?",
}

SEE_ALSO = ("virsh(1)", "devlink(8)", "vdpa(8)", "lspci(8)", "qemu(1)")


def page() -> str:
    """Return the page's text."""
    version = PROJECT["version"]
    commands = command_parsers(build_parser(tuple(COMMANDS)))
    lines = [
        '.\\" Made by docs/generate_man.py from the parser. Change that, then run it again.',
        f'.TH DEVCOMPAT 1 "{_released(version)}" "devcompat {version}" "User Commands"',
        *_section("NAME", [f"devcompat \\- {_escape(NAME)}"]),
        *_section("SYNOPSIS", _synopsis()),
        *_section("DESCRIPTION", _paragraphs(DESCRIPTION)),
        *_section("COMMANDS", [line for name in commands for line in _command(name, commands)]),
        *_section("EXIT STATUS", _items(_table("code", "meaning"))),
        *_section("ENVIRONMENT", _items(_table("variable", "effect"))),
        *_section("FILES", _items(FILES.items())),
        *_section("EXAMPLES", _examples()),
        *_section("SEE ALSO", [_see_also()]),
    ]
    return "".join(f"{line}\n" for line in lines)


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    return [f".SH {heading}", *lines]


def _synopsis() -> list[str]:
    return [
        ".B devcompat\n.I COMMAND\n.RI [ OPTION ...]\n.RI [ ARGUMENT ...]",
        ".br\n.B devcompat\n.RB [ \\-\\-help | \\-\\-version ]",
    ]


def _command(name: str, commands: dict[str, argparse.ArgumentParser]) -> Iterator[str]:
    """Yield the part on one command: what may be typed, what it says, its options, its exits."""
    actions = [action for action in commands[name]._actions if action.dest != "help"]
    actions.sort(key=lambda action: (bool(action.option_strings), action.dest == "json"))
    yield f".SS {_escape(name)}"
    yield from (f'.SY "devcompat {_escape(name)}"', *map(_usage, actions), ".YS", ".PP")
    yield from _wrap(_sentence(COMMANDS[name].summary))
    for action in actions:
        yield from (".TP", ", ".join(_forms(action)), *_wrap(_sentence(action.help or "")))
    yield from (".PP", *_wrap(_sentence(COMMANDS[name].exits)))


def _usage(action: argparse.Action) -> str:
    """Return how an option or argument stands in the command's line."""
    form = _forms(action)[-1].replace(" ", "\\ ")
    return form if action.required else f"[{form}]"


def _forms(action: argparse.Action) -> list[str]:
    """Return each way to write an option, or the name of an argument."""
    value = f"\\fI{_escape(str(action.metavar))}\\fR"
    if not action.option_strings:
        return [value]
    return [
        _bold(option) + ("" if action.nargs == 0 else f" {value}")
        for option in action.option_strings
    ]


def _table(*heading: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of the table of docs/cli.md with that heading."""
    text = (DOCS / "cli.md").read_text("utf-8").partition(f"| {' | '.join(heading)} |\n|---|---|\n")
    for row in text[2].partition("\n\n")[0].splitlines():
        first, second = row.strip("| ").split(" | ", 1)
        yield first, second


def _items(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, text in rows:
        yield from (".TP", _bold(term.strip("`")), *_wrap(_sentence(_marked(text))))


def _examples() -> Iterator[str]:
    for number, (command, text) in enumerate(EXAMPLES.items()):
        yield from ([".PP"] if number else [])
        yield from (*_wrap(_escape(text)), ".PP", ".RS 4", ".EX", _escape(command), ".EE")
        yield ".RE"


def _see_also() -> str:
    return ",\n".join(
        f".BR {name} ({section}" for name, section in (item.split("(") for item in SEE_ALSO)
    )


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        yield from ([".PP"] if number else [])
        yield from _wrap(_marked(paragraph))


def _marked(text: str) -> str:
    """Return Markdown's code and emphasis as roff."""
    parts = re.split(r"`([^`]+)`|\*([^*]+)\*", text)
    plain, code, strong = parts[::3], parts[1::3], parts[2::3]
    marked = [_bold(one or other) for one, other in zip(code, strong, strict=True)]
    return "".join(
        _escape(text) + (marked[index] if index < len(marked) else "")
        for index, text in enumerate(plain)
    )


def _bold(text: str) -> str:
    return f"\\fB{_escape(text)}\\fR"


def _escape(text: str) -> str:
    """Return a text as roff shows it: `-` is the sign that is typed, not a hyphen."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def _wrap(text: str) -> list[str]:
    """Return a text's lines, none of which begins like a request."""
    lines = textwrap.wrap(text, 78, break_long_words=False, break_on_hyphens=False)
    return [f"\\&{line}" if line[0] in ".'" else line for line in lines]


def _released(version: str) -> str:
    """Return the day on which the version was released, empty if it was not."""
    text = (DOCS.parent / "CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$", text, re.MULTILINE)
    return found.group(1) if found else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

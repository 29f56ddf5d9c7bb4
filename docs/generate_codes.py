"""Generate codes: writes docs/codes.md from the registries of codes.

Belongs here: how a registry's rows look on the page. Must not know: who gives a code.

    python docs/generate_codes.py          # writes docs/codes.md
"""

import re
from collections.abc import Iterable
from pathlib import Path

from devcompat.codes.registry import Entry
from devcompat.inventory.misses import ERRNO_OF
from devcompat.verbs.explain import all_entries

DOCS = Path(__file__).parent
PAGE = DOCS / "codes.md"

_INTRODUCTION = """\
# Codes

<!-- Made by docs/generate_codes.py from the registries in src/devcompat/codes and
     src/devcompat/inventory/misses.py. Change those, then run: python docs/generate_codes.py -->

Each code that devcompat prints, with its meaning and what to do next. `devcompat explain CODE` says
the same on a terminal. A code never changes its meaning: a new meaning gets a new code.
"""

_HEADINGS = {
    "error": (
        "Errors",
        """\
The input cannot be used. Exit code 2; there is no verdict. The section is one of
[language.md](language.md), where the code is about the language.""",
    ),
    "evidence against a match": (
        "Evidence against a match",
        "In a verdict's `failures`. One such code makes an object incompatible.",
    ),
    "reason for not knowing": (
        "Reasons for not knowing",
        """\
In a verdict's `undecided`. Where nothing else speaks against a match, the verdict is unknown.""",
    ),
    "can it migrate": (
        "Can it migrate at all?",
        "The reason for the answer that `discover` and `preflight` give for one device.",
    ),
    "why a comparison is undecided": (
        "Why a comparison is undecided",
        "In the `reasons` of what `devcompat diff` says; see [section 7](language.md#7-algebra).",
    ),
    "why there is no baseline": (
        "Why there is no baseline",
        """\
In the `reasons` of what `devcompat baseline --json` prints; see [baseline.md](baseline.md).
`pools.budget` is of `devcompat pools`.""",
    ),
    "why there is no order": (
        "Why there is no order",
        """\
In `order` of what `what-if --order --json` prints: why a host cannot be emptied, whatever is done
before.""",
    ),
    "why a step failed": (
        "Steps: why a device could not be made",
        """\
What `create` says of a step that could not be done, or not be undone. Exit code 4 if all is
undone, 5 if something is left.""",
    ),
    "lint": (
        "Lint",
        """\
What `lint` says of a descriptor that can be read: [lint.md](lint.md). Exit code 1 for a warning, 0
where there are only notes.""",
    ),
    "why something could not be read": (
        "Misses: why something could not be read",
        """\
In `misses` of what `discover --json` prints. The errno is the one that stands beside the code;
where the table has none, it is the kernel's own.""",
    ),
}
"""By kind, in the order of the page: heading and introduction."""


def page() -> str:
    """Return the text of the page."""
    entries = all_entries()
    parts = [_INTRODUCTION]
    for kind, (heading, introduction) in _HEADINGS.items():
        rows = [entry for entry in entries if entry.kind.split(":")[0] == kind]
        parts.append(f"## {heading}\n\n{introduction}\n\n{_table(kind, rows)}")
    return "\n".join(parts)


def _table(kind: str, entries: Iterable[Entry]) -> str:
    heading, cells = _COLUMNS[kind]
    lines = [_row(heading), _row(["---"] * len(heading))]
    lines += [_row(cells(entry)) for entry in entries]
    return "".join(f"{line}\n" for line in lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _plain(entry: Entry) -> list[str]:
    return [f"`{entry.code}`", _section(entry.section), *_said(entry)]


def _answered(entry: Entry) -> list[str]:
    return [f"`{entry.code}`", entry.kind.partition(": ")[2], *_said(entry)]


def _bare(entry: Entry) -> list[str]:
    return [f"`{entry.code}`", *_said(entry)]


def _linted(entry: Entry) -> list[str]:
    severity = entry.kind.partition(": ")[2]
    return [f"`{entry.code}`", severity, _section(entry.section), *_said(entry)]


def _missed(entry: Entry) -> list[str]:
    return [f"`{entry.code}`", ERRNO_OF[entry.code], *_said(entry)]


def _said(entry: Entry) -> list[str]:
    return [_sentence(entry.meaning), _sentence(entry.next_step)]


def _sentence(text: str) -> str:
    """Return a text as a sentence of a table's cell."""
    text = text[:1].upper() + text[1:]
    text = text if text.endswith((".", "?")) else f"{text}."
    return re.sub(r"([|<>*\\])", r"\\\1", text)


_TEXTS = ["meaning", "what to do"]
_COLUMNS = {
    "error": (["code", "section", *_TEXTS], _plain),
    "evidence against a match": (["code", "section", *_TEXTS], _plain),
    "reason for not knowing": (["code", "section", *_TEXTS], _plain),
    "can it migrate": (["code", "answer", *_TEXTS], _answered),
    "why a comparison is undecided": (["code", *_TEXTS], _bare),
    "why there is no baseline": (["code", *_TEXTS], _bare),
    "why there is no order": (["code", *_TEXTS], _bare),
    "why a step failed": (["code", *_TEXTS], _bare),
    "lint": (["code", "severity", "section", *_TEXTS], _linted),
    "why something could not be read": (["code", "errno", *_TEXTS], _missed),
}


def _section(number: str) -> str:
    return f"[{number}](language.md#{_anchors()[number]})" if number else ""


def _anchors() -> dict[str, str]:
    """Return the anchors of the specification's sections, by number."""
    headings = re.findall(r"^## (.+)$", (DOCS / "language.md").read_text("utf-8"), re.MULTILINE)
    return {
        heading.split(".")[0]: re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""What the documentation shows of the command line is what the command line prints.

Every fenced block marked `console` in README.md, conformance/README.md and docs/*.md is run. In
such a block a line that begins with `$ ` is a command: bash runs it in the repository's root,
with the directory of this Python first in PATH, and without colour. The lines up to the next
command are what it prints to standard output, exactly; what goes to standard error is not shown
(write `2>&1` to show it). If the exit code is not 0, the last line is `exit N`. The commands of a
block share a store, which is empty at its beginning: DEVCOMPAT_STORE names it, and it is shown as
`fleet.db`; times are shown as one and the same.

DEVCOMPAT_REGENERATE=1 writes the outputs into the pages instead of comparing them.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, Block, blocks, ident

REGENERATE = "DEVCOMPAT_REGENERATE"
PAGES = [ROOT / "README.md", ROOT / "conformance" / "README.md", *sorted(DOCS.rglob("*.md"))]
TIME = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
BLOCKS = [block for page in PAGES for block in blocks(page, "console")]


def output_of(command: str, store: str) -> str:
    """Return what a command prints, and its exit code where that is not 0."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("DEVCOMPAT_")
    }
    # Not resolved: the Python of a virtual environment is a link, and its commands stand beside it.
    commands = Path(sys.executable).parent
    environment["PATH"] = f"{commands}{os.pathsep}{environment['PATH']}"
    environment |= {
        "DEVCOMPAT_STORE": store,
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    printed = TIME.sub("2026-11-28T12:00:00Z", done.stdout.decode().replace(store, "fleet.db"))
    if printed and not printed.endswith("\n"):
        printed += "\n"
    return printed + (f"exit {done.returncode}\n" if done.returncode else "")


def with_real_outputs(body: str) -> str:
    """Return a block's text with each command followed by what it prints now.

    A line that a command before it prints is no command, though it begins like one.
    """
    text = ""
    with tempfile.TemporaryDirectory() as where:
        store = str(Path(where) / "fleet.db")
        for line in body.splitlines():
            if line.startswith("$ ") and f"\n{line}\n" not in text:
                text += f"{line}\n{output_of(line.removeprefix('$ '), store)}"
    return text


def rewrite(page: Path) -> None:
    """Write the outputs of all of a page's commands into it."""
    text = page.read_text(encoding="utf-8")
    for block in blocks(page, "console"):
        old, new = f"```console\n{block.body}```", with_real_outputs(block.body)
        text = text.replace(old, f"```console\n{new}```")
    page.write_text(text, encoding="utf-8")


def test_there_are_commands_on_the_pages_for_users() -> None:
    shown = {block.page.name for block in BLOCKS}
    assert {"README.md", "language.md", "cli.md", "captures.md", "catalog.md"} <= shown


def test_a_block_begins_with_a_command() -> None:
    for block in BLOCKS:
        assert block.body.startswith("$ "), ident(block)


@pytest.mark.parametrize("block", BLOCKS, ids=ident)
def test_a_command_prints_what_the_page_shows(block: Block) -> None:
    if os.environ.get(REGENERATE):
        pytest.skip(f"{REGENERATE} is set: the pages are rewritten")
    assert with_real_outputs(block.body) == block.body


@pytest.mark.skipif(not os.environ.get(REGENERATE), reason=f"{REGENERATE} is not set")
def test_regenerate() -> None:
    for page in PAGES:
        rewrite(page)

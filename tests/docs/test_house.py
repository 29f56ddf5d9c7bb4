"""docs/dependencies.md and docs/architecture.md say what requirements/ and pyproject.toml say."""

import importlib
import re
import tomllib

import pytest

from tests.docs.pages import DOCS, ROOT, page_text, rows

REQUIREMENTS = ROOT / "requirements"
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*", re.MULTILINE)
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)", re.MULTILINE)
LINES = {
    row.cells[0]: row.cells
    for row in rows(DOCS / "dependencies.md", ("package", "version", "for", "licence", "status"))
}
NAMED = [
    (path.name, name)
    for path in sorted(REQUIREMENTS.glob("*.in"))
    for name in _NAME.findall(path.read_text(encoding="utf-8"))
]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PINNED = {
    normal(name): version
    for path in sorted(REQUIREMENTS.glob("*.txt"))
    for name, version in _PIN.findall(path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[f"{file}-{name}" for file, name in NAMED])
def test_a_dependency_has_its_line_below_its_file(file: str, name: str) -> None:
    assert name in LINES
    section = page_text("dependencies.md").split(f"requirements/{file}\n")[-1].split("\n## ")[0]
    assert f"| {name} |" in section


@pytest.mark.parametrize("name", LINES)
def test_a_line_has_the_pinned_version_and_says_what_for(name: str) -> None:
    _, version, purpose, licence, status = LINES[name]
    assert version == PINNED[normal(name)]
    assert purpose
    assert licence
    assert status


def test_every_line_is_of_a_dependency() -> None:
    assert set(LINES) == {name for _, name in NAMED}


CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERS = [
    [part.strip().removeprefix("devcompat.") for part in layer.split("|")]
    for layer in CONTRACTS[0]["layers"]
]
ROOMS = [room for layer in reversed(LAYERS) for room in sorted(layer) if room != "__main__"]
SAID = rows(DOCS / "architecture.md", ("room", "what belongs there", "what it does not know"))


def test_the_rooms_on_the_page_are_the_layers_in_their_order() -> None:
    assert [row.cells[0].strip("`") for row in SAID] == ROOMS


def test_neighbours_on_the_page_are_those_of_the_layers() -> None:
    text = " ".join(page_text("architecture.md").split())
    for layer in LAYERS:
        if len(layer) > 1:
            *first, last = (f"`{room}`" for room in sorted(layer))
            assert f"{', '.join(first)} and {last} do not know each other" in text


def test_every_package_is_a_room() -> None:
    packages = {path.parent.name for path in (ROOT / "src" / "devcompat").glob("*/__init__.py")}
    assert packages == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_at_its_door_what_it_must_not_know(room: str) -> None:
    door = importlib.import_module(f"devcompat.{room}").__doc__ or ""
    assert "Belongs here:" in door
    assert re.search(r"[Mm]ust not know", door)


def test_the_pure_rooms_on_the_page_are_those_of_the_contract() -> None:
    pure = {name.removeprefix("devcompat.") for name in CONTRACTS[1]["source_modules"]}
    (line,) = re.findall(r"^\*\*Pure\*\*: (.+)$", page_text("architecture.md"), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", line)) == pure


def test_every_decision_is_listed_and_has_its_parts() -> None:
    text = page_text("architecture.md")
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert len(decisions) >= 8
    for path in decisions:
        assert f"(adr/{path.name})" in text, path.name
        said = path.read_text(encoding="utf-8")
        for part in ("## Context", "## Decision", "## Consequences", "## To undo it"):
            assert part in said, f"{path.name}: {part}"


PENDING = {DOCS / "performance.md"}
"""Pages that are linked and not written yet."""

LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", item.lower()).replace(" ", "-") for item in headings}


@pytest.mark.parametrize(
    "page",
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "conformance" / "README.md",
        *sorted(DOCS.rglob("*.md")),
    ],
    ids=lambda page: page.name,
)
def test_links_lead_somewhere(page: object) -> None:
    path = ROOT / str(page)
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        found = path if not target else path.parent / target
        if found in PENDING:
            continue
        assert found.exists(), f"{path.name}: {target}"
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), f"{target}#{anchor}"

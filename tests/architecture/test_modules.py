"""Every module says what belongs there, is small, and has nothing that the house forbids."""

import ast
import re
import sys
from pathlib import Path

import pytest

from devcompat.verbs.explain import all_entries

from .modules import MODULES, PACKAGE, ROOT, imported, name_of, tree_of

PURE = (
    "codes", "values", "language", "match", "algebra", "inventory", "fleet", "planning",
    "vocabulary", "formats", "wording",
)  # fmt: skip
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "subprocess", "ctypes", "requests"}
ALLOWED = {"devcompat/provision/tool.py": {"subprocess"}}
"""vDPA devices are made through netlink only, which the vdpa tool speaks; nothing else is run."""
IMPURE = {
    "os", "io", "pathlib", "socket", "time", "datetime", "logging", "subprocess", "tempfile",
    "shutil", "random", "sys", "threading", "asyncio",
}  # fmt: skip
THEIR_OWN = {"yaml_tree.py": {"yaml"}}
"""What one module of a pure room needs beside the standard library."""
STANDARD = set(sys.stdlib_module_names)

each_module = pytest.mark.parametrize("module", MODULES, ids=name_of)


@each_module
def test_module_says_what_belongs_there_and_what_it_must_not_know(module: Path) -> None:
    said = ast.get_docstring(tree_of(module)) or ""
    assert said
    if module.parent != PACKAGE:
        assert "Belongs here:" in said or "What belongs here:" in said
        assert "Must not know:" in said


@each_module
def test_module_is_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 500


@each_module
def test_module_has_a_name_that_says_something(module: Path) -> None:
    assert not FORBIDDEN_NAMES & set(module.stem.split("_"))


@each_module
def test_module_runs_no_text_and_unpickles_nothing(module: Path) -> None:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS
    allowed = ALLOWED.get(name_of(module), set())
    assert not {name.split(".")[0] for name in imported(module)} & FORBIDDEN_MODULES - allowed


@each_module
def test_what_is_public_is_documented(module: Path) -> None:
    """Modules, classes, and functions and methods without an underscore say what they do."""
    tree = tree_of(module)
    scopes: list[ast.Module | ast.ClassDef] = [tree]
    while scopes:
        for node in scopes.pop().body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), node.name
                if isinstance(node, ast.ClassDef):
                    scopes.append(node)


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.relative_to(PACKAGE).parts[0] in PURE], ids=name_of
)
def test_pure_room_imports_only_itself_and_the_standard_library(module: Path) -> None:
    roots = {name.split(".")[0] for name in imported(module)}
    assert roots <= STANDARD | {"devcompat"} | THEIR_OWN.get(module.name, set())
    assert not roots & IMPURE


def test_every_module_is_in_a_room_that_the_package_lists() -> None:
    listed = ast.get_docstring(tree_of(PACKAGE / "__init__.py")) or ""
    rooms = {module.relative_to(PACKAGE).parts[0] for module in MODULES if module.parent != PACKAGE}
    assert {room for room in rooms if not re.search(rf"^{room} ", listed, re.MULTILINE)} == set()


_CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")
_NO_CODES = {"drivers.toml"}


def test_every_code_in_the_source_is_in_a_registry() -> None:
    """Whatever looks like a code is one, so that `explain` knows all that is printed."""
    known = {entry.code for entry in all_entries()} | _NO_CODES
    unknown = {
        f"{name_of(module)}:{node.lineno} {node.value}"
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CODE.fullmatch(node.value)
        and node.value not in known
    }
    assert unknown == set()


def test_every_error_code_is_used_somewhere() -> None:
    text = "".join(
        module.read_text(encoding="utf-8")
        for module in MODULES
        if module.parent.name != "codes" and module.name != "misses.py"
    )
    formed = ("limit.", "miss.", "internal")
    unused = {
        entry.code
        for entry in all_entries()
        if f'"{entry.code}"' not in text and not entry.code.startswith(formed)
    }
    assert unused == set()


def test_nothing_names_this_machine() -> None:
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert str(ROOT) not in text, name_of(module)
        assert "/home/" not in text, name_of(module)

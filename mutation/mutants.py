"""Mutants: the small faults that may be put into a module, made by mutmut's operators.

Belongs here: from a module's source to its mutants, and to controls: mutants in which nothing is
changed. Must not know: how they are run, or by what.
"""

import ast
import difflib
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

SOURCE = Path(__file__).parent.parent / "src" / "devcompat"
ROOMS = ("language", "match", "vocabulary")


class Mutant(NamedTuple):
    """One changed function.

    `module` is the room and the module (`match.judge`), `function` a function or `Class.method`;
    `was` and `now` are the lines that differ, without what surrounds them; `source` is the whole
    function with the change. `lines` are those of the changed statement in the module, so a test
    that reaches none of them can not tell the difference.
    """

    module: str
    function: str
    was: str
    now: str
    source: str
    lines: frozenset[int]

    @property
    def key(self) -> str:
        """The mutant's name; the same as long as its lines are."""
        change = f"{self.was} -> {self.now}" if self.was or self.now else "nothing is changed"
        return f"{self.module}.{self.function}: {change}"


def module_names(room: str = "") -> list[str]:
    """Return the modules that are mutated: all, those of one room, or one named `room.module`."""
    names = [
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for found in ROOMS
        for path in sorted((SOURCE / found).rglob("*.py"))
        if path.stem != "__init__"
    ]
    return [name for name in names if f"{name}.".startswith(f"{room}." if room else "")]


def path_of(module: str) -> Path:
    """Return the file of a module named as in `module_names`."""
    return SOURCE / (module.replace(".", "/") + ".py")


def mutants_of(module: str) -> list[Mutant]:
    """Return the mutants of a module, in the order of its functions."""
    code = path_of(module).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(code))
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    named = {node: name for name, node in _functions(wrapper.module)}
    statements = _statements(ast.parse(code))
    found: list[Mutant] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if not isinstance(function, libcst.FunctionDef):
            continue
        whole = positions[function]
        first = positions[mutation.original_node].start.line
        lines = statements.get(first) or range(whole.start.line, whole.end.line + 1)
        mutant = _mutant(module, named[function], wrapper.module, mutation, frozenset(lines))
        if mutant is None:
            continue
        same = (mutant.function, mutant.was, mutant.now)
        seen[same] += 1
        if seen[same] > 1:
            mutant = mutant._replace(now=f"{mutant.now}  ({seen[same]})")
        found.append(mutant)
    return found


def controls_of(module: str, most: int) -> list[Mutant]:
    """Return at most `most` functions of a module as they are, evenly from its first to its last.

    Each is a mutant without a fault: no test may notice it.
    """
    code = path_of(module).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(code))
    positions = wrapper.resolve(PositionProvider)
    found: list[Mutant] = []
    for name, node in _functions(wrapper.module):
        if not node.decorators:
            place = positions[node]
            lines = frozenset(range(place.start.line + 1, place.end.line + 1))
            whole = wrapper.module.code_for_node(node)
            found.append(Mutant(module, name, "", "", whole, lines))
    step = max(1, -(-len(found) // most))
    return found[::step]


def _functions(module: libcst.Module) -> Iterator[tuple[str, libcst.FunctionDef]]:
    for node in module.body:
        if isinstance(node, libcst.FunctionDef):
            yield node.name.value, node
        elif isinstance(node, libcst.ClassDef):
            for member in node.body.body:
                if isinstance(member, libcst.FunctionDef):
                    yield f"{node.name.value}.{member.name.value}", member


def _mutant(
    module: str, name: str, tree: libcst.Module, mutation: Mutation, lines: frozenset[int]
) -> Mutant | None:
    function = cast("libcst.FunctionDef", mutation.contained_by_top_level_function)
    changed = deep_replace(function, mutation.original_node, mutation.mutated_node)
    before = tree.code_for_node(function)
    after = tree.code_for_node(cast("libcst.FunctionDef", changed))
    if _meaning(before) == _meaning(after):
        return None
    was, now = _difference(before, after)
    return Mutant(module, name, was, now, after, lines)


@lru_cache(maxsize=2)
def _meaning(code: str) -> str:
    """Return what of a function's code is mutated: not `strict=` of a zip (docs/mutants.md)."""
    tree = ast.parse(textwrap.dedent(code))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip":
            node.keywords = [given for given in node.keywords if given.arg != "strict"]
    return ast.dump(tree)


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ, each side joined to one."""
    told = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    was = " ".join(line[2:].strip() for line in told if line.startswith("- "))
    now = " ".join(line[2:].strip() for line in told if line.startswith("+ "))
    return was, now


def _statements(tree: ast.Module) -> Mapping[int, range]:
    """Return for each line the lines of the innermost statement there, without its body."""
    found: dict[int, range] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        body = getattr(node, "body", None)
        end = body[0].lineno if body else (node.end_lineno or node.lineno) + 1
        for line in range(node.lineno, max(end, node.lineno + 1)):
            found[line] = range(node.lineno, max(end, node.lineno + 1))
    return found

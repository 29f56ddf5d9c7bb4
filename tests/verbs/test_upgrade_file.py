"""An upgrade file is read whole, or all that is wrong with it is told with its place."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from devcompat.formats.json_tree import read_json
from devcompat.formats.tree import Mapping, Node, Scalar, Sequence
from devcompat.formats.yaml_tree import read_yaml
from devcompat.language.problems import InputError
from devcompat.language.source import Source
from devcompat.planning.rewriting import Rewrite
from devcompat.verbs.upgrade_file import LIMIT, read_upgrade
from tests.docs.pages import DOCS, ROOT, blocks

SCHEMA = json.loads(
    (ROOT / "src/devcompat/verbs/schema/upgrade.schema.json").read_text(encoding="utf-8")
)
EXAMPLES = sorted((ROOT / "examples" / "what-if").glob("*.yaml"))
SHOWN = [block.body for block in blocks(DOCS / "what-if.md", "yaml")]


def plain(node: Node) -> object:
    """Return a tree as a JSON reader would have it; YAML's scalars are texts."""
    if isinstance(node, Scalar):
        return int(node.text) if node.kind == "integer" else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key: plain(entry.value) for entry in node.entries}


def is_valid(text: str) -> bool:
    tree: Node
    source = Source(text, "x")
    tree = read_json(source) if text.lstrip().startswith("{") else read_yaml(source)
    assert isinstance(tree, Scalar | Sequence | Mapping)
    return Draft202012Validator(SCHEMA).is_valid(plain(tree))


@pytest.mark.parametrize("text", [*SHOWN, *(path.read_text() for path in EXAMPLES)])
def test_examples_are_read_and_are_what_the_schema_says(text: str) -> None:
    assert read_upgrade(text.encode(), "x.yaml").changes
    assert is_valid(text)


def test_what_an_upgrade_file_says() -> None:
    text = """
hosts:
  names: [h1, 2]
  labels: {zone: z1}
changes:
  - {from: h1/a, to: new.txt}
  - match: {driver: x, v: ["1", 2]}
    set: {v: 3, w: ""}
    accept: {v: {type: int, domain: [1, {from: 2, to: 3}]}}
"""
    found = read_upgrade(text.encode(), "x.yaml")
    assert found.hosts.names == ("h1", "2")
    assert found.hosts.labels == {"zone": "z1"}
    first, second = found.changes
    assert (first.source, first.target, first.match) == ("h1/a", "new.txt", None)
    assert first.position == (6, 5)
    assert second.match == {"driver": ("x",), "v": ("1", "2")}
    assert [(field.name, field.value.parts) for field in second.rewrite.own] == [  # type: ignore[union-attr]
        ("v", ("3",)),
        ("w", ()),
    ]
    assert second.rewrite.accepted is not None
    assert [field.name for field in second.rewrite.accepted.fields] == ["v"]


def test_json_says_the_same() -> None:
    text = '{"hosts": "all", "changes": [{"match": {"a": "1"}, "compatible": []}]}'
    found = read_upgrade(text.encode(), "x")
    assert found.hosts.names is None
    assert found.changes[0].rewrite == Rewrite(compatible=())


WRONG = [
    ("", "text.empty", None),
    ("x", "upgrade.type", (1, 1)),
    ("[]", "upgrade.type", (1, 1)),
    ("hosts: all\n", "upgrade.missing", (1, 1)),
    ("changes:\n- {from: a, to: b}\n", "upgrade.missing", (1, 1)),
    ("hosts: some\nchanges:\n- {from: a, to: b}\n", "upgrade.type", (1, 8)),
    ("hosts: {}\nchanges:\n- {from: a, to: b}\n", "upgrade.missing", (1, 8)),
    ("hosts: {names: []}\nchanges:\n- {from: a, to: b}\n", "upgrade.type", (1, 16)),
    ("hosts: {zone: z1}\nchanges:\n- {from: a, to: b}\n", "upgrade.key", (1, 9)),
    ("hosts: all\nhost: all\nchanges:\n- {from: a, to: b}\n", "upgrade.key", (2, 1)),
    ("hosts: all\nchanges: []\n", "upgrade.type", (2, 10)),
    ("hosts: all\nchanges:\n- {from: a}\n", "upgrade.missing", (3, 3)),
    ("hosts: all\nchanges:\n- {from: a, to: ''}\n", "upgrade.value", (3, 17)),
    ("hosts: all\nchanges:\n- {from: a, to: b, set: {a: 1}}\n", "upgrade.key", (3, 20)),
    ("hosts: all\nchanges:\n- {}\n", "upgrade.missing", (3, 3)),
    ("hosts: all\nchanges:\n- {match: {a: 1}}\n", "upgrade.missing", (3, 3)),
    ("hosts: all\nchanges:\n- {match: {}, set: {a: 1}}\n", "upgrade.missing", (3, 11)),
    ("hosts: all\nchanges:\n- {match: {a: []}, set: {a: 1}}\n", "upgrade.type", (3, 15)),
    ("hosts: all\nchanges:\n- {match: {a: {}}, set: {a: 1}}\n", "upgrade.type", (3, 15)),
    ("hosts: all\nchanges:\n- {match: {1a: x}, set: {a: 1}}\n", "field.name", (3, 12)),
    ("hosts: all\nchanges:\n- {match: {a: x}, set: {1a: 1}}\n", "field.name", (3, 25)),
    ("hosts: all\nchanges:\n- {match: {a: x}, set: {}}\n", "upgrade.missing", (3, 24)),
    (
        "hosts: all\nchanges:\n- match: {a: x}\n  accept: {a: {type: integer}}\n",
        "variable.type",
        (4, 22),
    ),
    (
        "hosts: all\nchanges:\n- match: {a: x}\n  accept: {a: 1}\n  compatible: []\n",
        "upgrade.key",
        (4, 3),
    ),
    ("hosts: all\nchanges:\n- match: {a: x}\n  compatible: {}\n", "structure.type", (4, 15)),
    ("hosts: *a\n", "yaml.alias", (1, 8)),
    ('{"hosts": all}', "json.syntax", (1, 11)),
]


@pytest.mark.parametrize(("text", "code", "position"), WRONG)
def test_what_is_wrong_is_told_with_its_place(
    text: str, code: str, position: tuple[int, int] | None
) -> None:
    with pytest.raises(InputError) as told:
        read_upgrade(text.encode(), "x.yaml")
    first = told.value.problems[0]
    assert first.code == code
    assert position is None or first.position == position


@pytest.mark.parametrize(
    "text", [text for text, code, _ in WRONG if code.startswith("upgrade.") and text]
)
def test_what_is_wrong_is_wrong_for_the_schema_too(text: str) -> None:
    # An empty text for `to` and the form of names are more than a schema of this size says.
    assert not is_valid(text) or "to: ''" in text


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = "host: all\nchanges:\n- {from: a}\n- {match: {a: x}, set: {1a: 1}, x: y}\n"
    with pytest.raises(InputError) as told:
        read_upgrade(text.encode(), "x.yaml")
    assert [problem.code for problem in told.value.problems] == [
        "upgrade.key", "upgrade.missing", "upgrade.missing", "field.name", "upgrade.key",
    ]  # fmt: skip


def test_an_empty_file_is_not_said_to_lack_a_descriptor() -> None:
    with pytest.raises(InputError) as told:
        read_upgrade(b"# nothing", "x.yaml")
    (problem,) = told.value.problems
    assert (problem.code, problem.expected) == ("text.empty", "a document: keys and their values")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError) as told:
        read_upgrade(b" " * (LIMIT + 1), "x.yaml")
    assert told.value.problems[0].code == "upgrade.form"


def test_the_examples_are_there() -> None:
    assert {path.name for path in map(Path, EXAMPLES)} >= {"zone.yaml", "all.yaml"}

"""What readers of files with keys of our own share."""

import pytest

from devcompat.formats.json_tree import read_json
from devcompat.formats.keyed import KeyedReader, LeftOut
from devcompat.formats.tree import Mapping
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.problems import InputError
from devcompat.language.source import Source


def reader_and_tree(text: str) -> tuple[KeyedReader, Mapping]:
    source = Source(text, "plan.json")
    reader = KeyedReader(source, "upgrade")
    return reader, reader.map(read_json(source), "a plan")


def problems(reader: KeyedReader) -> list[tuple[str, int, str]]:
    with pytest.raises(InputError) as caught:
        reader.report.raise_if_any()
    return [(one.code, one.position.column, one.found) for one in caught.value.problems]  # type: ignore[union-attr]


def test_keys_that_are_allowed_are_returned_and_nothing_is_said() -> None:
    reader, tree = reader_and_tree('{"name": "x", "zone": 7}')
    found = reader.entries(tree, ("name", "zone", "rack"), ("name",), "a plan")
    assert list(found) == ["name", "zone"]
    assert [reader.text(entry.value, key) for key, entry in found.items()] == ["x", "7"]
    reader.report.raise_if_any()


def test_all_keys_that_are_wrong_are_said_at_their_places() -> None:
    reader, tree = reader_and_tree('{"nam": "x", "zone": 7}')
    assert list(reader.entries(tree, ("name", "zone"), ("name",), "a plan")) == ["zone"]
    assert problems(reader) == [("upgrade.missing", 1, ""), ("upgrade.key", 2, "nam")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("[]", "upgrade.type"),
        ("true", "upgrade.type"),
        ('"a\\u0007"', "text.unprintable"),
        (f'"{"x" * (TEXT_BYTES + 1)}"', "limit.value"),
    ],
)
def test_what_is_no_text_is_left_out_and_said(value: str, code: str) -> None:
    reader, tree = reader_and_tree(f'{{"name": {value}}}')
    with pytest.raises(LeftOut):
        reader.text(tree.entries[0].value, "name")
    assert [found[0] for found in problems(reader)] == [code]

"""What is wrong with a document is told in JSON's words."""

import pytest

from devcompat.inventory.reading import InventoryError, Node


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ([None], "list"),
        ("3", '"3"'),
        ("it's", '"it\'s"'),
        ("\x1b\u202e", '"\\u001b\\u202e"'),
        ("x" * 100, '"' + "x" * 79),
        ({1}, "set"),
        (10**5000, "int"),
    ],
    ids=range(10),
)
def test_what_was_found_is_told_in_jsons_words(value: object, found: str) -> None:
    with pytest.raises(InventoryError) as caught:
        Node.root(value).mapping()
    assert caught.value.problems[0].found == found


def test_an_object_is_told_as_one() -> None:
    with pytest.raises(InventoryError) as caught:
        Node.root({"a": 1}).text()
    assert caught.value.problems[0].found == "object"


def test_a_text_that_is_none_of_those_allowed_is_told_as_it_is() -> None:
    with pytest.raises(InventoryError) as caught:
        Node.root("gpu").one_of(("mdev", "vf"))
    assert caught.value.problems[0].found == "gpu"

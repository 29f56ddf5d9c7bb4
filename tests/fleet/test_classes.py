"""Classes: equal sides have one number, also where hashes meet."""

import pytest

from devcompat.fleet import classes
from devcompat.fleet.classes import ClassTable, class_key
from tests.fleet.sides import some_sides


class Meeting:
    """A key whose hash is that of many others."""

    def __init__(self, key: object) -> None:
        self.key = key

    def __hash__(self) -> int:
        return hash(self.key) % 3

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Meeting) and self.key == other.key


@pytest.mark.parametrize("meeting", [False, True])
def test_equal_sides_have_one_number(monkeypatch: pytest.MonkeyPatch, meeting: bool) -> None:
    if meeting:
        monkeypatch.setattr(classes, "class_key", lambda side: Meeting(class_key(side)))
    table = ClassTable()
    first, again = some_sides(), some_sides()
    assert [table.find(side) for side in first] == [None] * len(first)
    numbers = [table.number(side) for side in first]
    assert [table.number(side) for side in again] == numbers
    assert [table.find(side) for side in again] == numbers
    keys = [class_key(side) for side in first]
    assert [keys.index(key) for key in keys] == [
        keys.index(class_key(table.sides[number])) for number in numbers
    ]
    assert sorted(set(numbers)) == list(range(len(table)))

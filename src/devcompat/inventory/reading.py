"""Reading: a step into a JSON-able document that knows its path, and refuses what is not expected.

Belongs here: typed access by key, with an error that names the path of the bad key.
Must not know: which keys an inventory has (serial).
"""

import json
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from devcompat.inventory.records import Json
from devcompat.language.problems import InputError, Problem

_Text = TypeVar("_Text", bound=str)
_SHOWN = 80


class InventoryError(InputError, ValueError):
    """A document that is no inventory; `path` names the bad key, such as `$.devices[0].kind`.

    Codes: `inventory.schema`, `inventory.key-missing`, `inventory.type`, `inventory.value`.
    """

    def __init__(self, code: str, path: str, found: str, expected: str) -> None:
        super().__init__((Problem(code, None, found, expected),))
        self.path = path


class Node(NamedTuple):
    """A value of the document and the path that leads to it."""

    value: object
    path: str

    @classmethod
    def root(cls, document: object) -> "Node":
        """Return the node of a whole document."""
        return cls(document, "$")

    def error(self, code: str, expected: str) -> InventoryError:
        """Return the error that this value is not what was expected.

        What was found is told in JSON's words; a text of the right type stands there as it is.
        """
        is_text = isinstance(self.value, str) and code != "inventory.type"
        found = str(self.value)[:_SHOWN] if is_text else _told(self.value)
        return InventoryError(code, self.path, found, expected)

    def has(self, key: str) -> bool:
        """Return whether the object has that key. Raises InventoryError if it is no object."""
        return key in self.mapping()

    def get(self, key: str) -> "Node":
        """Return the value of a key that must be there. Raises InventoryError."""
        found = self.mapping()
        if key not in found:
            raise InventoryError(
                "inventory.key-missing", f"{self.path}.{key}", "", f'a key "{key}"'
            )
        return Node(found[key], f"{self.path}.{key}")

    def items(self) -> Iterator["Node"]:
        """Yield the items of a list. Raises InventoryError."""
        if not isinstance(self.value, list):
            raise self.error("inventory.type", "a list")
        for index, item in enumerate(self.value):
            yield Node(item, f"{self.path}[{index}]")

    def mapping(self) -> dict[str, Json]:
        """Return the value as an object with text keys. Raises InventoryError."""
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self.error("inventory.type", "an object")
        return self.value

    def is_null(self) -> bool:
        """Return whether the value is null."""
        return self.value is None

    def text(self) -> str:
        """Return the value as text. Raises InventoryError."""
        if not isinstance(self.value, str):
            raise self.error("inventory.type", "a text")
        return self.value

    def text_or_null(self) -> str | None:
        """Return the value as text, or None for null. Raises InventoryError."""
        return None if self.value is None else self.text()

    def boolean(self) -> bool:
        """Return the value as true or false. Raises InventoryError."""
        if not isinstance(self.value, bool):
            raise self.error("inventory.type", "true or false")
        return self.value

    def amount(self) -> int:
        """Return the value as an integer from 0. Raises InventoryError."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.error("inventory.type", "an integer")
        if self.value < 0:
            raise self.error("inventory.value", "an integer from 0")
        return self.value

    def one_of(self, allowed: tuple[_Text, ...]) -> _Text:
        """Return the value as one of the allowed texts. Raises InventoryError."""
        text = self.text()
        for candidate in allowed:
            if text == candidate:
                return candidate
        raise self.error("inventory.value", "one of " + ", ".join(allowed))


def _told(value: object) -> str:
    """Return a value as JSON writes it, or what kind of value it is."""
    if isinstance(value, dict | list):
        return "object" if isinstance(value, dict) else "list"
    try:
        return json.dumps(value)[:_SHOWN]
    except (TypeError, ValueError):  # nothing that JSON text gives; a number of too many digits
        return type(value).__name__

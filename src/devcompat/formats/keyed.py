"""Keyed: what readers of files with keys of our own share: vocabularies, upgrades.

Belongs here: which keys a map may and must have, texts that can be printed, and what is said where
they are not so. Must not know: any one kind of file; its name, before the dot of a code, is given.
"""

from collections.abc import Sequence as Several
from typing import NoReturn

from devcompat.formats.tree import Entry, Mapping, Node, Scalar, kind_of
from devcompat.language.limits import TEXT_BYTES
from devcompat.language.report import Report
from devcompat.language.source import Source


class LeftOut(Exception):
    """What is wrong was reported; the element is left out."""


class KeyedReader:
    """Reads maps of one kind of file; problems are gathered, and raised together at the end.

    With the kind `upgrade` its codes are `upgrade.key`, `upgrade.missing` and `upgrade.type`,
    beside those of texts. `where` in its methods names the element in words.
    """

    def __init__(self, source: Source, kind: str) -> None:
        self.report = Report(source)
        self._kind = kind

    def fail(self, code: str, offset: int, found: str, expected: str) -> NoReturn:
        """Report a problem and leave the element out: raises LeftOut."""
        self.report.add(code, offset, found, expected)
        raise LeftOut

    def map(self, node: Node, where: str) -> Mapping:
        """Return a node that has to be a map; raises LeftOut."""
        if not isinstance(node, Mapping):
            self.fail(f"{self._kind}.type", node.offset, kind_of(node), f"an object: {where}")
        return node

    def entries(
        self, node: Node, allowed: Several[str], needed: Several[str], where: str
    ) -> dict[str, Entry]:
        """Return a map's entries by key, without those that are not `allowed`; raises LeftOut."""
        found: dict[str, Entry] = {}
        for entry in self.map(node, where).entries:
            if entry.key in allowed:
                found[entry.key] = entry
            else:
                expected = f"one of the keys {', '.join(allowed)} in {where}"
                self.report.add(f"{self._kind}.key", entry.offset, entry.key, expected)
        for key in needed:
            if key not in found:
                expected = f"the key {key!r} in {where}"
                self.report.add(f"{self._kind}.missing", node.offset, "", expected)
        return found

    def text(self, node: Node, where: str) -> str:
        """Return a text of one printable line, an integer's decimal included; raises LeftOut."""
        if not isinstance(node, Scalar) or node.kind not in {"text", "integer"}:
            self.fail(f"{self._kind}.type", node.offset, kind_of(node), f"a text: {where}")
        return self.printable(node.text, node.offset, where)

    def printable(self, text: str, offset: int, where: str) -> str:
        """Return a text that can be printed and is not too long; raises LeftOut."""
        wrong = [letter for letter in text if not letter.isprintable() and letter != "\t"]
        if wrong:
            found = f"U+{ord(wrong[0]):04X}"
            self.fail("text.unprintable", offset, found, f"printable text: {where}")
        if len(text.encode()) > TEXT_BYTES:
            self.fail("limit.value", offset, text, f"at most {TEXT_BYTES} bytes: {where}")
        return text

"""Elements: the parts of a domain XML that matter, with the line of each.

Belongs here: reading XML safely: no document type, no entities, bounded size and depth.
Must not know: what any element of a device means (domain).
"""

from typing import Final, NamedTuple
from xml.parsers import expat

from devcompat.language.problems import InputError, Position, Problem

LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a domain XML."""
MAX_DEPTH: Final = 64
MAX_DEVICES: Final = 4096
DEVICES: Final = frozenset({"hostdev", "interface", "disk"})

_ROOTS: Final = (("domain",), ("domstatus", "domain"))
_SEPARATOR: Final = " "
"""What expat writes between a namespace and a name, however the document spells them; an element
of the domain's own has no namespace."""
_NAMESPACE_END: Final = f"{_SEPARATOR}arg"
_TEXT_LIMIT = 256
_SHOWN = 80


class DomainError(InputError):
    """A domain XML that cannot be used: all that is wrong with it, in order. Codes: `domain.*`."""


class Element(NamedTuple):
    """An element with its attributes in order, its text, and what is in it."""

    name: str
    position: Position
    attributes: tuple[tuple[str, str], ...] = ()
    inner: tuple["Element", ...] = ()
    text: str = ""

    def get(self, key: str, default: str = "") -> str:
        """Return an attribute's value, or the default."""
        return next((value for name, value in self.attributes if name == key), default)

    def children(self, name: str) -> tuple["Element", ...]:
        """Return the elements of that name directly in this one."""
        return tuple(element for element in self.inner if element.name == name)

    def find(self, name: str) -> "Element":
        """Return the first element of that name in this one, else an empty one at this place."""
        found = self.children(name)
        return found[0] if found else Element(name, self.position)


class Contents(NamedTuple):
    """What matters of a domain: name, UUID, device elements, arguments passed to QEMU as such."""

    name: str
    uuid: str
    devices: tuple[Element, ...]
    arguments: tuple[Element, ...]


def read_elements(data: bytes, source: str) -> Contents:
    """Return what matters of a domain XML. Raises DomainError, which `source` names the input of.

    Codes: `domain.too-large`, `domain.syntax`, `domain.doctype`, `domain.too-deep`,
    `domain.too-many-devices`, `domain.not-a-domain`.
    """
    if len(data) > LIMIT:
        raise _error("domain.too-large", None, "", f"at most {LIMIT} bytes", source)
    if not data.strip():
        raise _no_domain(None, "", source)
    builder = _Builder(source)
    try:
        builder.parser.Parse(data, True)  # noqa: FBT003 - expat's own signature: this is the end
    except expat.ExpatError as error:
        position = Position(error.lineno, error.offset + 1)
        message = expat.ErrorString(error.code)
        raise _error("domain.syntax", position, "", f"XML ({message})", source) from None
    except (ValueError, LookupError) as error:  # an encoding that expat or Python does not know
        raise _error("domain.syntax", None, "", f"XML in UTF-8 ({error})", source) from None
    return builder.contents()


def _no_domain(position: Position | None, found: str, source: str) -> DomainError:
    expected = "<domain>, or <domstatus> around it"
    return _error("domain.not-a-domain", position, found, expected, source)


def _error(
    code: str, position: Position | None, found: str, expected: str, source: str
) -> DomainError:
    return DomainError((Problem(code, position, found[:_SHOWN], expected),), source)


class _Draft:
    """An element whose end is not yet seen."""

    def __init__(self, name: str, position: Position, attributes: list[str]) -> None:
        self.name = name
        self.position = position
        self.attributes = tuple(zip(attributes[::2], attributes[1::2], strict=True))
        self.inner: list[Element] = []
        self.text: list[str] = []

    def finished(self) -> Element:
        text = "".join(self.text)[:_TEXT_LIMIT].strip()
        return Element(self.name, self.position, self.attributes, tuple(self.inner), text)


class _Builder:
    """Keeps the elements that matter; of all others only that they are open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._path: list[str] = []
        self._root: tuple[str, ...] | None = None
        self._drafts: list[_Draft] = []
        self._kept: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def contents(self) -> Contents:
        """Return what was kept. Raises DomainError if there was no domain."""
        if self._root is None:
            raise _no_domain(None, "<domstatus>", self._source)
        texts = {element.name: element.text for element in reversed(self._kept)}
        return Contents(
            name=texts.get("name", ""),
            uuid=texts.get("uuid", ""),
            devices=tuple(element for element in self._kept if element.name in DEVICES),
            arguments=tuple(
                element for element in self._kept if element.name.endswith(_NAMESPACE_END)
            ),
        )

    def _position(self) -> Position:
        return Position(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _doctype(self, name: str, *_: object) -> None:
        expected = "XML without a document type"
        raise _error("domain.doctype", self._position(), name, expected, self._source)

    def _start(self, name: str, attributes: list[str]) -> None:
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            expected = f"at most {MAX_DEPTH} elements in each other"
            raise _error("domain.too-deep", self._position(), name, expected, self._source)
        self._check_root(name)
        if self._drafts or self._matters():
            self._drafts.append(_Draft(name, self._position(), attributes))

    def _check_root(self, name: str) -> None:
        """Settle where the domain is, from the first one or two elements."""
        if self._root is not None:
            return
        path = tuple(self._path)
        if path in _ROOTS:
            self._root = path
        elif len(path) == 1 and path != ("domstatus",):
            raise _no_domain(self._position(), f"<{name}>", self._source)

    def _matters(self) -> bool:
        """Return whether the element that opens now is one to keep."""
        if self._root is None or tuple(self._path[: len(self._root)]) != self._root:
            return False
        match self._path[len(self._root) :]:
            case ["name" | "uuid"]:
                return True
            case ["devices", name]:
                return name in DEVICES
            case [_, name]:
                return name.endswith(_NAMESPACE_END)
        return False

    def _characters(self, text: str) -> None:
        if self._drafts:
            self._drafts[-1].text.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        if not self._drafts:
            return
        element = self._drafts.pop().finished()
        if self._drafts:
            self._drafts[-1].inner.append(element)
            return
        self._kept.append(element)
        if len(self._kept) > MAX_DEVICES:
            expected = f"at most {MAX_DEVICES} devices"
            raise _error("domain.too-many-devices", element.position, name, expected, self._source)

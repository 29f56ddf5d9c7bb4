"""Sides: what each device of a report is, ready to be matched, one object for all that are alike.

Belongs here: reading descriptors, each spelling once; which parts of one are INFO.
Must not know: hosts, states, how lines are cut.

INFO differs from device to device and is part of no class, so it is left out before a spelling is
looked up. That is done only where the rest, and whether all is well-formed, cannot depend on it;
else the whole descriptor is looked up.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw

from devcompat.fleet.classes import ClassTable
from devcompat.formats.json import read as read_json_document
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.language.tokens import name_problem
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import NATIVE
from devcompat.reports.classes import canonical
from devcompat.reports.lines import NOTHING, DescriptorLine, DeviceLine, TypeLine

SPELLINGS: Final = 1 << 16
"""Spellings of descriptors that are remembered."""
CLASSES: Final = 1 << 16
"""Classes whose one side is remembered."""

_PLAIN_CHARACTERS = 1000
"""Characters of an INFO that is left out: so short that no limit on a value can be passed."""
_PLAIN_FIELDS = 64
_PLAIN_TEXT = 60_000
"""Characters of a text whose INFO is left out: so short that the document's limit is kept."""
_TEXT_INFO = re.compile(
    r"(?:\A|(?<=[\r\n]))[ \t]*INFO:"
    r'(?:[ \t\r\n]+[A-Za-z_][A-Za-z0-9_.-]{0,63}=(?:"[ !#%-\[\]-z|~]{0,256}"'
    r"|(?!\")[!#%-\[\]-z|~]{0,256}(?=[ \t\r\n]|\Z)))*"
    r"(?:\Z|[ \t\r\n]+(?:\Z|(?<=[\r\n])(?=(?:SELF|COMPATIBLE|PARAMETERS):[ \t\r\n])))"
)
_joined = b"".join
"""Makes bytes of a Raw, quicker than `bytes` does."""
_NOT_A_LINE_END = re.compile(r"[^\r\n]+")


class Parted(NamedTuple):
    """A text without the INFO that could be left out, lines kept as they were; and that INFO."""

    text: str
    info: str


def part_text(text: str) -> Parted:
    """Return a descriptor's text in two: what counts for its class, and INFO.

    INFO is empty where there is none, or where it cannot be left out without a look at the whole.
    """
    if "INFO:" not in text or len(text) > _PLAIN_TEXT:
        return Parted(text, "")
    found = _TEXT_INFO.search(text)
    if found is None:
        return Parted(text, "")
    info = found.group()
    if len(info) > _PLAIN_CHARACTERS or info.count("=") > _PLAIN_FIELDS or text.count("INFO:") > 1:
        return Parted(text, "")
    lines = _NOT_A_LINE_END.sub("", info)
    return Parted(text[: found.start()] + lines + text[found.end() :], info)


def info_of(descriptor: DescriptorLine | str | None) -> bytes:
    """Return a descriptor's INFO, empty where there is none or none apart: JSON, or its text."""
    if isinstance(descriptor, DescriptorLine):
        return b"" if descriptor.info is None else msgspec.json.encode(descriptor.info)
    return b"" if descriptor is None else part_text(descriptor).info.strip().encode()


class Sides:
    """What was read, remembered up to a number of spellings and of classes."""

    def __init__(self, spellings: int = SPELLINGS, classes: int = CLASSES) -> None:
        self._most_spellings = spellings
        self._most_classes = classes
        self._spelt: dict[Hashable, Side] = {}
        self._latest: dict[bytes, tuple[Raw, Side]] = {}
        self._documents: dict[Hashable, Document] = {}
        self._classes = ClassTable()
        self._forms: dict[int, tuple[Side, bytes]] = {}
        self.read = 0
        """How many descriptors had to be read."""

    def side(self, device: DeviceLine) -> Side:
        """Return what the device is; see `sides`."""
        return self.sides((device,))[0]

    def sides(self, devices: Sequence[DeviceLine]) -> list[Side]:
        """Return what each device is: the same object for equal content, as long as there is room.

        Raises InputError with the problems of the first descriptor that cannot be read.
        """
        latest = self._latest
        plain = _are_plain(
            [
                info
                for device in devices
                if type(descriptor := device.descriptor) is DescriptorLine
                and (info := descriptor.info) is not None
            ]
        )
        found: list[Side] = []
        for device in devices:
            descriptor = device.descriptor
            if (
                plain
                and type(descriptor) is DescriptorLine
                and descriptor.parameters is NOTHING
                and device.unread is None
                and device.basis == NATIVE
            ):  # most of them: to compare a COMPATIBLE takes half the time of a look-up
                own = _joined((descriptor.self_object,))
                last = latest.get(own)
                if last is None or last[0] != descriptor.compatible:
                    last = self._last(own, bytes(descriptor.compatible), device)
                found.append(last[1])
            else:
                found.append(self._side(_key(device), device))
        return found

    def _last(self, own: bytes, compatible: bytes, device: DeviceLine) -> tuple[Raw, Side]:
        """Return what a device of these spellings is, and remember it as the last of its SELF."""
        last = (Raw(compatible), self._side((own, compatible), device))
        if len(self._latest) < self._most_spellings:
            self._latest[own] = last
        return last

    def _side(self, key: Hashable, device: DeviceLine) -> Side:
        side = self._spelt.get(key)
        if side is None:
            side = self.same(self._read(device))
            if len(self._spelt) < self._most_spellings:
                self._spelt[key] = side
        return side

    def document(self, offered: TypeLine) -> Document | None:
        """Return the descriptor of a type, None if it has none. Raises InputError."""
        descriptor = offered.descriptor
        if descriptor is None:
            return None
        key = _spelling(descriptor)
        found = self._documents.get(key)
        if found is None:
            found = _document(descriptor)
            self.read += 1
            if len(self._documents) < self._most_spellings:
                self._documents[key] = found
        return found

    def same(self, side: Side) -> Side:
        """Return the first side that was seen of that side's class: this one, for a new class."""
        if len(self._classes) < self._most_classes:
            return self._classes.sides[self._classes.number(side)]
        found = self._classes.find(side)
        return side if found is None else self._classes.sides[found]

    def form(self, side: Side) -> bytes:
        """Return `classes.canonical` of a side, remembered for sides that are."""
        known = self._forms.get(id(side))
        if known is not None and known[0] is side:
            return known[1]
        found = canonical(side)
        if len(self._forms) < self._most_classes:
            self._forms[id(side)] = (side, found)
        return found

    def _read(self, device: DeviceLine) -> Side:
        told = device.undescribed
        if told is not None:
            return Undescribed("", told.detail, told.immovable, told.basis)
        self.read += 1
        descriptor = device.descriptor
        if descriptor is None:
            raise ValueError("neither descriptor nor undescribed")
        if isinstance(descriptor, str):
            parted = part_text(descriptor)
            try:
                document = parse(parted.text)
            except InputError:
                parse(descriptor)  # for the positions in all of it
                raise
        else:
            document = _document(descriptor)
        return compile_document(document, device.basis, device.unread)


def _key(device: DeviceLine) -> Hashable:
    """Return what is equal only for devices that are the same."""
    descriptor = device.descriptor
    if descriptor is None:
        return device.undescribed
    spelling = _spelling(descriptor)
    if device.basis == NATIVE and not device.unread:
        return spelling
    return (spelling, device.basis, frozenset((device.unread or {}).items()))


def _spelling(descriptor: DescriptorLine | str) -> Hashable:
    """Return a descriptor's spelling without its INFO, where that can be left out."""
    if isinstance(descriptor, str):
        return part_text(descriptor).text
    info = descriptor.info
    if descriptor.parameters is NOTHING and (info is None or _are_plain((info,))):
        return (bytes(descriptor.self_object), bytes(descriptor.compatible))
    return _written(descriptor)


def _are_plain(infos: Sequence[dict[str, str | int]]) -> bool:
    """Return whether each INFO in JSON is surely well-formed: one look at all of them together."""
    names = {*chain.from_iterable(infos)}
    values = [value for info in infos for value in info.values()]
    try:
        text = "".join(values)  # type: ignore[arg-type]
    except TypeError:  # there are numbers
        values = list(map(str, values))
        text = "".join(values)  # type: ignore[arg-type]
    return (
        text.isascii()
        and text.isprintable()
        and "$" not in text
        and len(names) <= _PLAIN_FIELDS
        and (_PLAIN_NAMES.issuperset(names) or _are_names(names))
        and (
            len(text) <= _PLAIN_CHARACTERS
            or len(names) * max(map(len, map(str, values))) <= _PLAIN_CHARACTERS
        )
    )


_PLAIN_NAMES: set[str] = set()
"""Names that are good; some of them are remembered."""
_NAMES_REMEMBERED = 1024


def _are_names(names: Iterable[str]) -> bool:
    if any(name_problem(name) is not None for name in names):
        return False
    if len(_PLAIN_NAMES) < _NAMES_REMEMBERED:
        _PLAIN_NAMES.update(names)
    return True


def _document(descriptor: DescriptorLine | str) -> Document:
    if isinstance(descriptor, str):
        return parse(descriptor)
    return read_json_document(_written(descriptor))


def _written(descriptor: DescriptorLine) -> bytes:
    """Return a descriptor as one JSON text."""
    parts = [
        (b"self", bytes(descriptor.self_object)),
        (b"compatible", bytes(descriptor.compatible)),
        (b"info", b"" if descriptor.info is None else info_of(descriptor)),
        (b"parameters", bytes(descriptor.parameters)),
    ]
    return b"{%b}" % b", ".join(b'"%b": %b' % part for part in parts if part[1])

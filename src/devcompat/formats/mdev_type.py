"""Type: the layout of a directory `mdev_supported_types/<type>/` (section 6). Read only.

Belongs here: its files and the rules that go with them. Must not know: directories, the matcher.

No header and no placeholder stands in these files: what a type takes over follows from what it is.
"""

import re
from collections.abc import Iterator

from devcompat.formats.joining import Bundle, Join
from devcompat.language import limits
from devcompat.language.nodes import (
    Descriptor,
    Document,
    Domain,
    Field,
    Object,
    Reference,
    Template,
    Variable,
)
from devcompat.language.problems import input_error
from devcompat.language.report import Report
from devcompat.language.source import Source
from devcompat.language.tokens import name_problem
from devcompat.values.features import SEPARATOR
from devcompat.values.versions import Comparator, VersionRange, read_version

DEVICE_API = "device_api"
VERSION = "software_version"
TYPE = "compatible_type"
RESOURCES = "dynamic_resources"
MEMBERS = "compatible_"

_WHITE_SPACE = " \t\n\r"
_SEPARATORS = re.compile(rf"[,+{_WHITE_SPACE}]+")


def belongs(file: str) -> bool:
    """Return whether a file in a type's directory belongs to this layout."""
    return file in {DEVICE_API, VERSION, RESOURCES} or file.startswith(MEMBERS)


def split_members(text: str) -> tuple[str, ...]:
    """Return the members that a file lists."""
    return tuple(part for part in _SEPARATORS.split(text) if part)


def read(bundle: Bundle, name: str = "") -> Document:
    """Return the document that the files amount to. Raises InputError."""
    for needed in (DEVICE_API, TYPE):
        if needed not in bundle:
            raise input_error("layout.missing", "", f"a file {needed}", name)
    join = Join(name)
    wholes = {file: join.open(file, bundle[file]) for file in sorted(bundle)}
    offsets = {file: join.field(file, whole) for file, whole in wholes.items()}
    source = join.source()
    report = Report(source)
    descriptor = _Reader(report, wholes, offsets).descriptor()
    report.raise_if_any()
    return Document(descriptor, source)


class _Reader:
    def __init__(self, report: Report, wholes: dict[str, Source], offsets: dict[str, int]) -> None:
        self._report = report
        self._wholes = wholes
        self._offsets = offsets
        self._variables: list[Variable] = []

    def descriptor(self) -> Descriptor:
        """Return SELF, the one COMPATIBLE object that follows from it, and INFO."""
        own: list[Field] = []
        accepted: list[Field] = []
        for file in self._wholes:
            if file == RESOURCES:
                continue
            text = self._text(file)
            if not text:
                continue
            name = "type" if file == TYPE else file
            domain = self._domain(file, text)
            own.append(Field(name, Template((text,)), self._offsets[file]))
            value = Template((text,) if domain is None else (self._variable(domain, file),))
            accepted.append(Field(name, value, self._offsets[file]))
        self._check_counts()
        info = None
        resources = self._text(RESOURCES) if RESOURCES in self._wholes else ""
        if resources:
            field = Field(RESOURCES, Template((resources,)), self._offsets[RESOURCES])
            info = Object((field,))
        compatible = Object(tuple(accepted), tuple(self._variables), 0)
        return Descriptor(Object(tuple(own)), (compatible,), info)

    def _text(self, file: str) -> str:
        """Return a file's value: one text, or members joined by `+`; report what cannot be one."""
        self._demand_printable(file)
        text = self._wholes[file].text.strip(_WHITE_SPACE)
        offset = self._offsets[file]
        if file == RESOURCES or (file.startswith(MEMBERS) and file != TYPE):
            text = SEPARATOR.join(split_members(text))
        elif not text or _SEPARATORS.search(text.replace(SEPARATOR, "").replace(",", "")):
            self._report.add("type.value", offset, text, "one word")
        if len(text.encode()) > limits.TEXT_BYTES:
            expected = f"at most {limits.TEXT_BYTES} bytes of text in a value"
            self._report.add("limit.value", offset, text, expected)
        problem = name_problem(file)
        if problem is not None:
            self._report.add(problem[0], offset, file, problem[1])
        return text

    def _demand_printable(self, file: str) -> None:
        """Report each character of a file that is neither printable nor white space."""
        begin = self._offsets[file] + len(f"{file}=")
        for index, character in enumerate(self._wholes[file].text):
            if not (character.isprintable() or character in _WHITE_SPACE):
                shown = f"U+{ord(character):04X}"
                self._report.add("text.unprintable", begin + index, shown, "printable text")

    def _domain(self, file: str, text: str) -> Domain:
        """Return what a type of this value takes over, None for the value alone."""
        if file == VERSION:
            return self._versions(text)
        if file.startswith(MEMBERS) and file != TYPE:
            return tuple(dict.fromkeys(text.split(SEPARATOR)))
        return None

    def _versions(self, text: str) -> Domain:
        """Return the major's versions up to the minor: 2.1 takes over >=2.0,<2.2."""
        if read_version(text) is None:
            expected = "a version: 1 to 4 numbers with dots between them"
            self._report.add("type.version", self._offsets[VERSION], text, expected)
            return None
        major, minor, *_ = [int(part) for part in f"{text}.0".split(".")]
        low, high = Comparator(">=", f"{major}.0"), Comparator("<", f"{major}.{minor + 1}")
        return VersionRange((low, high))

    def _variable(self, domain: Domain, file: str) -> Reference:
        kind = "version" if file == VERSION else "set"
        name = f"{kind}{len(self._variables) + 1}"
        self._variables.append(Variable(name, kind, domain, self._offsets[file]))
        return Reference(name)

    def _check_counts(self) -> None:
        counts: Iterator[tuple[int, int, str]] = iter(
            (
                (len(self._variables), limits.VARIABLES, "variables"),
                (len(self._wholes), limits.FIELDS, "fields"),
            )
        )
        for count, most, what in counts:
            if count > most:
                expected = f"at most {most} {what} in an object"
                self._report.add(f"limit.{what}", 0, f"{count} {what}", expected)

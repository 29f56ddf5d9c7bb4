"""Parser: the text format to a document (sections 1, 2, 5, 8 and 9). The only parser of that text.

Belongs here: which objects a document has, which fields they hold, and what is wrong with them.
Must not know: how tokens are cut (tokens), files, bytes, other formats.

descriptor = { object } ;   exactly one SELF, at most one INFO and one PARAMETERS
object     = header , { field } ;
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from devcompat.language import limits
from devcompat.language.assembly import Section, assemble
from devcompat.language.collecting import collected
from devcompat.language.nodes import Document
from devcompat.language.report import Report
from devcompat.language.source import Source
from devcompat.language.tokens import UNKNOWN, Header, RawField, iter_tokens

_UNUSUAL = re.compile(r"[^\t\n\r\x20-\x7e]")


def parse(text: str, name: str = "") -> Document:
    """Return the document that `text` spells in the text format; `name` is for error messages.

    Raises InputError with every independent problem, each with its line and column.
    """
    source = Source(text, name)
    report = Report(source)
    _check_size(text, report)
    report.raise_if_any()
    readable = _printable(text, report)
    return _assembled(source, _sections(iter_tokens(readable, report), report), report)


def parse_joined(source: Source, starts: Container[int], *, any_order: bool = False) -> Document:
    """Return the document that the pieces of several files make, joined to one text.

    The only headers, and with `any_order` the only fields, are those that begin at one of `starts`:
    whoever joined the pieces wrote them. With `any_order` a variable may be used before the field
    that declares it. Raises InputError like `parse`.
    """
    report = Report(source)
    readable = _printable(source.text, report)
    tokens = _own_tokens(iter_tokens(readable, report), starts, report, fields_too=any_order)
    sections = _sections(tokens, report)
    if any_order:
        sections = [collected(found, report) for found in sections]
    return _assembled(source, sections, report)


def _own_tokens(
    tokens: Iterable[Header | RawField], starts: Container[int], report: Report, *, fields_too: bool
) -> Iterator[Header | RawField]:
    """Yield the tokens that begin at `starts`; report those that a piece must not hold."""
    for token in tokens:
        if token.offset in starts:
            yield token
        elif isinstance(token, Header):
            if token.name:
                expected = "fields only: which object they belong to is told by the file's name"
                report.add("layout.header", token.offset, f"{token.name}:", expected)
            yield Header(UNKNOWN, token.offset)
        elif not fields_too or token.lost is not None:
            yield token
        else:
            report.add("layout.value", token.offset, f"{token.name}=", "one value in a file")


def _assembled(source: Source, sections: Sequence[Section], report: Report) -> Document:
    text = source.text
    if not sections and not report:
        expected = "a descriptor: SELF: and its fields"
        report.add("text.empty", 0, text, expected)
    descriptor = assemble(sections, report) if sections else None
    report.raise_if_any()
    assert descriptor is not None  # noqa: S101  (no section and no problem cannot be)
    return Document(descriptor, source)


def _check_size(text: str, report: Report) -> None:
    if len(text) > limits.DOCUMENT_BYTES or len(text.encode(errors="surrogatepass")) > (
        limits.DOCUMENT_BYTES
    ):
        expected = f"at most {limits.DOCUMENT_BYTES} bytes in a document"
        report.add("limit.document", 0, f"{len(text)} characters", expected)


def _printable(text: str, report: Report) -> str:
    """Return `text` with unprintable characters, each reported, replaced by `?`."""
    if _UNUSUAL.search(text) is None:
        return text
    wrong = [found for found in _UNUSUAL.finditer(text) if not found.group().isprintable()]
    expected = "printable characters and white space"
    report.spoil(
        ("text.unprintable", found.start(), f"U+{ord(found.group()):04X}", expected)
        for found in wrong
    )
    return _UNUSUAL.sub(lambda found: found.group() if found.group().isprintable() else "?", text)


def _sections(tokens: Iterable[Header | RawField], report: Report) -> Sequence[Section]:
    """Return the objects' headers with their fields; a field before any header is reported once."""
    sections: list[Section] = []
    fields: list[RawField] | None = None
    homeless = False
    for token in tokens:
        if isinstance(token, Header):
            fields = []
            sections.append(Section(token.name, token.offset, fields))
        elif fields is not None:
            fields.append(token)
        elif not homeless and token.lost is None:
            homeless = True
            if report.may_hide_a_header(before=token.offset):
                continue
            expected = "SELF:, COMPATIBLE:, INFO: or PARAMETERS: before the first field"
            report.add("object.missing", token.offset, f"{token.name}=", expected)
    return sections

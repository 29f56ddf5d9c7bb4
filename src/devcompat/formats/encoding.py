"""Encoding: bytes to text, for every format: UTF-8, of bounded size.

Belongs here: the checks that come before any format's own. Must not know: formats.
"""

from devcompat.language import limits
from devcompat.language.problems import InputError, Problem, input_error
from devcompat.language.report import Report
from devcompat.language.source import Source

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, name: str = "") -> str:
    """Return the text of `data`.

    Raises InputError `limit.document` or `text.encoding`, the latter with the position of the first
    byte that is not UTF-8.
    """
    if len(data) > limits.DOCUMENT_BYTES:
        expected = f"at most {limits.DOCUMENT_BYTES} bytes in a document"
        raise input_error(
            "limit.document", f"more than {limits.DOCUMENT_BYTES} bytes", expected, name
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        position = Source(before, name).position(len(before))
        found = f"byte 0x{data[error.start]:02x}"
        if data.startswith(_UTF_16):
            found += ", as UTF-16 begins"
        problem = Problem("text.encoding", position, found, "UTF-8")
        raise InputError((problem,), name) from None


def demand_printable(source: Source) -> None:
    """Raise InputError `text.unprintable` at each character that is neither printable nor a blank.

    For formats in whose syntax other white space, or an invisible character, would mean something.
    """
    if source.text.isprintable():
        return
    report = Report(source)
    for offset, character in enumerate(source.text):
        if not (character.isprintable() or character in "\t\r\n"):
            expected = "printable characters and white space"
            report.add("text.unprintable", offset, f"U+{ord(character):04X}", expected)
    report.raise_if_any()

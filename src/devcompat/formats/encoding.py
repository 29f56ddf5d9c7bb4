"""Encoding: bytes to text, for every format: UTF-8, of bounded size.

Belongs here: the two checks that come before any format's own. Must not know: formats.
"""

from devcompat.language import limits
from devcompat.language.problems import InputError, Problem, input_error
from devcompat.language.source import Source


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
        problem = Problem("text.encoding", position, found, "UTF-8")
        raise InputError((problem,), name) from None

"""Requests: one JSON object a line, read strictly and with limits.

Belongs here: the size of a line, and what JSON is not. Must not know: what is asked, command lines.
"""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from devcompat.language.problems import InputError, Position, Problem, input_error
from devcompat.verbs.inputs import read_line
from devcompat.verbs.serial import Plain

LINE_BYTES = 1 << 20
"""A line's size: two documents of 64 KiB fit however they are escaped."""

_SHOWN = 80
_DIGITS = 1024


def bounded_lines(lines: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; of one that is too long, its beginning. Raises InputError."""
    while line := read_line(lines, LINE_BYTES + 1):
        yield line
        rest = line
        while len(rest) > LINE_BYTES and not rest.endswith(b"\n"):
            rest = read_line(lines, LINE_BYTES + 1)


def read_request(line: bytes) -> dict[str, Plain]:
    """Return the object on a line. Raises InputError `batch.json`, `limit.line`."""
    if len(line.rstrip(b"\r\n")) > LINE_BYTES:
        raise input_error("limit.line", f"{len(line)} bytes or more", f"at most {LINE_BYTES} bytes")
    if line.startswith(codecs.BOM_UTF8):
        raise input_error("batch.json", "a byte order mark", "UTF-8 without one")
    try:
        request = json.loads(
            line.rstrip(b"\r\n").decode(), object_pairs_hook=_unique, parse_constant=_no_constant,
            parse_float=_finite, parse_int=_integer,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        found = f"byte 0x{line[error.start]:02x} at offset {error.start}"
        raise input_error("batch.json", found, "UTF-8") from None
    except json.JSONDecodeError as error:
        position = Position(1, error.colno)
        expected = f"a JSON object ({error.msg})"
        raise InputError((Problem("batch.json", position, _shown(line), expected),)) from None
    except _Refused as refused:
        raise input_error("batch.json", _shown(line), f"a JSON object ({refused})") from None
    except RecursionError:
        raise input_error("batch.json", _shown(line), "a JSON object (nested too deeply)") from None
    if not isinstance(request, dict):
        raise input_error("batch.json", _shown(line), "a JSON object")
    return request


class _Refused(Exception):
    """What Python's reader takes and JSON or a batch does not."""


def _shown(line: bytes) -> str:
    return line[:_SHOWN].decode(errors="backslashreplace").rstrip("\r\n")


def _unique(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("a key stands twice")
    return found


def _no_constant(word: str) -> Plain:
    raise _Refused(f"{word} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise _Refused(f"{text[:_SHOWN]} is too large")
    return number


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise _Refused(f"a number of {len(text)} digits")
    return int(text)

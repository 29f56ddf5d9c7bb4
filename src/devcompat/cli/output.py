"""Output: lines, colour and JSON on a terminal, a pipe or a file.

Belongs here: what may be written to a terminal and how. Must not know: what is said.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from devcompat.cli.progress import Bar

_COLOURS = {"good": "32", "bad": "31", "doubt": "33", "dim": "2", "strong": "1"}


class Output:
    """Where a command writes: answers to `out`, messages to `err`."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._bar: Bar | None = None
        self.colours = _wants_colour(out)

    def paint(self, text: str, style: str) -> str:
        """Return `text` in a colour (good, bad, doubt, dim, strong) where there is colour."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colours else text

    @property
    def is_terminal(self) -> bool:
        """Return whether somebody reads along."""
        return _is_terminal(self._out)

    def line(self, *parts: str) -> None:
        """Write one line; the parts were cleaned or painted by the caller."""
        self._out.write("".join(parts) + "\n")

    def say(self, text: str = "", style: str | None = None) -> None:
        """Write a line of text that may hold anything, made safe for a terminal."""
        cleaned = clean(text)
        self.line(cleaned if style is None else self.paint(cleaned, style))

    def complain(self, text: str) -> None:
        """Write a line to standard error, made safe for a terminal, after what was said before.

        Where nobody can be told, the exit code still tells.
        """
        with contextlib.suppress(OSError):  # the end of the run meets it again
            self._out.flush()
        try:
            if self._bar is not None:
                self._bar.say(clean(text))
                return
            self._err.write(clean(text) + "\n")
            self._err.flush()
        except OSError:
            silence(self._err)

    def complains_to_a_terminal(self) -> bool:
        """Return whether standard error is a terminal."""
        return _is_terminal(self._err)

    @contextmanager
    def progress(self, size: int | None) -> Iterator["Bar | None"]:
        """Give a progress bar on standard error for `size` bytes, None where there is no terminal.

        Complaints come above it meanwhile.
        """
        if not _is_terminal(self._err) or os.environ.get("TERM") == "dumb":
            yield None
            return
        from devcompat.cli.progress import Bar

        try:
            with Bar(size, self._err) as self._bar:
                yield self._bar
        finally:
            self._bar = None

    def json(self, value: object, *, compact: bool = False) -> None:
        """Write a value as JSON in ASCII, so in any encoding: indented, or on one line."""
        import json

        self._out.write(json.dumps(value, indent=None if compact else 2) + "\n")

    def verbatim(self, data: bytes) -> None:
        """Write a document byte for byte, whatever the output's encoding; it is printable."""
        self._out.flush()
        buffer = getattr(self._out, "buffer", None)
        if buffer is None:
            self._out.write(data.decode())
        else:
            buffer.write(data)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table: ruled and coloured on a terminal, plain columns elsewhere."""
        from devcompat.cli.table import render

        for text in render(headings, rows, terminal=self.colours or _is_terminal(self._out)):
            self.line(text)

    def flush(self) -> None:
        """Hand over what was written; errors of the receiver show here at the latest."""
        self._out.flush()


def clean(text: str) -> str:
    """Return `text` with what is neither printable nor a tab spelled as an escape."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character == "\t"
        else character.encode("unicode_escape").decode()
        for character in text
    )


def standard_output() -> Output:
    """Return the process's own output; characters that it cannot encode are escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    return Output(_or_nothing(sys.stdout), _or_nothing(sys.stderr))


def silence(stream: TextIO | None) -> None:
    """Let what is still to be written go nowhere, so that the end of the process says nothing."""
    if stream is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _or_nothing(stream: TextIO | None) -> TextIO:
    return open(os.devnull, "w", encoding="utf-8") if stream is None else stream


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _wants_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether to colour: a terminal, and neither NO_COLOR nor TERM=dumb."""
    return (
        _is_terminal(stream)
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
    )

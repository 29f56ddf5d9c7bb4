"""Braces in a value: where literal text ends and a placeholder begins (specification, section 5).

Here belongs the scan of one value's text. It must not know what a placeholder means, in which
object the value stands, or what a value is compared with.
"""

from dataclasses import dataclass

from .failures import OracleError

BLANKS = " \t"
WHITE_SPACE = " \t\n\r"


@dataclass(frozen=True)
class RawPlaceholder:
    """What stands between the braces, as written."""

    inside: str


Piece = str | RawPlaceholder


def quoted_end(text: str, start: int) -> int:
    """Position after the closing quote of the quoted text whose opening quote is at `start`."""
    at = start + 1
    while at < len(text):
        if text[at] == '"':
            return at + 1
        if text[at] in "\n\r":
            break
        at += 2 if text[at] == "\\" else 1
    raise OracleError(f"no closing quote: {text[start : start + 40]!r}")


def unquoted(text: str) -> str:
    """Resolve a text that begins and ends with a quote; a backslash escapes itself and a quote."""
    out: list[str] = []
    at = 1
    while at < len(text) - 1:
        if text[at] == "\\":
            at += 1
            if text[at] not in '"\\' or at == len(text) - 1:
                raise OracleError(f"no such escape: \\{text[at]}")
        out.append(text[at])
        at += 1
    return "".join(out)


def placeholder_end(text: str, start: int) -> int:
    """Position after the `}` that ends the placeholder whose inside begins at `start`."""
    at = start
    while at < len(text) and text[at] not in "\n\r{":
        if text[at] == "}":
            return at + 1
        at = quoted_end(text, at) if text[at] == '"' else at + 1
    raise OracleError(f"no end of placeholder: {text[start : start + 40]!r}")


def bare_end(text: str, start: int) -> int:
    """Position of the first white space outside placeholders, or the end of the text."""
    at = start
    while at < len(text) and text[at] not in WHITE_SPACE:
        _, at = _next_piece(text, at)
    return at


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Literal texts and placeholders of a value, neighbouring literal texts joined."""
    out: list[Piece] = []
    at = 0
    while at < len(text):
        piece, at = _next_piece(text, at)
        if out and isinstance(piece, str) and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return tuple(out)


def _next_piece(text: str, at: int) -> tuple[Piece, int]:
    """One literal character, one escaped brace or one placeholder, and where the next begins."""
    if text.startswith("$${", at):
        return "${", at + 3
    if text.startswith(("{{", "}}"), at):
        return text[at], at + 2
    if text.startswith(("{", "${"), at):
        inside = at + (2 if text[at] == "$" else 1)
        end = placeholder_end(text, inside)
        return RawPlaceholder(text[inside : end - 1]), end
    if text[at] == "}":
        raise OracleError(f"a lone closing brace in {text!r}")
    return text[at], at + 1

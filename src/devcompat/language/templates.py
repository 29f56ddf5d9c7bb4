"""Templates: what stands in a value: literal text, braces, placeholders (section 5, Braces).

Belongs here: splitting a value's text into literal parts and placeholders, in both spellings: the
text format's (`{n}` and `${n}`) and the structured formats' (only `${n}` is special).
Must not know: where a value begins or ends in a document, what a variable's domain says.

template    = { literal | placeholder } ;
placeholder = ( "{" | "${" ) , variable name , [ ":" , type , [ ":" , domain ] ] , "}" ;
"""

import re
from typing import NamedTuple

from devcompat.language.nodes import Reference, Template
from devcompat.language.problems import TextProblem

VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
INSIDE = r'(?:[^{}"\r\n]++|"(?:[^"\\\r\n]++|\\["\\])*")*'
"""What may stand between a placeholder's braces, as a regular expression."""

_BODY = re.compile(rf"({INSIDE})\}}")
_BODY_BEGIN = re.compile(INSIDE)
_QUOTES_BEFORE_ESCAPE = re.compile(r'"(?:[^"\\\r\n]++|\\["\\])*(?=\\(?!["\\]))')
_PLACEHOLDER = re.compile(rf"\{{({INSIDE})\}}")
_PLAIN_IN_VALUE = re.compile(r"[^{}$]++")
_PLAIN_IN_BARE = re.compile(r"[^{}$ \t\r\n]++")


class Placeholder(NamedTuple):
    """A placeholder as written: its text between the braces, and where that text begins."""

    body: str
    offset: int


Part = str | Placeholder


def split_value(text: str, start: int = 0, *, bare: bool = False) -> tuple[list[Part], int]:
    """Return the parts of the value at `start` of `text` and the offset where it ends.

    A bare value ends at white space outside placeholders, any other at the end of `text`.
    Neighbouring literals are joined. Raises TextProblem.
    """
    plain = _PLAIN_IN_BARE if bare else _PLAIN_IN_VALUE
    parts: list[Part] = []
    literal: list[str] = []
    offset, end = start, len(text)
    while offset < end:
        found = plain.match(text, offset)
        if found is not None:
            literal.append(found.group())
            offset = found.end()
            continue
        if bare and text[offset] in " \t\r\n":
            break
        step = _escape_at(text, offset)
        if step is not None:
            literal.append(step[0])
            offset += step[1]
            continue
        offset += 2 if text[offset] == "$" else 1
        body = _body_at(text, offset)
        if literal:
            parts.append("".join(literal))
            literal.clear()
        parts.append(Placeholder(body, offset))
        offset += len(body) + 1
    if literal:
        parts.append("".join(literal))
    return parts, offset


def split_placeholders(text: str) -> list[Part]:
    """Return what `split_value` returns for a text whose only special characters are in `{...}`."""
    parts: list[Part] = []
    offset, inside = 0, False
    for piece in _PLACEHOLDER.split(text):
        if inside:
            parts.append(Placeholder(piece, offset + 1))
            offset += len(piece) + 2
        elif piece:
            parts.append(piece)
            offset += len(piece)
        inside = not inside
    return parts


def _escape_at(text: str, offset: int) -> tuple[str, int] | None:
    """Return the literal that a special character at `offset` stands for and its length.

    None where a placeholder begins. Raises TextProblem at a lone closing brace.
    """
    if text.startswith("{{", offset):
        return "{", 2
    if text.startswith("}}", offset):
        return "}", 2
    if text.startswith("$${", offset):
        return "${", 3
    if text.startswith("${", offset) or text[offset] == "{":
        return None
    if text[offset] == "}":
        raise TextProblem("brace.lone", offset, "}", "`}}` for a literal closing brace")
    return "$", 1


def _body_at(text: str, offset: int) -> str:
    """Return the text between a placeholder's braces, its opening brace being just before."""
    found = _BODY.match(text, offset)
    if found is not None:
        return found.group(1)
    begun = _BODY_BEGIN.match(text, offset)
    stopped = offset if begun is None else begun.end()
    if text.startswith("{", stopped):
        raise TextProblem("brace.nested", stopped, "{", "`}` before another `{`, or quotes")
    if text.startswith('"', stopped):
        inside = _QUOTES_BEFORE_ESCAPE.match(text, stopped)
        if inside is not None:
            wrong = inside.end()
            expected = 'one of the escapes \\" and \\\\'
            raise TextProblem("quote.escape", wrong, text[wrong : wrong + 2], expected)
        raise TextProblem(
            "brace.unclosed", stopped, _line_from(text, stopped), "a closing quote, then `}`"
        )
    expected = "`}` on the same line, or `{{` for a literal opening brace"
    raise TextProblem("brace.unclosed", offset - 1, _line_from(text, offset - 1), expected)


def _line_from(text: str, offset: int) -> str:
    """Return the rest of the line at `offset`."""
    return re.split(r"[\r\n]", text[offset : offset + 200])[0]


_STRUCTURED = re.compile(r"\$\$\{|\$\{")


def split_structured(text: str) -> list[Part]:
    """Return the parts of a string of a structured format, where only `${...}` is special.

    Raises TextProblem.
    """
    parts: list[Part] = []
    literal = ""
    offset = 0
    for found in _STRUCTURED.finditer(text):
        if found.start() < offset:  # within a placeholder that was read already
            continue
        literal += text[offset : found.start()]
        if found.group() == "$${":
            literal += "${"
            offset = found.end()
            continue
        body = _body_at(text, found.end())
        if literal:
            parts.append(literal)
            literal = ""
        parts.append(Placeholder(body, found.end()))
        offset = found.end() + len(body) + 1
    literal += text[offset:]
    if literal:
        parts.append(literal)
    return parts


def write_literal(text: str) -> str:
    """Return literal text as it is spelled in the text format."""
    return _SPECIAL.sub(lambda found: _SPELLED[found.group()], text)


_SPECIAL = re.compile(r"\$\{|[{}]")
_SPELLED = {"${": "$${", "{": "{{", "}": "}}"}


def write_structured(template: Template) -> str:
    """Return a template as a string of a structured format."""
    return "".join(
        f"${{{part.name}}}" if isinstance(part, Reference) else part.replace("${", "$${")
        for part in template.parts
    )

r"""Tokens: the text format cut into headers and fields (section 5, Tokens).

Belongs here: the token grammar, recovery after a token that is wrong, raw values with offsets.
Must not know: which header may stand where, what a value's placeholders mean.

document = { blank | comment | header | field } ;
comment  = "#" , { character } , ( line end | end ) ;
header   = ( "SELF" | "COMPATIBLE" | "INFO" | "PARAMETERS" ) , ":" , ( blank | end ) ;
field    = name , "=" , ( quoted | bare ) , ( blank | end ) ;
quoted   = '"' , { character | '\"' | '\\' } , '"' ;
bare     = { character | placeholder } ;
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.domains import unescape
from devcompat.language.problems import TextProblem
from devcompat.language.report import MAX_SHOWN, Report
from devcompat.language.templates import (
    INSIDE,
    Part,
    Placeholder,
    split_placeholders,
    split_value,
)

HEADERS = ("SELF", "COMPATIBLE", "INFO", "PARAMETERS")

_TOKEN = re.compile(
    rf"""
    [ \t\r\n]*+ (?: \#[^\r\n]*+ [ \t\r\n]*+ )*
    (?:
      (?P<name>[A-Za-z_][A-Za-z0-9_.-]*+)=
      (?: "(?P<quoted>(?:[^"\\\r\n]++|\\["\\])*)"
        | (?P<bare>(?!")[^ \t\r\n{{}}$]*+(?:\{{{INSIDE}\}}[^ \t\r\n{{}}$]*+)*) )
      (?=[ \t\r\n]|\Z)
    | (?P<header>SELF|COMPATIBLE|INFO|PARAMETERS):(?=[ \t\r\n]|\Z)
    | (?P<end>\Z)
    )
    """,
    re.VERBOSE | re.ASCII,
)
_SKIPPED = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*")
_NAME_BEGIN = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*+)=", re.ASCII)
_LIKE_HEADER = re.compile(r"([A-Za-z]+):(?=[ \t\r\n]|\Z)", re.ASCII)
_GLUED_HEADER = re.compile(r"(SELF|COMPATIBLE|INFO|PARAMETERS):(?=[^ \t\r\n])", re.ASCII)
_BARE_HEADER = re.compile(
    r"(SELF|COMPATIBLE|INFO|PARAMETERS)(?:[ \t]+:)?(?=[ \t\r\n]|\Z)", re.ASCII
)
_DECLARING = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*):", re.ASCII)
_LIKE_FIELD = re.compile(r'[^ \t\r\n=]+=(?:"(?:[^"\\\r\n]|\\.)*"?)?[^ \t\r\n]*')
_WORD = re.compile(r"[^ \t\r\n]+")
_SHOWN_WORD = re.compile(rf"[^ \t\r\n]{{1,{MAX_SHOWN + 1}}}")
_BLANK = re.compile(r"[ \t\r\n]")
_LINE_END = re.compile(r"[\r\n]")
_SPECIAL = re.compile(r"[{}$\\]")
_QUOTED_BEGIN = re.compile(r'"(?:[^"\\\r\n]++|\\["\\])*')


FRUITLESS = 512
"""How much of a line is read again after a placeholder in it that is not closed."""

_ONE_OF_THE_HEADERS = "one of the headers " + ", ".join(f"{name}:" for name in HEADERS)

UNKNOWN = ""
"""The name of a header that is none of HEADERS: its fields belong to no object."""


class Header(NamedTuple):
    """A header: one of HEADERS or UNKNOWN, and where it begins."""

    name: str
    offset: int


class RawField(NamedTuple):
    """A field as written: its name, and its value cut into parts.

    `offset` is that of the name, `value_offset` that of the value's text (inside the quotes).
    A `quoted` value is never an expression, an `arithmetic` one always; any other may be one.
    `escapes` are the offsets, in the unescaped text, of characters that were written with a
    backslash before them. Text that could not be read, and was reported, is a field without a name;
    `lost` are the variables that it seems to declare.
    """

    name: str
    offset: int
    parts: Sequence[Part]
    value_offset: int
    quoted: bool = False
    arithmetic: bool = False
    escapes: tuple[int, ...] = ()
    lost: tuple[str, ...] | None = None

    def at(self, offset: int) -> int:
        """Return the document offset of the character at `offset` of the value's text."""
        if self.escapes:
            offset += bisect_left(self.escapes, offset)
        return self.value_offset + offset


def iter_tokens(text: str, report: Report) -> Iterator[Header | RawField]:
    """Yield the headers and fields of `text` in order; what is neither is reported and lost."""
    offset = 0
    match = _TOKEN.match
    while True:
        found = match(text, offset)
        if found is None:
            start = offset
            offset, token = _irregular(text, offset, report)
            yield token or _lost(text, start, offset)
            continue
        offset = found.end()
        kind = found.lastgroup
        if kind == "bare":
            name, written = found.group("name", "bare")
            start = found.start("name")
            yield RawField(name, start, _parts(written), start + len(name) + 1)
        elif kind == "quoted":
            yield _quoted_field(found, report) or _lost(text, *found.span())
        elif kind == "header":
            yield Header(found.group("header"), found.start("header"))
        else:
            return


def _lost(text: str, start: int, end: int) -> RawField:
    """Return what stands for text that was reported."""
    return RawField("", start, [], start, lost=tuple(_DECLARING.findall(text, start, end)))


def declared_in(parts: Sequence[Part]) -> list[str]:
    """Return the names that the placeholders of a value declare, or seem to."""
    bodies = [part.body.partition(":") for part in parts if isinstance(part, Placeholder)]
    return [name for name, declaring, _ in bodies if declaring]


def _parts(written: str) -> Sequence[Part]:
    """Return the parts of a value without escapes: of a bare one as `_TOKEN` matches it."""
    if "{" in written:
        return split_placeholders(written)
    return (written,) if written else ()


def _quoted_field(found: re.Match[str], report: Report) -> RawField | None:
    """Return the field with a quoted value: unescaped once, then scanned for placeholders."""
    name, written = found.group("name", "quoted")
    start, value_offset = found.start("name"), found.start("quoted")
    if _SPECIAL.search(written) is None:
        return RawField(name, start, _parts(written), value_offset, quoted=True)
    field = RawField(name, start, [], value_offset, quoted=True)
    text = written
    if "\\" in written:
        text = unescape(written)
        field = field._replace(escapes=escapes_in(written))
    try:
        parts, _ = split_value(text)
    except TextProblem as problem:
        report.add(problem.code, field.at(problem.offset), problem.found, problem.expected)
        return None
    return field._replace(parts=parts)


def escapes_in(written: str) -> tuple[int, ...]:
    """Return the offsets, in the unescaped text, of the escaped characters."""
    return tuple(found.start() - index for index, found in enumerate(re.finditer(r"\\.", written)))


def _irregular(text: str, offset: int, report: Report) -> tuple[int, Header | RawField | None]:
    """Return where to go on after what no regular token matches, and what was found there.

    That is a field with an escape in a bare value, a header (reported), or None after a report.
    """
    start = offset + len(_matched(_SKIPPED, text, offset))
    named = _NAME_BEGIN.match(text, start)
    if named is None:
        return _irregular_header(text, start, report) or (_report_junk(text, start, report), None)
    begin = named.end()
    if text.startswith('"', begin):
        return _report_quotes(text, begin, report), None
    try:
        parts, end = split_value(text, begin, bare=True)
    except TextProblem as problem:
        report.add(problem.code, problem.offset, problem.found, problem.expected)
        resumed = max(begin, problem.offset)
        if problem.code == "brace.unclosed":
            resumed = _after_unclosed(text, resumed)
        elif problem.code == "quote.escape":
            resumed = _line_end(text, resumed)
        return _next_token(text, _resume(text, resumed)), None
    relative = [
        part if isinstance(part, str) else Placeholder(part.body, part.offset - begin)
        for part in parts
    ]
    return end, RawField(named.group(1), start, relative, begin)


def _resume(text: str, offset: int) -> int:
    """Return the offset of the first white space from `offset` on."""
    found = _BLANK.search(text, offset)
    return len(text) if found is None else found.start()


def _after_unclosed(text: str, offset: int) -> int:
    """Return where to go on after a placeholder that is not closed on its line.

    Its line was read to the end in vain. A long rest of it is lost: it is not read again and again.
    """
    end = _line_end(text, offset)
    return offset if end < offset + FRUITLESS else end


def _line_end(text: str, offset: int) -> int:
    """Return the offset of the first line end from `offset` on, or the end."""
    found = _LINE_END.search(text, offset)
    return len(text) if found is None else found.start()


def _matched(pattern: re.Pattern[str], text: str, offset: int) -> str:
    """Return what `pattern` matches at `offset`, "" if nothing."""
    found = pattern.match(text, offset)
    return "" if found is None else found.group()


def _report_quotes(text: str, begin: int, report: Report) -> int:
    """Report what is wrong with a quoted value at `begin`; return where to go on."""
    stopped = begin + len(_matched(_QUOTED_BEGIN, text, begin))
    if text.startswith('"', stopped):
        tail = _matched(_WORD, text, stopped + 1)
        report.add("quote.tail", stopped + 1, tail, "white space or the end after a closing quote")
        return _resume(text, stopped + 1)
    if text.startswith("\\", stopped):
        found = text[stopped : stopped + 2]
        report.add("quote.escape", stopped, found, 'one of the escapes \\" and \\\\')
        return _line_end(text, stopped)
    end = _line_end(text, stopped)
    report.add("quote.unclosed", begin, text[begin:end], "a closing quote on the same line")
    return end


def _irregular_header(text: str, start: int, report: Report) -> tuple[int, Header] | None:
    """Return where to go on after a header that is reported as glued or unknown, and the header."""
    glued = _GLUED_HEADER.match(text, start)
    if glued is not None:
        found = _matched(_SHOWN_WORD, text, start)
        report.add("header.glued", start, found, "white space after the colon of a header")
        return glued.end(), Header(glued.group(1), start)
    expected = _ONE_OF_THE_HEADERS
    bare = _BARE_HEADER.match(text, start)
    if bare is not None:
        report.add("header.unknown", start, bare.group(), expected)
        return bare.end(), Header(bare.group(1), start)
    unknown = _LIKE_HEADER.match(text, start)
    if unknown is None:
        return None
    report.add("header.unknown", start, unknown.group(), expected)
    return unknown.end(), Header(UNKNOWN, start)


def _report_junk(text: str, start: int, report: Report) -> int:
    """Report what is neither header nor field, as one problem, up to the next that is."""
    found = _matched(_WORD, text, start)
    like_field = _LIKE_FIELD.match(text, start)
    if like_field is not None:
        expected = "a field's name: a letter or _, then letters, digits and _ . -"
        report.add("field.name", start, found, expected)
        return like_field.end()
    expected = "a field such as name=value, without white space around the ="
    report.add("syntax.field", start, found, expected)
    return _next_token(text, start + len(found))


def _next_token(text: str, offset: int) -> int:
    """Return the offset of the next word that begins like a header or a field, or the end."""
    for word in _WORD.finditer(text, offset):
        begin = word.start()
        if _NAME_BEGIN.match(text, begin) or _LIKE_HEADER.match(text, begin):
            return begin
        if text[begin] == "#":
            return begin
    return len(text)


def end_of_token(text: str, token: Header | RawField) -> int:
    """Return where a token ends that `iter_tokens` found in `text` without a report."""
    begin = token.offset + len(token.name) + 1
    if isinstance(token, Header):
        return begin
    if text.startswith('"', begin):
        return begin + len(_matched(_QUOTED_BEGIN, text, begin)) + 1
    return split_value(text, begin, bare=True)[1]


def name_problem(name: str) -> tuple[str, str] | None:
    """Return the code and expectation that a field's name violates, or None."""
    if _NAME_BEGIN.fullmatch(name + "=") is None:
        return ("field.name", "a field's name: a letter or _, then letters, digits and _ . -")
    if len(name) > limits.NAME_BYTES:
        return ("limit.name", f"at most {limits.NAME_BYTES} bytes in a name")
    return None

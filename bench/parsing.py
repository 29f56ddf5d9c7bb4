"""Parsing: documents parsed beside lark, once both are seen to read them alike.

Belongs here: the comparison on the workload's documents, and texts that both must refuse.
Must not know: layout.
"""

from collections.abc import Callable, Sequence
from functools import partial

from bench.lark_parser import LarkParser, RefusedError
from bench.timing import Measured, interleaved
from devcompat.language.domains import forget_domains
from devcompat.language.nodes import Descriptor
from devcompat.language.parser import parse
from devcompat.language.problems import InputError

OURS, UNREMEMBERED, LARK = "devcompat", "devcompat, no domain remembered", "lark"

EVERYTHING = r"""#cat a/prompt
SELF: a=1 b= c="x {{ y" b=2 b=3 d=$ e=x$y
INFO: z="\"q\\" note=# w="{{}}"
COMPATIBLE: a={n:int:1..9, -4}*(3-{m:int:1,2})%7 b=${s:string:a,"b c"}x c={v:version:>=2,~=2.1}
  d={q:set:a,b} e={w:mask:0xff} f={y:any} g={o:opaque:fw} h="{n}-{m}" i=-{n} j="x {n} y"  # end
COMPATIBLE: a={n:int:1}-{n}-x b=2020-07-29 c={n}{{}}$${n}}
"""
REFUSED = (
    "", "a=1", "SELF:a=1", "SELF: a = 1", "SELF: a=1 SELF: b=1", "SELF: a={n}", "SELF: a={n:int:1}",
    "SELF: a=1 COMPATIBLE: a={n}", "SELF: a=1 COMPATIBLE: a={n:int:}", "SELF: a=1 COMPATIBLE: a={",
    "SELF: a=1 COMPATIBLE: a={n:int:1} b={n:int:1}", "SELF: a=1 COMPATIBLE: a={n:int:9..1}",
    "SELF: a=1 COMPATIBLE: a={n:kind:1}", "SELF: a=1 COMPATIBLE: a=1 a=2", "SELF: a=}",
    "SELF: a=1 COMPATIBLE: a={n:int:1}{m:int:2}", "SELF: a=1 COMPATIBLE: a=1{n:int:2}-3",
    "SELF: a=1 COMPATIBLE: a=x{v:version:>1}", 'SELF: a="x"y', r'SELF: a="\n"', "OTHER: a=1",
    'SELF: a="x',
)  # fmt: skip


class UnequalReadingError(Exception):
    """The two parsers do not read a text alike, so that there is nothing to compare."""


def check_alike(lark: LarkParser, documents: Sequence[str]) -> None:
    """Raise UnequalReadingError unless both read equal descriptors, and refuse the same texts."""
    for text in (*documents, EVERYTHING):
        if lark.parse(text) != parse(text).descriptor:
            raise UnequalReadingError(text)
    for text in REFUSED:
        if _ours(text) is not None or _larks(lark, text) is not None:
            raise UnequalReadingError(text)


def measure(lark: LarkParser, documents: Sequence[str], rounds: int) -> dict[str, Measured]:
    """Return the seconds a document for each parser."""
    work: dict[str, Callable[[], object]] = {
        OURS: partial(_parse_all, parse, documents),
        UNREMEMBERED: partial(_parse_all, _parse_afresh, documents),
        LARK: partial(_parse_all, lark.parse, documents),
    }
    return interleaved(work, len(documents), rounds)


def _parse_all(parser: Callable[[str], object], documents: Sequence[str]) -> None:
    for text in documents:
        parser(text)


def _parse_afresh(text: str) -> None:
    """Parse a document as if none of its domains had been met in another one."""
    forget_domains()
    parse(text)


def _ours(text: str) -> Descriptor | None:
    try:
        return parse(text).descriptor
    except InputError:
        return None


def _larks(lark: LarkParser, text: str) -> Descriptor | None:
    try:
        return lark.parse(text)
    except RefusedError:
        return None

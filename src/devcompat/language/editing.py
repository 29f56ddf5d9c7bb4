"""Editing: a document in the text format with objects or members taken out, all else as it was.

Belongs here: which characters go with a token. Must not know: why something is taken out, files.

Comments on lines of their own stay. A comment behind tokens goes if all on its line does.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from devcompat.language.report import Report
from devcompat.language.source import Source
from devcompat.language.tokens import Header, end_of_token, iter_tokens

Cut = tuple[int, int]
"""From which to which character a text goes."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BLANKS = " \t"


def without(text: str, cuts: Iterable[Cut]) -> str:
    """Return a text without the parts that are cut out; these may overlap."""
    kept: list[str] = []
    offset = 0
    for start, end in sorted(cuts):
        if start > offset:
            kept.append(text[offset:start])
        offset = max(offset, end)
    kept.append(text[offset:])
    return "".join(kept)


def object_cuts(text: str, headers: Collection[int]) -> list[Cut]:
    """Return what to cut so that the objects whose headers begin at `headers` are gone."""
    tokens = [
        (token.offset, end_of_token(text, token), token)
        for token in iter_tokens(text, Report(Source(text)))
    ]
    going: list[Cut] = []
    staying: list[int] = []
    goes = False
    for start, end, token in tokens:
        if isinstance(token, Header):
            goes = start in headers
        if goes:
            going.append((start, end))
        else:
            staying += [start, end]
    return list(_with_surroundings(text, going, staying))


def _with_surroundings(text: str, going: list[Cut], staying: list[int]) -> Iterator[Cut]:
    """Yield tokens with the blanks before them, and whole lines on which nothing else stands."""
    starts = [found.start() for found in _LINE.finditer(text)] + [len(text)]
    stays, position = sorted(staying), 0
    index = 0
    for begin, end in pairwise(starts):
        on_line = []
        while index < len(going) and going[index][0] < end:
            on_line.append(going[index])
            index += 1
        while position < len(stays) and stays[position] < begin:
            position += 1
        if not on_line:
            continue
        if position == len(stays) or stays[position] >= end:
            yield begin, end
            continue
        for start, stop in on_line:
            while start > begin and text[start - 1] in _BLANKS:
                start -= 1
            yield start, stop

"""Pairs of documents: what the target accepts is made from what the source is, and then changed.

Here belongs how two documents come to be related. It must not know how texts become demands or
how documents are written.
"""

from typing import NamedTuple

from hypothesis import strategies as st

from .choices import between, chance, pick
from .generalise import generalised, with_opaque
from .model import Demands, Fields, is_coupled, literal
from .spelling import spelled_document
from .words import NAMES, changed, draw_fields, draw_text


class DocumentPair(NamedTuple):
    """Two valid documents; coupled: the target couples fields by a variable or an expression."""

    source: str
    target: str
    coupled: bool


def document_pairs() -> st.SearchStrategy[DocumentPair]:
    """Draw pairs of documents in the text format that often relate."""
    return _document_pairs()


@st.composite
def _document_pairs(draw: st.DrawFn) -> DocumentPair:
    source = draw_fields(draw)
    target = _often_changed(draw, source, 30)
    accepted = _objects(draw, source)
    listed = _objects(draw, target)
    for _ in range(pick(draw, (0, 0, 0, 0, 0, 0, 1, 1, 2, 3))):
        source = changed(draw, source)
    return DocumentPair(
        spelled_document(draw, source, listed, _info(draw)),
        spelled_document(draw, target, accepted, _info(draw)),
        any(is_coupled(demands) for demands in accepted),
    )


def _objects(draw: st.DrawFn, fields: Fields) -> list[Demands]:
    """Draw COMPATIBLE objects, most of which accept the fields."""
    count = pick(draw, (1, 1, 2, 2, 3, 4)) if not chance(draw, 4) else 0
    objects = [_object(draw, fields) for _ in range(count)]
    return [with_opaque(draw, demands) for demands in objects] if chance(draw, 28) else objects


def _object(draw: st.DrawFn, fields: Fields) -> Demands:
    demands = generalised(draw, _often_changed(draw, fields, 24))
    if chance(draw, 12):
        return _often_broken(draw, demands)
    return demands


def _often_changed(draw: st.DrawFn, fields: Fields, percent: int) -> Fields:
    return changed(draw, fields) if chance(draw, percent) else dict(fields)


def _often_broken(draw: st.DrawFn, demands: Demands) -> Demands:
    """Drop, replace or add a demand."""
    out = dict(demands)
    for _ in range(between(draw, 1, 2)):
        name = pick(draw, NAMES) if not out or chance(draw, 30) else pick(draw, tuple(out))
        if name in out and chance(draw, 50):
            del out[name]
        else:
            out[name] = literal("" if chance(draw, 10) else draw_text(draw))
    return out


def _info(draw: st.DrawFn) -> Fields:
    return draw_fields(draw, most=2) if chance(draw, 15) else {}

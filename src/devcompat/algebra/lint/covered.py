"""Covered: COMPATIBLE objects whose SELF objects others accept already (section 7.3).

Belongs here: which objects to ask about, in which order. Must not know: how covering is decided.
"""

from collections.abc import Iterator

from devcompat.algebra.lint.finding import Finding
from devcompat.language.nodes import Descriptor


def covered_objects(descriptor: Descriptor) -> Iterator[Finding]:
    """Yield the objects that are equal to one before them."""
    seen: dict[object, int] = {}
    for index, item in enumerate(descriptor.compatible):
        before = seen.setdefault(item.meaning(), index)
        if before != index:
            yield Finding("lint.covered", item.offset, index, (), {"by": (before,)})

"""Descriptors for tests of the algebra, from the text of their COMPATIBLE objects.

Here belongs making them. It must not know what is asked of them.
"""

from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, CompiledObject, compile_document


def device(*objects: str) -> Compiled:
    """Return a device with these COMPATIBLE objects, each as its fields."""
    return compile_document(parse("SELF: x=1 " + " ".join(f"COMPATIBLE: {o}" for o in objects)))


def objects(*texts: str) -> tuple[CompiledObject, ...]:
    """Return COMPATIBLE objects."""
    return device(*texts).objects

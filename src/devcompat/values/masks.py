"""Masks: unsigned integers compared bit by bit (section 5, type `mask`).

Belongs here: reading a mask's text and deciding whether it lies within a domain.
Must not know: what any bit means, or how a domain is spelled.
"""

import re

_MASK = re.compile(r"0x[0-9a-fA-F]+|[0-9]+", re.ASCII)


def read_mask(text: str) -> int | None:
    """Return the unsigned integer that `text` spells, `0x` hexadecimal or decimal, or None.

    A leading zero does not make a number octal: `010` is ten.
    """
    if len(text) > 1024 or _MASK.fullmatch(text) is None:
        return None
    return int(text, 16) if text.startswith("0x") else int(text)


def is_within(text: str, domain: int) -> bool:
    """Return whether `text` is a mask with no bit outside `domain`."""
    bits = read_mask(text)
    return bits is not None and bits & ~domain == 0

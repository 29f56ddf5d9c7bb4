"""Numbers: how many of something, in words.

Belongs here: one and several. Must not know: what is counted.
"""


def numbered(count: int, one: str, several: str = "") -> str:
    """Return `1 host`, `2 hosts`; `several` where an s is not all of it."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"

"""Feature sets: `+`-separated members (section 5, type `set`).

Belongs here: splitting a set's text and deciding whether it lies within a domain.
Must not know: what any feature means, or how a domain is spelled.
"""

SEPARATOR = "+"


def read_members(text: str) -> tuple[str, ...] | None:
    """Return the members of a feature set's text, () for the empty text, None if one is empty."""
    if not text:
        return ()
    members = tuple(text.split(SEPARATOR))
    return None if "" in members else members


def is_within(text: str, domain: frozenset[str]) -> bool:
    """Return whether every member of the set that `text` spells is in `domain`."""
    members = read_members(text)
    return members is not None and domain.issuperset(members)

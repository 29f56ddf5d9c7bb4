"""Interned: texts that many descriptors share, kept once: equal ones are then mostly identical.

Belongs here: a bounded table of texts and of fields. Must not know: what they mean.
Nothing depends on a text being found here: the table saves memory and time, and may be full.
"""

MOST = 65_536
"""Texts, and items, that are kept."""

LONGEST = 64
"""Characters of a text that is kept."""

Item = tuple[str, str]

_texts: dict[str, str] = {}
_items: dict[Item, Item] = {}
_names: dict[frozenset[str], frozenset[str]] = {}


def interned_text(text: str) -> str:
    """Return an equal text, the same object each time while there is room."""
    if len(text) > LONGEST or len(_texts) >= MOST:
        return _texts.get(text, text)
    return _texts.setdefault(text, text)


def interned_item(name: str, text: str) -> Item:
    """Return the pair of a name and a text, the same object each time while there is room."""
    item = (interned_text(name), interned_text(text))
    if len(text) > LONGEST or len(_items) >= MOST:
        return _items.get(item, item)
    return _items.setdefault(item, item)


def interned_names(names: frozenset[str]) -> frozenset[str]:
    """Return an equal set of names, the same object each time while there is room."""
    if len(_names) >= MOST:
        return _names.get(names, names)
    return _names.setdefault(names, names)

"""Vocabularies: why a device takes over nothing, as a sentence.

Belongs here: one sentence for each reason. Must not know: terminals.
"""

from devcompat.vocabulary.derive import Refusal
from devcompat.wording.demands import quoted


def refusal_sentence(refusal: Refusal) -> str:
    """Return why the device takes over nothing."""
    if refusal.rule is None:
        return f"{refusal.field}: the vocabulary does not list it, and refuses what it does not"
    value = quoted(refusal.value)
    if refusal.code == "value.not-allowed":
        return f"{refusal.field}: {value} has no list in the vocabulary"
    return f"{refusal.field}: {value} is malformed for the rule {refusal.rule}"

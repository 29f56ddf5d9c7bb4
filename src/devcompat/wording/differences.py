"""Differences: how two descriptors differ, in words.

Belongs here: relations, and why a difference is not known. Must not know: terminals, JSON.
"""

from typing import Final

from devcompat.algebra.diff import Difference, Open

_SAID: Final[dict[tuple[bool | None, bool | None], str]] = {
    (False, False): "{new} accepts exactly what {old} accepts",
    (False, True): "{new} accepts everything that {old} accepts, and more",
    (True, False): "{new} does not accept everything that {old} accepts, and nothing new",
    (True, True): "{new} does not accept everything that {old} accepts, but new things",
    (False, None): "{new} accepts everything that {old} accepts; whether more, is not known",
    (True, None): "{new} does not accept everything that {old} accepts; whether new things, is not"
    " known",
    (None, False): "{new} accepts nothing that {old} does not; whether all of it, is not known",
    (None, True): "{new} accepts what {old} does not; whether everything that {old} accepts, is"
    " not known",
    (None, None): "whether {new} accepts everything that {old} accepts, or more, is not known",
}
"""By whether something is lost, and whether something is gained."""


def difference_headline(difference: Difference, old: str, new: str) -> str:
    """Return the relation in one sentence."""
    said = _SAID[difference.lost, difference.gained].format(old=old, new=new)
    return f"{difference.relation}: {said}"


def open_sentence(reason: Open) -> str:
    """Return why it is not known whether the other side accepts what an object accepts."""
    if reason.code == "diff.opaque":
        said = zip(reason.fields, reason.deciders, strict=True)
        return ", ".join(f"{decider} decides {name}" for name, decider in said)
    if reason.code == "diff.budget":
        return "the comparison was given up: it took more work than it may"
    if reason.code == "diff.limits":
        return "a SELF that shows a difference would be beyond the limits of a value"
    fields = " and ".join(reason.fields)
    return f"{fields}: too many configurations that go together to compare them all"

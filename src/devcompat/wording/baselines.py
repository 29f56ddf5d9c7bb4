"""Baselines: what several devices have in common, in words.

Belongs here: outcomes, limits and reasons as sentences. Must not know: terminals, JSON.
"""

from collections.abc import Sequence

from devcompat.algebra.baseline.baseline import Baseline, Reason
from devcompat.algebra.baseline.limiting import Limit
from devcompat.wording.numbers import numbered

_SHOWN = 3


def some_names(names: Sequence[str], shown: int = _SHOWN) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - shown
    if more == 1:
        shown, more = shown + 1, 0
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


def baseline_headline(answer: Baseline, names: Sequence[str]) -> str:
    """Return the outcome in one sentence; `names` are what the members are called."""
    count = numbered(len(names), "class", "classes")
    accept = "accepts" if len(names) == 1 else "accept"
    if answer.outcome == "written":
        return f"written: what {count} of devices {accept}"
    if answer.outcome == "nothing":
        assert answer.conflict is not None  # noqa: S101  (nothing is left with one of the members)
        said = " and ".join(names[at] for at in answer.conflict.members)
        if len(answer.conflict.members) == 1:
            return f"nothing: no SELF that the others accept is accepted by {said}"
        fields = ", ".join(answer.conflict.fields) or "they accept nothing"
        return f"nothing: no SELF is accepted by both {said}; they differ in {fields}"
    if answer.outcome == "cannot-write":
        return f"cannot-write: no descriptor says what {count} of devices {accept}"
    if answer.descriptor is not None:
        return f"undecided: what {count} of devices {accept} is for others to decide"
    return f"undecided: what {count} of devices {accept} was not found out"


def limit_sentence(limit: Limit, names: Sequence[str]) -> str:
    """Return who holds a field down."""
    holding = some_names([names[at] for at in limit.members])
    value = limit.value or "absent"
    return f"{limit.field}: {value}, for the sake of {holding}; others take {limit.beyond}"


def reason_sentence(reason: Reason, outcome: str) -> str:
    """Return why there is no baseline, without a full stop."""
    fields = ", ".join(reason.fields)
    also = ", another demands values of it" if outcome == "cannot-write" else ""
    said = {
        "baseline.fields": "no domain has just the texts that all allow",
        "baseline.coupled": "coupled in different ways, with more values than can be written out",
        "baseline.opaque": f"a member leaves it to someone else to judge{also}",
        "baseline.objects": "more than 64 COMPATIBLE objects",
        "baseline.limits": "a limit of a descriptor is broken",
        "baseline.self": "no SELF could be made of the values that members have",
        "baseline.budget": "it took more work than it may",
    }[reason.code]
    detail = f" ({reason.detail})" if reason.detail else ""
    return f"{fields}: {said}{detail}" if fields else f"{said}{detail}"

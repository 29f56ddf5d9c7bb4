"""Plan form: a plan as JSON-able values and back, as a journal keeps it.

Belongs here: the shape, and what makes it no plan. Must not know: files.

What is read back is executed as root: it is checked as if a stranger had written it.
"""

import re
from typing import Any, Final, get_args

from devcompat.provision.conditions import Condition, Kind
from devcompat.provision.plan import (
    NAME,
    Act,
    Device,
    Forbidden,
    Plan,
    PlanStep,
    Request,
    demand_permitted,
)

Json = dict[str, Any]
MOST_STEPS: Final = 4096
_KINDS: Final = frozenset(get_args(Kind))
_PATH: Final = re.compile(rf"{NAME}(?:/{NAME})*", re.ASCII)


def plan_to_plain(plan: Plan) -> Json:
    """Return the plan as values that JSON has."""
    return {
        "request": {
            "kind": plan.request.kind,
            "where": plan.request.where,
            "device": plan.request.device,
            "details": [list(detail) for detail in plan.request.details],
        },
        "device": plan.device,
        "steps": [step_to_plain(step) for step in plan.steps],
    }


def step_to_plain(step: PlanStep) -> Json:
    """Return one step as values that JSON has."""
    return {
        "name": step.name,
        "act": act_to_plain(step.act),
        "needs": [list(condition) for condition in step.needs],
        "after": [list(condition) for condition in step.after],
        "undo": None if step.undo is None else act_to_plain(step.undo),
        "undone": [list(condition) for condition in step.undone],
        "undo_needs": [list(condition) for condition in step.undo_needs],
        "makes": step.makes,
        "of": step.of,
        "on": step.on,
    }


def act_to_plain(act: Act) -> Json:
    """Return what is written where, or what is run."""
    return {"path": act.path, "text": act.text, "words": list(act.words)}


def plan_from_plain(value: object) -> Plan:
    """Return the plan. Raises ValueError if the value is none, or one of forbidden acts."""
    try:
        assert isinstance(value, dict)  # noqa: S101  (an AssertionError is no plan either)
        asked = value["request"]
        kind = asked["kind"]
        steps = value["steps"]
        if kind not in get_args(Device) or not 0 < len(steps) <= MOST_STEPS:
            raise ValueError(kind)
        details = tuple((_text(name), _text(text)) for name, text in asked["details"])
        request = Request(kind, _text(asked["where"]), _text(asked["device"]), details)
        found = tuple(_step(step, number) for number, step in enumerate(steps))
        return Plan(request, _text(value["device"]), found)
    except (AssertionError, KeyError, TypeError, AttributeError, Forbidden) as error:
        raise ValueError(f"no plan: {error!r}") from None


def _step(value: Json, number: int) -> PlanStep:
    of, makes = value["of"], value["makes"]
    if not (of is None or (type(of) is int and 0 <= of < number)) or type(makes) is not bool:
        raise ValueError("no step")
    return PlanStep(
        _text(value["name"]),
        _act(value["act"]),
        _conditions(value["needs"]),
        _conditions(value["after"]),
        None if value["undo"] is None else _act(value["undo"]),
        _conditions(value["undone"]),
        _conditions(value["undo_needs"]),
        makes,
        of,
        _path(value["on"]) if value["on"] else "",
    )


def _act(value: Json) -> Act:
    act = Act(
        _text(value["path"]), _text(value["text"]), tuple(_text(word) for word in value["words"])
    )
    demand_permitted(act)
    return act


def _conditions(values: list[list[str]]) -> tuple[Condition, ...]:
    found = tuple(Condition(kind, _path(path), _text(text)) for kind, path, text in values)  # type: ignore[arg-type]
    if any(condition.kind not in _KINDS for condition in found):
        raise ValueError("no condition")
    return found


def _path(value: object) -> str:
    path = _text(value)
    if not _PATH.fullmatch(path):
        raise ValueError(path)
    return path


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    value.encode()
    return value

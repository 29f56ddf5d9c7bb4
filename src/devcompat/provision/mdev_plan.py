"""The plan for a mediated device: its recipe's writes, each with what it needs and its undo.

Belongs here: what the mdev core does with `create` and `remove`. Must not know: how a recipe comes
about, other kinds of devices.
"""

from devcompat.language.problems import input_error
from devcompat.provision.conditions import ABSENT, LEADS, READS, THERE, WITHIN, Condition
from devcompat.provision.plan import Act, Plan, PlanStep, Request
from devcompat.provision.recipe import CREATE, DEVICES, PARENTS, Recipe, Step


def plan_mdev(recipe: Recipe, *, any_uuid: bool = False) -> Plan:
    """Return the plan for a recipe; `any_uuid` says that the UUID was not asked for.

    Raises InputError `create.unknown-value` if a text is not known: nothing is made then, rather
    than a device that is not what was promised.
    """
    device = f"{DEVICES}/{recipe.uuid}"
    steps = tuple(_step(recipe, step, device) for step in recipe.steps)
    details = tuple((_file_of(step), step.text or "") for step in recipe.steps[1:])
    where = f"{recipe.parent}/{recipe.type_id}"
    request = Request("mdev", where, "" if any_uuid else recipe.uuid, details)
    return Plan(request, recipe.uuid, steps)


def _step(recipe: Recipe, step: Step, device: str) -> PlanStep:
    if step.text is None:
        place = step.source_path or "the attribute of the source"
        expected = "a value that is known: read the source's host into an inventory, for --in"
        raise input_error("create.unknown-value", place, expected, _file_of(step))
    gone = (Condition(ABSENT, device),)
    act = Act(step.path, step.text)
    if step.action != CREATE:
        reads = (Condition(READS, step.path, step.text),)
        return PlanStep("attribute", act, (Condition(THERE, step.path),), reads, None, gone, of=0)
    after = (
        Condition(WITHIN, device, f"{PARENTS}/{recipe.parent}"),
        Condition(LEADS, f"{device}/mdev_type", recipe.type_id),
    )
    undo = Act(recipe.undo.path, recipe.undo.text or "")
    return PlanStep("create", act, (Condition(THERE, step.path),), after, undo, gone, makes=True)


def _file_of(step: Step) -> str:
    return step.path.rpartition("/")[2]

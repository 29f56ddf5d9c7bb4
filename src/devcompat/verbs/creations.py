"""Creations: what is to be created, as plain, JSON-able values (schema/creation).

Belongs here: the shape. Must not know: JSON text, terminals, how a recipe comes about.
"""

from typing import cast

from devcompat.provision.commands import MDEVCTL, mdevctl, shell_lines
from devcompat.provision.recipe import Recipe, Step
from devcompat.verbs.create import Creation
from devcompat.verbs.serial import Plain, verdict_to_plain


def creation_to_plain(creation: Creation) -> dict[str, Plain]:
    """Return the verdict, the parameters and the recipe."""
    destination, proposal = creation.destination, creation.proposal
    host, offered = destination.host, destination.offered
    return {
        "source": creation.source,
        "target": destination.name,
        **verdict_to_plain(proposal.verdict),
        "host": None if host is None else host.name,
        "parent": offered.parent,
        "type": offered.type_id,
        "available_instances": offered.available_instances,
        "parameters": None if proposal.values is None else dict(proposal.values),
        "recipe": None if creation.recipe is None else recipe_to_plain(creation.recipe),
    }


def recipe_to_plain(recipe: Recipe) -> dict[str, Plain]:
    """Return the steps as data, as shell commands, and what mdevctl is given."""
    given = mdevctl(recipe)
    return {
        "uuid": recipe.uuid,
        "steps": [_step_to_plain(step) for step in recipe.steps],
        "undo": [_step_to_plain(recipe.undo)],
        "commands": list(shell_lines(recipe)),
        "mdevctl": None
        if given is None
        else {
            "version": MDEVCTL,
            "jsonfile": cast("Plain", given.details),
            "start": list(given.start),
            "define": list(given.define),
            "start_defined": list(given.defined),
        },
    }


def _step_to_plain(step: Step) -> dict[str, Plain]:
    return {
        "action": step.action,
        "path": step.path,
        "text": step.text,
        "source_path": step.source_path or None,
    }

"""Making: `devcompat create` without --recipe: a dry run, executing, and what earlier runs left.

Belongs here: how steps look, before, while and after they are done. Must not know: what they do.
"""

import argparse
from collections.abc import Callable
from typing import Final

from devcompat.cli import exits
from devcompat.cli.check import show_verdict
from devcompat.cli.output import Output
from devcompat.language.problems import input_error
from devcompat.provision.acting import Done, Say
from devcompat.provision.commands import act_line
from devcompat.provision.plan import Plan
from devcompat.provision.vdpa_plan import Wanted as WantedVdpa
from devcompat.verbs.confirming import Confirmed
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.lookup import find_party
from devcompat.verbs.making import (
    Leftover,
    Making,
    Place,
    find_leftovers,
    look_ahead,
    make,
)
from devcompat.verbs.makings import leftovers_to_plain, making_to_plain
from devcompat.verbs.overlays import load_overlay
from devcompat.verbs.vocabularies import load_vocabulary
from devcompat.verbs.wanted import Judging, Wanted
from devcompat.wording.devices import creation_words
from devcompat.wording.steps import became_words, next_step_of, step_words

_NAME: Final = "devcompat create"
_STYLES = {"left": "bad", "failed": "bad", "refused": "bad", "already": "dim", "done": "good"}
_OUTCOMES = {
    "made": ("made: {device} is there and is what was asked for", "good", exits.DONE),
    "already": ("there already: {device} is what was asked for", "good", exits.DONE),
    "undone": ("not made: all is as it was", "bad", exits.UNDONE),
    "left": ("not made, and something is left, or may be", "bad", exits.LEFT),
    "kept": ("made and kept: {device} is there and is not what was asked for", "bad", exits.LEFT),
}


def run_making(options: argparse.Namespace, output: Output) -> int:
    """Say what would be made for SOURCE, or make it."""
    overlay = load_overlay(options.overlay)
    hosts = () if options.inventory is None else load_inventory(options.inventory, overlay)
    source = find_party(hosts, options.source, options.format)
    place = Place(
        options.root, overlay, options.state, options.wait, options.limit, keep=options.keep
    )
    chosen = None if options.vocabulary is None else load_vocabulary(options.vocabulary)
    judging = Judging(options.rule, options.min_basis, chosen)
    wanted = _wanted(options)
    if options.execute:
        making = make(
            place,
            source,
            wanted,
            judging,
            _teller(options, output),
            _beginner(options, output),
            _confirmer(source.name, options, output),
        )
    else:
        making = look_ahead(place, source, wanted, judging)
    if options.json:
        output.json(making_to_plain(making))
    else:
        _show(making, output)
    if making.execution is not None:
        return _OUTCOMES[making.execution.outcome][2]
    return exits.BY_OUTCOME[making.prepared.verdict.outcome]


def run_leftovers(options: argparse.Namespace, output: Output) -> int:
    """Say what earlier runs left that were ended in the middle, or undo it."""
    place = Place(options.root, None, options.state, options.wait, options.limit)
    say = _teller(options, output) if options.undo else None
    answer = find_leftovers(place, say)
    found = answer.found
    is_left = any(
        _is_left(leftover) if options.undo else bool(leftover.there or leftover.pending)
        for leftover in found
    )
    if options.json:
        output.json(leftovers_to_plain(options.root, answer))
        return exits.LEFT if is_left else exits.DONE
    if answer.is_busy:
        output.say("another devcompat is at work here, or waits for the kernel to return", "doubt")
    if not found:
        output.say("nothing is left of earlier runs", "good")
    for leftover in found:
        _show_leftover(leftover, options, output)
    if is_left and not options.undo:
        place_words = "".join(
            f" {option} {word}"
            for option, word, usual in (
                ("--root", options.root, "/"),
                ("--state", options.state, None),
            )
            if word != usual
        )
        output.say(f"undo it with: devcompat create --leftovers --undo{place_words}", "strong")
    return exits.LEFT if is_left else exits.DONE


def _show_leftover(leftover: Leftover, options: argparse.Namespace, output: Output) -> None:
    output.say(_title(leftover.plan), "strong")
    shown = sorted({*leftover.there, *leftover.pending})
    if not shown:
        output.say("  nothing of it is there")
    for number in shown:
        step = leftover.plan.steps[number]
        done = leftover.ended.get(number)
        if done is None:
            is_pending = number in leftover.pending
            words = "the kernel has not returned yet" if is_pending else "is there"
            output.say(
                f"  {number + 1} {step_words(step)}: {words}", "doubt" if is_pending else None
            )
            if step.undo is not None:
                output.say(f"      undo: {act_line(step.undo, options.root)}", "dim")
        elif done.event == "left":
            _show_done(number, done, options.root, output)
    if leftover.there and options.undo and not _is_left(leftover):
        output.say("  nothing of it is there any more", "good")


def _is_left(leftover: Leftover) -> bool:
    return any(done.event == "left" for done in leftover.ended.values())


def _wanted(options: argparse.Namespace) -> Wanted:
    vdpa = None
    if options.mgmtdev is not None:
        if options.name is None:
            raise input_error("usage", "", "name the vDPA device: --name NAME", _NAME)
        vdpa = WantedVdpa(
            options.name,
            options.mgmtdev,
            options.mac or "",
            options.features or "",
            options.max_vqp or "",
        )
    return Wanted(
        options.from_type,
        options.format,
        options.parent,
        options.type,
        options.uuid,
        options.pf,
        options.driver,
        options.vf,
        options.vfs,
        vdpa,
    )


def _teller(options: argparse.Namespace, output: Output) -> Say:
    """Return what tells of each step while it happens: to who reads along, not in JSON."""

    def say(number: int, done: Done) -> None:
        if done.event != "intent" and not options.json:
            words = f"{number + 1} {step_words(done.step)}: {became_words(done)}"
            output.say(words, _STYLES.get(done.event))
            output.flush()

    return say


def _beginner(options: argparse.Namespace, output: Output) -> Callable[[Making], None]:
    """Return what tells of the verdict before anything is done."""

    def begin(making: Making) -> None:
        if not options.json and making.prepared.plan is not None:
            _show_verdict(making, output)
            output.say(f"{_title(making.prepared.plan)} on {making.host}:", "strong")
            output.flush()

    return begin


def _confirmer(
    source: str, options: argparse.Namespace, output: Output
) -> Callable[[Confirmed], None]:
    """Return what tells of the device that was made, before anything of it is undone."""

    def confirm(found: Confirmed) -> None:
        if not options.json:
            output.say("as it is now, found on the machine:", "strong")
            show_verdict(found.verdict, source, found.name, output)
            if found.by == "type":
                output.say("  it says nothing itself: judged by what its type, or the file, says")
            output.flush()

    return confirm


def _show_verdict(making: Making, output: Output) -> None:
    prepared = making.prepared
    show_verdict(prepared.verdict, making.source, prepared.target, output)
    if prepared.values:
        output.say(f"  {creation_words(None, prepared.values, counted=False)}")


def _show(making: Making, output: Output) -> None:
    prepared, execution = making.prepared, making.execution
    if execution is None:
        _show_verdict(making, output)
        if prepared.plan is None:
            output.say("  nothing is made: only what is sure to be compatible is", "dim")
        else:
            _show_plan(making, prepared.plan, output)
        return
    for number, done in enumerate(execution.steps):
        if done.event == "left":
            _show_done(number, done, making.root, output)
    if execution.failed is not None and next_step_of(execution.failed.code):
        output.say(f"  {execution.failed.code}: {next_step_of(execution.failed.code)}")
    words, style, _ = _OUTCOMES[execution.outcome]
    device = "" if prepared.plan is None else prepared.plan.device
    output.say(words.format(device=device), style)
    _show_others(making, output)


def _show_plan(making: Making, plan: Plan, output: Output) -> None:
    output.say(f"{_title(plan)} on {making.host}; nothing is done yet:", "strong")
    for number, (step, ahead) in enumerate(zip(plan.steps, making.ahead, strict=True)):
        style = {"there": "dim", "to do": None}.get(ahead, "bad")
        output.say(f"  {number + 1} {step_words(step)}: {ahead}", style)
        output.say(f"      {act_line(step.act, making.root)}")
        if step.undo is not None:
            output.say(f"      undo: {act_line(step.undo, making.root)}", "dim")
    _show_others(making, output)
    output.say("do it with --execute", "dim")


def _show_others(making: Making, output: Output) -> None:
    if making.others:
        output.say(
            f"{making.others} earlier not ended: devcompat create --leftovers shows what is left",
            "doubt",
        )


def _show_done(number: int, done: Done, root: str, output: Output) -> None:
    words = f"  {number + 1} {step_words(done.step)}: {became_words(done)}"
    output.say(words, _STYLES.get(done.event))
    if done.event == "left" and done.step.undo is not None:
        output.say(f"      by hand: {act_line(done.step.undo, root)}")


def _title(plan: Plan) -> str:
    return f"{plan.request.kind} {plan.device} of {plan.request.where}"

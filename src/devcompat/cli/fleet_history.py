"""Fleet history: the command `devcompat fleet history`.

Belongs here: how changes look, and what each cost. Must not know: how any of it is found.
"""

import argparse
from typing import NamedTuple

from devcompat.cli import exits
from devcompat.cli.options import add_rules, count
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, store_named
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side
from devcompat.match.verdict import COMPATIBLE, UNKNOWN, Outcome
from devcompat.store.records import Change
from devcompat.store.store import open_store
from devcompat.verbs.fleet_history import (
    NAMED,
    Effect,
    Effects,
    Past,
    Reach,
    Some,
    differing_fields,
    past_of,
    side_in,
)
from devcompat.verbs.fleet_history_plain import history_to_plain, name_in
from devcompat.wording.numbers import numbered

_OUTCOMES: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN)
_NONE = "(none)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("device", metavar="DEVICE", help="HOST/DEVICE, or HOST with all of its")
    parser.add_argument("--limit", type=count, metavar="N", help="the newest N changes only")
    add_rules(parser)
    add_store(parser)


def run_fleet_history(options: argparse.Namespace, output: Output) -> int:
    """Show what a device or the devices of a host were, and what each change cost."""
    with open_store(store_named(options), must_exist=True) as store:
        past = past_of(store, options.device)
        shown = past.changes if options.limit is None else past.changes[-options.limit :]
        past = past._replace(changes=shown)
        effects = Effects(store, past, options.rule, options.min_basis)
        if options.json:
            output.json(history_to_plain(past, effects))
        else:
            _show(past, effects, output)
    return exits.DONE


def _show(past: Past, effects: Effects, output: Output) -> None:
    host = past.host
    if host is None or not host.devices:
        output.say(f"{past.name} is not there any more", "strong")
    elif past.place.address:
        (device,) = host.devices
        state = f"{device.state} ({device.vm})" if device.vm else device.state
        name = name_in(past, device.class_digest)
        output.say(f"{past.name}: {name} since {device.since}, {state}", "strong")
        output.say(f"  {_self_words(side_in(past, device.class_digest))}")
    else:
        said = f"generation {host.generation}, received {host.received}"
        output.say(f"{past.name}: {numbered(len(host.devices), 'device')}, {said}", "strong")
        rows = [
            (device.address, device.state, name_in(past, device.class_digest) or "", device.since)
            for device in host.devices
        ]
        headings = ("device", "state", "class", "since")
        output.table(headings, [tuple(map(clean, row)) for row in rows])
    if not past.changes:
        output.say("no change since it was first reported")
    for group in _alike(past, effects):
        _show_group(past, group, output)


class _Group(NamedTuple):
    """Devices of a host to which the same happened at once, with the first one's change."""

    change: Change
    effect: Effect
    addresses: list[str]


def _alike(past: Past, effects: Effects) -> list[_Group]:
    """Return the changes; those that differ in nothing but the device together."""
    groups: list[_Group] = []
    known: dict[Change, list[_Group]] = {}
    for change in past.changes:
        effect = effects.of(change)
        alike = known.setdefault(change._replace(address=""), [])
        for group in alike:
            if group.effect == effect:
                group.addresses.append(change.address)
                break
        else:
            alike.append(_Group(change, effect, [change.address]))
            groups.append(alike[-1])
    return groups


def _show_group(past: Past, group: _Group, output: Output) -> None:
    change, effect, addresses = group
    old, new = (name_in(past, found) for found in (change.old_digest, change.new_digest))
    what = f"{old} -> {new}"
    if old is None:
        what = f"appeared as {new}"
    elif new is None:
        what = f"vanished, was {old}"
    of = "" if past.place.address else f" {change.address}"
    if len(addresses) > 1:
        some = ", ".join(addresses[:NAMED]) + (", ..." if len(addresses) > NAMED else "")
        of = f" {numbered(len(addresses), 'device')} ({some})"
    generations = f"generation {change.from_generation} -> {change.to_generation}"
    output.say(f"{change.at}{of}  {generations}: {what}", "strong")
    for line in _differences(past, change):
        output.say(f"  {line}")
    _show_reach("can go to", effect.as_source, output)
    _show_reach("takes over", effect.as_target, output)


def _differences(past: Past, change: Change) -> list[str]:
    if change.old_digest is None or change.new_digest is None:
        return [_self_words(side_in(past, change.old_digest or change.new_digest or ""))]
    old, new = side_in(past, change.old_digest), side_in(past, change.new_digest)
    fields = differing_fields(old, new)
    lines = [f"{name}: {was or _NONE} -> {now or _NONE}" for name, (was, now) in fields.items()]
    return lines or ["SELF is the same; COMPATIBLE, basis or what is known of it differs"]


def _self_words(side: Side) -> str:
    if isinstance(side, Compiled):
        return " ".join(["SELF:", *(f"{name}={text}" for name, text in side.texts.items())])
    return f"no descriptor: {side.detail}" if side.detail else "no descriptor"


def _show_reach(verb: str, reach: Reach, output: Output) -> None:
    parts = []
    for outcome in _OUTCOMES:
        before, after = (
            "-" if counts is None else str(counts[outcome])
            for counts in (reach.before, reach.after)
        )
        parts.append(f"{before} -> {after} {outcome}")
    output.say(f"  {verb}: {', '.join(parts)}")
    for name, some, style in (("lost", reach.lost, "bad"), ("gained", reach.gained, "good")):
        if some.devices:
            output.say(f"    {name}: {_words(some)}", style)


def _words(some: Some) -> str:
    classes, hosts = (
        ", ".join(names) + (", ..." if number > len(names) else "")
        for names, number in ((some.first_classes, some.classes), (some.first_hosts, some.hosts))
    )
    return (
        f"{numbered(some.devices, 'device')} on {numbered(some.hosts, 'host')} ({hosts}) of"
        f" {numbered(some.classes, 'class', 'classes')} ({classes})"
    )

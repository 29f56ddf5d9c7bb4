"""Pools: the command `devcompat pools`.

Belongs here: how pools look. Must not know: how they are found.
"""

import argparse
from collections.abc import Sequence

from devcompat.cli import exits
from devcompat.cli.member_options import add_members, members_named, show_left_out
from devcompat.cli.options import count
from devcompat.cli.output import Output, clean
from devcompat.verbs.pools import BUDGET, Pool, Pools, pools, pools_to_plain, why_apart
from devcompat.wording.baselines import some_names
from devcompat.wording.numbers import numbered

SHOWN = 20
_CLASSES = 8
"""Classes of a pool that are shown."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_members(parser)
    parser.add_argument(
        "--limit", type=count, default=SHOWN, metavar="N",
        help=f"show the N largest (default {SHOWN}); with --json say of these why they end",
    )  # fmt: skip


def run_pools(options: argparse.Namespace, output: Output) -> int:
    """Write the largest sets of classes that all accept each other."""
    membership = members_named(options)
    found = pools(membership.members, options.limit)
    if options.json:
        left = {"undescribed": membership.undescribed, "immovable": membership.immovable}
        output.json({**pools_to_plain(found), "leftOut": left})
    else:
        classes = numbered(len(found.members), "class", "classes")
        output.say(f"{numbered(len(found.pools), 'pool')} of {classes}", "strong")
        show_left_out(membership, output, "  ")
        _show(found, options.limit, output)
    if not found.complete:
        return exits.UNKNOWN
    return exits.DONE if found.pools else exits.INCOMPATIBLE


def _show(found: Pools, limit: int, output: Output) -> None:
    for pool in found.pools[:limit]:
        _show_pool(found, pool, output)
    more = len(found.pools) - limit
    if more > 0:
        output.say(f"and {numbered(more, 'more pool')}: --limit {len(found.pools)}", "dim")
    refused = [at for at in found.alone if at not in found.unsure]
    if refused:
        output.say(f"in none: {_some(found, refused)} whose own SELF is refused", "bad")
    if found.unsure:
        own = "that is not known to accept its own SELF"
        if len(found.unsure) > 1:
            own = "that are not known to accept their own SELF"
        output.say(f"in none: {_some(found, found.unsure)} {own}", "doubt")
    if found.unknown:
        pairs = numbered(found.unknown, "pair")
        output.say(f"{pairs} of classes apart because it is not known", "doubt")
    if not found.complete:
        output.say(f"{BUDGET}  there may be more pools than these", "doubt")


def _some(found: Pools, numbers: Sequence[int]) -> str:
    """Return how many classes there are, with what the first are called."""
    names = some_names([found.members[at].first for at in numbers], _CLASSES)
    return f"{numbered(len(numbers), 'class', 'classes')} ({names})"


def _show_pool(found: Pools, pool: Pool, output: Output) -> None:
    classes = numbered(len(pool.classes), "class", "classes")
    output.say(f"{pool.name}: {numbered(pool.devices, 'device')}, {classes}", "good")
    for at in pool.classes[:_CLASSES]:
        member = found.members[at]
        shown = (member.name, f"{member.devices:>6}", clean(member.first), clean(member.told))
        output.line("  " + "  ".join(shown))
    if len(pool.classes) > _CLASSES:
        output.say(f"  and {len(pool.classes) - _CLASSES} more")
    out = pool.outsider
    if out is not None:
        source, target = (clean(found.members[at].first) for at in (out.source, out.target))
        outsider = clean(found.members[out.outsider].first)
        against = f"{out.against} of {len(pool.classes)}"
        output.say(f"  without {outsider}, nearest, at odds with {against}:", "dim")
        output.say(f"    {source} to {target}: {why_apart(out)}", "dim")

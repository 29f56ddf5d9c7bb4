"""Matrix: the command `devcompat matrix`.

Belongs here: the matrix as text, counts where it is too large for that. Must not know: how it is
worked out or drawn.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.heat_map import MOST, heat_map
from devcompat.cli.options import add_rules
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, store_named
from devcompat.fleet.matrix import members
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN
from devcompat.store.store import open_store
from devcompat.verbs.fleet_matrix import Picture, picture
from devcompat.verbs.fleet_opening import open_fleet
from devcompat.verbs.outputs import save_bytes
from devcompat.wording.numbers import counts_in_words

SHOWN = 40
"""Classes that are shown as text, cell by cell."""
_SIGNS = {COMPATIBLE: "#", UNKNOWN: "?", INCOMPATIBLE: "."}
_STYLES = {COMPATIBLE: "good", UNKNOWN: "doubt", INCOMPATIBLE: "dim"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_store(parser)
    parser.add_argument("--svg", metavar="OUT", help="write a heat map to the file OUT")
    add_rules(parser)


def run_matrix(options: argparse.Namespace, output: Output) -> int:
    """Show the outcomes class by class, or how many there are of each."""
    with open_store(store_named(options), must_exist=True) as store:
        fleet = open_fleet(store)
        title = f"Which class can go to which: {store.name}"
    found = picture(fleet, options.rule, options.min_basis)
    if options.svg is not None:
        drawn = found
        if len(found.classes) > MOST:
            drawn = picture(fleet, options.rule, options.min_basis, MOST)
        save_bytes(options.svg, heat_map(drawn, title).encode())
    if options.json:
        output.json(_plain(found))
    else:
        _show(found, output)
    return exits.DONE


def _plain(found: Picture) -> dict[str, object]:
    return {
        "rule": found.rule,
        "pairs": found.counts(),
        "blocks": list(found.blocks),
        "classes": [
            {
                "class": line.name,
                "told": line.told,
                "devices": line.devices,
                "compatible": [*members(sure)],
                "unknown": [*members(doubtful)],
            }
            for line, sure, doubtful in zip(
                found.classes, found.compatible, found.unknown, strict=True
            )
        ],
    }


def _show(found: Picture, output: Output) -> None:
    counts = counts_in_words(found.counts())
    devices = sum(line.devices for line in found.classes)
    output.say(f"{len(found.classes)} classes of {devices} devices; pairs: {counts}", "strong")
    if not found.classes:
        return
    if len(found.classes) <= SHOWN:
        _show_cells(found, output)
        return
    rows = []
    at = 0
    for number, block in enumerate(found.blocks, start=1):
        lines = found.classes[at : at + block]
        inside = ((1 << block) - 1) << at
        sure = sum((row & inside).bit_count() for row in found.compatible[at : at + block])
        names = list(dict.fromkeys(line.told for line in lines))
        told = names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        devices = sum(line.devices for line in lines)
        rows.append((str(number), str(block), str(devices), str(sure), clean(told)))
        at += block
    output.table(("block", "classes", "devices", "compatible pairs", "of"), rows)
    output.say("class by class: --svg OUT, or --json", "dim")


def _show_cells(found: Picture, output: Output) -> None:
    """Write a row for each source, a sign for each target, in the same order."""
    output.say("rows: sources, columns: targets; # compatible, ? unknown, . incompatible", "dim")
    width = max(len(line.told) for line in found.classes)
    digits = len(str(max(line.devices for line in found.classes)))
    for source, line in enumerate(found.classes):
        signs = [found.outcome(source, target) for target in range(len(found.classes))]
        cells = "".join(output.paint(_SIGNS[outcome], _STYLES[outcome]) for outcome in signs)
        told = clean(line.told).ljust(width)
        output.line(cells, f"  {line.name}  {line.devices:>{digits}}  {told}".rstrip())

"""Fleet generate: the command `devcompat fleet generate`.

Belongs here: its options, lines out. Must not know: what the reports look like.
"""

import argparse
from itertools import islice

from devcompat.cli import exits
from devcompat.cli.options import count, index
from devcompat.cli.output import Output
from devcompat.language.problems import InputError, input_error

_LINES = 256
"""Reports that are written at once."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("--hosts", type=count, metavar="N", required=True, help="how many hosts")
    parser.add_argument(
        "--classes", type=count, metavar="N", help="of how many classes the devices are; a few of"
        " them are the most (Zipf)",
    )  # fmt: skip
    parser.add_argument(
        "--distinct", action="store_true", help="each device is of a class of its own, instead"
    )
    parser.add_argument(
        "--devices-per-host", type=count, metavar="N", default=10, help="default 10"
    )
    parser.add_argument(
        "--seed", type=index, metavar="N", default=1,
        help="the same number makes the same fleet (default 1)",
    )  # fmt: skip


def run_fleet_generate(options: argparse.Namespace, output: Output) -> int:
    """Write the reports; they are JSON with and without `--json`."""
    from devcompat.fleet.hosts import DEVICES
    from devcompat.reports.generate import generate

    if options.classes is None and not options.distinct:
        raise _refused("", "say how many classes there are, --classes N, or --distinct")
    if options.devices_per_host > DEVICES:
        found = str(options.devices_per_host)
        raise _refused(found, f"--devices-per-host takes a number up to {DEVICES}, not {found}")
    lines = generate(
        options.hosts,
        options.classes or 1,
        distinct=options.distinct,
        seed=options.seed,
        devices_per_host=options.devices_per_host,
    )
    while some := list(islice(lines, _LINES)):
        output.verbatim(b"".join(some))
    return exits.DONE


def _refused(found: str, expected: str) -> InputError:
    return input_error("usage", found, expected, "devcompat fleet generate")

"""Find store: the command `devcompat find` on a store.

Belongs here: how targets, counts and hosts of a stored fleet are listed. Must not know: how they
are found.
"""

import argparse
from collections.abc import Iterator
from itertools import islice

from devcompat.cli import exits
from devcompat.cli.options import labels_of
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import store_named
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import Query
from devcompat.fleet.vm import find_hosts
from devcompat.language.problems import input_error
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.store.store import open_store
from devcompat.verbs.fleet_answers import (
    findings_to_plain,
    found_in_brief,
    hosts_to_plain,
    vm_to_plain,
)
from devcompat.verbs.fleet_find import (
    Answers,
    Asked,
    Found,
    chained,
    exit_outcome,
    find_asked,
    same_fields,
)
from devcompat.verbs.fleet_opening import open_fleet
from devcompat.verbs.fleet_vm import load_vm
from devcompat.wording.numbers import counts_in_words, numbered

PROGRAM = "devcompat find"
SHOWN = 50
"""Rows on a terminal, where nobody said how many."""
_LINES = 4096
"""Names that are written at once."""


def run_find_store(options: argparse.Namespace, output: Output) -> int:
    """Answer from the store: targets of a source, or hosts for a VM."""
    labels = labels_of(options)
    _refuse(options)
    with open_store(store_named(options), must_exist=True) as store:
        fleet = open_fleet(store)
    if options.vm is not None:
        return _find_hosts(fleet, labels, options, output)
    source = find_asked(fleet, options.source, options.format)
    answers = Answers(fleet, _query(fleet, source, labels, options))
    counts = answers.counts()
    creatable = answers.creatable()[COMPATIBLE]
    if options.by_host:
        _say_hosts(source.name, counts, answers.by_host(), options, output)
    elif options.json:
        found = list(_limited(answers, options))
        complete = options.count or options.limit is None or counts[COMPATIBLE] <= options.limit
        plain = findings_to_plain(source.name, counts, creatable, found, complete=complete)
        output.json(plain)
    elif options.count:
        for outcome, number in counts.items():
            output.say(f"{outcome} {number}")
        output.say(f"creatable {creatable}")
    elif options.names:
        _say_names(answers, options.limit, output)
    else:
        _show(source.name, answers, counts, creatable, options, output)
    return exits.BY_OUTCOME[exit_outcome(counts)]


def _refuse(options: argparse.Namespace) -> None:
    """Raise InputError `usage` for what does not go together."""
    refused = {
        options.overlay is not None: "--overlay speaks of the devices of an --in INVENTORY; "
        "a store has what was said when it was loaded",
        options.vocabulary is not None: "--vocabulary is for an --in INVENTORY; "
        "devices of a store say themselves what they take over",
        options.vm is not None and options.source is not None: "--vm stands for SOURCE: give one",
        options.vm is None and options.source is None: "missing: SOURCE (a file, -, or "
        "HOST/DEVICE), or --vm FILE"
        + ("; what follows --same is its FIELDS: write --same=FIELDS" if options.same else ""),
        options.host is not None and options.vm is None: "--host says where a VM runs: --vm FILE",
        options.vm is not None
        and (options.all or options.by_host or options.count): "--vm lists hosts: it goes with "
        "none of --all, --by-host and --count",
        options.by_host and options.all: "--by-host counts targets: it does not go with --all",
        options.count + options.names + options.by_host > 1: "--count, --names and --by-host are "
        "different answers: give one of them",
    }
    for wrong, said in refused.items():
        if wrong:
            raise input_error("usage", "", said, PROGRAM)


def _query(
    fleet: Fleet, source: Asked, labels: dict[str, str], options: argparse.Namespace
) -> Query:
    same = options.same
    wanted = None if same is None else [name for name in same.split(",") if name or same]
    return Query(
        source.side,
        options.rule,
        options.min_basis,
        options.free,
        labels,
        same_fields(fleet, source, wanted),
        getattr(options, "return"),
        source.place,
    )


def _limited(answers: Answers, options: argparse.Namespace) -> Iterator[Found]:
    """Yield what is to be listed; a limit is for targets."""
    if options.count:
        return iter(())
    return chained(answers, options.limit, everything=options.all)


def _say_names(answers: Answers, limit: int | None, output: Output) -> None:
    names = islice(answers.names(), limit)
    while some := list(islice(names, _LINES)):
        output.line("\n".join(map(clean, some)))


def _say_hosts(
    source: str,
    counts: dict[Outcome, int],
    hosts: list[tuple[str, int, int]],
    options: argparse.Namespace,
    output: Output,
) -> None:
    shown = hosts[: options.limit]
    if options.json:
        complete = len(shown) == len(hosts)
        output.json(hosts_to_plain(source, counts, shown, complete=complete))
        return
    output.say(f"{source}: {counts_in_words(counts)}; on {numbered(len(hosts), 'host')}", "strong")
    if shown:
        rows = [(clean(host), str(devices), str(types)) for host, devices, types in shown]
        output.table(("host", "devices", "creatable"), rows)
    _say_more(len(hosts) - len(shown), output)


def _show(
    source: str,
    answers: Answers,
    counts: dict[Outcome, int],
    creatable: int,
    options: argparse.Namespace,
    output: Output,
) -> None:
    said = counts_in_words(counts)
    if creatable:
        said += f"; {creatable} of the compatible to be created"
    output.say(f"{source}: {said}", "strong")
    most = SHOWN if output.is_terminal and options.limit is None else None
    rows = [_row(found) for found in islice(_limited(answers, options), most)]
    if rows:
        output.table(("target", "class", "outcome", "basis", "why"), rows)
    listed = sum(counts.values()) if options.all else counts[COMPATIBLE]
    if options.limit is None:
        _say_more(listed - len(rows), output)
    else:
        _say_more(counts[COMPATIBLE] - options.limit, output)
    if counts[UNKNOWN] and not options.all:
        output.say("see the unknown and incompatible ones, with reasons: --all", "dim")


def _say_more(more: int, output: Output) -> None:
    if more > 0:
        output.say(f"... and {more} more: --limit N, --names, --json", "dim")


def _row(found: Found) -> tuple[str, ...]:
    basis = found.reason.forth.basis
    cells = (
        found.label,
        found.class_name or "creatable",
        found.reason.outcome,
        basis or "-",
        found_in_brief(found),
    )
    return tuple(clean(cell) for cell in cells)


def _find_hosts(
    fleet: Fleet, labels: dict[str, str], options: argparse.Namespace, output: Output
) -> int:
    """List the hosts that take all devices of a VM at once."""
    vm = load_vm(fleet, options.vm, options.host)
    queries = [_query(fleet, device, labels, options) for device in vm.devices]
    hosts = find_hosts(fleet, queries, None if options.limit is None else options.limit + 1)
    shown = hosts[: options.limit]
    outcome: Outcome = COMPATIBLE
    if not hosts:
        doubtful = find_hosts(fleet, queries, 1, doubtful=True)
        outcome = UNKNOWN if doubtful else INCOMPATIBLE
    if options.json:
        counts = [fleet.count(query) for query in queries]
        complete = len(shown) == len(hosts)
        output.json(vm_to_plain(vm, outcome, shown, counts, complete=complete))
    elif options.names:
        for host in shown:
            output.say(host)
    else:
        devices = numbered(len(queries), "device")
        output.say(f"{vm.name} ({devices}): {_vm_answer(outcome, hosts, shown)}", "strong")
        for host in shown:
            output.say(f"  {host}")
    return exits.BY_OUTCOME[outcome]


def _vm_answer(outcome: Outcome, hosts: list[str], shown: list[str]) -> str:
    if outcome == UNKNOWN:
        return "no host is sure to take all of them at once; for some it is not known"
    if outcome == INCOMPATIBLE:
        return "no host takes all of them at once"
    if len(shown) < len(hosts):
        first = "host that takes" if len(shown) == 1 else f"{len(shown)} hosts that take"
        return f"the first {first} all of them at once"
    return f"{len(hosts)} hosts take all of them at once" if len(hosts) > 1 else "one host does"

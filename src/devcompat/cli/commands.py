"""Commands: which there are, what each says of itself, and where it is.

Belongs here: one row a command; a command of two words belongs to a group, which is a row of its
own. Must not know: options, what a command does.
"""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from devcompat.cli.output import Output


class Parts(NamedTuple):
    """A command's two functions: what adds its options, and what runs it."""

    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Output], int]


class Command(NamedTuple):
    """A command: one line about it, its exit codes, and what imports its module."""

    summary: str
    exits: str
    load: Callable[[], Parts]


_DONE = "exit codes: 0 done, 2 bad input or usage"
_VERDICT = "exit codes: 0 {good}, 1 {bad}, 3 {doubt}, 2 bad input or usage"


def _check() -> Parts:
    from devcompat.cli import check

    return Parts(check.add_options, check.run_check)


def _convert() -> Parts:
    from devcompat.cli import convert

    return Parts(convert.add_options, convert.run_convert)


def _derive() -> Parts:
    from devcompat.cli import derive

    return Parts(derive.add_options, derive.run_derive)


def _baseline() -> Parts:
    from devcompat.cli import baseline

    return Parts(baseline.add_options, baseline.run_baseline)


def _pools() -> Parts:
    from devcompat.cli import pools

    return Parts(pools.add_options, pools.run_pools)


def _lint() -> Parts:
    from devcompat.cli import lint

    return Parts(lint.add_options, lint.run_lint)


def _enumerate() -> Parts:
    from devcompat.cli import enumerating

    return Parts(enumerating.add_options, enumerating.run_enumerate)


def _diff() -> Parts:
    from devcompat.cli import diff

    return Parts(diff.add_options, diff.run_diff)


def _discover() -> Parts:
    from devcompat.cli import discover

    return Parts(discover.add_options, discover.run_discover)


def _find() -> Parts:
    from devcompat.cli import find

    return Parts(find.add_options, find.run_find)


def _why() -> Parts:
    from devcompat.cli import why

    return Parts(why.add_options, why.run_why)


def _matrix() -> Parts:
    from devcompat.cli import matrix

    return Parts(matrix.add_options, matrix.run_matrix)


def _what_if() -> Parts:
    from devcompat.cli import what_if

    return Parts(what_if.add_options, what_if.run_what_if)


def _export() -> Parts:
    from devcompat.cli import export

    return Parts(export.add_options, export.run_export)


def _preflight() -> Parts:
    from devcompat.cli import preflight

    return Parts(preflight.add_options, preflight.run_preflight)


def _conformance() -> Parts:
    from devcompat.cli import conformance

    return Parts(conformance.add_options, conformance.run_conformance)


def _create() -> Parts:
    from devcompat.cli import create

    return Parts(create.add_options, create.run_create)


def _fleet_load() -> Parts:
    from devcompat.cli import fleet_load

    return Parts(fleet_load.add_options, fleet_load.run_fleet_load)


def _fleet_status() -> Parts:
    from devcompat.cli import fleet_status

    return Parts(fleet_status.add_status_options, fleet_status.run_fleet_status)


def _fleet_hosts() -> Parts:
    from devcompat.cli import fleet_status

    return Parts(fleet_status.add_hosts_options, fleet_status.run_fleet_hosts)


def _fleet_forget() -> Parts:
    from devcompat.cli import fleet_status

    return Parts(fleet_status.add_forget_options, fleet_status.run_fleet_forget)


def _fleet_history() -> Parts:
    from devcompat.cli import fleet_history

    return Parts(fleet_history.add_options, fleet_history.run_fleet_history)


def _fleet_generate() -> Parts:
    from devcompat.cli import fleet_generate

    return Parts(fleet_generate.add_options, fleet_generate.run_fleet_generate)


def _explain() -> Parts:
    from devcompat.cli import explain

    return Parts(explain.add_options, explain.run_explain)


def _completion() -> Parts:
    from devcompat.cli import completion

    return Parts(completion.add_options, completion.run_completion)


GROUPS: dict[str, str] = {
    "fleet": "keep what many hosts report of themselves in a store, and see what is there",
}
"""Groups of commands, and what each is about: a group's name is its commands' first word."""

COMMANDS: dict[str, Command] = {
    "check": Command(
        "say whether SOURCE may migrate to TARGET",
        _VERDICT.format(good="compatible", bad="incompatible", doubt="unknown"),
        _check,
    ),
    "convert": Command(
        "write a descriptor in another format",
        "exit codes: 0 done, 2 bad input or usage, or the format cannot hold it",
        _convert,
    ),
    "derive": Command(
        "print the descriptor that follows from a device's SELF and a vocabulary", _DONE, _derive
    ),
    "baseline": Command(
        "write what several devices accept as one descriptor, and say what limits it",
        "exit codes: 0 written, 1 nothing in common, 3 cannot be written or undecided, 2 bad input"
        " or usage",
        _baseline,
    ),
    "pools": Command(
        "list the largest sets of classes of devices that all accept each other",
        "exit codes: 0 found, 1 none, 3 there may be more, 2 bad input or usage",
        _pools,
    ),
    "lint": Command(
        "say what may be wrong with descriptors, where, and what to write instead",
        "exit codes: 0 nothing, or notes only, 1 warnings, 2 bad input or usage",
        _lint,
    ),
    "enumerate": Command(
        "print the concrete objects that COMPATIBLE objects stand for",
        "exit codes: 0 done, 1 too many, none printed, 2 bad input or usage",
        _enumerate,
    ),
    "diff": Command(
        "say whether NEW accepts everything that OLD accepts, and what it does not",
        _VERDICT.format(good="nothing is lost", bad="something is", doubt="undecided"),
        _diff,
    ),
    "discover": Command(
        "list a machine's devices and whether they can migrate at all", _DONE, _discover
    ),
    "find": Command(
        "list the devices that SOURCE may migrate to",
        _VERDICT.format(good="found", bad="none", doubt="none for sure, some unknown"),
        _find,
    ),
    "why": Command(
        "say of all that a host has whether SOURCE may migrate there, nearest first",
        _VERDICT.format(good="found", bad="none", doubt="none for sure, some unknown"),
        _why,
    ),
    "preflight": Command(
        "look at each device of a libvirt domain: can it migrate, what blocks it, where to",
        _VERDICT.format(good="the VM can go", bad="it cannot", doubt="not known"),
        _preflight,
    ),
    "create": Command(
        "say which device to create for SOURCE, and how; make it with --execute",
        _VERDICT.format(good="it can be made, or is", bad="none takes it over", doubt="unknown")
        + ", 4 not made and all is undone, 5 something is left",
        _create,
    ),
    "fleet load": Command(
        "load reports of hosts into a store; what is there already is not written again",
        "exit codes: 0 all is loaded, 1 all but bad reports, 2 bad usage, or a file or the store"
        " failed",
        _fleet_load,
    ),
    "fleet status": Command("say what a store has: hosts, devices, classes", _DONE, _fleet_status),
    "fleet hosts": Command(
        "list the hosts of a store, and how many of their devices are free", _DONE, _fleet_hosts
    ),
    "fleet history": Command(
        "say what a device was, when it changed, and which targets that cost", _DONE, _fleet_history
    ),
    "fleet forget": Command(
        "remove a host and its history from a store",
        "exit codes: 0 done, 1 there is no such host, 2 bad input or usage",
        _fleet_forget,
    ),
    "fleet generate": Command(
        "print reports of a fleet that is made up, a JSON line a host", _DONE, _fleet_generate
    ),
    "matrix": Command(
        "show which classes of a fleet's devices can go to which, as a picture", _DONE, _matrix
    ),
    "what-if": Command(
        "say who has targets before, during and after an upgrade, and which order strands nobody",
        _VERDICT.format(
            good="nobody is stranded", bad="somebody is, or there is no order", doubt="not known"
        ),
        _what_if,
    ),
    "export": Command(
        "print the pairs of type and version that are surely compatible, as CSV", _DONE, _export
    ),
    "explain": Command(
        "say what a code means and what to do", "exit codes: 0 done, 2 no such code", _explain
    ),
    "completion": Command(
        "print the script with which a shell completes command lines", _DONE, _completion
    ),
    "conformance": Command(
        "answer the conformance suite's requests on standard input, one a line",
        _DONE,
        _conformance,
    ),
}
"""In the order of the help."""

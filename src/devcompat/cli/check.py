"""Check: the command `devcompat check`, one pair or a batch.

Belongs here: its options and how a verdict looks. Must not know: how it is reached.
"""

import argparse
from typing import TYPE_CHECKING

from devcompat.cli import exits
from devcompat.cli.complaints import refuse_two_inputs
from devcompat.cli.options import add_format, add_inventory, add_rules, add_vocabulary
from devcompat.cli.output import Output
from devcompat.formats.registry import LAYOUTS, READ_ONLY
from devcompat.language.problems import input_error
from devcompat.match.verdict import Failure, Judgement, Verdict
from devcompat.wording.sentences import (
    binding_words,
    failure_sentence,
    headline,
    judgement_place,
    spot,
)

if TYPE_CHECKING:
    from devcompat.verbs.vocabularies import Chosen

_STYLES = {"compatible": "good", "incompatible": "bad", "unknown": "doubt"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="a file, -, or HOST/DEVICE")
    parser.add_argument("target", nargs="?", metavar="TARGET", help="a file, -, or HOST/DEVICE")
    parser.add_argument(
        "--batch", metavar="FILE", help='judge JSON lines {"id", "source", "target"}; - for stdin'
    )
    add_format(parser, "how both are written")
    add_inventory(parser, "where HOST/DEVICE is looked up")
    add_rules(parser)
    add_vocabulary(parser, "for devices that do not say what they take over")


def run_check(options: argparse.Namespace, output: Output) -> int:
    """Judge one pair, or the lines of a batch."""
    if options.batch is not None:
        return _run_batch(options, output)
    if options.source is None or options.target is None:
        raise input_error("usage", "", "name SOURCE and TARGET, or --batch FILE", "devcompat check")
    sides = {"SOURCE": options.source, "TARGET": options.target}
    refuse_two_inputs("devcompat check", {**sides, "--in": options.inventory})
    if options.overlay is not None and options.inventory is None:
        raise input_error(
            "usage", options.overlay,
            "--overlay is about devices of an inventory: add --in INVENTORY", "devcompat check",
        )  # fmt: skip
    verdict = _verdict(options)
    if options.json:
        from devcompat.verbs.serial import verdict_to_plain

        named = {"source": options.source, "target": options.target}
        output.json({**named, **verdict_to_plain(verdict)})
    else:
        show_verdict(verdict, options.source, options.target, output)
    return exits.BY_OUTCOME[verdict.outcome]


def _verdict(options: argparse.Namespace) -> Verdict:
    if options.inventory is not None:
        return _verdict_by_name(options)
    from devcompat.verbs.check import check
    from devcompat.verbs.inputs import load_document

    source = load_document(options.source, options.format)
    target = load_document(options.target, options.format)
    return check(source, target, options.rule, options.min_basis, _chosen(options))


def _chosen(options: argparse.Namespace) -> "Chosen | None":
    """Return the vocabulary that is named; without one, nothing of it is imported."""
    if options.vocabulary is None:
        return None
    from devcompat.verbs.vocabularies import load_vocabulary

    return load_vocabulary(options.vocabulary)


def _verdict_by_name(options: argparse.Namespace) -> Verdict:
    from devcompat.verbs.inventories import load_inventory
    from devcompat.verbs.lookup import check_parties, find_party
    from devcompat.verbs.overlays import load_overlay

    hosts = load_inventory(options.inventory, load_overlay(options.overlay))
    source = find_party(hosts, options.source, options.format)
    target = find_party(hosts, options.target, options.format)
    return check_parties(source, target, options.rule, options.min_basis, _chosen(options))


def show_verdict(verdict: Verdict, source: str, target: str, output: Output) -> None:
    """Write a verdict with its evidence as lines."""
    output.say(headline(verdict, source, target), _STYLES[verdict.outcome])
    for judgement in verdict.judgements:
        _show_judgement(judgement, output, named=len(verdict.judgements) > 1)
    output.say(f"  rule {verdict.rule}, basis {verdict.basis or 'none'}", "dim")


def _show_judgement(judgement: Judgement, output: Output, *, named: bool) -> None:
    place = judgement_place(judgement)
    words = {"compatible": "matches", "incompatible": "is nearest", "unknown": "may match"}
    said = f"{place} {words[judgement.outcome]}" if place else ""
    binding = binding_words(judgement.binding)
    if judgement.outcome == "compatible" and binding:
        said += f" with {binding}"
    direction = f"{judgement.rule}: {judgement.outcome}" if named else ""
    if direction or said:
        output.say("  " + "; ".join(part for part in (direction, said) if part))
    for failure in judgement.failures:
        _show_failure(failure, "bad", output)
    for failure in judgement.undecided:
        _show_failure(failure, "doubt", output)


def _show_failure(failure: Failure, style: str, output: Output) -> None:
    output.say(f"    {failure.code}  {failure_sentence(failure)}{_where(failure)}", style)


def _where(failure: Failure) -> str:
    demand = next((found for found in failure.demands if found is not None), None)
    if demand is None or demand.position is None:
        return ""
    return f"  [{spot(failure.document, demand.position)}]"


def _run_batch(options: argparse.Namespace, output: Output) -> int:
    from devcompat.verbs.batch import check_lines
    from devcompat.verbs.inputs import open_lines
    from devcompat.verbs.requests import bounded_lines

    if options.source or options.inventory or options.overlay:
        raise input_error(
            "usage", options.batch,
            "--batch FILE stands alone, without SOURCE, TARGET, --in and --overlay",
            "devcompat check",
        )  # fmt: skip
    if options.format in LAYOUTS + READ_ONLY:
        raise input_error(
            "usage", options.format,
            f"{options.format} is several files: a batch has formats of one file",
            "devcompat check",
        )  # fmt: skip
    bad = total = 0
    with open_lines(options.batch) as lines:
        chosen = _chosen(options)
        for answer in check_lines(bounded_lines(lines), options.rule, options.format, chosen):
            output.json(answer, compact=True)
            total += 1
            bad += "error" in answer
    if bad:
        output.complain(f"devcompat: {bad} of {total} lines were bad input; each has its error")
    return exits.DONE

"""Derive: the command `devcompat derive`.

Belongs here: how what follows is written. Must not know: what follows.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.options import add_choice, add_format, add_vocabulary
from devcompat.cli.output import Output
from devcompat.formats.registry import FORMATS
from devcompat.language.nodes import Document
from devcompat.verbs.answers import derivation_to_plain
from devcompat.verbs.convert import convert
from devcompat.verbs.inputs import load_document
from devcompat.verbs.vocabularies import derive_document, load_vocabulary
from devcompat.wording.vocabularies import refusal_sentence


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("self", metavar="SELF", help="a file, a directory, or -")
    add_vocabulary(parser, "the rules (default: the one that SELF's INFO names)")
    add_choice(parser, "--to", FORMATS, "FORMAT", "the format to write", "text")
    add_format(parser, "how SELF is written")


def run_derive(options: argparse.Namespace, output: Output) -> int:
    """Write the descriptor that follows from a SELF; a note says why it takes over nothing."""
    document = load_document(options.self, options.format)
    chosen = None if options.vocabulary is None else load_vocabulary(options.vocabulary)
    derivation = derive_document(document, chosen)
    if options.json:
        output.json({"self": options.self, **derivation_to_plain(derivation)})
        return exits.DONE
    output.verbatim(convert(Document(derivation.descriptor), options.to))
    for refusal in derivation.refusals:
        output.complain(f"devcompat: takes over nothing: {refusal_sentence(refusal)}")
    return exits.DONE

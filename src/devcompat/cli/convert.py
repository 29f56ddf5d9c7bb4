"""Convert: the command `devcompat convert`.

Belongs here: where the result goes. Must not know: how a format is written.
"""

import argparse
from collections.abc import Mapping

from devcompat.cli import exits
from devcompat.cli.options import add_choice, add_format, add_values, values_of
from devcompat.cli.output import Output
from devcompat.formats.registry import FORMATS, LAYOUTS
from devcompat.language.nodes import Document
from devcompat.language.problems import input_error
from devcompat.verbs.convert import convert, convert_to_files, fixed, is_layout
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.outputs import save_bytes, save_files

_COMMAND = "devcompat convert"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    parser.add_argument("input", metavar="IN", help="a file, a directory, or -")
    add_choice(parser, "--to", FORMATS + LAYOUTS, "FORMAT", "the format to write", required=True)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="the file to write or replace (default: print), or the directory to make",
    )
    add_format(parser, "how IN is written")
    add_values(parser)


def run_convert(options: argparse.Namespace, output: Output) -> int:
    """Write the document in another format: to a file, a directory, or standard output."""
    target = None if options.output == STDIN else options.output
    values = values_of(options, _COMMAND)
    result: dict[str, object] = {"input": options.input, "format": options.to}
    if values:
        result["values"] = values
    if is_layout(options.to):
        if target is None:
            expected = f"{options.to} is several files: name a directory with -o"
            raise input_error("usage", "", expected, _COMMAND)
        files = convert_to_files(_document(options, values), options.to)
        save_files(target, files)
        result |= {"output": target, "files": list(files)}
    else:
        written = convert(_document(options, values), options.to)
        if target is None and not options.json:
            output.verbatim(written)
            return exits.DONE
        if target is None:
            result["text"] = written.decode()
        else:
            save_bytes(target, written)
            result["output"] = target
    if options.json:
        output.json(result)
    return exits.DONE


def _document(options: argparse.Namespace, values: Mapping[str, str]) -> Document:
    """Return what is to be written: IN, or the descriptor that it gives with `values`."""
    document = load_document(options.input, options.format)
    return fixed(document, values) if values else document

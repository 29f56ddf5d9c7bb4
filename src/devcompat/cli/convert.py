"""Convert: the command `devcompat convert`.

Belongs here: where the result goes. Must not know: how a format is written.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.verbs.convert import convert
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.outputs import save_bytes


def run_convert(options: argparse.Namespace, output: Output) -> int:
    """Write the document in another format, to a file or to standard output."""
    written = convert(load_document(options.input, options.format), options.to)
    to_file = options.output is not None and options.output != STDIN
    if to_file:
        save_bytes(options.output, written)
    if options.json:
        named = {"input": options.input, "format": options.to}
        result = {"output": options.output} if to_file else {"text": written.decode()}
        output.json({**named, **result})
    elif not to_file:
        output.verbatim(written)
    return exits.DONE

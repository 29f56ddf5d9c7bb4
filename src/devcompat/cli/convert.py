"""Convert: the command `devcompat convert`.

Belongs here: where the result goes. Must not know: how a format is written.
"""

import argparse

from devcompat.cli import exits
from devcompat.cli.output import Output
from devcompat.language.problems import input_error
from devcompat.verbs.convert import convert, convert_to_files, is_layout
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.outputs import save_bytes, save_files


def run_convert(options: argparse.Namespace, output: Output) -> int:
    """Write the document in another format: to a file, a directory, or standard output."""
    target = None if options.output == STDIN else options.output
    result: dict[str, object] = {"input": options.input, "format": options.to}
    if is_layout(options.to):
        if target is None:
            expected = f"{options.to} is several files: name a directory with -o"
            raise input_error("usage", "", expected, "devcompat convert")
        files = convert_to_files(load_document(options.input, options.format), options.to)
        save_files(target, files)
        result |= {"output": target, "files": list(files)}
    else:
        written = convert(load_document(options.input, options.format), options.to)
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

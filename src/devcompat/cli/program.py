"""Program: one run of the command line, from its words to its exit code.

Belongs here: choosing the command, and what becomes of errors, broken pipes and Ctrl-C.
Must not know: what any command does.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from devcompat.cli import exits
from devcompat.cli.commands import COMMANDS
from devcompat.cli.output import Output, silence, standard_output
from devcompat.cli.parser import HelpAsked, help_of, parse_arguments
from devcompat.language.problems import InputError, input_error

Command = Callable[[argparse.Namespace, Output], int]


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code. Never raises for bad input."""
    output = standard_output()
    try:
        code = _run(words, output)
        output.flush()
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return exits.BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  (a fault of ours must not look like a verdict)
        try:
            return _failed(error, output)
        finally:
            silence(sys.stdout)
    return code


def _failed(error: Exception, output: Output) -> int:
    """Report that an answer could not be written, or a fault of ours."""
    if not isinstance(error, OSError) or error.filename is not None:
        return _fault(error, output)
    reason = os.strerror(error.errno or 0)
    _report(
        input_error("file.unwritable", reason, "to write the answer", "standard output"),
        output,
        as_json=False,
    )
    return exits.BAD_INPUT


def _fault(error: Exception, output: Output) -> int:
    """Report a fault in devcompat itself; DEVCOMPAT_DEBUG shows where it is."""
    if os.environ.get("DEVCOMPAT_DEBUG"):
        raise error
    output.complain(f"devcompat: internal: {type(error).__name__}: {error}")
    output.complain(
        "  Please report it with the command and its input; DEVCOMPAT_DEBUG=1 shows more."
    )
    return exits.FAULT


def _run(words: Sequence[str], output: Output) -> int:
    as_json = "--json" in words
    try:
        options = parse_arguments(words)
        return _command(options)(options, output)
    except HelpAsked as asked:
        return _say_help(asked.text, output, exits.DONE)
    except InputError as error:
        _report(error, output, as_json=as_json)
        return exits.BAD_INPUT


def _report(error: InputError, output: Output, *, as_json: bool) -> None:
    if as_json:
        from devcompat.verbs.serial import error_to_plain

        output.json({"error": error_to_plain(error)})
        return
    from devcompat.cli.problems import show_error

    show_error(error, output)


def _command(options: argparse.Namespace) -> Command:
    """Return the function of the command; only its module is imported."""
    if options.version:
        return _version
    return COMMANDS[options.command].load().run if options.command in COMMANDS else _help


def _version(options: argparse.Namespace, output: Output) -> int:  # noqa: ARG001
    from importlib.metadata import version

    output.say(f"devcompat {version('devcompat')}")
    return exits.DONE


def _help(options: argparse.Namespace, output: Output) -> int:
    return _say_help(help_of(options.command), output, exits.BAD_INPUT)


def _say_help(text: str, output: Output, code: int) -> int:
    for line in text.splitlines():
        output.say(line)
    return code

"""Complaints: what is wrong with a command line, in words.

Belongs here: argparse's complaints as ours, which say what may be typed instead. Must not know:
which commands and options there are.
"""

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from devcompat.language.problems import input_error


def complain(message: str, program: str, found: str = "") -> NoReturn:
    """Raise InputError `usage`."""
    raise input_error("usage", found, message, program)


def refuse_command(word: str, commands: Iterable[str], program: str) -> NoReturn:
    """Raise InputError `usage` for a word that is no command; `program` is what stands before."""
    known = list(commands)
    of_group = "".join(f"{name} " for name in program.split()[1:])
    said = f"there is no command {of_group}{word or repr(word)}{_near(word, known)}"
    complain(f"{said}; the commands are {_joined(known, 'and')}", program, word)


def refuse_choice(action: argparse.Action, word: str, program: str) -> NoReturn:
    """Raise InputError `usage` for a word that is none of those an option or argument takes."""
    known = [str(choice) for choice in action.choices or ()]
    takes = f"{name_of(action)} takes {_joined(known, 'or')}"
    complain(f"{takes}, not {word or repr(word)}{_near(word, known)}", program, word)


def refuse_rest(words: Sequence[str], parser: argparse.ArgumentParser, early: set[str]) -> NoReturn:
    """Raise InputError `usage` for words that a command does not take; `early` stood before it."""
    options = [word for word in words if word.startswith("-") and word != "-"]
    if not options:
        complain(f"too many words: {' '.join(words)}", parser.prog, " ".join(words))
    word = options[0].partition("=")[0]
    known = [name for action in parser._actions for name in action.option_strings]
    if word in known and word in early:
        complain(f"{word} belongs behind the command: {parser.prog} {word} ...", parser.prog, word)
    complain(f"there is no option {word}{_near(word, known)}", parser.prog, word)


def refuse_two_inputs(program: str, named: Mapping[str, str | None]) -> None:
    """Raise InputError `usage` if `-` is more than one of the inputs; `named` has what each is."""
    both = [name for name, word in named.items() if word == "-"]
    if len(both) > 1:
        said = f"standard input can be one thing only, not {_joined(both, 'and')}"
        complain(said, program, "-")


def reworded(message: str, parser: argparse.ArgumentParser) -> str:
    """Return a complaint of argparse's in our words; one that is not known as it is."""
    required = re.fullmatch(r"the following arguments are required: (.+)", message)
    if required is not None:
        actions = {name_of(action): action for action in parser._actions}
        missing = [_described(actions.get(name), name) for name in required[1].split(", ")]
        return f"missing: {', '.join(missing)}"
    of_one = re.fullmatch(r"argument ([^:]+): (.+)", message, re.DOTALL)
    if of_one is None:
        return message
    name, said = of_one.groups()
    if said == "expected one argument":
        return f"{name} needs a value"
    if said.startswith("ignored explicit argument"):
        return f"{name} takes no value"
    return f"{name} {said}" if said.startswith("takes ") else f"{name}: {said}"


def name_of(action: argparse.Action) -> str:
    """Return how an option or argument is called: `-o/--output`, `SOURCE`."""
    return "/".join(action.option_strings) or str(action.metavar)


def _described(action: argparse.Action | None, name: str) -> str:
    """Return a missing argument with what it takes."""
    if action is None:
        return name
    value = f" {action.metavar}" if action.option_strings else ""
    return f"{name}{value} ({action.help})"


def _joined(words: Sequence[str], last: str) -> str:
    """Return words as `a, b or c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _near(word: str, known: Sequence[str]) -> str:
    import difflib  # slow, and needed here only

    near = difflib.get_close_matches(word.lower(), known, n=1)
    begun = [found for found in known if word.strip("-") and found.startswith(word)]
    return f" (did you mean {(begun or near)[0]}?)" if begun or near else ""

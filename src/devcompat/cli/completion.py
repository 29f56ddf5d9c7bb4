"""Completion: the command `devcompat completion`: a shell's script, made from the parser.

Belongs here: which word of a command line is a file, a code or a name, and what bash needs beside.
Must not know: which commands there are, what any of them does.
"""

import argparse
from collections.abc import Iterator

import shtab

from devcompat.catalog.shipped import shipped_vocabularies
from devcompat.cli import exits
from devcompat.cli.commands import COMMANDS
from devcompat.cli.output import Output
from devcompat.cli.parser import build_parser, command_parsers
from devcompat.verbs.explain import all_entries

SHELLS = ("bash", "zsh", "fish")

FILES = {
    "DOMAIN.xml", "FILE", "IN", "INVENTORY", "NEW", "OLD", "OUT", "SELF", "SOURCE", "TARGET",
    "TYPE", "URL",
}  # fmt: skip
"""What a word is called (metavar) where it may be a file; a directory is completed like one."""
DIRECTORIES = {"DIR"}
FREE = {
    "ADDRESS", "DEV", "DEVICE", "FIELD", "FIELDS", "HOST", "K", "MAC", "MASK", "N", "NAME",
    "NAME=VALUE", "PARENT", "SECONDS", "UUID",
}  # fmt: skip
"""Words that nothing can be said of."""

_BASH = """
# bash splits words also at ":" and "=". Here --rule=both is two words, and 0000:01:00.0 is one.
_devcompat() {
  local -a joined=()
  local word glue=
  for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ $word == :* ]]; then
      joined[-1]+=$word glue=1
    elif [[ $word == = && ${joined[-1]} == --* ]]; then
      joined+=("") glue=1
    elif [[ $glue ]]; then
      joined[-1]+=$word glue=
    else
      joined+=("$word")
    fi
  done
  local -a COMP_WORDS=("${joined[@]}")
  local COMP_CWORD=$((${#joined[@]} - 1))
  _shtab_devcompat "$@"
  word=${joined[-1]}
  if [[ ${#COMPREPLY[@]} == 0 && $word == *:* ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
  fi
}

# Where nothing else is known bash completes names of files itself: it knows quotes, ~ and $.
complete -o bashdefault -o default -F _devcompat devcompat
"""

_ZSH_VOCABULARY = """
_devcompat_vocabulary() {{
  _alternative 'names:shipped vocabulary:({names})' 'files:file:_files'
}}
"""

_FISH_FILES = "__fish_complete_path (commandline -ct)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    purpose = f"the one to write for: {', '.join(SHELLS)}"
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=purpose)


def run_completion(options: argparse.Namespace, output: Output) -> int:
    """Write the script that lets a shell complete this program's command lines."""
    written = completion_script(options.shell)
    if options.json:
        output.json({"shell": options.shell, "script": written})
    else:
        output.verbatim(written.encode())
    return exits.DONE


def completion_script(shell: str) -> str:
    """Return the script for bash, zsh or fish: commands, options, choices, codes, names, files."""
    parser = build_parser(tuple(COMMANDS))
    for action in iter_actions(parser):
        _say_what_is_wanted(action, shell)
    written = shtab.complete(parser, shell).strip("\n") + "\n"
    if shell == "bash":
        return written + _BASH
    # In zsh it registers itself where it is evaluated; let it do so too where it is sourced.
    return written.replace("[-1] == eval ]]", "[-1] == (eval|file) ]]")


def iter_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every option and argument of every command, and the program's own."""
    yield from parser._actions
    for command in command_parsers(parser).values():
        yield from command._actions


def _say_what_is_wanted(action: argparse.Action, shell: str) -> None:
    """Give an action what shtab looks at: choices, or for zsh and fish what completes files."""
    if action.metavar == "CODE":
        action.choices = [entry.code for entry in all_entries()]
    elif action.metavar == "V" and shell == "bash":
        action.choices = list(shipped_vocabularies())
    elif action.metavar == "V":
        _set(action, _names_and_files(" ".join(shipped_vocabularies())))
    elif action.metavar in FILES and shell != "bash":
        _set(action, shtab.FILE)
    elif action.metavar in DIRECTORIES and shell != "bash":
        _set(action, shtab.DIRECTORY)


def _names_and_files(names: str) -> dict[str, object]:
    return {
        "zsh": "_devcompat_vocabulary",
        "fish": f"(printf '%s\\n' {names}; {_FISH_FILES})",
        "preamble": {"zsh": _ZSH_VOCABULARY.format(names=names)},
    }


def _set(action: argparse.Action, wanted: object) -> None:
    action.complete = wanted  # type: ignore[attr-defined]  # shtab's own attribute

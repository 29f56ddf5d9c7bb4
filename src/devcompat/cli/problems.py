"""Problems: what is wrong with an input, as lines on standard error.

Belongs here: where a line begins with the program's name. Must not know: the sentences (wording),
what an error ends.
"""

from devcompat.cli.output import Output
from devcompat.language.problems import InputError
from devcompat.wording.sentences import error_lines


def show_error(error: InputError, output: Output, said: set[str] | None = None) -> None:
    """Write each problem and what to do; `said` has steps that need not be said again."""
    for line in error_lines(error, caret=output.complains_to_a_terminal()):
        if said is not None and line.startswith("  ") and not line.startswith("    "):
            if line in said:
                continue
            said.add(line)
        named = line.startswith((" ", "devcompat"))
        output.complain(line if named else f"devcompat: {line}")

"""Guided: one target under the coverage-guided fuzzer, in a process that it ends itself.

Belongs here: the only import of the fuzzer. Must not know: corpus, seeds, what a run prints.
"""

import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["devcompat"]):
    from fuzz.targets import run


def main() -> None:
    """Fuzz the target named by the first argument; the others are the fuzzer's own."""
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], lambda data: run(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()

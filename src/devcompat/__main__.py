"""The command `devcompat`, and `python -m devcompat`: hands over to the CLI room, nothing else."""

import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line of this process and return its exit code."""
    try:
        # Imported here, so that Ctrl-C ends the program as silently while it is still starting.
        from devcompat.cli.program import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

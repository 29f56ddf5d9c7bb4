"""The command `devcompat`, and `python -m devcompat`: hands over to the CLI room, nothing else."""

import sys


def main() -> int:
    """Run the command line of this process and return its exit code."""
    from devcompat.cli.program import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

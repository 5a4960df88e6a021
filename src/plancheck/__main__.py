"""`python -m plancheck` and the console script."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and leave with its exit code; an internal fault says what to send us."""
    from plancheck.cli.main import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()

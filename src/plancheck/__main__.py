"""`python -m plancheck` and the console script."""

from __future__ import annotations

import gc
import sys

_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def run() -> None:
    """Run the command line and leave with its exit code; an internal fault says what to send us."""
    # Starting makes many objects that stay: looking through them again and again would take a twentieth of a short run.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from plancheck.cli.main import main

    code = main(sys.argv[1:])
    gc.freeze()  # nor need what goes with the process be looked through once more
    sys.exit(code)


if __name__ == "__main__":
    run()

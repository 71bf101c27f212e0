"""Runs one step of the action."""

import os
import sys

from linkwarden.action.check import check
from linkwarden.action.issue import update
from linkwarden.clock import SystemClock


def main() -> int:
    """Run the step that the one argument names, ``check`` or ``issue``, and return its exit code."""
    match sys.argv[1:]:
        case ["check"]:
            return check(os.environ, SystemClock())
        case ["issue"]:
            return update(os.environ)
        case _:
            sys.stderr.write("usage: python -m linkwarden.action check|issue\n")
            return 2


if __name__ == "__main__":
    sys.exit(main())

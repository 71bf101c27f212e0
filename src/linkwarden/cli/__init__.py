"""The command line. Nothing heavy is imported here: ``--version`` and ``--help`` answer at once."""

import gc
import sys
from collections.abc import Sequence

from linkwarden.cli.exits import Exit
from linkwarden.cli.mistakes import mistaken_command
from linkwarden.cli.parser import build_parser, commands_of
from linkwarden.cli.streams import safe_standard_error
from linkwarden.errors import LinkwardenError

_GC_THRESHOLD = 20_000
"""New objects between two garbage collections. Most objects live to the end of the process."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if argv is None:  # this process is ours
        gc.set_threshold(_GC_THRESHOLD)
    with safe_standard_error():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser()
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    elif (mistake := mistaken_command(words, commands_of(parser))) is not None:
        sys.stderr.write(f"linkwarden: {mistake}\n")
        return Exit.USAGE
    arguments = parser.parse_args(words)
    try:
        return int(arguments.command(arguments))
    except LinkwardenError as error:
        sys.stderr.write(f"linkwarden: {error}\n")
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`linkwarden … | head`): nothing is left to say.
        from linkwarden.cli.files import leave_stdout

        leave_stdout()
        return Exit.OK
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback is for us, not for users
        return _defect(error)


def _defect(error: Exception) -> int:
    import traceback

    traceback.print_exc(file=sys.stderr)
    sys.stderr.write("\n")
    ask_to_report(f": {type(error).__name__}: {error}")
    return Exit.DEFECT


def ask_to_report(what: str = "") -> None:
    """Say that linkwarden is broken, not what it checks, and where to tell us."""
    from linkwarden import identity

    sys.stderr.write(
        f"linkwarden: an error inside linkwarden, not in your files{what}\n"
        f"Please report it with the lines above: {identity.home()}/issues\n"
    )

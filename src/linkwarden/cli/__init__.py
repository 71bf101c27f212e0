"""The command line. Slow imports are avoided here, so that ``--version`` and ``--help`` are fast."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from linkwarden.cli.exits import Exit
from linkwarden.cli.mistakes import mistaken_command, unknown_argument
from linkwarden.cli.parser import build_parser, commands_of, flags_of
from linkwarden.cli.streams import safe_standard_error
from linkwarden.errors import InputError, LinkwardenError

_GC_THRESHOLDS = 50_000, 20, 100
"""New objects between two garbage collections, and how often older ones are looked at too (`gc.set_threshold`). Most
objects live to the end of the process."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if argv is None:  # this process is ours
        gc.set_threshold(*_GC_THRESHOLDS)
        gc.disable()  # until the command is imported
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # finding pydantic's plugins takes longer than a small check
    with safe_standard_error():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = _parsed(list(sys.argv[1:] if argv is None else argv))
        return int(arguments.command(arguments))
    except LinkwardenError as error:
        sys.stderr.write(f"linkwarden: {error}\n")
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of standard output is gone (`linkwarden … | head`).
        from linkwarden.cli.files import discard_stdout

        discard_stdout()
        return Exit.OK
    except Exception as error:  # noqa: BLE001 - every error is reported with a request to open an issue
        return Exit.INTERRUPTED if _hides_interrupt(error) else _defect(error)


def _parsed(words: list[str]) -> argparse.Namespace:
    """Return the command line, parsed; ``linkwarden help COMMAND`` is ``linkwarden COMMAND --help``.

    Raises:
        InputError: The command or an argument is unknown.
    """
    parser = build_parser()
    if not words:
        parser.print_help(sys.stderr)
        parser.exit(Exit.USAGE)
    asks_for_help = words[0] == "help"
    words = words[1:2] if asks_for_help else words
    commands = commands_of(parser)
    if (mistake := mistaken_command(words, commands)) is not None:
        raise InputError(mistake)
    arguments, unknown = parser.parse_known_args([*words, "--help"] if asks_for_help else words)
    if unknown:
        command = next(word for word in words if word in commands)
        raise InputError(unknown_argument(unknown, command, flags_of(parser, command)))
    return arguments


def _hides_interrupt(error: Exception) -> bool:
    """Return whether it is Ctrl-C: pydantic-core raises its own error if that comes while it builds a validator."""
    from pydantic_core import SchemaError

    return isinstance(error, SchemaError) and "KeyboardInterrupt" in str(error)


def _defect(error: Exception) -> int:
    import traceback

    traceback.print_exc(file=sys.stderr)
    sys.stderr.write("\n")
    ask_to_report(f": {type(error).__name__}: {error}")
    return Exit.DEFECT


def ask_to_report(what: str = "") -> None:
    """Print that the error is in linkwarden, and where to report it."""
    from linkwarden import identity

    sys.stderr.write(
        f"linkwarden: internal error, not caused by your files{what}\n"
        f"Please report it, with the lines above: {identity.home()}/issues\n"
    )

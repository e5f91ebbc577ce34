"""The command ``annotator``. ``--version`` is answered before anything else is loaded."""

import signal
import sys

from annotator import __version__


def main() -> int:
    """Runs the command line on this process's arguments; the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--version"]:
        sys.stdout.write(f"annotator {__version__}\n")
        return 0
    # A stop from outside ends a command as an exception would: half-written files are put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    from annotator.cli.app import run  # noqa: PLC0415 - the command line library is slow to load

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())

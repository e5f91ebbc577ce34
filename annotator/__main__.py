"""The command ``annotator``. ``--version`` is answered before anything else is loaded."""

import sys

from annotator import __version__


def main() -> int:
    """Runs the command line on this process's arguments; the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--version"]:
        sys.stdout.write(f"annotator {__version__}\n")
        return 0
    from annotator.cli.app import run  # noqa: PLC0415 - the command line library is slow to load

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""Runs the benchmarks named on the command line, or all of them: ``python -m benchmarks save``."""

import sys

from benchmarks import agreement, hands, moving, opening, save, starting

ALL = {"save": save, "open": opening, "move": moving, "start": starting}
ALL |= {"agreement": agreement, "hands": hands}


def main(names: list[str]) -> int:
    """Prints a row a figure; 1 if an aim was missed."""
    missed = 0
    for name in names or ALL:
        for row in ALL[name].rows():
            print(row, flush=True)
            missed += not row.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

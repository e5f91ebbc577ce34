"""``annotator import``, ``export`` and ``verify``: their options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.errors import UsageError
from annotator.cli.options import Db
from annotator.settings import DEFAULT_DB


class ReadFormat(StrEnum):
    """How ``import`` reads its input."""

    auto = "auto"
    text = "text"
    jsonl = "jsonl"


class WriteFormat(StrEnum):
    """What ``export`` writes."""

    jsonl = "jsonl"


class Status(StrEnum):
    """How far a layer is."""

    open = "open"
    submitted = "submitted"
    reviewed = "reviewed"


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Files, folders, or “-” for standard input."),
    ],
    db: Db = DEFAULT_DB,
    format_: Annotated[
        ReadFormat, typer.Option("--format", help="What the files are; auto goes by their ending.")
    ] = ReadFormat.auto,
    layer: Annotated[
        str, typer.Option(metavar="NAME", help="Whose layer it is where a line names none.")
    ] = "",
    label_map: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="Read the label OLD as NEW; may be repeated."),
    ] = None,
) -> int:
    """Add articles and their labels to the project.

    The project file is made if it is missing. What is there already stays as it is.
    """
    labels = dict(_pair(entry) for entry in label_map or [])
    from annotator.cli import importing

    return importing.run(db, paths, format_.value, layer, labels)


def _pair(entry: str) -> tuple[str, str]:
    old, _, new = entry.partition("=")
    if not old or not new:
        raise UsageError(f"--label-map takes OLD=NEW, such as Claim=claim; “{entry}” is not that")
    return old, new


Layers = Annotated[
    list[str] | None,
    typer.Option(metavar="all|gold|NAME", help="Whose layers, all if not given; may be repeated."),
]
Statuses = Annotated[
    list[Status] | None,
    typer.Option(help="Only layers that are so far; may be repeated."),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE|-", help="Where to; “-” is standard output.")
]
Unlabelled = Annotated[
    bool, typer.Option("--unlabelled", help="Also articles that nobody has labelled.")
]
Samples = Annotated[bool, typer.Option("--samples", help="Also the sample articles.")]
Features = Annotated[
    bool, typer.Option("--features", help="Also write FILE.features.json, for “datasets”.")
]


def export(
    db: Db = DEFAULT_DB,
    format_: Annotated[
        WriteFormat, typer.Option("--format", help="What to write.")
    ] = WriteFormat.jsonl,
    layer: Layers = None,
    status: Statuses = None,
    unlabelled: Unlabelled = False,
    samples: Samples = False,
    features: Features = False,
    output: Output = "-",
) -> None:
    """Write the project's layers as JSON, one on a line."""
    if features and output == "-":
        raise UsageError("--features writes a file beside the export; name that with -o FILE")
    del format_  # the native one is the only one yet
    from annotator.cli import exporting
    from annotator.store.exporting import Selection

    statuses = tuple(entry.value for entry in status or [])
    chosen = Selection(tuple(layer or ["all"]), statuses, unlabelled, samples)
    exporting.run(db, output, chosen, features=features)


def verify(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.jsonl", help="An export; “-” is standard input.")
    ] = None,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="A project file, in its place.")
    ] = None,
) -> int:
    """Check an export, or a project file."""
    if (file is None) == (db is None):
        raise UsageError("name what to verify: FILE.jsonl, or --db FILE")
    from annotator.cli import checking

    return checking.of_file(file) if file is not None else checking.of_project(db or DEFAULT_DB)

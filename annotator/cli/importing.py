"""The work of ``annotator import``. Loads the store: import it inside a command only."""

import contextlib
from dataclasses import fields
from pathlib import Path

from annotator.cli import inputs, project
from annotator.cli.errors import REFUSED, UsageError
from annotator.cli.inputs import Input
from annotator.cli.output import say, some
from annotator.cli.progress import Progress, progress_of
from annotator.domain.errors import AnnotatorError, ProjectError, Refused
from annotator.domain.scheme import DEFAULT
from annotator.domain.text import check_annotator_name
from annotator.formats import FORMATS, jsonl
from annotator.store import intake, people, scheme
from annotator.store.database import Database
from annotator.store.importing import Importer, Refusal, Report


def run(db: Path, paths: list[Path], wanted: str, layer: str, labels: dict[str, str]) -> int:
    """Imports all that ``paths`` stand for; the exit status."""
    found = inputs.found(paths)
    for sentence in found.failed:
        say(sentence)
    if not found.inputs:
        say(_summary(Report(), len(found.failed), found.skipped))
        return REFUSED if found.failed else 0
    with contextlib.ExitStack() as stack:
        items = found.inputs
        if not layer:
            items = stack.enter_context(inputs.kept(items))
            _check_layers(items, wanted)
        layer = _layer(db, layer)
        _check_labels(db, labels)
        with Database.open(db, create=True) as database:
            importer = Importer(database, project.actor(database), layer, labels)
            total = _import_all(importer, items, wanted)
    refused = len(found.failed) + len(total.refused)
    say(_summary(total, refused, found.skipped))
    return REFUSED if refused else 0


def _check_layers(items: list[Input], wanted: str) -> None:
    """Refuses the whole command if a line has spans and nothing says whose they are."""
    for item in items:
        try:
            with inputs.opened(item) as stream:
                if inputs.format_in(item, stream, wanted) is FORMATS["jsonl"]:
                    line = jsonl.needs_layer(jsonl.lines(stream))
                    if line:
                        raise UsageError(
                            f"{item.shown}:{line} has spans and names no layer; say whose they are "
                            "with --layer NAME"
                        )
        except Refused:
            continue  # told of when its turn comes


def _layer(db: Path, layer: str) -> str:
    """The layer's name, with ``me`` replaced by the only account's."""
    try:
        if layer == "me":
            with Database.open(db) as database:
                return database.read(people.account_named, None)[1]
        return check_annotator_name(layer) if layer else ""
    except ProjectError:
        raise
    except AnnotatorError as error:
        raise UsageError(f"--layer: {error}") from None


def _check_labels(db: Path, labels: dict[str, str]) -> None:
    """Refuses to map to a label that the project, or a new one, does not have."""
    if not labels:
        return
    current = DEFAULT
    if db.exists():
        with Database.open(db) as database:
            current = database.read(scheme.current)
    known = [label.key for label in current.labels]
    for label in labels.values():
        if label not in known:
            raise UsageError(
                f"--label-map names “{label}”, which is no label; there are {', '.join(known)}"
            )


def _import_all(importer: Importer, items: list[Input], wanted: str) -> Report:
    total, unknown = Report(), set[str]()
    with progress_of(items) as progress:
        for item in items:
            report = _import(importer, item, wanted, unknown, progress)
            for refusal in report.refused:
                line = f":{refusal.line}" if refusal.line else ""
                say(f"{item.shown}{line}: {refusal.reason}")
            _count(total, report)
    if any(intake.NOT_KNOWN in refusal.reason for refusal in total.refused):
        say(
            "annotator: --label-map OLD=NEW reads a label as one of the project's; "
            "“annotator scheme load” adds labels"
        )
    if unknown:
        say(f"annotator: ignored keys that the format does not have: {', '.join(sorted(unknown))}")
    return total


def _import(
    importer: Importer, item: Input, wanted: str, unknown: set[str], progress: Progress
) -> Report:
    try:
        with inputs.opened(item) as stream:
            format_ = inputs.format_in(item, stream, wanted)
            entries = format_.read(stream, item.name, unknown)
            return importer.add(progress.follow(item, entries, stream))
    except Refused as refused:
        return Report(refused=[Refusal(0, str(refused))])


def _count(total: Report, report: Report) -> None:
    for field in fields(Report):
        setattr(total, field.name, getattr(total, field.name) + getattr(report, field.name))


def _summary(total: Report, refused: int, skipped: int) -> str:
    kinds = ("article", "span", "relation", "source")
    counts = [some(getattr(total, kind + "s"), kind) for kind in kinds]
    parts = [f"added {', '.join(counts)}"]
    if total.known:
        parts.append(f"{some(total.known, 'article')} there already")
    if refused:
        parts.append(f"{refused:,} refused")
    if skipped:
        parts.append(f"passed over {some(skipped, 'file')} of other kinds")
    return "annotator: " + "; ".join(parts)

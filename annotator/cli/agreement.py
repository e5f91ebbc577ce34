"""``annotator agreement``: its options."""

from enum import StrEnum
from typing import Annotated

import typer

from annotator.cli.options import Db
from annotator.settings import DEFAULT_DB


class Format(StrEnum):
    """How the figures are written."""

    text = "text"
    json = "json"


def agreement(
    db: Db = DEFAULT_DB,
    format_: Annotated[
        Format, typer.Option("--format", help="Tables to read, or JSON.")
    ] = Format.text,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Whose layers, whatever their status; may be repeated. "
            "Without it all submitted and reviewed ones but gold.",
        ),
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only this label; may be repeated.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this article; may be repeated.")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Also the sample articles.")] = False,
) -> None:
    """Tell how far people agree who labelled the same articles."""
    from annotator.cli import comparing
    from annotator.store.agreement import Selection

    chosen = Selection(tuple(layer or ()), tuple(label or ()), tuple(article or ()), samples)
    comparing.run(db, chosen, as_json=format_ is Format.json)

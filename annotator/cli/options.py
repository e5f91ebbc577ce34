"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DB = Path("annotations.db")

Db = Annotated[Path, typer.Option("--db", metavar="FILE", help="The project file.")]

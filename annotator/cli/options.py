"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Db = Annotated[Path, typer.Option("--db", metavar="FILE", help="The project file.")]

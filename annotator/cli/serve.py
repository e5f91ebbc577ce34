"""``annotator serve``: its options."""

import gc
from typing import Annotated

import typer

from annotator.cli.options import Db
from annotator.settings import DEFAULT_DB


def serve(
    db: Db = DEFAULT_DB,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the browser.")
    ] = False,
    no_samples: Annotated[
        bool, typer.Option("--no-samples", help="Make a new project without sample articles.")
    ] = False,
) -> None:
    """Serve the project and open it in the browser.

    The project file is made, with the sample articles, if it is missing.
    """
    # Loading makes no garbage worth looking for, and what it makes stays: see `server`.
    gc.disable()
    from annotator.cli import server
    from annotator.settings import Settings

    server.serve(
        Settings(db=db, host=host, port=port, open_browser=not no_browser, samples=not no_samples)
    )

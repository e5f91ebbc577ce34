"""A real server on a project file, with one route more that does nothing, as a baseline.

Prints its port and an API token on one line, then serves until it is told to stop.
"""

import gc
import socket
import sys
from pathlib import Path

import uvicorn

from annotator.settings import Settings
from annotator.store import people
from annotator.store.database import Database
from annotator.web.app import create_app
from annotator.web.dependencies import Json


async def trivial() -> Json:
    """As little as a route of this server can do."""
    return Json({})


def main(path: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with Database.open(path, create=True, server=True) as database:
        database.write_now(people.ensure_account, "bench")
        token = database.write_now(people.create_token, "bench", None, "write")
        app = create_app(Settings(db=path, port=port), database)
        app.app.add_api_route("/api/trivial", trivial, methods=["PUT"])
        print(port, token, flush=True)
        gc.freeze()  # as the program itself does when it begins to serve
        config = uvicorn.Config(app, access_log=False, log_level="error", ws="none")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
